"""What an import did, and what it refused."""

from dataclasses import dataclass, field
from pathlib import Path

from custtui.store import Edited


@dataclass(frozen=True, slots=True)
class Rejection:
    """A row that was not taken: its line in the file, the headers at fault, and why."""

    line: int
    columns: tuple[str, ...]
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Imported:
    """What came of an import; of a dry run, what would have come of it.

    `read` counts rows that are not blank: each was added, updated, already there or rejected.
    """

    kind: str  #: the plural key of the record kind
    read: int
    added: int
    updated: int
    already_there: int
    rejected: int
    #: Customers that `create` made because the file names them.
    customers_made: int
    #: Records made from the summary columns of an old customer sheet, by kind.
    records_made: dict[str, int] = field(default_factory=dict)
    #: Estimated opening purchases deleted because the real ones came.
    openings_removed: int = 0
    #: Where the rejected rows were written; none when there are none, and after a dry run.
    rejected_file: Path | None = None
    #: The first rejections; all of them are in the file.
    rejections: tuple[Rejection, ...] = ()
    #: Headers that nothing was made of.
    columns_not_taken: tuple[str, ...] = ()
    #: Headers whose values went into the customers' notes.
    columns_in_note: tuple[str, ...] = ()
    #: Own fields that were made of columns that nobody knew, by their names.
    fields_made: tuple[str, ...] = ()
    #: Sentences to tell: the encoding guessed, numbers already damaged, sums not taken.
    notices: tuple[str, ...] = ()
    #: The edit; none after a dry run and when nothing was changed.
    edited: Edited | None = None
