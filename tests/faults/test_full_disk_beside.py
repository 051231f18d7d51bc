"""A full disk and what is not an edit: forms, exports, rejected rows, the making of a book."""

from contextlib import closing
from pathlib import Path

import pytest

from custtui.cli import main
from custtui.exchange.errors import ExchangeError
from custtui.exchange.importing import import_file
from custtui.exchange.workbook import export_workbook
from custtui.reading.connection import BookError, connect
from custtui.store import open_book
from tests.cli.running import run
from tests.faults.full_disks import Pages, SmallDisk, assert_clear, copied, page_count
from tests.faults.killed_work import make_old_book
from tests.faults.large_work import PURCHASES, TODAY, WORKS
from tests.faults.log_replay import records_of
from tests.faults.soundness import assert_sound
from tests.tui.driving import Driver, drive

#: Bytes that are left on a disk.
_ROOMS = range(0, 600_000, 40_000)


def test_a_form_keeps_what_was_typed_until_there_is_room(
    pages: Pages, template: Path, tmp_path: Path
) -> None:
    path = copied(template, tmp_path)
    before = records_of(path)
    name = "新" * 499

    async def doing(driver: Driver) -> None:
        await driver.press("f9")
        await driver.type(name)
        pages.allow(page_count(path))
        await driver.press("ctrl+s")
        await driver.until("full")
        assert "ctrl+s" in driver.text()
        assert records_of(path) == before
        pages.allow()
        await driver.press("ctrl+s")
        await driver.until("Saved")

    drive(path, doing)
    assert_sound(path)
    (made,) = [row for key, row in records_of(path).items() if key not in before and "name" in row]
    assert made["name"] == name


@pytest.mark.parametrize("is_old", [False, True])
def test_a_book_is_made_or_brought_up_to_date_once_there_is_room(
    disk: SmallDisk, is_old: bool
) -> None:
    refused = 0
    path = disk.folder / "book.db"
    for room in _ROOMS:
        disk.clear()
        if is_old:
            make_old_book(path)
        disk.leave(room)
        try:
            open_book(path, TODAY)
            break
        except BookError as error:
            assert_clear(str(error), path)
            refused += 1
        disk.make_room()
        assert not [each for each in disk.folder.iterdir() if "part" in each.name]
        open_book(path, TODAY)
        assert_sound(path)
    assert refused
    assert_sound(path)


def test_a_book_is_read_where_nothing_at_all_can_be_written(
    disk: SmallDisk, template: Path
) -> None:
    disk.clear()
    path = copied(template, disk.folder)
    disk.leave(0)
    for _time in range(2):
        with closing(connect(path)) as reader:
            assert reader.execute("SELECT count(*) FROM purchase").fetchone() == (PURCHASES,)
        assert main(["--db", str(path), "find", "客户7"]) == 0
        with pytest.raises(BookError) as refused:
            WORKS["change"](open_book(path, TODAY))
        assert_clear(str(refused.value), path)
    disk.make_room()
    WORKS["change"](open_book(path, TODAY))
    assert_sound(path)


def test_an_export_is_whole_or_leaves_what_was_there(disk: SmallDisk, template: Path) -> None:
    disk.clear()
    target = disk.folder / "customers.xlsx"
    target.write_bytes(b"of yesterday")
    for room in (0, 8_000, 30_000):
        disk.leave(room)
        before = set(disk.folder.iterdir())
        with pytest.raises(ExchangeError, match="no room left to write"):
            export_workbook(template, target, language="en")
        assert target.read_bytes() == b"of yesterday"
        assert set(disk.folder.iterdir()) == before
    disk.make_room()
    export_workbook(template, target, language="en")
    assert target.read_bytes().startswith(b"PK")


def test_rejected_rows_without_room_are_told_and_the_good_ones_taken(
    disk: SmallDisk, template: Path, tmp_path: Path
) -> None:
    disk.clear()
    path = copied(template, tmp_path)
    source = disk.folder / "purchases.csv"
    bad = [f"K1,2026-01-01,much{n}" for n in range(2_000)]
    source.write_text("\n".join(["客户编号,交易日期,交易金额", *bad, "K1,2026-01-01,5"]), "utf-8")
    disk.leave(8_000)
    before = set(disk.folder.iterdir())
    imported = import_file(open_book(path, TODAY), "purchases", source, today=TODAY)
    assert (imported.added, imported.rejected, imported.rejected_file) == (1, 2_000, None)
    assert any("could not be written" in notice for notice in imported.notices)
    assert set(disk.folder.iterdir()) == before
    assert_sound(path)


def test_a_full_disk_for_temporary_files_is_named(
    disk: SmallDisk, template: Path, tmp_path: Path
) -> None:
    disk.clear()
    path = copied(template, tmp_path)
    before = records_of(path)
    sheet = tmp_path / "sheet.csv"
    rows = (f"客户{number},{'长' * 400}\n" for number in range(2_500))
    sheet.write_text("客户名称,备注\n" + "".join(rows))
    disk.leave(0)
    full = {"TMPDIR": str(disk.folder), "SQLITE_TMPDIR": str(disk.folder)}
    told = run("--db", str(path), "import", "customers", str(sheet), home=tmp_path, **full)
    assert told.returncode == 1
    assert f"the disk is full. Make room there, then do it again ({disk.folder})" in told.stderr
    assert records_of(path) == before
