"""The book as an import reads it: as it stood at one moment, with what is staged in it.

What was asked is noted, so that it can be told whether others changed any of it since. Where they
did, the import would have read something else, and is staged again.
"""

import json
import sqlite3
from collections.abc import Iterator, Sequence

from custtui.reading import matching
from custtui.reading.estimated import estimated_rows
from custtui.reading.log import ERASED, is_logged
from custtui.values.columns import TOGETHER, own_values

#: What can be asked: "code" and a code; "name" and a name; a kind and the customer whose records
#: of it were looked at, for "customer" its own row; the fields that a department added.
_Asked = tuple[str, object]
_FIELDS: _Asked = ("custom_field", None)
_OF_CUSTOMERS = ("contact", "follow_up", "purchase", "need", "survey", "contract")
#: What no import asks for, but what changes how customers are judged.
_PIN = "pin"


class StagedBook:
    """Reads the book for an import, on the connection that stages."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        #: The newest edit of that moment.
        (self._seen,) = connection.execute("SELECT coalesce(max(id), 0) FROM edit").fetchone()
        #: Only their hashes: a million names would take much room. Where two meet, the worst that
        #: comes of it is a staging too many.
        self._asked: set[int] = set()

    def look_at_fields(self) -> None:
        """Note that it matters which fields a customer has."""
        self._note(_FIELDS)

    def look_at(self, kind: str, customer_id: int) -> None:
        """Note that it matters which records of that kind a customer has."""
        self._note((kind, customer_id))

    def customer_with_code(self, code: str) -> int | None:
        """The id of the customer that has this code."""
        self._note(("code", code))
        return matching.customer_with_code(self._connection, code)

    def customers_named(self, name: str) -> list[int]:
        """The ids of all customers of exactly this name, the oldest first."""
        self._note(("name", name))
        return matching.customers_named(self._connection, name)

    def name_of(self, customer_id: int) -> str:
        """The name of a customer that was found by its code."""
        return str(matching.row_of(self._connection, "customer", customer_id)["name"])

    def standing(self, kind: str, columns: Sequence[str]) -> matching.Standing:
        """The records of a kind, to be asked for equal ones, after `look_at`."""
        return matching.Standing(self._connection, kind, columns)

    def estimated_purchases(self) -> dict[int, list[int]]:
        """The ids of the estimated purchases by customer, to be used after `look_at`."""
        return estimated_rows(self._connection)

    def row_of(self, kind: str, customer_id: int) -> dict[str, object]:
        """The columns of a customer, and the values of its own fields."""
        self._note((kind, customer_id))
        row = matching.row_of(self._connection, kind, customer_id)
        changed = self.changed(kind, customer_id)
        return row | changed | own_values(changed.get(TOGETHER))

    def rows_of_customer(self, kind: str, customer_id: int) -> list[dict[str, object]]:
        """Every record of one kind that a customer has, staged ones too, the oldest first."""
        is_first_time = self._note((kind, customer_id))
        rows = matching.rows_of_customer(self._connection, kind, customer_id)
        if is_first_time:  # so nothing is staged for it
            return rows
        stands = [row | self.changed(kind, int(str(row["id"]))) for row in rows]
        return [*stands, *self._staged_rows(kind, customer_id)]

    def changed(self, kind: str, record_id: int) -> dict[str, object]:
        """The columns of a record of the book that are staged to be changed."""
        row = self._connection.execute(
            "SELECT new FROM staged.changed WHERE kind = ? AND id = ?", (kind, record_id)
        ).fetchone()
        return json.loads(row[0]) if row else {}

    def is_outdated(self) -> bool:
        """Whether others have changed since what was asked, as far as is seen now."""
        if not is_logged(self._connection, self._seen):  # another book was put in its place
            return True
        asked = self._asked
        # Of somebody who was erased the log keeps neither code nor name: any may have been asked.
        return any(each[0] == ERASED or hash(each) in asked for each in self._changed_by_others())

    def customers_touched(self) -> set[int]:
        """The customers of whom others have changed anything since."""
        kinds = ("customer", *_OF_CUSTOMERS, _PIN, ERASED)
        return {int(str(whose)) for what, whose in self._changed_by_others() if what in kinds}

    def customers_moved(self) -> set[int]:
        """The customers whom edits of others since have moved."""
        moved = "SELECT customer_id FROM move WHERE edit_id > ?"
        return {id_ for (id_,) in self._connection.execute(moved, (self._seen,))}

    def _changed_by_others(self) -> Iterator[_Asked]:
        return _changed_since(self._connection, self._seen)

    def _note(self, asked: _Asked) -> bool:
        """Whether it was not asked before."""
        known = len(self._asked)
        self._asked.add(hash(asked))
        return len(self._asked) > known

    def _staged_rows(self, kind: str, customer_id: int) -> list[dict[str, object]]:
        index_by_customer(self._connection, kind)
        cursor = self._connection.execute(
            f"SELECT * FROM staged.{kind} WHERE customer_id = ? ORDER BY id", (customer_id,)
        )
        names = [column[0] for column in cursor.description]
        rows = [dict(zip(names, row, strict=True)) for row in cursor]
        return [row | {"id": -row["id"]} for row in rows]


def index_by_customer(connection: sqlite3.Connection, kind: str) -> None:
    """Have the staged records of a kind found by their customers, which few imports need."""
    connection.execute(f"CREATE INDEX IF NOT EXISTS staged.{kind}_of ON {kind} (customer_id)")


def _changed_since(connection: sqlite3.Connection, edit_id: int) -> Iterator[_Asked]:
    """What may be answered otherwise now than before the edits after that one."""
    changes = connection.execute(
        "SELECT record, record_id, coalesce(last_id, record_id), before FROM change"
        " WHERE edit_id > ?",
        (edit_id,),
    )
    for kind, first, last, before in changes:
        image = json.loads(before) if before else None
        if kind == ERASED:
            yield ERASED, first
        elif kind == "customer":
            yield from _customer_changed(connection, first, last, image)
        elif kind == "custom_field":
            yield _FIELDS
        elif kind in (*_OF_CUSTOMERS, _PIN):
            if image:
                yield kind, image["customer_id"]
            now = f"SELECT DISTINCT customer_id FROM {kind} WHERE id BETWEEN ? AND ?"
            yield from ((kind, customer) for (customer,) in connection.execute(now, (first, last)))


def _customer_changed(
    connection: sqlite3.Connection, first: int, last: int, image: dict[str, object] | None
) -> Iterator[_Asked]:
    """Codes and names count where they are others than before: most edits leave them."""
    now = connection.execute(
        "SELECT code, name FROM customer WHERE id BETWEEN ? AND ?", (first, last)
    ).fetchall()
    if image:
        yield "customer", first
        before = (image["code"], image["name"])
        now = [] if now == [before] else [*now, before]
    for code, name in now:
        yield "code", code
        yield "name", name
