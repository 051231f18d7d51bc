"""Drafts of rules tried one after another while somebody types: only the newest answer counts."""

import asyncio
from collections.abc import Callable, Collection
from datetime import date
from pathlib import Path

from custtui.segments.drafting.what_if import Trial, Tried
from custtui.segments.rules import Rules

_PAUSE_SECONDS = 0.05  #: so long nothing is typed before a draft is judged
_SLOW_SECONDS = 0.2  #: what takes longer says so


class Trying:
    """A trial for a screen, judged in a thread; `say_slow` is called where it takes a moment."""

    def __init__(self, path: Path, say_slow: Callable[[], object]) -> None:
        self._trial = Trial(path)
        self._say_slow = say_slow
        #: Counts the drafts, so that a late answer can tell that it is unwanted.
        self._wanted = 0
        self._judging = asyncio.Lock()

    async def newest(self) -> bool:
        """Wait for a moment without typing; False where something newer is wanted by then."""
        self._wanted += 1
        wanted = self._wanted
        await asyncio.sleep(_PAUSE_SECONDS)
        return wanted == self._wanted

    async def judge(self, rules: Rules, as_of: date, also: Collection[str] = ()) -> Tried | None:
        """What the rules would do; None where something newer is wanted meanwhile."""
        wanted = self._wanted
        self._trial.stop()
        async with self._judging:
            if wanted != self._wanted:
                return None
            slow = asyncio.get_running_loop().call_later(_SLOW_SECONDS, self._say_slow)
            try:
                tried = await asyncio.to_thread(self._trial.try_rules, rules, as_of, also)
            finally:
                slow.cancel()
        return tried if wanted == self._wanted else None

    async def close(self) -> None:
        """Nothing is wanted any more: let the file go."""
        self._wanted += 1
        await asyncio.to_thread(self._trial.close)
