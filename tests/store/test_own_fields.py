"""Own fields: made, changed, moved and deleted, with their values, and all of it taken back."""

import sqlite3
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from custtui.model import Customer
from custtui.model import Dimension as DimensionRow
from custtui.reading.connection import BookError, connect
from custtui.reading.customer import stored_record
from custtui.reading.log import trash
from custtui.reading.own_fields import customer_kind, filled, own_fields
from custtui.segments.judging.judge import judge_view
from custtui.segments.rules import Conditions, Share
from custtui.segments.stored import to_json
from custtui.store import Book, open_book, take_back
from custtui.store.own_fields import add_field, change_field, delete_field, move_field
from tests.own_fields import KEYS, TYPED, add_fields
from tests.own_fields import filled as own_values

TODAY = date(2026, 11, 22)
VALUES: dict[str, Any] = {
    "field:nickname": "老张", "field:machines": 1_500, "field:budget": 123_45,
    "field:visited": date(2026, 2, 28), "field:terms": "无", "field:listed": False,
}  # fmt: skip


@pytest.fixture
def book(tmp_path: Path) -> Book:
    book = open_book(tmp_path / "book.db", TODAY)
    add_fields(book)
    return book


def new_customer(book: Book, **values: Any) -> int:
    with book.edit("new customer") as edit:
        return edit.add_record("customer", {"name": "张三", **values})


def change(book: Book, customer: int, values: dict[str, Any]) -> int:
    with book.edit("change customer") as edit:
        edit.change("customer", customer, values)
    assert edit.result is not None
    return edit.result.edit_id


def values_of(book: Book, customer: int) -> dict[str, Any]:
    connection = connect(book.path)
    record = stored_record(connection, customer_kind(connection), customer)
    connection.close()
    assert record is not None
    return {key: record.values.get(key) for key in KEYS}


def everything(book: Book) -> dict[str, list[tuple[Any, ...]]]:
    with sqlite3.connect(book.path) as connection:
        return {
            table: connection.execute(f"SELECT * FROM {table} ORDER BY 1").fetchall()
            for table in ("customer", "custom_field", "dimension", "segment", "metric")
        }


def rule_on(book: Book, what: str, compare: str, value: object) -> int:
    rule = Conditions.model_validate(
        {
            "key": "mine", "kind": "conditions", "name": {"en": "Mine"},
            "segments": [
                {"key": "yes", "name": {"en": "Yes"},
                 "when": {"what": what, "is": compare, "value": value}}
            ],
        }
    )  # fmt: skip
    with book.edit("change rules", "rule") as edit:
        edit.add(DimensionRow(key="mine", position=99, rule=to_json(rule)))
    assert edit.result is not None
    return edit.result.edit_id


def test_values_of_every_form_are_kept_and_changed_one_by_one(book: Book) -> None:
    customer = new_customer(book, **VALUES)
    assert values_of(book, customer) == VALUES
    change(book, customer, {"field:listed": True, "field:terms": None, "note": "x"})
    assert values_of(book, customer) == {**VALUES, "field:listed": True, "field:terms": None}
    change(book, customer, dict.fromkeys(KEYS))
    with sqlite3.connect(book.path) as connection:
        assert connection.execute("SELECT custom FROM customer").fetchall() == [(None,)]


def test_two_who_change_different_fields_both_keep_theirs(book: Book) -> None:
    customer = new_customer(book, **VALUES)
    change(book, customer, {"field:machines": 1})
    change(book, customer, {"field:budget": 2})
    found = values_of(book, customer)
    assert (found["field:machines"], found["field:budget"]) == (1, 2)


def test_a_value_for_a_field_that_is_gone_is_refused(book: Book) -> None:
    customer = new_customer(book)
    with book.edit("delete field") as edit:
        delete_field(edit, "nickname", with_values=False)
    with pytest.raises(BookError, match="field:nickname"):
        change(book, customer, {"field:nickname": "x"})
    with pytest.raises(BookError), book.edit("import customers") as edit:
        edit.add_rows("customer", [{"code": "1", "name": "x", "field:nickname": "y"}])


def test_a_field_with_values_goes_only_when_that_is_said_and_comes_back_whole(book: Book) -> None:
    first, second = new_customer(book, **VALUES), new_customer(book)
    before = everything(book)
    with (
        pytest.raises(BookError, match="1 customer has a value in Terms"),
        book.edit("delete field") as edit,
    ):
        delete_field(edit, "terms", with_values=False)
    assert everything(book) == before
    with book.edit("delete field") as edit:
        delete_field(edit, "terms", with_values=True)
    assert edit.result is not None
    assert values_of(book, first)["field:terms"] is None
    assert values_of(book, second) == dict.fromkeys(KEYS)
    connection = connect(book.path)
    assert [(each.name, each.records) for each in trash(connection)] == [("Terms", 2)]
    connection.close()
    undone = take_back(book, edit.result.edit_id)
    assert everything(book) == before
    take_back(book, undone.edit_id)  # redo
    assert "field:terms" not in {f.field.key for f in read(book)}
    assert values_of(book, first)["field:terms"] is None


def read(book: Book) -> tuple[Any, ...]:
    connection = connect(book.path)
    found = own_fields(connection)
    connection.close()
    return found


def test_a_field_that_a_rule_uses_stays_and_the_rule_is_named(book: Book) -> None:
    rule_on(book, "field:machines", ">", 2)
    for with_values in (False, True):
        with (
            pytest.raises(BookError, match="Mine uses the field Machines"),
            book.edit("delete field") as edit,
        ):
            delete_field(edit, "machines", with_values=with_values)


def test_adding_a_field_is_taken_back_unless_something_stands_on_it(book: Book) -> None:
    before = everything(book)
    with book.edit("new field") as edit:
        add_field(edit, {"key": "colour", "english": "Colour", "form": "text"})
    assert edit.result is not None
    added = edit.result.edit_id
    customer = new_customer(book, **{"field:colour": "red"})
    with pytest.raises(BookError, match="customers have values"):
        take_back(book, added)
    change(book, customer, {"field:colour": None})
    rule = rule_on(book, "field:colour", "=", "red")
    with pytest.raises(BookError, match="a rule uses the field"):
        take_back(book, added)
    take_back(book, rule)
    take_back(book, added)
    assert everything(book)["custom_field"] == before["custom_field"]


def test_a_rule_comes_back_only_where_its_field_still_is(book: Book) -> None:
    added = rule_on(book, "field:machines", ">", 2)
    removed = take_back(book, added).edit_id
    with book.edit("delete field") as edit:
        delete_field(edit, "machines", with_values=False)
    assert edit.result is not None
    with pytest.raises(BookError, match="asks for what is gone"):
        take_back(book, removed)
    take_back(book, edit.result.edit_id)
    take_back(book, removed)


def test_a_customer_from_the_trash_drops_what_no_field_of_that_form_holds(book: Book) -> None:
    customer = new_customer(book, **VALUES)
    with book.edit("delete customer") as edit:
        edit.delete("customer", customer)
    assert edit.result is not None
    with book.edit("delete field") as deleting:
        delete_field(deleting, "terms", with_values=False)
        delete_field(deleting, "machines", with_values=False)
    with book.edit("new field") as adding:
        add_field(adding, {**TYPED[1], "form": "text"})
    take_back(book, edit.result.edit_id)
    expected = {**VALUES, "field:terms": None, "field:machines": None}
    assert values_of(book, customer) == expected


def test_names_and_choices_change_and_keys_and_values_stay(book: Book) -> None:
    customer = new_customer(book, **VALUES)
    before = everything(book)
    with book.edit("change field") as edit:
        change_field(edit, "terms", {"english": "Payment", "choices": "无\n现金"})
    assert edit.result is not None
    (terms,) = [field for field in read(book) if field.key == "terms"]
    assert (terms.english, terms.chinese, terms.choices) == ("Payment", "账期", ("无", "现金"))
    assert values_of(book, customer) == VALUES
    with (
        pytest.raises(BookError, match="1 customer has the choice 无"),
        book.edit("change field") as again,
    ):
        change_field(again, "terms", {"choices": "现金"})
    rule_on(book, "field:terms", "=", "现金")
    with (
        pytest.raises(BookError, match="A rule asks for the choice 现金"),
        book.edit("change field") as again,
    ):
        change_field(again, "terms", {"choices": "无"})
    take_back(book, edit.result.edit_id)
    assert everything(book)["custom_field"] == before["custom_field"]


def test_fields_are_put_in_another_order_and_back(book: Book) -> None:
    keys = [field.key for field in read(book)]
    with book.edit("move field") as edit:
        move_field(edit, "terms", -2)
    assert edit.result is not None
    assert [f.key for f in read(book)] == [*keys[:2], "terms", *keys[2:4], keys[5]]
    take_back(book, edit.result.edit_id)
    assert [field.key for field in read(book)] == keys
    with book.edit("move field") as edit:
        move_field(edit, "nickname", -1)  # nowhere to go: nothing is changed
    with sqlite3.connect(book.path) as connection:
        assert connection.execute("SELECT count(*) FROM edit WHERE what = 'move field'").fetchone()


@pytest.mark.parametrize(
    ("typed", "reason"),
    [
        ({"english": "Owner", "form": "text"}, "read as Owner"),
        ({"english": "状态", "form": "text"}, "read as Stage"),
        ({"english": "联系人 (2)", "form": "text"}, "read as Contact"),
        ({"english": "Nick name", "form": "text"}, "too much like the field Nickname"),
        ({"english": "Terms (2026)", "form": "text"}, "too much like the field Terms"),
        ({"english": "field: terms", "form": "text"}, "too much like the field Terms"),
        ({"english": "Purchase cycle, days", "form": "text"}, "name of a metric"),
        ({"english": "", "chinese": "\u202e\x1b", "form": "text"}, "needs a name"),
        ({"english": "…", "form": "text"}, "no letter"),
        ({"english": "长" * 61, "form": "text"}, "at most 60"),
        ({"english": "投入(万元)", "form": "money"}, "leave the unit out"),
        ({"english": "New", "form": "list"}, "A field is one of"),
        ({"english": "New", "form": "choice"}, "needs its choices"),
        ({"english": "New", "form": "text", "choices": "a"}, "Only a field of the form choice"),
        ({"english": "New", "form": "choice", "choices": "a b, AB"}, "too much alike"),
        ({"english": "New", "form": "choice", "choices": "长" * 101}, "at most 100"),
        ({"english": "New", "form": "choice", "choices": ",".join(map(str, range(201)))}, "200"),
        ({"english": "New", "form": "text", "key": "TERMS"}, "with the key TERMS"),
        ({"english": "New", "form": "text", "key": "1st"}, "A key is"),
        ({"english": "New", "form": "text", "key": "a'); --"}, "A key is"),
        ({"english": "New", "form": "text", "key": "k" * 41}, "A key is"),
        ({"english": "New", "form": "text", "key": "ключ"}, "A key is"),
    ],
)
def test_what_can_not_be_told_apart_is_refused(
    book: Book, typed: dict[str, object], reason: str
) -> None:
    before = everything(book)
    with pytest.raises(BookError, match=reason), book.edit("new field") as edit:
        add_field(edit, typed)
    assert everything(book) == before


def test_a_key_is_made_of_the_name(book: Book) -> None:
    names = (
        "Crème brûlée No. 7",
        "订货",
        "定货",
        "7天",
        "=1+1",
        "ѣ" * 50,
        "a" * 50,
        "b" + "a" * 50,
    )
    with book.edit("new field") as edit:
        made = [add_field(edit, {"english": name, "form": "text"}).key for name in names]
    assert made == [
        "creme_brulee_no_7", "ding_huo", "ding_huo_2", "tian", "field", "field_2", "a" * 40,
        "b" + "a" * 39,
    ]  # fmt: skip


def test_a_field_that_another_program_wrote_wrongly_is_none(book: Book) -> None:
    with sqlite3.connect(book.path) as connection:
        connection.execute("UPDATE custom_field SET key = 'x''); DROP' WHERE key = 'terms'")
        connection.execute("UPDATE custom_field SET form = 'blob' WHERE key = 'listed'")
        connection.execute("UPDATE custom_field SET form = 'choice' WHERE key = 'budget'")
    assert [field.key for field in read(book)] == ["nickname", "machines", "visited"]
    customer = new_customer(book, **{"field:machines": 5})
    connection = connect(book.path)
    assert filled(connection, "field:machines") == 1
    with pytest.raises(ValueError, match="no own field"):
        filled(connection, "field:x'); DROP")
    connection.close()
    assert customer


def test_a_plain_customer_has_no_values(book: Book) -> None:
    with book.edit("new customer") as edit:
        customer = edit.add(Customer(code="", name="李四", recorded=""))
    assert values_of(book, customer) == dict.fromkeys(KEYS)


@settings(max_examples=15, suppress_health_check=list(HealthCheck))
@given(st.data())
def test_an_edit_of_an_own_field_judges_all_whom_it_moves(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    book = open_book(tmp_path_factory.mktemp("judged") / "book.db", TODAY)
    add_fields(book)
    rule_on(book, "field:terms", "=", "月结")
    share = Share.model_validate(
        {"key": "ranked", "name": {"en": "Ranked"}, "kind": "share", "metric": "field:machines",
         "segments": [{"key": "a", "name": {"en": "a"}, "share": "0.4"},
                      {"key": "b", "name": {"en": "b"}, "share": "0.6"}],
         "other": {"key": "none", "name": {"en": "none"}}}
    )  # fmt: skip
    with book.edit("change rules", "rule") as edit:
        edit.add(DimensionRow(key="ranked", position=100, rule=to_json(share)))
    customers = [new_customer(book, **data.draw(own_values())) for _number in range(5)]
    edits: list[int] = []
    for _step in range(6):
        undoes: bool = data.draw(st.booleans())
        if undoes and edits:
            take_back(book, edits.pop())
        else:
            edits.append(
                change(book, data.draw(st.sampled_from(customers)), data.draw(own_values()))
            )
        connection = connect(book.path)
        stored = connection.execute("SELECT * FROM segment ORDER BY customer_id").fetchall()
        judge_view(connection, TODAY)
        assert (
            stored
            == connection.execute("SELECT * FROM temp.segment ORDER BY customer_id").fetchall()
        )
        connection.close()
