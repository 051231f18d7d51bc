"""Before and after of every edit of a customer, read from the log."""

import subprocess
import sys
from contextlib import closing
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from custtui.model import Contact, FollowUp, Purchase
from custtui.reading.connection import connect
from custtui.reading.dimensions import dimensions
from custtui.reading.history_words import record_lines, summary
from custtui.reading.record_history import (
    Act,
    PastEdit,
    customer_history,
    reach,
    record_history,
)
from custtui.store import Book, Edit, open_book, take_back
from custtui.store.erasing import erase
from custtui.store.own_fields import add_field, delete_field
from custtui.store.pins import Wanted, fix
from custtui.values.language import use

TODAY = date(2026, 11, 22)


@pytest.fixture
def book(tmp_path: Path) -> Book:
    book = open_book(tmp_path / "book.db", TODAY)
    with book.edit("import customers", "import") as edit:
        edit.add_rows("customer", [{"code": f"K{n}", "name": f"客户{n}"} for n in range(1, 6)])
    return book


def history(book: Book, customer_id: int = 3) -> tuple[PastEdit, ...]:
    with closing(connect(book.path)) as connection:
        return customer_history(connection, customer_id)


def told(past: PastEdit) -> list[tuple[str, Act, dict[str, tuple[Any, Any]]]]:
    return [
        (r.kind.key, r.act, {d.field.key: (d.before, d.after) for d in r.differences})
        for r in past.records
    ]


def change(book: Book, **values: object) -> int:
    with book.edit("change customer") as edit:
        edit.change("customer", 3, values)
    return number(edit)


def number(edit: Edit) -> int:
    assert edit.result is not None
    return edit.result.edit_id


def test_who_came_with_an_import_has_one_edit_of_its_own_values(book: Book) -> None:
    (past,) = history(book)
    assert told(past) == [("customer", Act.MADE, {"code": (None, "K3"), "name": (None, "客户3")})]
    assert (past.edit.what, past.stands, past.undone) == ("import customers", True, None)


def test_after_is_the_next_image_or_what_stands_now(book: Book) -> None:
    change(book, stage="intending")
    change(book, stage="customer", birthday=date(2000, 1, 2))
    newest, older, _imported = history(book)
    assert told(newest) == [
        (
            "customer",
            Act.CHANGED,
            {"stage": ("intending", "customer"), "birthday": (None, date(2000, 1, 2))},
        )
    ]
    assert told(older) == [("customer", Act.CHANGED, {"stage": (None, "intending")})]


def test_undo_and_redo_are_edits_with_a_before_and_an_after(book: Book) -> None:
    undone = take_back(book, change(book, stage="intending")).edit_id
    take_back(book, undone)
    redo, undo, changed, _imported = history(book)
    assert [told(each)[0][2]["stage"] for each in (changed, undo, redo)] == [
        (None, "intending"),
        ("intending", None),
        (None, "intending"),
    ]
    assert (undo.undone, redo.undone) == ("change customer", "undo")
    assert [each.stands for each in (changed, undo, redo)] == [True, False, True]


def test_records_that_were_deleted_are_part_of_it(book: Book) -> None:
    with book.edit("log follow-up") as edit:
        call = edit.add(FollowUp(customer_id=3, day=TODAY, summary="谈价格", recorded=""))
    with book.edit("delete follow-up") as edit:
        edit.delete("follow_up", call)
    deleted, made, _imported = history(book)
    assert told(made)[0][:2] == ("follow_up", Act.MADE)
    kind, act, values = told(deleted)[0]
    assert (kind, act, values["summary"]) == ("follow_up", Act.DELETED, ("谈价格", None))
    with closing(connect(book.path)) as connection:
        assert record_history(connection, "follow_up", call) == (deleted, made)


def test_a_customer_that_was_deleted_has_its_history_whole(book: Book) -> None:
    with book.edit("new purchase") as edit:
        edit.add(Purchase(customer_id=3, day=TODAY, amount=100, recorded=""))
    before = history(book)
    with book.edit("delete customer") as deleted:
        deleted.delete("customer", 3)
    gone, *earlier = history(book)
    assert tuple(earlier) == before
    assert {kind for kind, act, _values in told(gone)} == {"customer", "purchase"}
    take_back(book, number(deleted))
    back, gone, *_earlier = history(book)
    assert all(act is Act.MADE for _kind, act, _values in told(back))
    assert not gone.stands


def test_others_are_not_part_of_it(book: Book) -> None:
    with book.edit("change customers") as edit:
        for customer in (2, 3, 4):
            edit.change("customer", customer, {"owner": "王敏"})
        edit.add(Contact(customer_id=4, name="张三", recorded=""))
    newest = history(book)[0]
    assert told(newest) == [("customer", Act.CHANGED, {"owner": (None, "王敏")})]
    with closing(connect(book.path)) as connection:
        assert reach(connection, newest.edit.id) == {"customer": 3, "contact": 1}
        assert reach(connection, history(book)[-1].edit.id) == {"customer": 5}


def test_sensitive_values_are_masked_and_no_sign_acts(book: Book) -> None:
    change(book, sensitive_id="110101199001011234", note="\x1b[31mred\n\u202eevil")
    past = history(book)[0]
    with closing(connect(book.path)) as connection:
        known = {dimension.key: dimension for dimension in dimensions(connection)}
    texts = [summary(past, known), *record_lines(past.records[0], known)]
    assert "19900101" not in str(past.records) + str(texts)
    assert all(text.isprintable() for text in texts)


def test_all_that_is_private_is_masked_where_the_book_asks_for_it(book: Book) -> None:
    with book.edit("new contact") as edit:
        edit.add(Contact(customer_id=3, name="张三", phones="+8613912345678", recorded=""))
    change(book, note="电话 13912345678")
    with closing(connect(book.path)) as connection:
        assert "12345" in str(customer_history(connection, 3))
        assert "12345" not in str(customer_history(connection, 3, masks=True))
        assert "12345" not in str(record_history(connection, "contact", 1, masks=True))


def test_fields_of_ones_own_keep_their_values_when_they_are_deleted(book: Book) -> None:
    with book.edit("add field") as edit:
        add_field(edit, {"chinese": "车牌", "english": "Plate", "form": "text", "key": "plate"})
    change(book, **{"field:plate": "沪A"})
    assert told(history(book)[0])[0][2] == {"field:plate": (None, "沪A")}
    with book.edit("delete field") as edit:
        delete_field(edit, "plate", with_values=True)
    deleted, changed, _imported = history(book)
    assert told(deleted)[0][2] == {"field:plate": ("沪A", None)}
    assert told(changed)[0][2] == {"field:plate": (None, "沪A")}


def test_pins_are_told_by_the_names_of_what_they_fix(book: Book) -> None:
    with book.edit("pin segment", "pin") as edit:
        fix(edit, 3, Wanted("grade", "A", "大客户", "王敏"))
    past = history(book)[0]
    with closing(connect(book.path)) as connection:
        known = {dimension.key: dimension for dimension in dimensions(connection)}
    use("zh")
    assert "细分维度：客户等级" in summary(past, known)
    assert told(past)[0][2]["segment"] == (None, "A")


def test_who_was_erased_has_no_history(book: Book) -> None:
    change(book, stage="intending")
    erase(book, 3)
    assert history(book) == ()
    assert len(history(book, 4)) == 1


_CHANGE = """
import sys
from datetime import date
from pathlib import Path
from custtui.store import edit, open_book
edit.account_number, edit.account_name = lambda: 4711, lambda: "王芳"
with open_book(Path(sys.argv[1]), date(2026, 11, 22)).edit("change customer") as change:
    change.change("customer", 3, {"owner": "王芳"})
"""


def test_it_says_who(book: Book) -> None:
    change(book, stage="intending")
    subprocess.run([sys.executable, "-c", _CHANGE, str(book.path)], check=True)
    theirs, mine, _imported = history(book)
    assert (theirs.edit.account, theirs.edit.uid) == ("王芳", 4711)
    assert mine.edit.account != "王芳"
