"""Driving the app by keys in a terminal that is not there, and reading what it shows."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import date
from pathlib import Path

from textual.pilot import Pilot

from custtui.tui.app import CusttuiApp
from custtui.tui.session import Session, Start

TODAY = date(2026, 11, 22)
SMALL, LARGE = (80, 24), (140, 45)
_STEPS, _SECONDS_A_STEP = 400, 0.05


class Driver:
    """The app under way: keys in, text out."""

    def __init__(self, app: CusttuiApp, pilot: Pilot[None]) -> None:
        self.app = app
        self._pilot = pilot

    async def press(self, *keys: str) -> None:
        """Press keys one after another."""
        await self._pilot.press(*keys)
        await self._pilot.pause()

    async def type(self, text: str) -> None:
        """Type text as one pastes it: all at once."""
        from textual.events import Paste

        self.app.screen.post_message(Paste(text))
        await self._pilot.pause()

    async def until(self, wanted: str | Callable[[], bool]) -> str:
        """Wait until a text stands on the screen, or something holds; gives the screen."""
        for _step in range(_STEPS):
            text = self.text()
            if (wanted in text) if isinstance(wanted, str) else wanted():
                return text
            await self._pilot.pause(_SECONDS_A_STEP)
        raise AssertionError(f"{wanted!r} did not come; the screen is:\n{self.text()}")

    def text(self) -> str:
        """What the terminal shows."""
        strips = self.app.screen._compositor.render_strips()  # nothing public gives plain text
        return "\n".join("".join(segment.text for segment in strip) for strip in strips)


def drive(
    path: Path,
    doing: Callable[[Driver], Awaitable[None]],
    size: tuple[int, int] = SMALL,
    *,
    read_only: bool = False,
    as_of: date | None = None,
) -> None:
    """Open the app on a book and do that."""

    async def run() -> None:
        session = Session(Start(path, lambda: TODAY, read_only=read_only, as_of=as_of))
        app = CusttuiApp(session)
        try:
            async with app.run_test(size=size) as pilot:
                await pilot.pause()
                await doing(Driver(app, pilot))
        finally:
            app.session.close()

    asyncio.run(run())
