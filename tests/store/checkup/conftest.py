"""A whole book that is checked, and a copy of it for each test to break."""

from pathlib import Path

import pytest

from custtui.exchange.sample import make_sample
from custtui.segments.over_time.month_ends import MonthEnds
from custtui.store import open_book
from tests.store.checkup.breaking import TODAY


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("whole") / "book.db"
    make_sample(path, TODAY, {"time_zone": "UTC"})
    with open_book(path, TODAY).edit("delete customer") as edit:
        edit.delete_customers("> :last", {"last": 40})
    months = MonthEnds(path)
    months.settle(TODAY, may_keep=True)
    months.close()
    return path


@pytest.fixture
def book(whole: Path, tmp_path: Path) -> Path:
    path = tmp_path / "book.db"
    path.write_bytes(whole.read_bytes())
    path.chmod(0o600)
    return path
