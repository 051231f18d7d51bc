"""What a draft of rules would do: who would stand where, and who would move, before it is saved.

The draft is judged on a connection of its own into a TEMP table beside what stands now. The file
is only read: nobody waits, and nobody sees the draft. Only the dimensions that the draft can touch
are judged: those whose rules differ, and those that ask for their segments.
"""

import sqlite3
import threading
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from custtui.reading.as_reader import State, is_outdated, state
from custtui.reading.connection import connect
from custtui.reading.shared import Closed, SharedConnection
from custtui.segments.drafting.migration import Migration, migration
from custtui.segments.judging import tables
from custtui.segments.judging.assign import Assigned, assign
from custtui.segments.judging.cuts import cut_all
from custtui.segments.judging.judge import drop_view, judge_view, judged_on
from custtui.segments.judging.rankings import rank_all, rankings
from custtui.segments.rules import Conditions, Dimension, Rules, comparisons
from custtui.segments.stored import load, to_json

_SEGMENT = "segment:"


@dataclass(frozen=True, slots=True)
class Tried:
    """What a draft of rules would do, on the day that it was judged for.

    `migrations` are those of every dimension that the draft can touch, by key. `added` are those
    among them that are new: nobody moves there, for nobody has stood there. `moved` is the number
    of customers who would change in any of the others.
    """

    as_of: date
    rules: Rules
    migrations: Mapping[str, Migration]
    moved: int
    added: frozenset[str] = frozenset()

    @property
    def moving(self) -> tuple[str, ...]:
        """The dimensions in which anybody would move, in their order."""
        return tuple(
            key
            for key, migration in self.migrations.items()
            if migration.movers and key not in self.added
        )


class Trial:
    """Drafts tried one after another on one book, each against what stands at that moment."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._shared = SharedConnection(connect(path))
        self._opening = threading.Lock()
        self._is_open = True
        #: What the shadowing tables were judged from: the day, and the state of the file; None
        #: where there are none.
        self._viewed: tuple[date, State] | None = None

    def try_rules(self, rules: Rules, as_of: date, also: Collection[str] = ()) -> Tried | None:
        """Judge a draft, from any thread, one at a time; None where `stop` cut it short.

        `also` are dimensions that are wanted even where the draft can't touch them.
        """
        try:
            self._open_anew_if_outdated()
            return self._shared.ask(self._try_rules, rules, as_of, also)
        except Closed:
            return None
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode == sqlite3.SQLITE_INTERRUPT:
                return None
            raise

    def stop(self) -> None:
        """Cut short what is being judged: another draft is wanted."""
        self._shared.cut_short()

    def close(self) -> None:
        """Let the file go."""
        with self._opening:
            self._is_open = False
            self._shared.close()

    def _open_anew_if_outdated(self) -> None:
        with self._opening:
            if self._is_open and self._shared.ask(is_outdated):
                self._shared.close()
                self._shared, self._viewed = SharedConnection(connect(self._path)), None

    def _try_rules(
        self, connection: sqlite3.Connection, rules: Rules, as_of: date, also: Collection[str]
    ) -> Tried:
        with _snapshot(connection):
            viewed = self._settle(connection, as_of)
            tried = _tried(connection, rules, as_of, also)
        # Not before: what is cut short takes its shadowing tables back.
        self._viewed = viewed
        return tried

    def _settle(self, connection: sqlite3.Connection, as_of: date) -> tuple[date, State] | None:
        """Bring what stands now to `as_of`: the stored state, or the book judged for that day."""
        wanted = (as_of, state(connection, self._path))
        if self._viewed == wanted:
            return wanted
        drop_view(connection)
        if judged_on(connection) == as_of:
            return None
        judge_view(connection, as_of)
        return wanted


def try_rules(path: Path, rules: Rules, as_of: date) -> Tried:
    """What the rules would do to the book at `path`; the file is not touched."""
    trial = Trial(path)
    try:
        tried = trial.try_rules(rules, as_of)
    finally:
        trial.close()
    assert tried is not None, "nobody else could stop it"
    return tried


@contextmanager
def _snapshot(connection: sqlite3.Connection) -> Iterator[None]:
    """One state of the file for all that is read, whatever others write meanwhile."""
    if connection.in_transaction:  # the end of the last one was cut short too
        connection.execute("ROLLBACK")
    connection.execute("BEGIN")
    try:
        yield
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:  # an interrupted statement has ended it already
            connection.execute("ROLLBACK")
        raise


def _tried(
    connection: sqlite3.Connection, rules: Rules, as_of: date, also: Collection[str]
) -> Tried:
    touched = _touched(load(connection), rules, also)
    schema = "temp" if tables.has_table(connection, "temp", "metric") else "main"
    _assign_draft(connection, with_those_they_ask(rules, touched), as_of, schema)
    known = tables.segment_columns(connection, schema)
    now, draft = f"{schema}.segment", "temp.draft_segment"
    migrations = {
        key: migration(connection, rules.dimension(key), (now, draft), is_known=key in known)
        for key in touched
    }
    movers = {
        identity
        for key in migrations.keys() & set(known)
        for ids in migrations[key].movers.values()
        for identity in ids
    }
    return Tried(as_of, rules, migrations, len(movers), frozenset(migrations) - set(known))


def _assign_draft(connection: sqlite3.Connection, rules: Rules, as_of: date, schema: str) -> None:
    """Judge a draft from the metrics that stand; orders that stand already are not made anew."""
    wanted = rankings(rules)
    ranked = f"{schema}.ranked"
    standing = tables.columns_of(connection, ranked)
    if not {ranking.name for ranking in wanted} <= set(standing):
        ranked = "temp.draft_ranked"
        rank_all(connection, f"{schema}.metric", ranked, wanted, as_of)
    cut_all(connection, ranked, "temp.draft_cut", rules)
    draft = Assigned(
        f"{schema}.metric", "temp.draft_cut", "temp.draft_segment", "temp.draft_computed"
    )
    assign(connection, rules, as_of, draft)


def _touched(stored: Rules, draft: Rules, also: Collection[str]) -> list[str]:
    """The dimensions whose rules differ, and those that ask for a touched one, in their order."""
    # Compared as written: the same number may stand in a model as a text or as a decimal.
    before = {d.key: to_json(d) for d in stored.dimensions}
    touched = {d.key for d in draft.dimensions if before.get(d.key) != to_json(d) or d.key in also}
    size = -1
    while size != len(touched):
        size = len(touched)
        touched |= {d.key for d in draft.dimensions if touched & asked_by(d)}
    return [d.key for d in draft.dimensions if d.key in touched]


def with_those_they_ask(rules: Rules, touched: list[str]) -> Rules:
    """A smaller set of rules that judges these dimensions just as the whole set would."""
    wanted = set(touched)
    size = -1
    while size != len(wanted):
        size = len(wanted)
        wanted |= {key for each in wanted for key in asked_by(rules.dimension(each))}
    return rules.with_dimensions(d for d in rules.dimensions if d.key in wanted)


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
