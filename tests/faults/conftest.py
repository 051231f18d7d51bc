"""What the tests of full disks share: a book, and disks that can be full."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from custtui.reading.connection import settle
from custtui.store import engine, migrate
from tests.faults.full_disks import Pages, SmallDisk, small_disk
from tests.faults.large_work import make_book

_DISK = 6_000_000


@pytest.fixture
def pages(monkeypatch: pytest.MonkeyPatch) -> Pages:
    found = Pages()

    def settle_and_hold(connection: sqlite3.Connection) -> None:
        settle(connection)
        found.hold(connection)

    for module in (engine, migrate):
        monkeypatch.setattr(module, "settle", settle_and_hold)
    return found


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("template") / "book.db"
    make_book(path)
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("VACUUM")  # no room is left in the pages that it has
    return path


@pytest.fixture(scope="module")
def disk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SmallDisk]:
    try:
        with small_disk(tmp_path_factory.mktemp("disks") / "disk", _DISK) as found:
            yield found
    except PermissionError:
        pytest.skip("This account may not mount a small disk; root may.")
