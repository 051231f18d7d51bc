"""A key never overtakes one that was typed before it."""

import asyncio
import time

import pytest
from textual.events import Key, Paste

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
