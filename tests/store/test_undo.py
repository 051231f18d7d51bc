"""What stands on an edit, by whoever made it, is named where the edit can't be taken back."""

import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from custtui.model import Customer, FollowUp, Pin
from custtui.reading.connection import BookError
from custtui.store import Book, Edit, open_book, take_back
from custtui.store.settings import change_setting

TODAY = date(2026, 11, 22)


@pytest.fixture
def book(tmp_path: Path) -> Book:
    book = open_book(tmp_path / "book.db", TODAY)
    with book.edit("new customer") as edit:
        edit.add(Customer(code="A", name="张三", recorded=""))
    return book


def done(edit: Edit) -> int:
    assert edit.result is not None
    return edit.result.edit_id


def refused(book: Book, edit_id: int) -> str:
    with pytest.raises(BookError) as refusal:
        take_back(book, edit_id)
    return str(refusal.value)


def change(book: Book, name: str, what: str = "change customer") -> int:
    with book.edit(what) as edit:
        edit.change("customer", 1, {"name": name})
    return done(edit)


def name(book: Book) -> str:
    with book.edit("nothing") as edit:
        return str(edit.connection.execute("SELECT name FROM customer").fetchone()[0])


def test_a_redo_is_refused_once_an_older_edit_was_taken_back(book: Book) -> None:
    """Else it would put an image back that has the older change in it."""
    first = change(book, "李四")
    undone = take_back(book, change(book, "王五")).edit_id
    take_back(book, first)
    assert "undo" in refused(book, undone)
    assert name(book) == "张三"


def test_what_came_and_was_taken_back_is_no_hindrance(book: Book) -> None:
    first = change(book, "李四")
    second = take_back(book, change(book, "王五")).edit_id
    third = take_back(book, second).edit_id
    take_back(book, third)
    take_back(book, first)
    assert name(book) == "张三"


def test_taking_back_one_after_another_and_doing_all_again(book: Book) -> None:
    edits = [change(book, each) for each in ("一", "二", "三")]
    undone = [take_back(book, each).edit_id for each in reversed(edits)]
    assert name(book) == "张三"
    for each in reversed(undone):
        take_back(book, each)
    assert name(book) == "三"


def test_a_call_logged_with_a_new_customer_is_named(book: Book) -> None:
    with book.edit("new customer") as made:
        identity = made.add(Customer(code="B", name="李四", recorded=""))
    with book.edit("log follow-up") as edit:
        edit.add(FollowUp(customer_id=identity, day=TODAY, summary="谈", recorded=""))
    assert "log follow-up" in refused(book, done(made))


def test_who_took_the_code_is_named(book: Book) -> None:
    with book.edit("change customer") as given_up:
        given_up.change("customer", 1, {"code": "Z"})
    with book.edit("import customers", "import") as edit:
        edit.add_rows("customer", [{"code": "A", "name": "李四"}])
    assert "import customers" in refused(book, done(given_up))


def test_who_deleted_the_customer_of_a_deleted_call_is_named(book: Book) -> None:
    with book.edit("log follow-up") as edit:
        call = edit.add(FollowUp(customer_id=1, day=TODAY, summary="谈", recorded=""))
    with book.edit("delete follow-up") as deleted:
        deleted.delete("follow_up", call)
    with book.edit("delete customer") as edit:
        edit.delete("customer", 1)
    assert "delete customer" in refused(book, done(deleted))


def test_who_set_the_setting_anew_is_named(book: Book) -> None:
    with book.edit("change settings") as taken_away:
        change_setting(taken_away, "currency", None)
    with book.edit("set it again") as edit:
        change_setting(edit, "currency", "EUR")
    assert "set it again" in refused(book, done(taken_away))


def test_a_newer_pin_is_named_with_who_made_it(book: Book) -> None:
    with book.edit("pin segment", "pin") as edit:
        first = edit.add(_pin("A"))
    with book.edit("release pin", "pin") as released:
        released.delete("pin", first)
    with book.edit("pin it otherwise", "pin") as edit:
        edit.add(_pin("B"))
    assert "pin it otherwise" in refused(book, done(released))


def _pin(segment: str) -> Pin:
    return Pin(
        customer_id=1, dimension="grade", segment=segment, reason="r", author="a", recorded=""
    )


def test_what_is_no_edit_is_refused(book: Book) -> None:
    assert "no edit 99" in refused(book, 99)
    assert "made the book" in refused(book, 1)
    book.roll_forward(date(2026, 12, 1))
    with book.edit("nothing") as edit:
        (day,) = edit.connection.execute("SELECT max(id) - 1 FROM edit").fetchone()
    assert "Nothing in this edit" in refused(book, day)


_AS_ANOTHER = """
import sys
from datetime import date
from pathlib import Path
from custtui.store import edit, open_book
edit.account_number = lambda: 4711
edit.account_name = lambda: "李经理"
with open_book(Path(sys.argv[1]), date(2026, 11, 22)).edit("change customer") as changed:
    changed.change("customer", 1, {"name": "别人改的"})
"""


def test_another_account_is_named(book: Book) -> None:
    mine = change(book, "李四")
    subprocess.run([sys.executable, "-c", _AS_ANOTHER, str(book.path)], check=True)
    assert "change customer (李经理)" in refused(book, mine)
