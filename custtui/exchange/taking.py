"""What both ways of taking rows in share: what was asked for, and what came of it."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Protocol

from custtui.exchange.cells import Faults
from custtui.exchange.tables import Line
from custtui.values.language import _

_MOST_LINES_TOLD = 20


@dataclass(frozen=True, slots=True)
class Wishes:
    """What the person who imports asked for."""

    create: bool = False
    update: bool = False
    keep_duplicates: bool = False
    replace_opening: bool = False
    #: A field for each column of the file that nobody knows.
    create_fields: bool = False


@dataclass(slots=True)
class Tally:
    """What has come of the rows so far."""

    added: int = 0
    updated: int = 0
    already_there: int = 0
    customers_made: int = 0
    openings_removed: int = 0
    records_made: Counter[str] = field(default_factory=Counter)


class Taker(Protocol):
    """Takes the rows of one file in, one after another; what it keeps of them waits for `write`."""

    tally: Tally

    def take(self, line: Line, faults: Faults) -> None:
        """Keep what a good row brings; note in `faults` why another one is refused."""

    def write(self) -> None:
        """Stage what the rows brought since the last time."""

    def finish(self) -> None:
        """Do what waits for the last row."""

    def notices(self) -> list[str]:
        """What to tell at the end."""


def listed_lines(lines: Sequence[int]) -> str:
    """The first lines of many, and how many more there are."""
    told = ", ".join(map(str, lines[:_MOST_LINES_TOLD]))
    if len(lines) <= _MOST_LINES_TOLD:
        return told
    return _("{lines} and {count} more").format(lines=told, count=len(lines) - _MOST_LINES_TOLD)
