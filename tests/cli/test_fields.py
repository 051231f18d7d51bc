"""`custtui fields`, and what the other commands say of own fields."""

import json
from pathlib import Path
from typing import Any

from tests.cli.running import answer, run


def db(home: Path) -> str:
    return str(home / "book.db")


def told(home: Path, *arguments: str) -> str:
    done = run("--db", db(home), *arguments, home=home)
    assert (done.returncode, done.stderr) == (0, ""), done.stderr
    return done.stdout


def refused(home: Path, *arguments: str) -> str:
    done = run("--db", db(home), *arguments, home=home)
    assert (done.returncode, done.stdout) == (1, "")
    return done.stderr


def fields(home: Path) -> Any:
    return answer("--db", db(home), "fields", home=home)


def test_fields_are_added_changed_filled_shown_and_removed(tmp_path: Path) -> None:
    added = told(tmp_path, "fields", "add", "terms", "--form", "choice", "--label-zh", "账期",
                 "--label-en", "Terms", "--choices", "月结,预付")  # fmt: skip
    assert added == "Added: Terms (field:terms)\n"
    told(tmp_path, "fields", "add", "machines", "--form", "number")
    told(tmp_path, "fields", "change", "machines", "--place", "1", "--label-zh", "设备台数")
    assert fields(tmp_path) == [
        {"key": "machines", "name": {"zh": "设备台数", "en": "machines"}, "form": "number",
         "choices": [], "filled": 0},
        {"key": "terms", "name": {"zh": "账期", "en": "Terms"}, "form": "choice",
         "choices": ["月结", "预付"], "filled": 0},
    ]  # fmt: skip
    sheet = tmp_path / "a.csv"
    sheet.write_text("编号,客户名称,设备台数,账期,展厅\n1,甲,2.5,月结,A座\n", "utf-8")
    told(tmp_path, "import", "customers", str(sheet), "--create-fields")
    shown = answer("--db", db(tmp_path), "show", "1", home=tmp_path)
    own = {"field:machines": "2.5", "field:terms": "月结", "field:zhan_ting": "A座"}
    assert {key: shown[key] for key in own} == own
    listed = answer("--db", db(tmp_path), "segments", home=tmp_path)
    (customer,) = listed["customers"]
    assert {key: customer["metrics"][key] for key in own} == own
    text = told(tmp_path, "show", "1", "--lang", "zh")
    assert all(word in text for word in ("设备台数", "2.5", "账期", "月结", "展厅", "A座"))
    said = refused(tmp_path, "fields", "remove", "terms")
    assert "1 customer has a value in Terms." in said
    assert "--with-values" in said
    told(tmp_path, "fields", "remove", "terms", "--with-values")
    assert [field["key"] for field in fields(tmp_path)] == ["machines", "zhan_ting"]
    told(tmp_path, "undo")
    assert answer("--db", db(tmp_path), "show", "1", home=tmp_path)["field:terms"] == "月结"


def test_columns_without_a_field_are_told_with_the_way(tmp_path: Path) -> None:
    told(tmp_path, "fields", "add", "terms")
    sheet = tmp_path / "a.csv"
    sheet.write_text("编号,客户名称,展厅\n1,甲,A座\n", "utf-8")
    done = run("--db", db(tmp_path), "import", "customers", str(sheet), home=tmp_path)
    assert "went into the note: 展厅" in done.stderr
    assert "--create-fields makes fields of such columns" in done.stderr


def test_what_can_not_be_is_refused(tmp_path: Path) -> None:
    told(tmp_path, "fields", "add", "terms", "--label-en", "=1+1 \x1b[31m")
    assert "\x1b" not in told(tmp_path, "fields")
    assert "read as Owner" in refused(tmp_path, "fields", "add", "x", "--label-en", "Owner")
    assert "A key is" in refused(tmp_path, "fields", "add", "x'y")
    assert "no own field" in refused(tmp_path, "fields", "remove", "gone")
    assert "no own field" in refused(tmp_path, "fields", "change", "gone", "--label-en", "A")
    for wrong in (
        ("--read-only", "fields", "add", "x"),
        ("fields", "add", "x", "--form", "blob"),
        ("fields", "change", "x", "--place", "0"),
        ("fields", "nothing"),
    ):
        assert run("--db", db(tmp_path), *wrong, home=tmp_path).returncode == 2
    assert json.loads(told(tmp_path, "fields", "--json", "--read-only"))[0]["key"] == "terms"
