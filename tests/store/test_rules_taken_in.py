"""A whole set of rules taken into a book: judged by at once, and taken back to the letter."""

from datetime import date, timedelta
from pathlib import Path

import pytest

from custtui.model import Customer, Purchase
from custtui.reading.connection import connect
from custtui.segments.files.reading import read_rules
from custtui.segments.presets import STANDARD, preset, preset_content, presets
from custtui.segments.rules import ByField, Rules, Words
from custtui.segments.stored import load
from custtui.store import Book, open_book, take_back
from custtui.store.edit import Edit
from custtui.store.rules import change_rules

DAY = date(2026, 11, 22)


def stored(book: Book) -> list[tuple[object, ...]]:
    """Everything that the file holds of rules, segments and metrics, but the log."""
    connection = connect(book.path)
    found: list[tuple[object, ...]] = []
    for table in ("dimension", "segment", "metric", "cut", "computed"):
        names = [row[1] for row in connection.execute(f"PRAGMA table_info({table})")]
        found.append((table, *names))
        found += sorted(connection.execute(f"SELECT * FROM {table}").fetchall(), key=repr)
    connection.close()
    return found


def replace_rules(edit: Edit, rules: Rules) -> None:
    change_rules(edit, load(edit.connection), rules)


def with_customers(path: Path) -> Book:
    book = open_book(path, DAY)
    with book.edit("fill") as edit:
        for number in range(1, 13):
            customer = edit.add(
                Customer(code="", name="张三", recorded="", employees_low=number * 40)
            )
            for back in range(number % 4):
                edit.add(
                    Purchase(
                        customer_id=customer,
                        day=DAY - timedelta(days=400 * back + number),
                        amount=number * 4_000_000,
                        recorded="",
                    )
                )
    return book


@pytest.mark.parametrize("name", [name for name in presets() if name != STANDARD])
def test_a_set_taken_in_is_judged_by_and_taken_back_to_the_letter(
    tmp_path: Path, name: str
) -> None:
    book = with_customers(tmp_path / "book.db")
    before = stored(book)
    rules = read_rules(preset_content(name), load(connect(book.path))).rules
    assert rules is not None
    with book.edit("import rules", "rule") as edit:
        replace_rules(edit, rules)
    assert load(connect(book.path)) == rules
    assert stored(book) != before
    moves = edit.result.moves if edit.result else ()
    assert moves
    causes = connect(book.path).execute(
        "SELECT DISTINCT cause FROM move WHERE edit_id = ?", (edit.edit_id,)
    )
    assert causes.fetchall() == [("rule",)]
    take_back(book, edit.edit_id)
    assert stored(book) == before


def test_new_gone_and_moved_dimensions_are_taken_back_too(tmp_path: Path) -> None:
    book = with_customers(tmp_path / "book.db")
    before = stored(book)
    rules = load(connect(book.path))
    by_key = {dimension.key: dimension for dimension in rules.dimensions}
    owner = ByField(key="keeper", name=Words(en="Keeper"), kind="field", what="owner")
    after = Rules(dimensions=(owner, by_key["scale"], by_key["grade"], by_key["value"]))
    with book.edit("import rules", "rule") as edit:
        replace_rules(edit, after)
    assert load(connect(book.path)) == after
    columns = connect(book.path).execute("SELECT name FROM pragma_table_info('segment')")
    assert [name for (name,) in columns] == ["customer_id", "keeper", "scale", "grade", "value"]
    take_back(book, edit.edit_id)
    assert stored(book) == before


def test_the_same_rules_are_no_edit(tmp_path: Path) -> None:
    book = with_customers(tmp_path / "book.db")
    edits = "SELECT count(*) FROM edit"
    before = connect(book.path).execute(edits).fetchone()
    with book.edit("import rules", "rule") as edit:
        replace_rules(edit, preset(STANDARD))
    assert connect(book.path).execute(edits).fetchone() == before
