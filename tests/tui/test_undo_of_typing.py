"""In a text field ctrl+z and ctrl+y are about the text, wherever the field stands."""

import sqlite3
from pathlib import Path

import pytest
from textual.widgets import Input, TextArea

from custtui.model import Customer
from custtui.store import open_book
from tests.tui.driving import TODAY, Driver, drive


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "book.db"
    with open_book(path, TODAY).edit("new customer") as edit:
        edit.add(Customer(code="K1", name="张三", recorded=""))
    return path


def names(path: Path) -> list[str]:
    with sqlite3.connect(path) as connection:
        return [name for (name,) in connection.execute("SELECT name FROM customer ORDER BY id")]


def _text(driver: Driver) -> str:
    focused = driver.app.focused
    assert isinstance(focused, Input | TextArea)
    return focused.value if isinstance(focused, Input) else focused.text


async def _type_and_undo(driver: Driver) -> None:
    """From an empty field: words come and go, letter runs as one, pastes as one."""
    await driver.press("a", "b", "c")
    await driver.type("李四王五")
    await driver.press("ctrl+z")
    assert _text(driver) == "abc"
    await driver.press("ctrl+z")
    assert _text(driver) == ""
    await driver.press("ctrl+z")
    assert _text(driver) == ""
    await driver.press("ctrl+y", "ctrl+y", "ctrl+y")
    assert _text(driver) == "abc李四王五"
    await driver.press("ctrl+u", "ctrl+z")
    assert _text(driver) == "abc李四王五"


@pytest.mark.parametrize("way", [("n",), ("n", "tab", "tab", "tab")])
def test_in_a_form(path: Path, way: tuple[str, ...]) -> None:
    """The name of a customer, which is one line; nothing of the book is taken back."""

    async def doing(driver: Driver) -> None:
        await driver.until("张三")
        await driver.press("down", "n")
        await driver.until("New customer")
        await _type_and_undo(driver)

    drive(path, doing)
    assert names(path) == ["张三"]


def test_in_a_long_text_and_a_picker(path: Path) -> None:
    async def doing(driver: Driver) -> None:
        await driver.until("张三")
        await driver.press("down", "f")
        await driver.until("Log call")
        assert isinstance(driver.app.focused, TextArea)
        await driver.type("谈价格")
        await driver.press("ctrl+z")
        assert _text(driver) == ""
        await driver.press("ctrl+y")
        assert _text(driver) == "谈价格"
        await driver.press("escape", "y", "ctrl+p")
        await driver.until("All commands")
        await _type_and_undo(driver)

    drive(path, doing)
    assert names(path) == ["张三"]


def test_the_search_line_is_text_till_an_edit_is_newer_than_what_was_typed(path: Path) -> None:
    async def doing(driver: Driver) -> None:
        await driver.until("张三")
        await driver.type("张")
        await driver.press("f9")
        await driver.until("New customer")
        await driver.type("小")
        await driver.press("ctrl+s")
        await driver.until("Saved")
        assert len(names(path)) == 2
        await driver.press("ctrl+z")
        await driver.until("Taken back")
        assert names(path) == ["张三"]
        await driver.press("ctrl+y")
        await driver.until("Done again")
        await driver.press("x")
        await driver.press("ctrl+z")
        assert _text(driver) == "张"
        assert len(names(path)) == 2

    drive(path, doing)
    assert len(names(path)) == 2
