"""Going round the app by keys: through everything that only reads, and through what writes.

`python -m tests.tui.going_round BOOK` does the first in this process, and prints as JSON which
modules were loaded when the list was painted first, and which at the end.
"""

import json
import sys
from pathlib import Path
from typing import Any

from textual.screen import Screen

from custtui.tui.app import CusttuiApp
from tests.tui.driving import LARGE, Driver, drive

#: Stands in many names of the sample.
_LISTED = "有限公司"
#: Pages of a customer, its overview included.
_PAGES = 8


async def read_round(driver: Driver) -> None:
    """Every screen that shows something, and what can be asked of it without writing."""
    await _list(driver)
    await _customer(driver)
    await _segments(driver)
    for screen in ("trash", "own_fields", "backups", "help"):
        await driver.app.run_action(screen)
        await driver.until(lambda: driver.app.screen.is_mounted)
        await keys(driver, "escape")


async def write_round(driver: Driver) -> None:
    """The forms, a save, undo and redo, a pin."""
    await keys(driver, "f2", "escape")
    for form in ("f", "p", "e", "n"):
        await keys(driver, form)
        await keys(driver, "escape")
    await keys(driver, "p")
    await driver.type("20")
    await keys(driver, "ctrl+s")
    await keys(driver, "ctrl+z")
    await keys(driver, "ctrl+y")
    await keys(driver, "enter", "i", "enter")  # picks the first dimension
    await keys(driver, "enter")  # what to pin there
    await keys(driver, "escape", "escape")
    await keys(driver, "x")
    await keys(driver, "f2")
    await keys(driver, "delete")
    await keys(driver, "escape")


async def keys(driver: Driver, *pressed: str) -> None:
    """Press keys, and wait until everything that they asked for is there."""
    await driver.press(*pressed)
    await driver.until(lambda: all(worker.is_finished for worker in driver.app.workers))


async def _list(driver: Driver) -> None:
    await keys(driver, *"zs")
    await keys(driver, "escape", "escape")
    await keys(driver, "down", "pagedown", "end", "home")
    for sort in ("Name", "Average order", "Main product", "Grade", "Risk", "Industry", "Stage"):
        await keys(driver, "s")
        await driver.type(sort)
        await keys(driver, "enter", "S")
    await keys(driver, "space", "end", "V", "a", "u")
    await keys(driver, "v", "down", "enter")
    await keys(driver, "v", "enter")


async def _customer(driver: Driver) -> None:
    await keys(driver, "enter")
    for _page in range(_PAGES):
        await keys(driver, "right")
    await keys(driver, "w")
    await keys(driver, "right", "down", "down", "enter")
    await keys(driver, "escape")
    await keys(driver, "escape", "escape", "f2")


async def _segments(driver: Driver) -> None:
    await keys(driver, "f4")
    await keys(driver, "down", "down", "right", "down", "left")
    await keys(driver, "i")  # hand against rules
    await keys(driver, "down")
    await keys(driver, "escape")
    await keys(driver, "v")  # two days compared
    await keys(driver, "right", "enter")
    await keys(driver, "escape", "escape")
    await keys(driver, "f4", "w")  # who moves
    await keys(driver, "escape")
    await keys(driver, "f2")


def _loaded_when_painted() -> set[str]:
    """Fills itself with what is loaded when the list is first painted with customers in it."""
    found: set[str] = set()
    paint = CusttuiApp._display

    def display(app: CusttuiApp, screen: Screen[object], renderable: Any) -> None:
        paint(app, screen, renderable)
        if not found and _LISTED in Driver(app, None).text():  # type: ignore[arg-type]  # no keys
            found.update(sys.modules)

    CusttuiApp._display = display  # type: ignore[method-assign,assignment]  # watched, then done
    return found


def main(path: Path) -> None:
    """Go round the book at `path` and tell what was loaded."""
    painted = _loaded_when_painted()
    drive(path, read_round, LARGE)
    print(json.dumps({"painted": sorted(painted), "read": sorted(sys.modules)}))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
