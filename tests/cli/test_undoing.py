"""`custtui undo` and `custtui log`."""

from pathlib import Path

from custtui.cli import clock
from custtui.model import Customer
from custtui.store import open_book
from tests.cli.running import answer, run


def test_undo_takes_back_the_last_edit_and_log_tells_of_both(tmp_path: Path) -> None:
    path = tmp_path / "book.db"
    book = open_book(path, clock.today("Asia/Shanghai"))
    with book.edit("new customer") as edit:
        edit.add(Customer(code="K1", name="张伟", recorded=""))
    done = run("--db", str(path), "undo", home=tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    assert "new customer" in done.stdout
    assert answer("--db", str(path), "segments", home=tmp_path)["customers"] == []
    logged = run("--db", str(path), "log", home=tmp_path).stdout.splitlines()
    assert [line.split("  ")[2] for line in logged] == [
        "undo: new customer",
        "new customer",
        "new book",
    ]
    assert len(run("--db", str(path), "log", "--last", "2", home=tmp_path).stdout.splitlines()) == 2


def test_a_new_book_has_nothing_to_take_back(tmp_path: Path) -> None:
    path = tmp_path / "book.db"
    open_book(path, clock.today("Asia/Shanghai"))
    done = run("--db", str(path), "undo", home=tmp_path)
    assert (done.returncode, done.stdout) == (1, "")
    assert "nothing to take back" in done.stderr
