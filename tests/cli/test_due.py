"""`custtui due`."""

from datetime import date, timedelta
from pathlib import Path

from tests.cli.running import answer, run


def test_json_has_its_shape_and_the_longest_overdue_first(
    tmp_path: Path, sample: Path, today: date
) -> None:
    found = answer("--db", str(sample), "due", "--days", "30", home=tmp_path)
    assert found
    for each in found:
        assert list(each) == ["day", "kind", "code", "name", "what", "days"]
        assert date.fromisoformat(each["day"]) - today == timedelta(days=each["days"])
        assert each["days"] <= 30
    assert [each["days"] for each in found] == sorted(each["days"] for each in found)
    assert found[0]["days"] < 0
    assert {each["kind"] for each in found} == {"promise", "contract", "birthday"}


def test_fewer_days_are_part_of_more(tmp_path: Path, sample: Path) -> None:
    week = answer("--db", str(sample), "due", home=tmp_path)
    month = answer("--db", str(sample), "due", "--days", "30", home=tmp_path)
    assert week == [each for each in month if each["days"] <= 7]


def test_as_of_another_day_moves_what_is_due(tmp_path: Path, sample: Path, today: date) -> None:
    earlier = (today - timedelta(days=30)).isoformat()
    before = answer("--db", str(sample), "--as-of", earlier, "due", home=tmp_path)
    assert before == answer("due", "--as-of", earlier, "--db", str(sample), home=tmp_path)
    assert before != answer("due", "--db", str(sample), home=tmp_path)


def test_text_lines_up_under_chinese_names(tmp_path: Path, sample: Path) -> None:
    done = run("--db", str(sample), "due", home=tmp_path)
    lines = done.stdout.splitlines()
    assert done.returncode == 0
    assert len(lines) == len(answer("--db", str(sample), "due", home=tmp_path))
    assert all(line.split("  ")[0] for line in lines)
