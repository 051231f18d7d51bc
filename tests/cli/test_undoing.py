"""`custtui undo` and `custtui log`."""

from pathlib import Path
from typing import Any

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
    assert [line.split("  ")[3] for line in logged] == [
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


def test_any_edit_is_taken_back_by_its_number_and_done_again(tmp_path: Path) -> None:
    path = tmp_path / "book.db"
    book = open_book(path, clock.today("Asia/Shanghai"))
    for code in ("K1", "K2"):
        with book.edit("new customer") as edit:
            edit.add(Customer(code=code, name="张伟", recorded=""))
    first = _log(path, tmp_path)[1]["edit"]
    done = run("--db", str(path), "undo", str(first), home=tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    assert _codes(path, tmp_path) == ["K2"]
    again = done.stdout.split("custtui undo ")[1].split()[0]
    assert run("--db", str(path), "undo", again, home=tmp_path).returncode == 0
    assert _codes(path, tmp_path) == ["K1", "K2"]
    for number, reason in (("999", "no edit 999"), ("1", "made the book"), (again, "already")):
        refused = run("--db", str(path), "undo", number, home=tmp_path)
        assert (refused.returncode, refused.stdout) == (1, ""), number
        assert reason in refused.stderr
    assert run("--db", str(path), "undo", "x", home=tmp_path).returncode == 2


def test_the_log_of_a_customer_has_before_and_after(tmp_path: Path) -> None:
    path = tmp_path / "book.db"
    book = open_book(path, clock.today("Asia/Shanghai"))
    with book.edit("new customer") as edit:
        edit.add(Customer(code="K1", name="张伟", sensitive_id="110101199001011234", recorded=""))
    with book.edit("change customer") as edit:
        edit.change("customer", 1, {"stage": "intending", "sensitive_id": "110101199001019999"})
    changed, made = answer("--db", str(path), "log", "K1", home=tmp_path)
    assert (changed["what"], changed["stands"], changed["undoes"]) == (
        "change customer",
        True,
        None,
    )
    (record,) = changed["records"]
    assert (record["kind"], record["id"], record["act"]) == ("customer", 1, "changed")
    assert record["fields"]["stage"] == {"before": None, "after": "intending"}
    assert "1990" not in str(record["fields"]["sensitive_id"])
    assert made["records"][0]["act"] == "made"
    told = run("--db", str(path), "log", "K1", "--count", "1", home=tmp_path).stdout
    assert "Stage: — → Intending" in told
    assert "new customer" not in told
    assert run("--db", str(path), "log", "K9", home=tmp_path).returncode == 1
    assert run("--db", str(path), "undo", home=tmp_path).returncode == 0
    (undo, taken_back, *_made) = answer("--db", str(path), "log", "K1", home=tmp_path)
    assert (undo["undoes"], taken_back["stands"]) == (taken_back["edit"], False)


def _log(path: Path, home: Path) -> list[dict[str, Any]]:
    logged: list[dict[str, Any]] = answer("--db", str(path), "log", home=home)
    return logged


def _codes(path: Path, home: Path) -> list[str]:
    found = answer("--db", str(path), "segments", home=home)["customers"]
    return [customer["code"] for customer in found]
