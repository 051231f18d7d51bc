"""The only way to write: changes, their log, the judging and the moves in one transaction."""

import json
import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Set
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from itertools import chain, islice, repeat
from typing import Any

from sqlmodel import Session, select

from custtui.model import MODELS, Change, Customer, Dimension, Record
from custtui.model import Edit as EditRow
from custtui.reading.customer import CHILDREN
from custtui.segments.judging.beside import Beside
from custtui.segments.judging.judge import judge_file, judged_on
from custtui.segments.judging.moves import Move
from custtui.store import search_index
from custtui.store.codes import free_codes
from custtui.store.own_values import all_written, written
from custtui.values.account import account_name, account_number

#: The records that a customer has, deleted with it, children before the customer itself.
_OF_CUSTOMER = CHILDREN
_RULES = ("dimension", "custom_field")
#: Records that no customer has and no segment depends on.
_OF_THE_BOOK = ("setting",)
_WORDS = ("customer", "contact")
_ROWS_AT_ONCE = 5_000


@dataclass(frozen=True, slots=True)
class Edited:
    """What an edit did: its number in the log, whom it touched, and who moved."""

    edit_id: int
    what: str
    day: date
    customers: tuple[int, ...]
    moves: tuple[Move, ...]


@dataclass(frozen=True, slots=True)
class Known:
    """What was worked out before the edit: for judging, and whom search has already.

    Those of them whom it has under what is no longer true are `to_correct`.
    """

    beside: Beside | None = None
    indexed: Set[int] = frozenset()
    to_correct: Set[int] = frozenset()


@dataclass
class _Touched:
    customers: set[int] = field(default_factory=set)
    #: Customers whose names, contacts or tags changed, so that search must read them again.
    words: set[int] = field(default_factory=set)
    rules: bool = False


class Edit:
    """An edit in the making. Values given to it are clean: `values.cleaning` made them.

    A customer's own fields are given under their keys, `field:KEY`, like columns.
    """

    def __init__(self, session: Session, what: str, cause: str, undoes: int | None) -> None:
        self.session = session
        self.result: Edited | None = None
        self.known = Known()
        self._touched = _Touched()
        self._day: date | None = None
        #: When it began, a UTC instant as text.
        self.moment = datetime.now(UTC).isoformat(timespec="seconds")
        self._row = EditRow(
            what=what,
            cause=cause,
            moment=self.moment,
            uid=account_number(),
            account=account_name(),
            undoes=undoes,
        )
        session.add(self._row)
        session.flush()

    @property
    def edit_id(self) -> int:
        """The number of this edit in the log."""
        assert self._row.id is not None
        return self._row.id

    @property
    def connection(self) -> sqlite3.Connection:
        """The connection of this transaction, for reading inside it and for set-based SQL."""
        driver = self.session.connection().connection.driver_connection
        assert isinstance(driver, sqlite3.Connection)
        return driver

    def is_filled(self) -> bool:
        """Whether the book has its rules already."""
        return self.session.exec(select(Dimension.id).limit(1)).first() is not None

    def add(self, record: Record) -> int:
        """Add one record; gives its id. A customer without a code is given one."""
        if isinstance(record, Customer) and not record.code:
            record.code = next(free_codes(self.connection))
        if "recorded" in type(record).model_fields and not getattr(record, "recorded", None):
            record.recorded = self.moment
        self.session.add(record)
        self.session.flush()
        assert record.id is not None
        kind = str(record.__tablename__)
        self._log(kind, record.id, None)
        self._touch(kind, record.id, getattr(record, "customer_id", None))
        return record.id

    def add_record(self, kind: str, values: Mapping[str, Any]) -> int:
        """Add one record of a kind from its columns; gives its id."""
        needed = {"recorded": self.moment} | ({"code": ""} if kind == "customer" else {})
        return self.add(MODELS[kind](**(needed | dict(written(self.connection, values)))))

    def add_rows(self, kind: str, rows: Iterable[Mapping[str, Any]]) -> range:
        """Add many records of a kind at once; gives their ids, which follow one another.

        Every row has the same keys: the columns that it fills. Customers have their codes.
        """
        rows = all_written(self.connection, rows) if kind == "customer" else iter(rows)
        first = next(rows, None)
        if first is None:
            return range(0)
        start = self.next_id(kind)
        names = list(first)
        statement = (
            f"INSERT INTO {kind} (id, {', '.join(map(_quoted, names))}, recorded)"
            f" VALUES (?{', ?' * len(names)}, ?)"
        )
        count = start
        for batch in batched_rows(chain([first], rows)):
            # A column at a time: several times quicker than to go through each row.
            columns = [stored_column(kind, name, [row[name] for row in batch]) for name in names]
            values = zip(range(count, count + len(batch)), *columns, repeat(self.moment))
            self.connection.executemany(statement, values)
            self._touch_rows(kind, count, batch)
            count += len(batch)
        self._log(kind, start, None, last_id=count - 1)
        return range(start, count)

    def change(self, kind: str, record_id: int, values: Mapping[str, Any]) -> None:
        """Change columns of one record; KeyError when it is no longer there."""
        record = self._get(kind, record_id)
        self._log(kind, record_id, self._image(kind, record_id))
        self._touch(kind, record_id, getattr(record, "customer_id", None))
        stored = getattr(record, "custom", None)
        for column, value in written(self.connection, values, stored).items():
            setattr(record, column, value)
        self.session.flush()
        self._touch(kind, record_id, getattr(record, "customer_id", None))

    def delete(self, kind: str, record_id: int) -> None:
        """Delete one record, a customer with all it has; the log keeps every image."""
        if kind == "customer":
            self.delete_customers("= :id", {"id": record_id})
        else:
            self.remove(kind, "id = :id", {"id": record_id})

    def delete_customers(self, whom: str, values: Mapping[str, object]) -> None:
        """Delete customers with all they have; SQL behind an id, `= :id`, says whom."""
        for child in _OF_CUSTOMER:
            self.remove(child, f"customer_id {whom}", values)
        self.remove("customer", f"id {whom}", values)

    def take_away(self, kind: str, first_id: int, last_id: int) -> None:
        """Delete a run of records, first to last id; IntegrityError where others hang on them."""
        values = {"first": first_id, "last": last_id}
        self.remove(kind, "id BETWEEN :first AND :last", values)

    def remove(self, kind: str, which: str, values: Mapping[str, object]) -> None:
        """Delete the records that a test in SQL names; IntegrityError where others hang on them."""
        self.keep_images(kind, which, values)
        self.connection.execute(f"DELETE FROM {kind} WHERE {which}", values)
        self.session.expire_all()

    def keep_images(
        self, kind: str, which: str, values: Mapping[str, object], *, words: bool = True
    ) -> None:
        """Log the records that a test in SQL names as they are, before set-based SQL changes them.

        `words` False: what search reads of a customer does not change.
        """
        self.session.flush()
        names = [row[1] for row in self.connection.execute(f"PRAGMA table_info({kind})")]
        image = ", ".join(f"'{name}', {_quoted(name)}" for name in names)
        self.touch(kind, which, values, words=words)
        self.connection.execute(
            "INSERT INTO change (edit_id, record, record_id, before)"
            f" SELECT :edit_id, :kind, id, json_object({image}) FROM {kind} WHERE {which}",
            {**values, "edit_id": self.edit_id, "kind": kind},
        )

    def touch(
        self, kind: str, which: str, values: Mapping[str, object], *, words: bool = True
    ) -> None:
        """Judge the customers of the records that a test in SQL names; search reads them again."""
        if kind in _RULES:
            self._touched.rules = True
            return
        if kind in _OF_THE_BOOK:
            return
        customer = "id" if kind == "customer" else "customer_id"
        query = f"SELECT DISTINCT {customer} FROM {kind} WHERE {which}"
        ids = {row[0] for row in self.connection.execute(query, values)}
        self._touched.customers |= ids
        if words and kind in _WORDS:
            self._touched.words |= ids

    def log_new(self, kind: str, ids: range) -> None:
        """Log records that set-based SQL added, and judge their customers."""
        first, last = ids[0], ids[-1]
        self._log(kind, first, None, last_id=last)
        self.touch(kind, "id BETWEEN :first AND :last", {"first": first, "last": last})

    def judge_anew(self) -> None:
        """Judge the whole book, also where no record of it changes."""
        self._touched.rules = True

    def roll_to(self, day: date) -> None:
        """Judge for `day` when the file stands for an earlier one."""
        stored = judged_on(self.connection)
        if stored is None or day > stored:
            self._day = day

    def close(self) -> None:
        """Judge who was touched, keep the moves, note the result; called once, by `Book.edit`.

        An edit that did nothing is not kept, but for an undo that found nothing more to do: what
        it took back is taken back.
        """
        self.session.flush()
        connection = self.connection
        day = self._day or judged_on(connection)
        assert day is not None, "a book is judged when it is made"
        moves: tuple[Move, ...] = ()
        if self._touched.customers or self._touched.rules or self._day:
            judged = judge_file(connection, day, self._touched.customers, self.known.beside)
            moves = judged.moves
            self._keep_moves(moves, day)
            words = self._touched.words - self.known.indexed | self.known.to_correct
            search_index.refresh(connection, judged.measured, words)
        elif self._row.undoes is None and not self._has_logged():
            self.session.delete(self._row)
        customers = tuple(sorted(self._touched.customers))
        self.result = Edited(self.edit_id, self._row.what, day, customers, moves)

    def _has_logged(self) -> bool:
        query = select(Change.id).where(Change.edit_id == self.edit_id)
        return self.session.exec(query).first() is not None

    def _keep_moves(self, moves: tuple[Move, ...], day: date) -> None:
        edit_id, written, cause = self.edit_id, day.isoformat(), self._row.cause
        self.connection.executemany(
            "INSERT INTO move (edit_id, customer_id, dimension, from_segment, to_segment, day,"
            " cause) VALUES (?, ?, ?, ?, ?, ?, ?)",
            (
                (edit_id, m.customer_id, m.dimension, m.before, m.after, written, cause)
                for m in moves
            ),
        )  # fmt: skip

    def _get(self, kind: str, record_id: int) -> Record:
        record = self.session.get(MODELS[kind], record_id)
        if record is None:
            raise KeyError(f"{kind} {record_id}")
        return record

    def next_id(self, kind: str) -> int:
        """The id of the next record of that kind."""
        row = self.connection.execute(
            "SELECT seq FROM sqlite_sequence WHERE name = ?", (kind,)
        ).fetchone()
        return int(row[0]) + 1 if row else 1

    def _image(self, kind: str, record_id: int) -> str:
        cursor = self.connection.execute(f"SELECT * FROM {kind} WHERE id = ?", (record_id,))
        names = [column[0] for column in cursor.description]
        return json.dumps(dict(zip(names, cursor.fetchone(), strict=True)), ensure_ascii=False)

    def _log(
        self, kind: str, record_id: int, before: str | None, last_id: int | None = None
    ) -> None:
        self.session.add(
            Change(
                edit_id=self.edit_id,
                record=kind,
                record_id=record_id,
                last_id=last_id,
                before=before,
            )
        )

    def _touch(self, kind: str, record_id: int, customer_id: int | None) -> None:
        if kind in _RULES:
            self._touched.rules = True
            return
        customer = record_id if kind == "customer" else customer_id
        if customer is not None:
            self._touched.customers.add(customer)
            if kind in _WORDS:
                self._touched.words.add(customer)

    def _touch_rows(self, kind: str, first_id: int, rows: list[Mapping[str, Any]]) -> None:
        if kind == "customer":
            ids: set[int] = set(range(first_id, first_id + len(rows)))
        else:
            ids = {row["customer_id"] for row in rows}
        self._touched.customers |= ids
        if kind in _WORDS:
            self._touched.words |= ids


def batched_rows(rows: Iterable[Mapping[str, Any]]) -> Iterator[list[Mapping[str, Any]]]:
    """The rows in portions that are written at once."""
    rows = iter(rows)
    while batch := list(islice(rows, _ROWS_AT_ONCE)):
        yield batch


def _quoted(name: str) -> str:
    return f'"{name}"'


def stored_column(kind: str, name: str, values: list[Any]) -> list[Any]:
    """The values of one column as the table of that kind holds them."""
    if _is_day(MODELS[kind].model_fields[name].annotation):
        return [value.isoformat() if isinstance(value, date) else value for value in values]
    return values


def _is_day(annotation: object) -> bool:
    return annotation in (date, date | None)
