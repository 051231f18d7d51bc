"""The file: open and migrate, edit (one transaction), undo, back up, look through.

The one way to write. What needs SQLModel is loaded when it is asked for: backups do without.
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from custtui.store.book import Book, open_book
    from custtui.store.edit import Edit, Edited
    from custtui.store.undo import take_back

__all__ = ["Book", "Edit", "Edited", "open_book", "take_back"]

_PLACES = {
    "Book": "book",
    "open_book": "book",
    "Edit": "edit",
    "Edited": "edit",
    "take_back": "undo",
}


def __getattr__(name: str) -> object:
    if name not in _PLACES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_PLACES[name]}"), name)
