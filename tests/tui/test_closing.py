"""What comes late: to an app that closes, to a book that was left for another one."""

import asyncio
import threading
from dataclasses import replace
from pathlib import Path

import pytest
from textual.worker import WorkerCancelled

from custtui.tui.screens.page import Page
from custtui.tui.widgets.frame import HeaderLine
from tests.exchange.books import make_book
from tests.reading.test_shared import endless
from tests.tui.driving import Driver, drive


@pytest.fixture
def book(tmp_path: Path) -> Path:
    return make_book(tmp_path / "book.db")


def test_what_comes_while_the_app_closes_is_let_go(book: Path) -> None:
    came: list[str] = []
    tasks: list[asyncio.Task[None]] = []

    async def doing(driver: Driver) -> None:
        app = driver.app

        async def late(page: Page) -> None:
            while page.query(HeaderLine):
                await asyncio.sleep(0)
            assert page in app.screen_stack
            app._refresh()
            app.say("late")
            came.append("told")
            page.stop_when_left()
            came.append("went on")

        assert isinstance(app.screen, Page)
        tasks.append(asyncio.create_task(late(app.screen)))

    drive(book, doing)
    assert came == ["told"]


def test_a_book_is_left_while_it_is_read(book: Path, tmp_path: Path) -> None:
    other = make_book(tmp_path / "other.db")

    async def doing(driver: Driver) -> None:
        app, page = driver.app, driver.app.screen
        assert isinstance(page, Page)
        begun = threading.Event()
        reading = app.run_worker(page.read(endless, begun))
        assert await asyncio.to_thread(begun.wait, 30.0)
        app.open_book(replace(app.session.start, path=other))
        with pytest.raises(WorkerCancelled):
            await reading.wait()
        await driver.until(" other ")
        await driver.until("12 customers")

    drive(book, doing)
