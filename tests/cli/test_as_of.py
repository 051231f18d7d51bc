"""`--as-of` and `--compare`: every command sees the same day, and the file is left as it was."""

from collections import Counter
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from custtui.reading.connection import connect
from custtui.segments.rules import is_tags
from custtui.segments.sentences import segment_name
from custtui.segments.stored import load
from custtui.values.days import months_before
from custtui.values.language import current, use
from tests.cli.running import answer, run


@pytest.fixture(scope="module")
def then(today: date) -> str:
    return months_before(today, 5).isoformat()


def listed(home: Path, sample: Path, *options: str) -> dict[str, Any]:
    """What `segments --json` says of every customer, by code, and of the day."""
    found = answer("--db", str(sample), *options, "segments", home=home)
    return {
        "as_of": found["as_of"],
        "counts": found["counts"],
        "customers": {each["code"]: each for each in found["customers"]},
    }


def test_show_why_and_find_agree_with_the_listing(tmp_path: Path, sample: Path, then: str) -> None:
    before = sha256(sample.read_bytes()).hexdigest()
    everybody = listed(tmp_path, sample, "--as-of", then)
    assert everybody["as_of"] == then
    assert everybody["counts"] != listed(tmp_path, sample)["counts"]
    path = ("--db", str(sample), "--as-of", then)
    for code in ("KH0001", "KH0040", "KH0100"):
        expected = everybody["customers"][code]
        shown = answer(*path, "show", code, home=tmp_path)
        assert shown["as_of"] == then
        assert shown["metrics"] == expected["metrics"]
        assert shown["segments"] == expected["segments"]
        explained = answer(*path, "why", code, home=tmp_path)
        assert explained["as_of"] == then
        for dimension in explained["dimensions"]:
            held = [segment["key"] for segment in dimension["segments"]]
            has = expected["segments"][dimension["dimension"]]
            assert held == (has if isinstance(has, list) else [has]), dimension["dimension"]
        (found,) = [
            each for each in answer(*path, "find", code, home=tmp_path) if each["code"] == code
        ]
        assert found["segments"] == expected["segments"]
    assert sha256(sample.read_bytes()).hexdigest() == before


def test_the_counts_in_words_and_the_workbook_agree_with_the_listing(
    tmp_path: Path, sample: Path, then: str
) -> None:
    everybody = listed(tmp_path, sample, "--as-of", then)
    connection = connect(sample)
    rules = load(connection)
    connection.close()
    before = current()
    use("en")
    done = run("--db", str(sample), "--as-of", then, "segments", home=tmp_path)
    for key, count in everybody["counts"]["grade"].items():
        line = next(
            line for line in done.stdout.splitlines()
            if line.split()[:1] == [segment_name(rules, "grade", key)]
        )  # fmt: skip
        assert line.split()[1] == str(count)
    file = tmp_path / "book.xlsx"
    done = run("--db", str(sample), "--as-of", then, "export", str(file), home=tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    head, *rows = list(openpyxl.load_workbook(file, read_only=True).worksheets[0].values)
    code = head.index("Code")
    for dimension in rules.dimensions:
        name = str(dimension.name)
        place = next(head.index(each) for each in (f"Segment: {name}", name) if each in head)
        for row in rows:
            has = everybody["customers"][row[code]]["segments"][dimension.key]
            keys = has if is_tags(dimension) else [has]
            names = [segment_name(rules, dimension.key, key) for key in keys]
            for name in names:
                assert name in (row[place] or ""), (row[code], dimension.key)
    use(before)


def test_what_is_due_is_seen_from_that_day(tmp_path: Path, sample: Path, then: str) -> None:
    found = answer("--db", str(sample), "--as-of", then, "due", "--days", "30", home=tmp_path)
    assert found
    for each in found:
        assert (date.fromisoformat(each["day"]) - date.fromisoformat(then)).days == each["days"]
        assert each["days"] <= 30


def test_month_ends_of_show_are_those_of_judging_each(tmp_path: Path, sample: Path) -> None:
    shown = answer("--db", str(sample), "show", "KH0001", home=tmp_path)["month_ends"]
    assert shown["dimension"] == "grade"
    assert len(shown["segments"]) == 12
    for end in shown["segments"][::4]:
        everybody = listed(tmp_path, sample, "--as-of", end["day"])
        assert everybody["customers"]["KH0001"]["segments"]["grade"] == end["segment"]
    done = run("--db", str(sample), "show", "KH0001", home=tmp_path)
    line = f"{shown['segments'][0]['day'][:7]} {shown['segments'][0]['segment']}"
    assert "Grade at the last month-ends" in done.stdout
    assert line in done.stdout


def test_two_days_compared_are_the_difference_of_their_listings(
    tmp_path: Path, sample: Path, then: str, today: date
) -> None:
    compared = answer("--db", str(sample), "segments", "--compare", then, home=tmp_path)
    assert (compared["from"], compared["to"]) == (then, today.isoformat())
    old, new = listed(tmp_path, sample, "--as-of", then), listed(tmp_path, sample)
    grade = compared["dimensions"]["grade"]
    moves = {
        code: (old["customers"][code]["segments"]["grade"], each["segments"]["grade"])
        for code, each in new["customers"].items()
    }
    moved = {code: ends for code, ends in moves.items() if ends[0] != ends[1]}
    assert {each["code"]: (each["from"], each["to"]) for each in grade["movers"]} == moved
    assert grade["moved"] == len(moved) > 0
    assert {(c["from"], c["to"]): c["customers"] for c in grade["cells"]} == Counter(moves.values())
    assert set(compared["dimensions"]) == set(new["counts"])


def test_as_of_is_the_later_day_and_one_dimension_may_be_named(
    tmp_path: Path, sample: Path, then: str
) -> None:
    path = ("--db", str(sample), "--as-of", then, "segments", "--compare", "2001-01-01")
    compared = answer(*path, "--dimension", "value", home=tmp_path)
    assert compared["to"] == then
    assert list(compared["dimensions"]) == ["value"]
    done = run(*path, "--dimension", "value", home=tmp_path)
    assert done.returncode == 0
    assert done.stdout.startswith(f"2001-01-01 → {then}\n\nValue  ")
    assert "before ↓ after →" in done.stdout
    assert max(map(len, done.stdout.splitlines())) <= 80


def test_what_cannot_be_compared_is_refused(tmp_path: Path, sample: Path) -> None:
    path = ("--db", str(sample), "segments")
    done = run(*path, "--compare", "2026-01-01", "--dimension", "none", home=tmp_path)
    assert (done.returncode, done.stdout) == (1, "")
    assert "There is no dimension none. There are: grade, value" in done.stderr
    assert run(*path, "--dimension", "grade", home=tmp_path).returncode == 2
    assert run(*path, "--compare", "2026-02-30", home=tmp_path).returncode == 2
