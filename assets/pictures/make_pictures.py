"""Draws the pictures of README: the real app on the sample data, in both languages.

`python assets/pictures/make_pictures.py` writes `custtui-zh.svg` and `custtui-en.svg` here.
"""

import asyncio
import html
import re
import tempfile
from datetime import date
from pathlib import Path

from rich.cells import cell_len

from custtui.exchange.sample import make_sample
from custtui.tui.app import CusttuiApp
from custtui.tui.session import Session, Start
from custtui.values import language

_FOLDER = Path(__file__).parent
_DAY = date(2026, 11, 22)
_SIZE = (132, 34)


async def picture(spoken: str, book: Path) -> None:
    """The customer list, with the card of the customer under the cursor."""
    language.use(spoken)
    app = CusttuiApp(Session(Start(book, lambda: _DAY, is_demo=True)))
    app.account = "王敏" if spoken == "zh" else "wangmin"
    async with app.run_test(size=_SIZE) as pilot:
        await pilot.press(*["down"] * 13)
        await pilot.pause(1)
        drawn = app.export_screenshot(title="custtui")
    (_FOLDER / f"custtui-{spoken}.svg").write_text(_widened(drawn), "utf-8")


def _widened(drawn: str) -> str:
    """The picture with every text as long as its cells: it was drawn a cell a character."""

    def widen(match: re.Match[str]) -> str:
        text = html.unescape(match["text"])
        length = float(match["length"]) * cell_len(text) / max(1, len(text))
        return f'{match["head"]}textLength="{length:g}"{match["rest"]}>{match["text"]}<'

    pattern = (
        r'(?P<head><text [^>]*?)textLength="(?P<length>[\d.]+)"(?P<rest>[^>]*)>(?P<text>[^<]*)<'
    )
    return re.sub(pattern, widen, drawn)


def main() -> None:
    """Both pictures, from one fresh copy of the sample data."""
    with tempfile.TemporaryDirectory() as folder:
        book = Path(folder) / "demo.db"
        make_sample(book, _DAY)
        for spoken in ("zh", "en"):
            asyncio.run(picture(spoken, book))


if __name__ == "__main__":
    main()
