"""What a draft of rules would do: who would stand where, and who would move, before it is saved.

The draft is judged on a connection of its own into a TEMP table beside what stands now. The file
is only read: nobody waits, and nobody sees the draft. Only the dimensions that the draft can touch
are judged: those whose rules differ, and those that ask for their segments.
"""

import sqlite3
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from custtui.reading.connection import connect
from custtui.segments import tables
from custtui.segments.assign import assign
from custtui.segments.judge import judge_view, judged_on
from custtui.segments.rules import (
    Conditions,
    Dimension,
    Rules,
    comparisons,
    is_tags,
    segments_of,
)
from custtui.segments.standing import Members
from custtui.segments.stored import load

#: The segment before and the one after; of a tag that came there is no before, of one that went
#: no after, and one that stays is both.
Cell = tuple[str | None, str | None]
_DRAFT = "draft_"
_SEGMENT = "segment:"


@dataclass(frozen=True, slots=True)
class Migration:
    """What a draft does to one dimension.

    `before` and `after` list every segment in order, those without members too. `cells` are the
    customers of the migration matrix, those who stay included. `movers` are the ids of those who
    move, by cell, the largest amount of the last 12 months first.
    """

    dimension: str
    before: tuple[Members, ...]
    after: tuple[Members, ...]
    cells: Mapping[Cell, int]
    movers: Mapping[Cell, tuple[int, ...]]

    def moving(self, before: str | None, after: str | None) -> tuple[int, ...]:
        """The ids of those who move from the one to the other."""
        return self.movers.get((before, after), ())


@dataclass(frozen=True, slots=True)
class Tried:
    """What a draft of rules would do, on the day that it was judged for.

    `migrations` are those of every dimension that the draft can touch, by key. `moved` is the
    number of customers who would change in any of them.
    """

    as_of: date
    rules: Rules
    migrations: Mapping[str, Migration]
    moved: int


class Trial:
    """Drafts tried one after another on one book, each against what stands at that moment."""

    def __init__(self, path: Path) -> None:
        self._connection = connect(path)
        self._alone = threading.Lock()
        #: What the shadowing tables were judged from: the day, and the state of the file.
        self._viewed: tuple[date, int] | None = None

    def try_rules(self, rules: Rules, as_of: date) -> Tried:
        """Judge a draft; from any thread, one at a time.

        sqlite3.OperationalError where `stop` cut it short.
        """
        with self._alone, _snapshot(self._connection):
            self._settle(as_of)
            return _tried(self._connection, rules, as_of)

    def stop(self) -> None:
        """Cut short what is being judged: another draft is wanted."""
        self._connection.interrupt()

    def close(self) -> None:
        """Let the file go."""
        self.stop()
        with self._alone:
            self._connection.close()

    def _settle(self, as_of: date) -> None:
        """Bring what stands now to `as_of`: the stored state, or the book judged for another day."""
        connection = self._connection
        state = (as_of, int(connection.execute("PRAGMA data_version").fetchone()[0]))
        if self._viewed == state:
            return
        self._viewed = None
        for table in ("metric", "segment", "cut", "judged"):
            connection.execute(f"DROP TABLE IF EXISTS temp.{table}")
        if judged_on(connection) != as_of:
            judge_view(connection, as_of)
            self._viewed = state


def try_rules(path: Path, rules: Rules, as_of: date) -> Tried:
    """What the rules would do to the book at `path`; the file is not touched."""
    trial = Trial(path)
    try:
        return trial.try_rules(rules, as_of)
    finally:
        trial.close()


@contextmanager
def _snapshot(connection: sqlite3.Connection) -> Iterator[None]:
    """One state of the file for all that is read, whatever others write meanwhile."""
    connection.execute("BEGIN")
    try:
        yield
    except BaseException:
        connection.execute("ROLLBACK")
        raise
    connection.execute("COMMIT")


def _tried(connection: sqlite3.Connection, rules: Rules, as_of: date) -> Tried:
    touched = _touched(load(connection), rules)
    schema = "temp" if tables.has_table(connection, "temp", "metric") else "main"
    assign(connection, _with_those_they_ask(rules, touched), as_of, schema, _DRAFT)
    known = tables.segment_columns(connection, schema)
    migrations = {
        key: _migration(connection, rules.dimension(key), is_known=key in known) for key in touched
    }
    movers = {
        identity
        for migration in migrations.values()
        for ids in migration.movers.values()
        for identity in ids
    }
    return Tried(as_of, rules, migrations, len(movers))


def _touched(stored: Rules, draft: Rules) -> list[str]:
    """The dimensions whose rules differ, and those that ask for a touched one, in their order."""
    before = {dimension.key: dimension for dimension in stored.dimensions}
    touched = {d.key for d in draft.dimensions if before.get(d.key) != d}
    size = -1
    while size != len(touched):
        size = len(touched)
        touched |= {d.key for d in draft.dimensions if touched & asked_by(d)}
    return [d.key for d in draft.dimensions if d.key in touched]


def _with_those_they_ask(rules: Rules, touched: list[str]) -> Rules:
    """A smaller set of rules that judges these dimensions just as the whole set would."""
    wanted = set(touched)
    size = -1
    while size != len(wanted):
        size = len(wanted)
        wanted |= {key for each in wanted for key in asked_by(rules.dimension(each))}
    return Rules(dimensions=tuple(d for d in rules.dimensions if d.key in wanted))


def asked_by(dimension: Dimension) -> set[str]:
    """The dimensions whose segments the rules of this one look at."""
    if not isinstance(dimension, Conditions):
        return set()
    return {
        name.removeprefix(_SEGMENT)
        for segment in dimension.segments
        for comparison in comparisons(segment.when)
        for name in (comparison.what, comparison.than or "")
        if name.startswith(_SEGMENT)
    }


def _migration(
    connection: sqlite3.Connection, dimension: Dimension, *, is_known: bool
) -> Migration:
    """What the draft does to a dimension; in one that is new, all stand nowhere before."""
    before = f'o."{dimension.key}"' if is_known else "NULL"
    after = f'n."{dimension.key}"'
    source = (
        f"FROM temp.{_DRAFT}segment n JOIN segment o USING (customer_id)"
        " JOIN metric m USING (customer_id)"
    )
    counts = _Counts(is_tags(dimension))
    for row in connection.execute(
        f"SELECT {before}, {after}, count(*), sum(m.amount_12m) {source} GROUP BY 1, 2"
    ):
        counts.add(*row)
    movers: dict[Cell, list[int]] = {}
    for identity, old, new in connection.execute(
        f"SELECT n.customer_id, {before}, {after} {source} WHERE {before} IS NOT {after}"
        " ORDER BY m.amount_12m DESC, n.customer_id"
    ):
        for cell in _cells(old, new, tags=is_tags(dimension)):
            if cell[0] != cell[1]:
                movers.setdefault(cell, []).append(identity)
    order = dict.fromkeys([s.key for s in segments_of(dimension)] + sorted(counts.seen))
    return Migration(
        dimension.key,
        tuple(Members(dimension.key, key, *counts.before.get(key, (0, 0))) for key in order),
        tuple(Members(dimension.key, key, *counts.after.get(key, (0, 0))) for key in order),
        counts.cells,
        {cell: tuple(ids) for cell, ids in movers.items()},
    )


class _Counts:
    """The cells of a matrix, and the sums of its rows and columns."""

    def __init__(self, tags: bool) -> None:
        self._tags = tags
        self.cells: dict[Cell, int] = {}
        self.before: dict[str, tuple[int, int]] = {}
        self.after: dict[str, tuple[int, int]] = {}

    @property
    def seen(self) -> set[str]:
        return {*self.before, *self.after}

    def add(self, old: str | None, new: str, customers: int, amount: int) -> None:
        """Customers who stood in `old` and stand in `new`, and their amount."""
        for cell in _cells(old, new, tags=self._tags):
            self.cells[cell] = self.cells.get(cell, 0) + customers
            for sums, key in ((self.before, cell[0]), (self.after, cell[1])):
                if key is not None:
                    count, total = sums.get(key, (0, 0))
                    sums[key] = (count + customers, total + amount)


def _cells(old: str | None, new: str, *, tags: bool) -> list[Cell]:
    """The cells that a customer stands in: one, or of tags one for each that is or was there."""
    if not tags:
        return [(old, new)]
    had, has = (old or "").split(), new.split()
    stays: list[Cell] = [(tag, tag if tag in has else None) for tag in had]
    return stays + [(None, tag) for tag in has if tag not in had]
