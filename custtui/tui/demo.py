"""Looking round in sample data from an empty book: a copy of its own, in a temporary folder."""

import asyncio
import tempfile
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from custtui.values.language import _

if TYPE_CHECKING:
    from custtui.tui.app import CusttuiApp


async def look_round(app: "CusttuiApp") -> None:
    """Open sample data in place of the empty book, which stays as it is."""
    from custtui.exchange.sample import make_sample

    start = app.session.start
    # Deleted when the app goes, with everything in it.
    app.sample_folder = tempfile.TemporaryDirectory(prefix="custtui-")
    path = Path(app.sample_folder.name) / "sample.db"
    await asyncio.to_thread(make_sample, path, start.today())
    app.open_book(replace(start, path=path, as_of=None, read_only=False, is_demo=True))
    app.say(_("This is sample data; your own book is as it was. Start custtui again for it."))
