"""Driving the app by keys in a terminal that is not there, and reading what it shows."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from datetime import date
from pathlib import Path

from textual.events import Paste
from textual.pilot import Pilot

from custtui.tui.app import CusttuiApp
from custtui.tui.session import Session
from custtui.tui.start import Start

TODAY = date(2026, 11, 22)
SMALL, LARGE = (80, 24), (140, 45)
_PATIENCE_SECONDS = 60.0
_SECONDS_BETWEEN_LOOKS = 0.05


class Driver:
    """The app under way: keys in, text out."""

    def __init__(self, app: CusttuiApp, pilot: Pilot[None]) -> None:
        self.app = app
        self._pilot = pilot

    async def press(self, *keys: str) -> None:
        """Press keys one after another; each has gone its way when this returns."""
        for key in keys:
            await self._pilot.press(key)
            await self._until_handled()

    async def type(self, text: str) -> None:
        """Type text as one pastes it: all at once."""
        self.app.post_message(Paste(text))
        await self._until_handled()

    async def command(self, name: str) -> None:
        """Give a command by its name, from the list of all commands."""
        await self.press("ctrl+p")
        await self.until("All commands")
        await self.type(name)
        await self.press("enter")

    async def resize(self, columns: int, rows: int) -> None:
        """Give the terminal another size."""
        await self._pilot.resize_terminal(columns, rows)
        await self._until_handled()

    async def until(self, wanted: str | Callable[[], bool]) -> str:
        """Wait until a text stands on the screen, or something holds; gives the screen."""
        end = time.monotonic() + _PATIENCE_SECONDS
        while True:
            text = self.text()
            if (wanted in text) if isinstance(wanted, str) else wanted():
                return text
            if not self.app.is_running:
                raise AssertionError("the app has ended")
            if time.monotonic() > end:
                raise AssertionError(f"{wanted!r} did not come; the screen is:\n{text}")
            await self._pilot.pause(_SECONDS_BETWEEN_LOOKS)

    async def _until_handled(self) -> None:
        # A quiet processor alone says little: under load this process may just not get its turn.
        await self._pilot.pause()
        await self.until(lambda: self.app.has_handled_all)
        await self._pilot.pause()

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
    """Open the app on a book and do that, once the book is shown."""

    async def run() -> None:
        session = Session(Start(path, lambda: TODAY, read_only=read_only, as_of=as_of))
        app = CusttuiApp(session)
        try:
            async with app.run_test(size=size) as pilot:
                driver = Driver(app, pilot)
                await driver.until(lambda: all(worker.is_finished for worker in app.workers))
                await pilot.pause()
                try:
                    await doing(driver)
                finally:
                    # As when a person quits: workers end before the screens are taken apart.
                    app.workers.cancel_all()
        finally:
            app.session.close()

    asyncio.run(run())
