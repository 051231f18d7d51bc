"""One book read by several threads at once, while the app goes on."""

import asyncio
import sqlite3
import threading
from datetime import date, timedelta
from pathlib import Path

import pytest

from custtui.reading.settings import judged_day
from custtui.segments.judging import metrics
from custtui.store import Book, open_book
from custtui.tui.session import Session
from custtui.tui.start import Start
from tests.exchange.books import make_book
from tests.reading.test_shared import endless
from tests.tui.driving import TODAY

_LONG = 10.0


@pytest.fixture
def book(tmp_path: Path) -> Path:
    return make_book(tmp_path / "book.db")


def test_the_app_goes_on_while_another_day_is_judged(
    book: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Judging calls back into Python: whoever uses its connection meanwhile may wait for ever."""
    other_day = TODAY - timedelta(days=30)
    in_sql, go_on = threading.Event(), threading.Event()
    waited: list[bool] = []
    judge_days = metrics._CycleHalfDays.step

    def step(self: metrics._CycleHalfDays, day: str | None) -> None:
        in_sql.set()
        waited.append(go_on.wait(_LONG))
        go_on.set()  # so that this ends also where the app does not go on
        judge_days(self, day)

    monkeypatch.setattr(metrics._CycleHalfDays, "step", step)

    async def asked_meanwhile(session: Session) -> tuple[date, bool]:
        judging = asyncio.create_task(session.settle())
        assert await asyncio.to_thread(in_sql.wait, _LONG)
        asked = session.as_of, session.has_changed()
        go_on.set()
        await judging
        return asked

    session = Session(Start(book, lambda: TODAY, as_of=other_day))
    try:
        assert asyncio.run(asked_meanwhile(session)) == (TODAY, False)
        assert session.as_of == other_day
    finally:
        session.close()
    assert all(waited)


def test_what_is_read_when_another_day_is_taken_over_is_read_of_that_day(book: Path) -> None:
    other_day = TODAY - timedelta(days=30)

    async def travelled_while_reading() -> date:
        session = Session(Start(book, lambda: TODAY))
        begun = threading.Event()

        def long_the_first_time(connection: sqlite3.Connection) -> date:
            if not begun.is_set():
                endless(connection, begun)
            return judged_day(connection)

        reading = asyncio.create_task(session.read(long_the_first_time))
        assert await asyncio.to_thread(begun.wait, _LONG)
        session.travel(other_day)
        await session.settle()
        day = await reading
        session.close()
        return day

    assert asyncio.run(travelled_while_reading()) == other_day


def test_whoever_reads_when_the_session_is_closed_ends(book: Path) -> None:
    async def closed_while_reading() -> None:
        session = Session(Start(book, lambda: TODAY))
        begun = threading.Event()
        reading = asyncio.create_task(session.read(endless, begun))
        assert await asyncio.to_thread(begun.wait, _LONG)
        session.close()
        with pytest.raises(asyncio.CancelledError):
            await reading

    asyncio.run(closed_while_reading())


def test_the_store_is_opened_once(book: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The first save may come while a thread still gets ready for it."""
    session = Session(Start(book, lambda: TODAY))
    second_opens = threading.Event()
    opened: list[Path] = []

    def slowly(path: Path, today: date, *, may_make: bool) -> Book:
        opened.append(path)
        if len(opened) > 1:
            second_opens.set()
        second_opens.wait(0.2)
        return open_book(path, today, may_make=may_make)

    monkeypatch.setattr("custtui.store.open_book", slowly)

    async def twice() -> list[object]:
        return list(
            await asyncio.gather(asyncio.to_thread(session.book), asyncio.to_thread(session.book))
        )

    first, second = asyncio.run(twice())
    assert first is second
    assert opened == [book]
    session.close()
