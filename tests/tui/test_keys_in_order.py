"""A key never overtakes one that was typed before it."""

import asyncio
import time

import pytest
from textual.app import ComposeResult
from textual.events import Key, Paste
from textual.screen import Screen
from textual.widgets import Input

from custtui.tui import keys_in_order
from custtui.tui.keys_in_order import KeysInOrder


class _Slow(KeysInOrder):
    """Writes down each key, and is never done with it."""

    def __init__(self) -> None:
        super().__init__()
        self.handled: list[str] = []

    async def _handle(self, event: Key | Paste) -> None:
        self._busy_since = time.monotonic()
        assert isinstance(event, Key)
        self.handled.append(event.key)


def test_also_where_the_one_before_takes_too_long(monkeypatch: pytest.MonkeyPatch) -> None:
    async def type_ahead() -> list[str]:
        app = _Slow()
        for key in "ab":
            await app.on_event(Key(key, key))
        monkeypatch.setattr(keys_in_order, "_LONGEST_WAIT_SECONDS", 0.0)
        await app.on_event(Key("c", "c"))
        assert not app.has_handled_all
        return app.handled

    assert asyncio.run(type_ahead()) == ["a", "b"]


class _SlowInput(Input):
    """A field that takes its time to say that it was submitted."""

    async def action_submit(self) -> None:
        for _turn in range(50):
            await asyncio.sleep(0)
        await super().action_submit()


class _First(Screen[None]):
    def compose(self) -> ComposeResult:
        yield _SlowInput()

    def on_input_submitted(self) -> None:
        self.app.push_screen(_Second())


class _Second(Screen[None]):
    def compose(self) -> ComposeResult:
        yield Input()


class _TwoScreens(KeysInOrder):
    def on_mount(self) -> None:
        self.push_screen(_First())


def test_what_is_typed_behind_enter_goes_to_the_screen_that_enter_opens() -> None:
    async def type_ahead() -> tuple[bool, str]:
        app = _TwoScreens()
        async with app.run_test() as pilot:
            await pilot.pause()
            for key in ("a", "enter", "b"):
                app.post_message(Key(key, key if len(key) == 1 else None))
            for _turn in range(2000):
                await asyncio.sleep(0)
                if app.has_handled_all and isinstance(app.screen, _Second):
                    break
            await pilot.pause()
            return isinstance(app.screen, _Second), app.screen.query_one(Input).value

    assert asyncio.run(type_ahead()) == (True, "b")
