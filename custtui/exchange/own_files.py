"""The book itself, named where another file is meant."""

from contextlib import suppress
from pathlib import Path

from custtui.exchange.errors import ExchangeError
from custtui.reading.open_files import BESIDE, beside
from custtui.values.language import _
from custtui.values.text import shown


def refuse_book(file: Path, book: Path) -> None:
    """ExchangeError where a file to be read is the book, or what SQLite keeps beside it.

    It could not be taken in anyway. But to open it, and to close it again, would take away the
    locks that SQLite holds for this process: the next to close the book would delete its log of
    pages from under us.
    """
    if _is_of_book(file, book):
        message = _("{path} is the book itself; name the file to take in.")
        raise ExchangeError(message.format(path=shown(file.name)))


def refuse_to_write_over_book(target: Path, book: Path) -> None:
    """ExchangeError where a file to be written would take the place of one of these."""
    if _is_of_book(target, book):
        message = _("{path} is the book itself; choose another name.")
        raise ExchangeError(message.format(path=shown(str(target))))


def _is_of_book(file: Path, book: Path) -> bool:
    for own in (book, *(beside(book, ending) for ending in BESIDE)):
        with suppress(OSError):
            if file.samefile(own):
                return True
    return False
