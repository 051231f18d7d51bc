"""`custtui locate`: where the book lies."""

from pathlib import Path

from tests.cli.running import run


def test_the_default_lies_in_the_account_s_data_folder(tmp_path: Path) -> None:
    done = run("locate", home=tmp_path)
    assert done.returncode == 0
    assert done.stdout.strip().startswith(str(tmp_path))
    assert done.stdout.strip().endswith("book.db")
    assert "no book yet" in done.stderr


def test_db_beats_the_environment(tmp_path: Path, sample: Path) -> None:
    named = run("locate", home=tmp_path, CUSTTUI_DB="/books/mine.db")
    assert named.stdout == "/books/mine.db\n"
    done = run("locate", "--db", str(sample), home=tmp_path, CUSTTUI_DB="/books/mine.db")
    assert (done.stdout, done.stderr) == (f"{sample}\n", "")
