"""Questions one after another: going back, ticking, and answers that are still being read."""

import asyncio
from collections.abc import Sequence
from pathlib import Path

import pytest
from textual.widgets import Input

from custtui.store import open_book
from custtui.tui.questions.asking import Question, Talk, answering, picking
from custtui.tui.screens.dialogue import Dialogue
from custtui.tui.screens.pick import Option
from tests.tui.driving import TODAY, Driver, drive

FRUIT = [Option("apple", "Apple"), Option("pineapple", "Pineapple"), Option("plum", "Plum 李子")]


@pytest.fixture
def book(tmp_path: Path) -> Path:
    path = tmp_path / "book.db"
    open_book(path, TODAY)
    return path


def offer_texts(typed: str, texts: Sequence[str]) -> list[Option]:
    known = [Option(text, text) for text in texts if typed in text]
    return known or [Option(typed, f"as typed: {typed}")]


def two_questions() -> Talk[str]:
    (first,) = yield Question("First?", picking(FRUIT))
    second = yield Question(f"After {first}?", picking(FRUIT), ticked=())
    return f"{first}: {', '.join(second)}"


def one_text() -> Talk[str]:
    (text,) = yield Question("Which?", offer_texts, about="texts")
    return text


def test_going_back_finds_what_was_typed(book: Path) -> None:
    async def doing(driver: Driver) -> None:
        given: list[str | None] = []
        driver.app.push_screen(Dialogue("Fruit", two_questions), given.append)
        await driver.until("First?")
        await driver.press(*"pin", "enter")
        await driver.until("After pineapple?")
        await driver.press("escape")
        text = await driver.until("First?")
        assert driver.app.screen.query_one(Input).value == "pin"
        assert "Plum" not in text
        await driver.press(*"lz", "enter")
        await driver.until("After plum?")
        await driver.press("enter", "down", "enter", "ctrl+s")
        assert given == ["plum: apple, pineapple"]

    drive(book, doing)


def test_esc_at_the_first_question_gives_nothing(book: Path) -> None:
    async def doing(driver: Driver) -> None:
        given: list[str | None] = []
        driver.app.push_screen(Dialogue("Fruit", two_questions), given.append)
        await driver.until("First?")
        await driver.press("escape")
        assert given == [None]

    drive(book, doing)


def test_a_tick_can_be_taken_away(book: Path) -> None:
    async def doing(driver: Driver) -> None:
        given: list[str | None] = []
        driver.app.push_screen(Dialogue("Fruit", two_questions), given.append)
        await driver.until("First?")
        await driver.press("enter", *"plum", "enter", *"apple", "enter", *"plum", "enter")
        await driver.until("Take these: Apple")
        await driver.press("enter")
        assert given == ["apple: apple"]

    drive(book, doing)


def test_enter_waits_for_texts_that_are_still_read(book: Path) -> None:
    async def doing(driver: Driver) -> None:
        is_there = asyncio.Event()

        async def read(about: str) -> list[str]:
            await is_there.wait()
            return ["key account", "other"]

        given: list[str | None] = []
        driver.app.push_screen(Dialogue("Texts", one_text, read), given.append)
        await driver.until("Which?")
        await driver.press(*"key", "enter")
        await driver.until("as typed: key")
        assert given == []
        is_there.set()
        await driver.until(lambda: bool(given))
        assert given == ["key account"]

    drive(book, doing)


def test_names_that_begin_with_what_is_typed_come_first() -> None:
    assert [option.key for option in answering(FRUIT, "apple")] == ["apple", "pineapple"]
    assert [option.key for option in answering(FRUIT, "PINE")] == ["pineapple"]
    assert [option.key for option in answering(FRUIT, "lz")] == ["plum"]
    assert answering(FRUIT, "x") == []
