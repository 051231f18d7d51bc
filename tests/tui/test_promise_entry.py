"""The line of the next action: what is typed is always seen, the day where there is room."""

import asyncio
from datetime import date

import pytest
from textual.app import App, ComposeResult
from textual.widgets import Input

from custtui.tui.widgets.frame import OneLine
from custtui.tui.widgets.promise import PromiseEntry


class _Alone(App[None]):
    def compose(self) -> ComposeResult:
        yield PromiseEntry("send the offer", "2026-11-25", date(2026, 11, 22))


@pytest.mark.parametrize(("columns", "beside"), [(18, False), (28, False), (36, True), (60, True)])
def test_the_understood_day_never_takes_the_room_of_what_is_typed(
    columns: int, beside: bool
) -> None:
    async def look() -> tuple[int, bool]:
        app = _Alone()
        async with app.run_test(size=(columns, 5)) as pilot:
            await pilot.pause()
            typed, day = app.query_one(Input), app.query_one(OneLine)
            return typed.size.width, bool(day.display)

    room, shown = asyncio.run(look())
    assert shown is beside
    assert room >= 12
