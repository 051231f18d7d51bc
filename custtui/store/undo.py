"""Taking an edit back: the images of the log are put back, as an edit of its own."""

from contextlib import closing

from custtui.reading.connection import BookError, connect
from custtui.reading.log import FIRST_EDIT, LoggedEdit, holds_anything, is_standing, newer_edit
from custtui.reading.standing_on import standing_on
from custtui.store import pins
from custtui.store.book import Book, Clash
from custtui.store.edit import Edit, Edited
from custtui.store.own_fields import settle_undo
from custtui.store.putting_back import put_back
from custtui.values.language import _, mark


def take_back(book: Book, edit_id: int) -> Edited:
    """Undo one edit, or redo by undoing the edit that undid it.

    BookError where newer work stands on it, which has to be taken back first, where the edit was
    taken back already, where nothing of it is left, and where there is no such edit.
    """
    try:
        with book.edit(mark("undo"), _cause(book, edit_id), undoes=edit_id) as edit:
            _check(edit, edit_id)
            put_back(edit, edit_id)
            pins.refuse_second(edit)
            settle_undo(edit, edit_id)
    except Clash as error:
        with closing(connect(book.path)) as connection:
            newer = standing_on(connection, edit_id)
        if newer is not None:
            raise BookError(_came_after(newer)) from error
        raise BookError(_("This can't be taken back: newer records stand on it.")) from error
    assert edit.result is not None
    return edit.result


def _check(edit: Edit, edit_id: int) -> None:
    if not is_standing(edit.connection, edit_id, before=edit.edit_id):
        raise BookError(_("This was taken back already."))
    if edit_id == FIRST_EDIT:
        raise BookError(_("The edit that made the book can't be taken back."))
    if not holds_anything(edit.connection, edit_id):
        raise BookError(_("Nothing in this edit can be taken back."))
    newer = newer_edit(edit.connection, edit_id)
    if newer is not None:
        raise BookError(_came_after(newer))


def _came_after(newer: LoggedEdit) -> str:
    return _("This can't be taken back: {what} ({account}) came after it.").format(
        what=_(newer.what), account=newer.account
    )


def _cause(book: Book, edit_id: int) -> str:
    """Customers move back for the same cause for which they had moved."""
    with closing(connect(book.path)) as connection:
        row = connection.execute("SELECT cause FROM edit WHERE id = ?", (edit_id,)).fetchone()
    if row is None:
        raise BookError(_("There is no edit {number}.").format(number=edit_id))
    return str(row[0])
