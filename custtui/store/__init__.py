"""The file: open and migrate, edit (one transaction), undo. The one way to write."""

from custtui.store.book import Book, open_book
from custtui.store.edit import Edit, Edited
from custtui.store.undo import take_back

__all__ = ["Book", "Edit", "Edited", "open_book", "take_back"]
