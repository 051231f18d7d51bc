"""`custtui locate`: where the book lies."""

from pathlib import Path

from tests.cli.running import run


def test_the_default_lies_in_the_account_s_data_folder(tmp_path: Path) -> None:
    done = run("locate", home=tmp_path)
    assert done.returncode == 0
    book, backups = map(Path, done.stdout.splitlines())
    assert book.is_relative_to(tmp_path)
    assert book.name == "book.db"
    assert backups.parent == book.parent / "backups"
    assert "no book yet" in done.stderr


def test_db_beats_the_environment(tmp_path: Path, sample: Path) -> None:
    named = run("locate", home=tmp_path, CUSTTUI_DB="/books/mine.db")
    assert named.stdout.splitlines()[0] == "/books/mine.db"
    done = run("locate", "--db", str(sample), home=tmp_path, CUSTTUI_DB="/books/mine.db")
    assert (done.stdout.splitlines()[0], done.stderr) == (str(sample), "")
