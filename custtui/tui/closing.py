"""How the app ends: by a key, by a signal, with a terminal that is gone, by an error."""

import asyncio
import sys
from typing import TYPE_CHECKING, cast

from rich.console import RenderableType
from textual.await_complete import AwaitComplete

from custtui.tui.suspending import Suspending
from custtui.tui.unsaved import Unsaved

if TYPE_CHECKING:
    from tempfile import TemporaryDirectory

    from custtui.tui.app import CusttuiApp
    from custtui.tui.ending import Ending


_LOOK_SECONDS = 1.0


class Closing(Suspending):
    """An app that also ends in order from outside."""

    def __init__(self) -> None:
        super().__init__()
        #: What ends the app from outside; None where nothing does.
        self.ending: Ending | None = None
        self.unsaved = Unsaved(cast("CusttuiApp", self))
        self.sample_folder: TemporaryDirectory[str] | None = None

    def await_ending(self) -> None:
        """From here on a signal, or the end of the terminal, ends the app."""
        self.follow_suspensions()
        if self.ending is not None:
            loop = asyncio.get_running_loop()
            self.ending.begun(
                lambda status: loop.call_soon_threadsafe(self._end, status),
                self._tidy_up,
                lambda: loop.call_soon_threadsafe(bool),
            )

    def keep_what_is_typed(self) -> None:
        """From here on drafts are kept; those of earlier starts are offered."""
        self.set_interval(_LOOK_SECONDS, self.unsaved.now_and_then)
        self.run_worker(self.unsaved.take_left(), group="left")

    def exit(
        self,
        result: None = None,
        return_code: int = 0,
        message: RenderableType | None = None,
    ) -> None:
        self.unsaved.look(at_once=True)
        super().exit(result, return_code, message)

    def pop_screen(self) -> AwaitComplete:
        left = super().pop_screen()
        # What was just saved, or thrown away, is a draft no more, whatever comes next.
        self.unsaved.look()
        return left

    def _end(self, status: int) -> None:
        self.exit(return_code=status)

    def _tidy_up(self) -> None:
        """What is left to do where the process is ended at once, in no matter which thread."""
        self.unsaved.write()
        if "custtui.exchange.whole_file" in sys.modules:
            from custtui.exchange.whole_file import remove_parts

            remove_parts()
        if self.sample_folder is not None:
            self.sample_folder.cleanup()

    def _handle_exception(self, error: Exception) -> None:
        self.unsaved.look(at_once=True)
        # A screen that was being built when the app ended finds itself taken apart.
        if not self._exit:
            super()._handle_exception(error)
