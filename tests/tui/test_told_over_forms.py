"""A form hides the strip: what is said meanwhile is said in the form, once."""

import fcntl
import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from custtui.model import Customer
from custtui.reading.announced import announced_beside
from custtui.store import open_book
from tests.tui.driving import SMALL, TODAY, Driver, drive

_LOST = "can't be kept as a draft"


@pytest.fixture
def book(tmp_path: Path) -> Path:
    path = tmp_path / "book.db"
    with open_book(path, TODAY).edit("new customer") as edit:
        edit.add(Customer(code="K1", name="张三", recorded=""))
    return path


def test_drafts_that_cant_be_written_are_told_once_until_they_can(
    book: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    state = tmp_path / "state"
    state.write_text("no folder", "utf-8")
    monkeypatch.setenv("XDG_STATE_HOME", str(state))

    async def doing(driver: Driver) -> None:
        unsaved = driver.app.unsaved
        await driver.press("down", "f")
        await driver.until("Log call")
        await driver.type("要新报价")
        unsaved.now_and_then()
        await driver.until(lambda: all(w.is_finished for w in driver.app.workers))
        unsaved.now_and_then()
        text = await driver.until(_LOST)
        assert "Save it soon." in text
        driver.app.say("")
        await driver.type("三周")
        unsaved.look(at_once=True)
        unsaved.now_and_then()
        assert _LOST not in driver.text()  # it was said
        state.unlink()
        await driver.type("可以")
        unsaved.look(at_once=True)
        assert list((state / "custtui" / "drafts").iterdir())

    drive(book, doing, SMALL)


def test_a_form_tells_who_is_importing(book: Path) -> None:
    async def doing(driver: Driver) -> None:
        await driver.press("down", "f")
        await driver.until("Log call")
        with _importing(book, done=40):
            await driver.until("wang is importing 客户.xlsx, 40 %")
        await driver.until(lambda: "importing" not in driver.text())

    drive(book, doing, SMALL)


@contextmanager
def _importing(book: Path, done: int) -> Iterator[None]:
    """As somebody on another machine announces it."""
    told = {"account": "wang", "file": "客户.xlsx", "done": done, "total": 100, "process": 1}
    with announced_beside(book).open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        json.dump({**told, "machine": "elsewhere"}, file)
        file.flush()
        yield
