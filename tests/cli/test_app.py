"""Started without a terminal: says so, tells the book in short, writes nothing."""

from datetime import timedelta
from pathlib import Path

from custtui.cli import clock
from custtui.exchange.sample import make_sample
from tests.cli.running import run


def test_an_empty_home_is_no_error_and_stays_empty(tmp_path: Path) -> None:
    done = run(home=tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    assert "no terminal" in done.stdout
    assert str(tmp_path) in done.stdout
    assert not list(tmp_path.iterdir())


def test_counts_by_segment_and_what_is_due(tmp_path: Path, sample: Path) -> None:
    done = run("--db", str(sample), home=tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    assert "no terminal" in done.stdout
    assert "311 customers" in done.stdout
    assert "Grade" in done.stdout
    assert "Champions" in done.stdout
    assert "overdue 1 day" in done.stdout
    assert "发出第二版报价" in done.stdout


def test_a_book_judged_on_an_earlier_day_is_read_as_of_today_and_left_as_it_was(
    tmp_path: Path,
) -> None:
    path = tmp_path / "book.db"
    today = clock.today("Asia/Shanghai")
    make_sample(path, today - timedelta(days=400))
    before = path.read_bytes()
    done = run("--db", str(path), home=tmp_path)
    assert done.returncode == 0
    assert today.isoformat() in done.stdout
    assert path.read_bytes() == before


def test_it_speaks_the_language_asked_for(tmp_path: Path, sample: Path) -> None:
    done = run("--db", str(sample), "--lang", "zh", home=tmp_path)
    assert "客户等级" in done.stdout
