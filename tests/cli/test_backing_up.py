"""`custtui backup` and `custtui restore`."""

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from custtui.store import open_book
from tests.cli.running import answer, run
from tests.faults.books import TODAY, asked, everything, filled_book, rename
from tests.terminal.terminal import Terminal


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return filled_book(tmp_path / "book.db").path


def test_one_is_made_and_listed(tmp_path: Path, path: Path) -> None:
    none = run("--db", str(path), "backup", "--list", home=tmp_path)
    assert "There is no backup of this book" in none.stdout
    done = run("--db", str(path), "backup", home=tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    made, told = done.stdout.splitlines()
    assert Path(made).parent == Path(run("--db", str(path), "locate", home=tmp_path).stdout
                                     .splitlines()[1])  # fmt: skip
    assert told.startswith("30 customers, ")
    assert "found whole" in told
    (one,) = answer("--db", str(path), "backup", "--list", home=tmp_path)["backups"]
    assert (one["path"], one["customers"], one["reason"]) == (made, 30, "asked")
    listed = run("--db", str(path), "backup", "--list", home=tmp_path).stdout
    assert "asked for" in listed
    assert made in listed


def test_into_a_file_of_ones_own_which_is_never_written_over(tmp_path: Path, path: Path) -> None:
    file = tmp_path / "mine.db"
    assert run("--db", str(path), "backup", str(file), home=tmp_path).returncode == 0
    before = file.read_bytes()
    again = run("--db", str(path), "backup", str(file), home=tmp_path)
    assert again.returncode == 1
    assert "is there already" in again.stderr
    assert file.read_bytes() == before
    found = run("find", "客户7", "--db", str(file), "--read-only", home=tmp_path)
    assert found.returncode == 0


def test_restored_from_a_script_and_what_was_replaced_is_told(tmp_path: Path, path: Path) -> None:
    before, file = everything(path), tmp_path / "mine.db"
    run("--db", str(path), "backup", str(file), home=tmp_path)
    rename_and_close(path)
    today = everything(path)
    refused = run("--db", str(path), "restore", str(file), home=tmp_path)
    assert refused.returncode == 1
    assert "--yes" in refused.stderr
    assert everything(path) == today
    done = run("--db", str(path), "restore", str(file), "--yes", home=tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    assert everything(path) == before
    kept = Path(done.stdout.splitlines()[-1].removeprefix("What it replaced is kept in ")[:-1])
    assert everything(kept) == today


def test_a_backup_that_is_not_there_is_not_to_be_made_as_a_new_book(
    tmp_path: Path, path: Path
) -> None:
    before, file = everything(path), tmp_path / "mistyped.db"
    refused = run("--db", str(path), "restore", str(file), "--yes", home=tmp_path)
    assert refused.returncode == 1
    assert "backup --list" in refused.stderr
    assert "makes one" not in refused.stderr
    assert not file.exists()
    assert everything(path) == before


def test_asked_in_a_terminal(tmp_path: Path, path: Path) -> None:
    file = tmp_path / "mine.db"
    shutil.copy(path, file)
    rename_and_close(path)
    here = {"XDG_DATA_HOME": str(tmp_path)}
    for typed, name in (("n", "张三"), ("y", "客户0")):
        command = ["--db", str(path), "--lang", "en", "restore", str(file)]
        with Terminal(command, environment=here) as terminal:
            terminal.see("Now: 30 customers, last edit 20", "Replace the book?")
            terminal.type(f"{typed}\r")
            assert terminal.ends() == (0 if typed == "y" else 1)
        assert asked(path, "SELECT name FROM customer WHERE id = 1") == [(name,)]


def test_a_damaged_book_is_listed_for_and_restored(tmp_path: Path, path: Path) -> None:
    run("--db", str(path), "backup", home=tmp_path)
    before = everything(path)
    path.write_text("damaged " * 1000)
    listed = run("--db", str(path), "backup", "--list", home=tmp_path)
    assert listed.returncode == 0
    assert "can't be read" in listed.stderr
    (line,) = listed.stdout.splitlines()
    file = line.split()[-1]
    done = run("--db", str(path), "restore", file, "--yes", home=tmp_path)
    assert done.returncode == 0
    assert "The damaged file was moved to" in done.stdout
    assert everything(path) == before


def test_an_import_is_preceded_by_one_backup(tmp_path: Path, path: Path) -> None:
    file = tmp_path / "new.csv"
    for number in range(3):
        file.write_text(f"name\n新客户{number}\n", "utf-8")
        done = run("--db", str(path), "import", "customers", str(file), home=tmp_path)
        assert (done.returncode, done.stderr) == (0, "")
        again = run("--db", str(path), "import", "customers", str(file), "--dry-run", home=tmp_path)
        assert again.returncode == 0
    made = answer("--db", str(path), "backup", "--list", home=tmp_path)["backups"]
    assert [(each["reason"], each["customers"]) for each in made] == [
        ("import", 32), ("import", 31), ("import", 30),
    ]  # fmt: skip


def test_an_import_that_can_t_be_saved_before_says_so(tmp_path: Path, path: Path) -> None:
    file = tmp_path / "new.csv"
    file.write_text("name\n新客户\n", "utf-8")
    home = tmp_path / "home"
    home.write_text("no folder")
    done = run("--db", str(path), "import", "customers", str(file), home=home)
    assert done.returncode == 0
    assert "No backup in" in done.stderr
    assert asked(path, "SELECT count(*) FROM customer") == [(31,)]


@pytest.mark.parametrize(
    "arguments",
    [
        ["backup", "x.db", "--list"],
        ["backup", "--json"],
        ["restore"],
        ["restore", "x", "--read-only"],
    ],
)
def test_wrong_usage(tmp_path: Path, arguments: list[str]) -> None:
    assert run(*arguments, home=tmp_path).returncode == 2


def rename_and_close(path: Path) -> None:

    rename(open_book(path, TODAY), "张三")


def test_a_repair_is_preceded_by_a_backup(tmp_path: Path, path: Path) -> None:
    with closing(sqlite3.connect(path)) as book, book:
        book.execute("UPDATE segment SET grade = 'C'")
    done = run("--db", str(path), "doctor", "--repair", home=tmp_path)
    assert done.returncode == 0
    (made,) = answer("--db", str(path), "backup", "--list", home=tmp_path)["backups"]
    assert made["reason"] == "repair"
    assert set(asked(Path(made["path"]), "SELECT grade FROM segment")) == {("C",)}


def test_who_is_erased_is_named_in_the_backups_that_hold_it(tmp_path: Path, path: Path) -> None:
    run("--db", str(path), "backup", home=tmp_path)
    (made,) = answer("--db", str(path), "backup", "--list", home=tmp_path)["backups"]
    code = asked(path, "SELECT code FROM customer WHERE id = 3")[0][0]
    done = run("--db", str(path), "erase", code, "--yes", home=tmp_path)
    assert done.returncode == 0
    assert made["path"] in done.stdout
