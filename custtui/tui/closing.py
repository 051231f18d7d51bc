"""How the app ends: by a key, by a signal, with a terminal that is gone, by an error."""

import asyncio
import sys
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from custtui.tui.keys_in_order import KeysInOrder

if TYPE_CHECKING:
    from custtui.tui.ending import Ending


class Closing(KeysInOrder):
    """An app that also ends in order from outside."""

    def __init__(self) -> None:
        super().__init__()
        #: What ends the app from outside; None where nothing does.
        self.ending: Ending | None = None
        self.sample_folder: TemporaryDirectory[str] | None = None

    def await_ending(self) -> None:
        """From here on a signal, or the end of the terminal, ends the app."""
        if self.ending is not None:
            loop = asyncio.get_running_loop()
            self.ending.begun(
                lambda status: loop.call_soon_threadsafe(self._end, status), self._tidy_up
            )

    def _end(self, status: int) -> None:
        self.exit(return_code=status)

    def _tidy_up(self) -> None:
        """What is left to do where the process is ended at once, in no matter which thread."""
        if "custtui.exchange.whole_file" in sys.modules:
            from custtui.exchange.whole_file import remove_parts

            remove_parts()
        if self.sample_folder is not None:
            self.sample_folder.cleanup()

    def _handle_exception(self, error: Exception) -> None:
        # A screen that was being built when the app ended finds itself taken apart.
        if not self._exit:
            super()._handle_exception(error)
