"""Erasing a person for good: the one act without undo.

The customer goes with all records, and so does every image of them in the log, the moves and what
search knows; the log keeps that somebody was erased, by whom and when, and of the customer only the
number. Older edits that touched others too can still be taken back for those. What is left of it in
the free space of the file is the matter of `store.cleaning_out`, which follows.
"""

from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from custtui.reading.called import Called, known
from custtui.reading.connection import BookError, connect
from custtui.reading.customer import CHILDREN
from custtui.reading.log import ERASED
from custtui.reading.mentions import Mention, mentions, telling_words
from custtui.store.book import Book
from custtui.store.cleaning_out import PATIENCE_MILLISECONDS, clean_out, note_unfinished
from custtui.store.edit import Edit, Edited
from custtui.values.drafts import drafts_holding
from custtui.values.language import _, mark

ERASING = mark("erase customer")
_WHOSE = "json_extract(before, '$.customer_id') = :id"
_MONTH_CUTS = "SELECT 1 FROM sqlite_master WHERE name = 'month_cut'"


@dataclass(frozen=True, slots=True)
class Erased:
    """What came of it: whom it was about, who moved, and where in the book others still name it.

    `drafts` are the files of what this account typed and did not save, where it is named too.
    `unfinished` says why the bytes could not be taken out of the file yet; empty where they are.
    """

    customer: Called
    edited: Edited
    mentions: tuple[Mention, ...]
    drafts: tuple[Path, ...]
    unfinished: str


def erase(
    book: Book, customer_id: int, patience_milliseconds: int = PATIENCE_MILLISECONDS
) -> Erased:
    """Erase a customer, who may lie in the trash, for good, and write the file anew without it.

    For who reads or writes meanwhile it waits so long at each step of writing anew. BookError where
    the book can't be written, or neither it nor its log knows the customer.
    """
    with book.edit(ERASING) as edit:
        edit.connection.execute("PRAGMA secure_delete = ON")
        try:
            customer = known(edit.connection, customer_id)
        except KeyError:
            raise BookError(_("This customer was erased already.")) from None
        words = telling_words(edit.connection, customer_id)
        _erase(edit, customer_id)
    assert edit.result is not None
    unfinished = clean_out(book.path, patience_milliseconds)
    drafts = tuple(drafts_holding(book.path, words.own))
    with closing(connect(book.path)) as connection:
        named = mentions(connection, words)
    return Erased(customer, edit.result, named, drafts, unfinished)


def _erase(edit: Edit, customer_id: int) -> None:
    edit.session.flush()
    edit.touch("customer", "id = :id", {"id": customer_id})
    for kind in CHILDREN:
        _forget(edit, kind, customer_id)
        edit.connection.execute(f"DELETE FROM {kind} WHERE customer_id = ?", (customer_id,))
    _forget_records(edit, "customer", "= :id", customer_id)
    edit.connection.execute("DELETE FROM customer WHERE id = ?", (customer_id,))
    edit.connection.execute("DELETE FROM move WHERE customer_id = ?", (customer_id,))
    if edit.connection.execute(_MONTH_CUTS).fetchone():
        edit.connection.execute("DELETE FROM month_cut")
    edit.connection.execute(
        "INSERT INTO change (edit_id, record, record_id) VALUES (?, ?, ?)",
        (edit.edit_id, ERASED, customer_id),
    )
    note_unfinished(edit.connection)
    edit.session.expire_all()


def _forget(edit: Edit, kind: str, customer_id: int) -> None:
    """Take every image of the customer's records of a kind out of the log, deleted ones too."""
    values = {"id": customer_id, "kind": kind}
    stand = f"SELECT id FROM {kind} WHERE customer_id = :id"
    # One that went to another customer is that one's; only its images of before tell of this one.
    gone = (
        f"SELECT record_id FROM change WHERE record = :kind AND before IS NOT NULL AND {_WHOSE}"
        f" AND record_id NOT IN (SELECT id FROM {kind})"
    )
    _forget_records(edit, kind, f"IN ({stand} UNION {gone})", customer_id)
    edit.connection.execute(
        f"DELETE FROM change WHERE record = :kind AND before IS NOT NULL AND {_WHOSE}", values
    )


def _forget_records(edit: Edit, kind: str, which: str, customer_id: int) -> None:
    """All that the log says of records, but for the runs of numbers of what an import made."""
    edit.connection.execute(
        "DELETE FROM change WHERE record = :kind AND last_id IS NULL AND record_id " + which,
        {"id": customer_id, "kind": kind},
    )
