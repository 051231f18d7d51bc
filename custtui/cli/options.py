"""What was typed, read: the options that every command has, and those of the command itself."""

from argparse import Namespace
from datetime import date
from pathlib import Path
from typing import NamedTuple


class Options(NamedTuple):
    """The book, the day and the command; `command` is empty where the app is to open.

    `as_of` is the day that was asked for, None for today in the book's time zone. `given` has what
    the command itself takes, by the names in `cli.arguments`.
    """

    command: str
    path: Path
    as_of: date | None
    read_only: bool
    given: Namespace
