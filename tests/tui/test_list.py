"""The list of customers: a first page at once, everybody soon, and no line painted for nothing."""

import sqlite3
import threading
from array import array
from pathlib import Path

import pytest

from custtui.exchange.sample import make_sample
from custtui.reading import customers as reading
from custtui.reading.customers import View
from custtui.segments.stored import load
from custtui.store import Edit
from custtui.store.rules import change_rules
from custtui.tui.screens import customers as screen_module
from custtui.tui.widgets.customer_list import CustomerList
from tests.tui.driving import LARGE, SMALL, TODAY, Driver, drive

_LONG = 30.0
_EVERYBODY, _FIRST = 311, 200


@pytest.fixture
def book(tmp_path: Path) -> Path:
    path = tmp_path / "book.db"
    make_sample(path, TODAY).close()
    return path


def _without(edit: Edit, key: str) -> None:
    before = load(edit.connection)
    kept = (dimension for dimension in before.dimensions if dimension.key != key)
    change_rules(edit, before, before.with_dimensions(kept))


def listed(driver: Driver) -> CustomerList:
    """The list on the screen at the bottom."""
    return driver.app.screen_stack[0].query_one(CustomerList)


def test_end_goes_to_the_last_of_all_once_they_are_known(
    book: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    placed, goes_on = screen_module._placed, threading.Event()
    asked = threading.Event()

    def late(
        connection: sqlite3.Connection, view: View, customer_id: int | None
    ) -> tuple["array[int]", int | None]:
        asked.set()
        if view.sort == "code":
            assert goes_on.wait(_LONG)
        return placed(connection, view, customer_id)

    monkeypatch.setattr(screen_module, "_placed", late)

    async def doing(driver: Driver) -> None:
        await driver.until(f"{_EVERYBODY} / {_EVERYBODY}")
        await driver.press("down", "s")
        await driver.type("Code")
        await driver.press("enter")
        rows = listed(driver)
        await driver.until(lambda: rows.view.sort == "code" and not rows.is_whole)
        assert rows.row_count == _FIRST
        await driver.press("end")
        assert rows.cursor == _FIRST - 1
        goes_on.set()
        await driver.until(lambda: rows.is_whole)
        assert rows.cursor == rows.row_count - 1 == _EVERYBODY - 1

    drive(book, doing, LARGE)
    assert asked.is_set()


def test_a_step_over_the_edge_scrolls_half_a_page_and_pages_meet(book: Path) -> None:
    async def doing(driver: Driver) -> None:
        rows = listed(driver)
        await driver.press("down")
        page = rows.size.height - 1
        await driver.press(*["down"] * (page - rows.cursor - 1))
        assert (rows.cursor, rows.top) == (page - 1, 0)
        await driver.press("down")
        assert rows.cursor == page
        assert rows.top == page + 1 - page // 2
        await driver.press("home", "pagedown", "pagedown")
        assert rows.cursor == 2 * page
        assert rows.top <= rows.cursor < rows.top + page
        await driver.press("end")
        assert rows.top == _EVERYBODY - page
        await driver.press("home")
        assert rows.top == 0

    drive(book, doing, SMALL)


def test_a_moved_cursor_paints_two_lines(book: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    painted: list[int] = []
    paint = CustomerList.render_line

    def render_line(rows: CustomerList, y: int) -> object:
        painted.append(y)
        return paint(rows, y)

    async def doing(driver: Driver) -> None:
        await driver.until(f"{_EVERYBODY} / {_EVERYBODY}")
        await driver.press("down", "down")
        monkeypatch.setattr(CustomerList, "render_line", render_line)
        await driver.press("down")
        assert sorted(painted) == [3, 4]

    drive(book, doing, LARGE)


def test_others_edits_paint_the_lines_that_changed(book: Path) -> None:
    async def doing(driver: Driver) -> None:
        await driver.until(f"{_EVERYBODY} / {_EVERYBODY}")
        rows = listed(driver)
        identity = rows.ids[1]
        await driver.app.session.write(
            "change customer",
            lambda edit: edit.change("customer", identity, {"name": "改名以后"}),
        )
        text = await driver.until("改名以后")
        assert text.count("改名以后") >= 1
        assert rows.cursor == 0

    drive(book, doing, SMALL)


def test_keys_after_end_count_and_acts_wait_for_the_last_row(
    book: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    placed, goes_on = screen_module._placed, threading.Event()

    def late(
        connection: sqlite3.Connection, view: View, customer_id: int | None
    ) -> tuple["array[int]", int | None]:
        if view.sort == "code":
            assert goes_on.wait(_LONG)
        return placed(connection, view, customer_id)

    monkeypatch.setattr(screen_module, "_placed", late)

    async def doing(driver: Driver) -> None:
        rows = listed(driver)
        await driver.until(f"{_EVERYBODY} / {_EVERYBODY}")
        await driver.press("down", "s")
        await driver.type("Code")
        await driver.press("enter")
        await driver.until(lambda: rows.view.sort == "code" and not rows.is_whole)
        await driver.press("end", "home")
        assert not rows.goes_last
        await driver.press("end")
        opening = threading.Timer(0.2, goes_on.set)
        opening.start()
        await driver.press("space")
        page = driver.app.screen_stack[0]
        assert isinstance(page, screen_module.Customers)
        await driver.until(lambda: len(page.marks) == 1)
        assert list(page.marks) == [rows.ids[_EVERYBODY - 1]]

    drive(book, doing, LARGE)


def test_an_edit_while_another_order_is_read_is_drawn_in_the_old_one(
    book: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, goes_on = reading.ids, threading.Event()

    def late(connection: sqlite3.Connection, view: View, most: int | None = None) -> "array[int]":
        if view.sort == "code":
            assert goes_on.wait(_LONG)
        return first(connection, view, most)

    async def doing(driver: Driver) -> None:
        rows = listed(driver)
        await driver.until(f"{_EVERYBODY} / {_EVERYBODY}")
        monkeypatch.setattr(reading, "ids", late)
        await driver.press("down", "s")
        await driver.type("Code")
        await driver.press("enter")
        await driver.app.session.write(
            "change customer", lambda edit: edit.change("customer", rows.ids[0], {"name": "改名"})
        )
        await driver.until("改名")
        assert rows.view.sort == "last_contact"
        goes_on.set()
        await driver.until(lambda: rows.view.sort == "code")

    drive(book, doing, LARGE)


def test_a_dimension_that_is_taken_away_takes_sort_and_column_with_it(book: Path) -> None:
    async def doing(driver: Driver) -> None:
        rows = listed(driver)
        await driver.press("down", "s")
        await driver.type("Region")
        await driver.press("enter")
        await driver.until(lambda: rows.view.sort == "segment:region")
        await driver.app.session.write(
            "change rules", lambda edit: _without(edit, "region"), "rule"
        )
        await driver.until(lambda: rows.view.sort == "last_contact" and rows.is_whole)
        assert "Region" not in driver.text().splitlines()[3]

    drive(book, doing, LARGE)


def test_what_the_wheel_scrolled_to_stays_when_others_save(book: Path) -> None:
    async def doing(driver: Driver) -> None:
        rows = listed(driver)
        await driver.until(f"{_EVERYBODY} / {_EVERYBODY}")
        for _turn in range(12):
            rows.on_mouse_scroll_down()
        top = rows.top
        assert top > 0 == rows.cursor
        last = rows.ids[-1]
        await driver.app.session.write("delete", lambda edit: edit.delete("customer", last))
        await driver.until(f"{_EVERYBODY - 1} / {_EVERYBODY - 1}")
        assert rows.top == top

    drive(book, doing, SMALL)
