"""What a check finds, and what it looks at."""

import sqlite3
from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum
from pathlib import Path

from custtui.reading.file_errors import FAULTS, fault_of, reason_of
from custtui.values.language import _

#: So many customers are named; of the others it is said how many they are.
NAMED = 5
_SPOILT = FAULTS[sqlite3.SQLITE_CORRUPT]


class Mend(Enum):
    """What can be made anew; records of people never are."""

    REINDEX = "reindex"  #: every index of the file
    MAKE = "make"  #: tables and indexes that the file lacks
    JUDGE = "judge"  #: metrics, rankings, cuts, segments
    JUDGE_TODAY = "judge_today"  #: the same, for today in place of a day that can't be
    SEARCH = "search"  #: the search index
    MONTHS = "months"  #: what is kept of past month-ends
    ERASE = "erase"  #: what is left of who was erased
    MODE = "mode"  #: who may use the file
    REMOVE = "remove"  #: files that a killed program left behind


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is wrong: what, and what to do. `mend` says what `repair` makes anew.

    `codes` are customers it is about; `made` the SQL of what lacks, `paths` the files to see to.
    """

    check: str
    wrong: str
    todo: str = ""
    mend: Mend | None = None
    codes: tuple[str, ...] = ()
    made: tuple[str, ...] = ()
    paths: tuple[Path, ...] = ()

    @property
    def advice(self) -> str:
        """What to do."""
        if self.mend is not None and not self.todo:
            return _("custtui doctor --repair makes it anew.")
        return self.todo


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A check that could not be made, and why."""

    check: str
    reason: str


@dataclass(frozen=True, slots=True)
class Report:
    """All that was found, the checks that were made, and those that could not be."""

    findings: tuple[Finding, ...]
    checked: tuple[str, ...]
    left_out: tuple[LeftOut, ...] = ()


@dataclass(frozen=True, slots=True)
class Ground:
    """What the checks of a book's content look at: one state of it, as of one moment.

    `today` is the day in the book's time zone, `now` the moment in UTC.
    """

    path: Path
    connection: sqlite3.Connection
    today: date
    now: datetime


def is_damaged(error: BaseException | None) -> bool:
    """Whether SQLite found pages of the file spoilt."""
    return isinstance(error, sqlite3.DatabaseError) and fault_of(error) == _SPOILT


def reason_found(error: sqlite3.DatabaseError) -> str:
    """Why SQLite failed; of damage in its own words: the sentence for others sends them here."""
    return str(error) if is_damaged(error) else reason_of(error)


def named(codes: tuple[str, ...]) -> str:
    """Some customers by their codes: `C00001, C00002 …`."""
    return ", ".join(codes[:NAMED]) + (" …" if len(codes) > NAMED else "")
