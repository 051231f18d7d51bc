"""`custtui rules`: the standards table, files of rules in and out, checked with line and reason."""

import hashlib
import json
import shutil
import tomllib
from contextlib import closing
from pathlib import Path

import pytest

from custtui.reading.connection import connect
from custtui.segments.presets import STANDARD, preset, presets
from custtui.segments.stored import load
from tests.cli.running import answer, run

BAD = """\
[[dimensions]]
key = "mine"
name = { zh = "我的", en = "Mine" }
kind = "conditions"

[[dimensions.segments]]
key = "loop"
name = { zh = "圈", en = "Loop" }
when = { what = "segment:other", is = "=", value = "x" }

[[dimensions.segments]]
key = "unknown"
name = { zh = "未知", en = "Unknown" }
when = { what = "amount_13m", is = ">", value = 1 }

[[dimensions.segments]]
key = "many"
name = { zh = "多", en = "Many" }
when = { what = "employees", is = ">=", value = 10 }

[[dimensions.segments]]
key = "more"
name = { zh = "更多", en = "More" }
when = { what = "employees", is = ">=", value = 100 }

[[dimensions.segments]]
key = "wrong"
name = { zh = "错", en = "Wrong" }
when = { what = "orders_12m", is = ">", value = "often" }

[[dimensions]]
key = "other"
name = { zh = "其他", en = "Other" }
kind = "conditions"
segments = [{ key = "x", name = { en = "X" }, when = { what = "segment:mine", is = "!=", value = "more" } }]
"""  # noqa: E501 (one rule on one line is what is tested)


@pytest.fixture
def book(tmp_path: Path, sample: Path) -> Path:
    """A copy of the sample of one's own."""
    return Path(shutil.copy(sample, tmp_path / "own.db"))


def digest(path: Path) -> str:
    """The content of the book; the next free number of a record is none."""
    with closing(connect(path)) as connection:
        lines = [line for line in connection.iterdump() if "sqlite_sequence" not in line]
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()


@pytest.mark.parametrize("action", [["check"], ["import"], ["import", "--dry-run"]])
def test_a_bad_file_is_refused_with_every_place_and_nothing_changes(
    tmp_path: Path, book: Path, action: list[str]
) -> None:
    file = tmp_path / "bad.toml"
    file.write_text(BAD, "utf-8")
    before = digest(book)
    done = run("--db", str(book), "rules", *action, str(file), home=tmp_path)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.replace(str(file), "bad.toml").splitlines() == [
        "custtui: bad.toml:14: mine/unknown: There is no metric or field amount_13m.",
        "custtui: bad.toml:24: mine/more: Nobody can match this rule: the rules before it take all"
        " of it (many).",
        "custtui: bad.toml:29: mine/wrong: orders_12m: often is not a number.",
        "custtui: bad.toml:35: other/x: These dimensions ask each other in a circle:"
        " mine → other → mine.",
        "custtui: 4 mistakes in bad.toml; nothing was changed.",
    ]
    assert digest(book) == before


def test_a_bad_file_makes_no_book(tmp_path: Path) -> None:
    file = tmp_path / "bad.toml"
    file.write_text(BAD, "utf-8")
    done = run("--db", str(tmp_path / "new.db"), "rules", "import", str(file), home=tmp_path)
    assert done.returncode == 1
    assert not (tmp_path / "new.db").exists()


def test_the_standard_set_passes_without_a_warning(tmp_path: Path, sample: Path) -> None:
    alone = run("rules", "check", STANDARD, home=tmp_path)
    beside = run("--db", str(sample), "rules", "check", STANDARD, home=tmp_path)
    for done in (alone, beside):
        assert (done.returncode, done.stderr) == (0, "")
        assert done.stdout == "standard: 10 dimensions, 45 customer types, no mistakes\n"


@pytest.mark.parametrize("name", presets())
def test_every_preset_passes(tmp_path: Path, name: str) -> None:
    assert answer("rules", "check", name, home=tmp_path) == {
        "file": name, "problems": [], "warnings": []
    }  # fmt: skip


def test_warnings_refuse_nothing(tmp_path: Path, sample: Path) -> None:
    file = tmp_path / "odd.toml"
    file.write_text(
        '[[dimensions]]\nkey = "odd"\nname = { en = "Odd" }\nkind = "conditions"\n'
        '[[dimensions.segments]]\nkey = "huge"\nname = { en = "Huge" }\n'
        'when = { what = "employees", is = ">=", value = 100000 }\n',
        "utf-8",
    )
    done = run("--db", str(sample), "rules", "check", str(file), home=tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.replace(str(file), "odd.toml").splitlines() == [
        "odd.toml:5: odd/huge: warning: Huge has no strategy.",
        "odd.toml:8: odd/huge: warning: No rule takes Employees < 100,000: such customers are"
        " unclassified.",
        "odd.toml:8: odd/huge: warning: No customer matches the rule of Huge.",
        "odd.toml: 1 dimension, 2 customer types, no mistakes, 3 warnings",
    ]
    found = answer("--db", str(sample), "rules", "check", str(file), home=tmp_path)
    assert [each["line"] for each in found["warnings"]] == [5, 8, 8]


def test_what_is_exported_is_imported_as_it_was(tmp_path: Path, book: Path) -> None:
    file = tmp_path / "rules.toml"
    done = run("--db", str(book), "rules", "export", str(file), home=tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    assert file.stat().st_mode & 0o777 == 0o600
    printed = run("--db", str(book), "rules", "export", home=tmp_path).stdout
    assert printed == file.read_text("utf-8")
    before = digest(book)
    done = run("--db", str(book), "rules", "import", str(file), home=tmp_path)
    assert (done.returncode, done.stdout) == (0, "The book has these rules already.\n")
    assert digest(book) == before


def test_where_rules_are_not_written(tmp_path: Path, book: Path) -> None:
    before = digest(book)
    done = run("--db", str(book), "rules", "export", str(book), home=tmp_path)
    assert done.returncode == 1
    assert done.stderr == f"custtui: {book} is the book itself; choose another name.\n"
    assert digest(book) == before
    for target, told in ((tmp_path, "Is a directory"), (tmp_path / "none" / "x", "No such file")):
        done = run("--db", str(book), "rules", "export", str(target), home=tmp_path)
        assert done.returncode == 1
        assert done.stderr.startswith(f"custtui: {target} could not be written: {told}")


def test_an_import_tells_who_moves_and_is_taken_back(tmp_path: Path, book: Path) -> None:
    def counts() -> object:
        return answer("--db", str(book), "segments", home=tmp_path)["customers"]

    before = counts()
    dry = answer("--db", str(book), "rules", "import", "retail", "--dry-run", home=tmp_path)
    assert counts() == before
    done = answer("--db", str(book), "rules", "import", "retail", home=tmp_path)
    assert dry == {**done, "dry_run": True}, "who would move is who moved"
    assert done["replaced"] == ["value", "lifecycle", "behaviour", "risk"]
    assert done["moved"] > 0
    assert list(done["dimensions"]) == ["value", "lifecycle", "behaviour", "risk"]
    assert counts() != before
    with closing(connect(book)) as connection:
        assert load(connection) == preset("retail")
    logged = run("--db", str(book), "log", "--last", "1", home=tmp_path).stdout
    assert "import rules" in logged
    assert run("--db", str(book), "undo", home=tmp_path).returncode == 0
    assert counts() == before
    with closing(connect(book)) as connection:
        assert load(connection) == preset(STANDARD)


def test_only_one_dimension_is_taken(tmp_path: Path, book: Path) -> None:
    typed = ["--db", str(book), "rules", "import", "equipment", "--dimension", "grade"]
    done = run(*typed, home=tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("Replaced: grade\n")
    missing = run(*typed, "--dimension", "nothing", home=tmp_path)
    assert missing.returncode == 1
    assert "equipment: The file has no dimension nothing." in missing.stderr


def test_the_table_is_shown(tmp_path: Path, sample: Path) -> None:
    done = run("--db", str(sample), "rules", "show", "value", "grade", home=tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("Value  value\n")
    assert "≥ 300,000 and < 1,000,000" in done.stdout
    (grade,) = answer("--db", str(sample), "rules", "show", "grade", home=tmp_path)
    assert [each["key"] for each in grade["segments"]] == ["A", "B", "C", "unrated"]
    assert grade["segments"][0]["standard"] == "Top 20 %"
    listed = answer("--db", str(sample), "segments", home=tmp_path)["counts"]["grade"]
    assert {each["key"]: each["customers"] for each in grade["segments"]} == listed
    unknown = run("--db", str(sample), "rules", "show", "nothing", home=tmp_path)
    assert (unknown.returncode, unknown.stdout) == (1, "")


def test_presets_are_listed_and_printed(tmp_path: Path) -> None:
    listed = run("rules", "presets", "--lang", "zh", home=tmp_path).stdout
    assert all(name in listed for name in presets())
    assert "ABC 按累计金额" in listed
    assert [each["preset"] for each in answer("rules", "presets", home=tmp_path)] == list(presets())
    file = tmp_path / "mine.toml"
    file.write_text(run("rules", "presets", "retail", home=tmp_path).stdout, "utf-8")
    assert len(tomllib.loads(file.read_text("utf-8"))["dimensions"]) == 10
    assert run("rules", "check", str(file), home=tmp_path).returncode == 0
    unknown = run("rules", "presets", "nothing", home=tmp_path)
    assert (unknown.returncode, unknown.stdout) == (1, "")


def test_a_file_that_is_not_there_is_named(tmp_path: Path, sample: Path) -> None:
    done = run("--db", str(sample), "rules", "check", "nothing.toml", home=tmp_path)
    assert (done.returncode, done.stdout) == (1, "")
    assert "nothing.toml" in done.stderr


def test_refusals_in_json(tmp_path: Path, book: Path) -> None:
    file = tmp_path / "bad.toml"
    file.write_text(BAD, "utf-8")
    for action in ("check", "import"):
        done = run("--db", str(book), "rules", action, str(file), "--json", home=tmp_path)
        assert (done.returncode, done.stderr) == (1, "")
        problems = json.loads(done.stdout)["problems"]
        assert [each["line"] for each in problems] == [14, 24, 29, 35]
        assert problems[1]["segment"] == "more"


def test_reading_only_forbids_an_import_and_nothing_else(tmp_path: Path, book: Path) -> None:
    refused = run("--db", str(book), "--read-only", "rules", "import", "retail", home=tmp_path)
    assert refused.returncode == 2
    for action in (["show"], ["export"], ["check", "retail"]):
        done = run("--db", str(book), "--read-only", "rules", *action, home=tmp_path)
        assert done.returncode == 0
