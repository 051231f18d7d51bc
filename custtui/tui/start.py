"""How the app is started: on which book, for which day, and what it may do there."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Start:
    """How the app was started. `today` tells the day in the book's time zone."""

    path: Path
    today: Callable[[], date]
    as_of: date | None = None
    read_only: bool = False
    is_demo: bool = False
    #: The settings of a book that is new: its time zone, its currency.
    settings: Mapping[str, str] = field(default_factory=dict)
