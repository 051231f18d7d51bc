"""What the app loads: the list stands there, and everything is read, without what only writes."""

import json
import os
import subprocess
import sys
from pathlib import Path

from custtui.exchange.sample import make_sample
from tests.tui.driving import TODAY

_ROOT = Path(__file__).parents[2]
#: What only writing, other people's files and telephone numbers need.
HEAVY = {
    "sqlmodel", "sqlalchemy", "pypinyin", "phonenumbers", "xlsxwriter", "python_calamine",
    "tomlkit",
}  # fmt: skip


#: What most starts never show: to load it would hold up the list.
LATER = {"pydantic", "pygments", "textual.widgets._text_area", "custtui.tui.screens.form"}


def loaded(book: Path) -> dict[str, set[str]]:
    """What a fresh process has loaded when the list is painted, and after reading everything."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.tui.going_round", str(book)],
        env=os.environ | {"PYTHONPATH": str(_ROOT)},
        cwd=_ROOT,
        capture_output=True,
        encoding="utf-8",
        timeout=240,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return {when: set(names) for when, names in json.loads(done.stdout).items()}


def test_reading_needs_nothing_heavy(tmp_path: Path) -> None:
    book = tmp_path / "book.db"
    make_sample(book, TODAY).close()
    modules = loaded(book)
    assert "custtui.tui.screens.customers" in modules["painted"]
    assert not modules["painted"] & {*HEAVY, *LATER}
    assert {f"custtui.tui.screens.{name}" for name in ("why", "segments", "pins", "compare")} <= (
        modules["read"] - modules["painted"]
    ), "it went round"
    assert not modules["read"] & HEAVY
