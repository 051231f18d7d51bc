"""`custtui import`: good rows in, bad ones told with line and reason."""

from pathlib import Path

import pytest

from tests.cli.running import answer, run

GOOD = "编号,日期,金额,产品\nK1,2026-01-05,100.50,泵\nK2,2026-01-06,200,阀\n"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "交易.csv"
    path.write_text(GOOD, "utf-8")
    return path


def test_a_first_import_makes_the_book(tmp_path: Path, file: Path) -> None:
    book = str(tmp_path / "new.db")
    done = run("--db", book, "import", "purchases", str(file), "--create", home=tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    assert "2 rows read" in done.stdout
    assert "2 customers made" in done.stdout
    shown = answer("--db", book, "show", "K1", home=tmp_path)
    assert shown["purchases"][0]["amount"] == "100.50"
    assert shown["purchases"][0]["product"] == "泵"
    again = run("--db", book, "import", "purchases", str(file), home=tmp_path)
    assert again.returncode == 0
    assert "2 already there" in again.stdout
    assert len(answer("--db", book, "show", "K1", home=tmp_path)["purchases"]) == 1
    kept = ("import", "purchases", str(file), "--keep-duplicates")
    assert run("--db", book, *kept, home=tmp_path).returncode == 0
    assert len(answer("--db", book, "show", "K1", home=tmp_path)["purchases"]) == 2


def test_columns_can_be_mapped(tmp_path: Path) -> None:
    file = tmp_path / "orders.csv"
    file.write_text("who,when,how much\nK1,2026-01-05,7\n", "utf-8")
    book = str(tmp_path / "new.db")
    maps = ["--map", "code=who", "--map", "day=when", "--map", "amount=how much"]
    done = run("--db", book, "import", "purchases", str(file), "--create", *maps, home=tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    assert answer("--db", book, "show", "K1", home=tmp_path)["metrics"]["amount_total"] == "7.00"


def test_bad_rows_are_told_of_and_stop_no_good_one(tmp_path: Path, file: Path) -> None:
    file.write_text(GOOD + "K1,2026-02-30,5,泵\nK1,2026-02-01,x,\x1b[31m\n", "utf-8")
    book = str(tmp_path / "new.db")
    done = run("--db", book, "import", "purchases", str(file), "--create", home=tmp_path)
    assert done.returncode == 1
    assert "2 added" in done.stdout
    assert "2 rejected" in done.stdout
    assert f"{file}:4: " in done.stderr
    assert f"{file}:5: " in done.stderr
    assert "2026-02-30" in done.stderr
    assert "\x1b" not in done.stderr + done.stdout
    rejected = file.with_name(f"{file.name}.rejected.csv")
    assert str(rejected) in done.stderr
    assert rejected.exists()


def test_a_dry_run_writes_nothing(tmp_path: Path, file: Path) -> None:
    file.write_text(GOOD + "K1,never,5,泵\n", "utf-8")
    before = sorted(tmp_path.iterdir())
    for _time in range(2):
        done = run(
            "--db", str(tmp_path / "new.db"), "import", "purchases", str(file), "--create",
            "--dry-run", home=tmp_path,
        )  # fmt: skip
        assert done.returncode == 1
        assert "2 added" in done.stdout
        assert f"{file}:4: " in done.stderr
        assert sorted(tmp_path.iterdir()) == before


def test_a_file_that_cannot_be_taken_is_refused(tmp_path: Path, file: Path) -> None:
    book = tmp_path / "new.db"
    missing = run("--db", str(book), "import", "purchases", "none.csv", home=tmp_path)
    assert (missing.returncode, missing.stdout) == (1, "")
    assert "none.csv" in missing.stderr
    assert not book.exists()
    file.write_text("a,b\n1,2\n", "utf-8")
    done = run("--db", str(book), "import", "purchases", str(file), home=tmp_path)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith("custtui: ")
    assert "Traceback" not in done.stderr


def test_what_came_in_can_be_taken_back(tmp_path: Path, file: Path) -> None:
    book = str(tmp_path / "new.db")
    run("--db", book, "import", "purchases", str(file), "--create", home=tmp_path)
    assert run("--db", book, "undo", home=tmp_path).returncode == 0
    assert answer("--db", book, "segments", home=tmp_path)["customers"] == []


def test_real_purchases_replace_estimated_ones_if_asked(tmp_path: Path, file: Path) -> None:
    book = ("--db", str(tmp_path / "new.db"))
    old = tmp_path / "old.csv"
    old.write_text("编号,客户名称,近12个月交易金额\nK1,甲,300\n", "utf-8")
    run(*book, "import", "customers", str(old), home=tmp_path)
    order = (*book, "import", "purchases", str(file), "--create")
    told = run(*order, home=tmp_path)
    assert told.returncode == 0
    assert "--replace-opening" in told.stderr
    done = run(*order, "--replace-opening", home=tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    assert "1 estimated purchase removed" in done.stdout
    metrics = answer(*book, "show", "K1", home=tmp_path)["metrics"]
    assert metrics["amount_total"] == "100.50"
    run(*book, "undo", home=tmp_path)
    metrics = answer(*book, "show", "K1", home=tmp_path)["metrics"]
    assert metrics["amount_total"] == "400.50"
