"""Two forms on one record: what differs is merged, what both changed is refused."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from custtui.model import Customer
from custtui.reading.conflict import Conflicting
from custtui.reading.connection import connect
from custtui.reading.customer import StoredRecord, stored_record
from custtui.reading.own_fields import customer_kind
from custtui.store import Book, open_book
from custtui.store.merging import merge
from custtui.store.own_fields import add_field
from custtui.values.registry import CUSTOMER, RecordKind
from custtui.values.sizes import Employees
from tests.store.test_edit import TODAY

FIELDS = ("owner", "region", "note", "field:nickname")
TEXTS = st.sampled_from(["甲", "乙", "丙", None])
CHANGES = st.dictionaries(st.sampled_from(FIELDS), TEXTS)


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Book:
    book = open_book(tmp_path_factory.mktemp("merging") / "book.db", TODAY)
    with book.edit("new customer") as edit:
        add_field(edit, {"key": "nickname", "english": "Nickname", "form": "text"})
        edit.add(Customer(code="K1", name="张三", owner="甲", note="甲", recorded=""))
    return book


def opened(book: Book) -> tuple[RecordKind, StoredRecord]:
    connection = connect(book.path)
    try:
        kind = customer_kind(connection)
        stored = stored_record(connection, kind, 1)
    finally:
        connection.close()
    assert stored is not None
    return kind, stored


def values_of(stored: StoredRecord) -> dict[str, object]:
    return {key: stored.values[key] for key in FIELDS}


@given(theirs=CHANGES, mine=CHANGES)
def test_nothing_that_either_changed_is_lost(
    book: Book, theirs: dict[str, object], mine: dict[str, object]
) -> None:
    kind, before = opened(book)
    with book.edit("change customer") as edit:
        merge(edit, kind, before, theirs)
    now = values_of(opened(book)[1])
    assert now == values_of(before) | theirs
    # A form gives what was typed anew: what differs from what it was opened with.
    typed = {key: value for key, value in mine.items() if value != before.values[key]}
    met = {key for key in typed if now[key] not in (before.values[key], typed[key])}
    others = {key for key in FIELDS if now[key] != before.values[key]} - typed.keys()
    if met:
        with pytest.raises(Conflicting) as caught, book.edit("change customer") as edit:
            merge(edit, kind, before, typed)
        assert {each.field.key for each in caught.value.conflicts} == met
        assert values_of(caught.value.now) == now == values_of(opened(book)[1])
        return
    with book.edit("change customer") as edit:
        assert {field.key for field in merge(edit, kind, before, typed)} == others
    assert values_of(opened(book)[1]) == now | typed


def test_a_conflict_shows_before_theirs_and_mine_and_who(tmp_path: Path) -> None:
    book = open_book(tmp_path / "book.db", TODAY)
    with book.edit("new customer") as edit:
        edit.add(Customer(code="K1", name="张三", employees_low=5, employees_high=9, recorded=""))
    kind, before = CUSTOMER, opened(book)[1]
    with book.edit("change customer") as edit:
        edit.change("customer", 1, {"employees_low": 10, "employees_high": 20})
    with book.edit("change customer") as edit:
        edit.change("customer", 1, {"owner": "王芳"})
    mine = {"employees_low": 30, "employees_high": None, "note": "x"}
    with pytest.raises(Conflicting) as caught, book.edit("change customer") as edit:
        merge(edit, kind, before, mine)
    (conflict,) = caught.value.conflicts
    assert (conflict.field.key, conflict.before, conflict.theirs, conflict.mine) == (
        "employees", Employees(5, 9), Employees(10, 20), Employees(30, None),
    )  # fmt: skip
    logged = connect(book.path)
    account, moment = logged.execute("SELECT account, moment FROM edit WHERE id = 3").fetchone()
    logged.close()
    assert (conflict.account, conflict.moment) == (account, moment)


def test_what_is_the_same_on_both_sides_is_no_edit(tmp_path: Path) -> None:
    book = open_book(tmp_path / "book.db", TODAY)
    with book.edit("new customer") as edit:
        edit.add(Customer(code="K1", name="张三", recorded=""))
    kind, before = CUSTOMER, opened(book)[1]
    with book.edit("change customer") as edit:
        edit.change("customer", 1, {"owner": "王芳"})
    with book.edit("change customer") as again:
        assert merge(again, kind, before, {"owner": "王芳"}) == ()
    connection = connect(book.path)
    assert connection.execute("SELECT max(id) FROM edit").fetchone() == (edit.edit_id,)
    connection.close()


def test_a_record_that_is_gone_is_said_to_be(tmp_path: Path) -> None:
    book = open_book(tmp_path / "book.db", TODAY)
    with book.edit("new customer") as edit:
        edit.add(Customer(code="K1", name="张三", recorded=""))
    before = opened(book)[1]
    with book.edit("delete customer") as edit:
        edit.delete("customer", 1)
    with pytest.raises(KeyError, match="customer 1"), book.edit("change customer") as edit:
        merge(edit, CUSTOMER, before, {"owner": "王芳"})
