"""A folder for backups that one of a group has set, and that the others may not even look into."""

from pathlib import Path

import pytest

from custtui.store import open_book
from custtui.store.backups.folder import NoBackup
from custtui.store.backups.making import back_up
from custtui.store.settings import change_setting
from tests.faults.accounts.people import (
    OWNER,
    WRITER,
    custtui,
    folder,
    place,
    script,
    terminal,
    why_not,
)
from tests.faults.books import TODAY

_MAKE = """
import sys
from datetime import date
from pathlib import Path
from custtui.store import open_book
from custtui.store.settings import change_setting
book = open_book(Path(sys.argv[1]), date.today())
with book.edit("fill") as edit:
    edit.add_record("customer", {"name": "Zhang San"})
    change_setting(edit, "backup_folder", sys.argv[2])
"""


@pytest.mark.skipif(bool(why_not()), reason=why_not() or "")
def test_the_others_work_on_without_backups_and_are_told() -> None:
    with place() as at:
        book = folder(at / "shared", 0o2770) / "book.db"
        closed = folder(folder(at / "owners", 0o700) / "backups", 0o700)
        assert script(OWNER, at, _MAKE, str(book), str(closed)).wait(30) == 0
        assert custtui(OWNER, at, "--db", str(book), "backup").returncode == 0
        with terminal(WRITER, at, book) as opened:
            opened.see("Zhang San", "No backup", "Permission denied")
            opened.press("ctrl+q")
            assert opened.ends() == 0
        backup = custtui(WRITER, at, "--db", str(book), "backup")
        assert backup.returncode == 1
        assert "Permission denied" in backup.stderr
        erased = custtui(WRITER, at, "--db", str(book), "erase", "C00001", "--yes")
        assert erased.returncode == 0, erased.stderr
        # What can't be looked into may still hold who was erased.
        assert str(closed) in erased.stdout


def test_a_backup_that_somebody_finishes_meanwhile(tmp_path: Path) -> None:
    book = open_book(tmp_path / "book.db", TODAY)
    with book.edit("set") as edit:
        change_setting(edit, "backup_folder", str(tmp_path))
    made = back_up(book.path, "asked")
    # Listed, and gone when it is looked at.
    made.path.with_name(made.path.name + ".part").symlink_to(tmp_path / "gone")
    assert back_up(book.path, "asked").path.exists()


@pytest.mark.parametrize("name", ["x" * 300, "y/" * 3_000])
def test_a_folder_that_can_never_be(tmp_path: Path, name: str) -> None:
    book = open_book(tmp_path / "book.db", TODAY)
    with book.edit("set") as edit:
        change_setting(edit, "backup_folder", str(tmp_path / name))
    with pytest.raises(NoBackup, match="too long"):
        back_up(book.path, "asked")
