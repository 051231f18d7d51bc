"""Windows of every size: what the screen is for stays, nothing ends, and all of it comes back."""

import signal
import sqlite3
from functools import partial
from pathlib import Path

import pytest

from custtui.exchange.sample import make_sample
from custtui.reading import customers
from tests.terminal.terminal import Terminal, program
from tests.tui.driving import SMALL, TODAY, Driver, drive

LEAST = (20, 5)
_SIZES = ((1, 1), (300, 100), (2, 60), (200, 3), LEAST)
#: Those that each screen is drawn in.
_DRAWN = ((1, 1), (160, 50), LEAST)


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("sample") / "book.db"
    make_sample(path, TODAY, {"time_zone": "UTC"})
    return path


def test_the_least_window_shows_who_is_under_the_cursor(book: Path) -> None:
    async def doing(driver: Driver) -> None:
        name = driver.app.session.as_stored(_name_of_first)
        before = driver.text()
        await driver.resize(*LEAST)
        await driver.until(name[:3])
        search, _head, row, *_others = driver.text().splitlines()
        assert search.startswith(" / ")
        assert row.strip()[0] in "ABC·"
        assert name[:3] in row
        await driver.resize(*SMALL)
        await driver.until(before)

    drive(book, doing)


def test_what_is_said_is_said_in_the_least_window(book: Path) -> None:
    async def doing(driver: Driver) -> None:
        await driver.resize(*LEAST)
        driver.app.say("Saved")
        await driver.until("Saved")
        driver.app.say("")
        await driver.until(lambda: "Saved" not in driver.text())

    drive(book, doing)


#: How a screen is come to, what stands on it, and what is seen of it at the least.
_SCREENS = (
    (("down", "enter"), "Overview", "Promised"),
    (("down", "f", *"ab", "escape"), "Throw away", "Throw it away?"),
    (("down", "w"), "Grade", "Dimension"),
    (("ctrl+p",), "All commands", "Log call"),
    (("f4",), "Dimension", "Customer type"),
    (("ctrl+p", *"Backups", "enter"), "Backups of", "When"),
    (("f4", "e"), "before → after", "Grade"),
    (("down", "x"), "xlsx", "Export"),
)


def test_each_screen_in_every_window(book: Path) -> None:
    async def doing(driver: Driver) -> None:
        for keys, shown, wanted in _SCREENS:
            await driver.press("f2", *keys)
            await driver.until(shown)
            for size in _DRAWN:
                await driver.resize(*size)
            seen = await driver.until(partial(_shows, driver, wanted))
            assert "F1 Help" not in seen, keys
            # Left here, the screen below it is as small.
            while len(driver.app.screen_stack) > 1:
                await driver.app.pop_screen()
            await driver.until("/ ")
            assert "F1 Help" not in driver.text(), keys
            await driver.resize(*SMALL)
            await driver.until("311 customers")

    drive(book, doing)


def test_a_real_window(book: Path) -> None:
    with Terminal(program(book)) as terminal:
        terminal.see("311 / 311")
        for columns, rows in (*_SIZES, *_SIZES):
            terminal.resize(columns, rows)
        terminal.resize(*LEAST).see("Customer").see_no("311 customers")
        terminal.resize(*SMALL).see("311 / 311", "F1 Help").kill(signal.SIGTERM)
        assert terminal.ends() == 128 + signal.SIGTERM


def test_a_window_that_was_smaller_for_a_moment_is_drawn_anew(book: Path) -> None:
    """Of two changes that follow at once the program hears only the second, which changes none."""
    with Terminal(program(book)) as terminal:
        terminal.see("311 / 311")
        terminal.resize(*LEAST).resize(*SMALL).see("311 / 311", "F1 Help")


def test_the_size_is_the_one_of_the_terminal_whatever_a_shell_says(book: Path) -> None:
    told = {"COLUMNS": "30", "LINES": "10"}
    with Terminal(program(book), rows=40, environment=told) as terminal:
        terminal.until(lambda: "F1 Help" in terminal.lines[39], "fill the terminal")


def _shows(driver: Driver, wanted: str) -> bool:
    return wanted in " ".join(driver.text().split())


def _name_of_first(connection: sqlite3.Connection) -> str:
    (first,) = customers.ids(connection, customers.View(), 1)
    return customers.rows(connection, [first], [])[first].name
