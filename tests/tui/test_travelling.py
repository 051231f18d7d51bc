"""Time travel from the keys: every screen on another day, edits meanwhile, and back."""

import threading
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from custtui.model import Customer, FollowUp, Purchase
from custtui.reading.connection import connect
from custtui.reading.settings import judged_day
from custtui.segments.over_time import time_travel
from custtui.segments.over_time.time_travel import view_of
from custtui.store import open_book
from custtui.tui.screens.as_of import AsOf
from tests.tui.driving import LARGE, TODAY, Driver, drive

JUNE = date(2026, 6, 30)


@pytest.fixture
def book(tmp_path: Path) -> Path:
    """Ann bought little in May and much in November; Bob the other way round; Cid only lately."""
    path = tmp_path / "book.db"
    with open_book(path, TODAY).edit("fill") as edit:
        for name, may, november in (("Ann", 100, 900_000), ("Bob", 500_000, 100), ("Cid", 0, 50)):
            customer = edit.add(Customer(code="", name=name, recorded=""))
            for day, amount in ((date(2026, 5, 4), may), (TODAY, november)):
                if amount:
                    edit.add(
                        Purchase(customer_id=customer, day=day, amount=amount * 100, recorded="")
                    )
            edit.add(
                FollowUp(
                    customer_id=customer,
                    day=date(2026, 7, 1),
                    summary="call",
                    next_action=f"offer to {name}",
                    next_day=date(2026, 7, 9),
                    recorded="",
                )
            )
    return path


async def go_to(driver: Driver, typed: str) -> None:
    await driver.press("ctrl+g")
    assert isinstance(driver.app.screen, AsOf)
    await driver.type(typed)
    await driver.press("enter")


def row_of(text: str, name: str) -> str:
    """The line of the list that has the name, with single spaces."""
    found = next(line for line in text.splitlines() if f" {name} " in line)
    return " ".join(found.split())


def test_every_screen_shows_the_day_asked_for_and_today_returns(book: Path) -> None:
    async def doing(driver: Driver) -> None:
        await driver.until("900,100")
        await go_to(driver, "2026-06-30")
        text = await driver.until("The book as of 2026-06-30 Tuesday.")
        assert "◀ as of 2026-06-30 Tuesday" in text.splitlines()[0]
        assert "due" not in text.splitlines()[0], "nothing had been promised yet"
        text = await driver.until("500,000")
        assert row_of(text, "Bob").startswith("A Bob")
        assert "500,000" in row_of(text, "Bob")
        await driver.press("f4")
        text = await driver.until("Top 20 %")
        assert "◀ as of 2026-06-30 Tuesday" in text.splitlines()[0]
        await driver.until("500,000")
        await driver.press("f2", "down", "w")
        text = await driver.until("2025-07-01")
        assert "◀ as of 2026-06-30 Tuesday" in text.splitlines()[0]
        await go_to(driver, "today")
        text = await driver.until("The book as of today.")
        assert "as of 2026" not in text
        assert f"{TODAY.isoformat()} Sunday" in text.splitlines()[0]
        await driver.until("2025-11-23")
        assert driver.app.session.as_of == TODAY

    drive(book, doing)
    connection = connect(book)
    assert judged_day(connection) == TODAY
    connection.close()


def test_a_day_to_come_is_allowed_and_esc_leaves_all_as_it_is(book: Path) -> None:
    async def doing(driver: Driver) -> None:
        await driver.until("900,100")
        await go_to(driver, "+1y")
        text = await driver.until("The book as of 2027-11-22 Monday.")
        assert "as of 2027-11-22 Monday ▶" in text.splitlines()[0]
        await driver.press("ctrl+g")
        await driver.type("2026-02-30")
        await driver.until("2026-02-30: February 2026 has 28 days")
        await driver.press("enter")
        assert isinstance(driver.app.screen, AsOf)
        await driver.press("escape")
        await driver.until("as of 2027-11-22 Monday ▶")
        await driver.press("ctrl+g", "enter")
        await driver.until("The book as of today.")

    drive(book, doing)


def test_what_was_promised_later_is_not_on_the_card(book: Path) -> None:
    async def doing(driver: Driver) -> None:
        await driver.until("offer to")
        await go_to(driver, "2026-06-30")
        await driver.until("The book as of 2026-06-30")
        await driver.until(lambda: "offer to" not in driver.text())
        await go_to(driver, "2026-07-02")
        await driver.until("offer to")

    drive(book, doing, LARGE)


def test_an_edit_of_ours_is_in_the_view_and_its_moves_are_of_the_file(book: Path) -> None:
    async def doing(driver: Driver) -> None:
        await driver.until("900,100")
        await go_to(driver, "2026-06-30")
        await driver.until("The book as of 2026-06-30")
        await driver.press("down", "p")
        await driver.until("Purchase ·")
        await driver.type("1234567")
        await driver.press("ctrl+s")
        await driver.until("On 2026-11-22: Saved: Purchase 1,234,567.00")
        await driver.press("ctrl+z")
        await driver.until("On 2026-11-22: Taken back: new purchase")
        await driver.press("n")
        await driver.type("Dora")
        await driver.press("ctrl+s")
        text = await driver.until("4 / 4")
        assert "◀ as of 2026-06-30 Tuesday" in text
        assert driver.app.session.as_of == JUNE

    drive(book, doing)


def test_what_others_save_comes_into_the_view(book: Path) -> None:
    async def doing(driver: Driver) -> None:
        await driver.until("Bob")
        with open_book(book, TODAY).edit("new purchase") as edit:
            edit.add(Purchase(customer_id=3, day=JUNE, amount=77_700_000, recorded=""))
        await driver.until("777,000")
        assert driver.app.session.as_of == JUNE

    drive(book, doing, as_of=JUNE)


def test_the_old_day_stays_and_keys_go_on_until_the_new_one_is_ready(
    book: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    may_judge = threading.Event()

    def slow(*args: Any, **settings: Any) -> object:
        assert may_judge.wait(20)
        return view_of(*args, **settings)

    monkeypatch.setattr(time_travel, "view_of", slow)

    async def doing(driver: Driver) -> None:
        await driver.until("900,100")
        await go_to(driver, "2026-06-30")
        text = await driver.until("Judging the book as of 2026-06-30")
        assert f"{TODAY.isoformat()} Sunday" in text.splitlines()[0]
        await driver.type("Bob")
        text = await driver.until("1 / 3")
        assert "500,100" in text
        may_judge.set()
        await driver.until("The book as of 2026-06-30")
        await driver.until("500,000")

    drive(book, doing)


def test_a_second_day_asked_for_meanwhile_is_the_one_that_comes(
    book: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun, may_judge = threading.Event(), threading.Event()
    judged: list[object] = []

    def slow(path: Path, day: date, **settings: Any) -> object:
        begun.set()
        assert may_judge.wait(20)
        judged.append(day)
        return view_of(path, day, **settings)

    monkeypatch.setattr(time_travel, "view_of", slow)

    async def doing(driver: Driver) -> None:
        await driver.until("900,100")
        await go_to(driver, "2026-06-30")
        await driver.until(begun.is_set)
        await go_to(driver, "2026-05-31")
        await go_to(driver, "2026-05-30")
        may_judge.set()
        await driver.until("◀ as of 2026-05-30 Saturday")
        await driver.until("The book as of 2026-05-30 Saturday.")
        assert date(2026, 5, 31) not in judged

    drive(book, doing)


def test_a_file_that_may_only_be_read_travels_too(book: Path) -> None:
    async def doing(driver: Driver) -> None:
        await driver.until("read only")
        await go_to(driver, "2026-06-30")
        text = await driver.until("◀ as of 2026-06-30 Tuesday")
        assert "500,000" in row_of(text, "Bob")

    drive(book, doing, read_only=True)


def test_the_app_follows_the_clock_again_when_it_is_back(tmp_path: Path) -> None:
    """A file that stands for an earlier day, opened as of another one, is rolled on return."""
    path = tmp_path / "book.db"
    open_book(path, TODAY - timedelta(days=3))

    async def doing(driver: Driver) -> None:
        await driver.until("as of 2026-06-30")
        await driver.press("ctrl+g", "enter")
        await driver.until(lambda: driver.app.session.as_of == TODAY)

    drive(path, doing, as_of=JUNE)
