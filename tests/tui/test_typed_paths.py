"""Paths as people type, paste and drag them."""

import os
from pathlib import Path

import pytest

from custtui.tui.typed_paths import (
    Found,
    completed,
    free_name,
    matching,
    plain_path,
    short,
    typed_path,
)

_CSV = (".csv", ".xlsx")


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize(
    ("typed", "plain"),
    [
        ("  /a/b.csv ", "/a/b.csv"),
        ('"/a/b c.csv"', "/a/b c.csv"),
        ("'/a/b c.csv'", "/a/b c.csv"),
        ("'/a/not closed", "/a/not closed"),
        ("“/a/客户.xlsx”", "/a/客户.xlsx"),
        ("file:///a/%E5%AE%A2%20b.csv", "/a/客 b.csv"),
        ("file://localhost/a/b.csv", "/a/b.csv"),
        (r"/a/My\ File\ \(1\).csv", "/a/My File (1).csv"),
        ("", ""),
    ],
)
def test_what_pasting_adds_is_taken_off(typed: str, plain: str) -> None:
    assert plain_path(typed) == plain


def test_a_backslash_that_is_in_a_name_stays(home: Path) -> None:
    (home / "a\\b.csv").write_text("")
    assert typed_path("a\\b.csv") == Path("a\\b.csv")


def test_home_is_understood_and_shown(home: Path) -> None:
    assert typed_path("~/a.csv") == home / "a.csv"
    assert short(home / "x" / "a.csv") == "~/x/a.csv"
    assert short(Path("/elsewhere/a.csv")) == "/elsewhere/a.csv"


@pytest.mark.parametrize("typed", ["", "  ", '""', "a\0b"])
def test_what_is_no_path(typed: str) -> None:
    assert typed_path(typed) is None


def test_files_of_the_folder_come_before_folders_and_what_begins_so_first(home: Path) -> None:
    for name in ("Sales.csv", "resales.xlsx", "sales.pdf", ".sales.csv"):
        (home / name).write_text("")
    (home / "sales 2025").mkdir()
    found = matching(f"{home}/sal", _CSV)
    assert [each.path.name for each in found] == ["Sales.csv", "sales 2025", "resales.xlsx"]
    assert [each.path.name for each in matching(f"{home}/.s", _CSV)] == [".sales.csv"]


def test_where_nothing_is_typed_the_newest_files_are_offered(home: Path) -> None:
    for age, name in ((300, "old.csv"), (10, "new.xlsx")):
        (home / name).write_text("")
        os.utime(home / name, (1_000_000 - age, 1_000_000 - age))
    (home / "folder").mkdir()
    assert [each.path.name for each in matching("", _CSV)] == ["new.xlsx", "old.csv"]


def test_a_folder_that_is_not_there_holds_nothing(home: Path) -> None:
    (home / "leads nowhere.csv").symlink_to(home / "gone.csv")
    assert matching(f"{home}/none/x", _CSV) == []
    assert matching(f"{home}/leads", _CSV) == []


def test_links_that_lead_nowhere_hide_no_files(home: Path) -> None:
    for number in range(6):  # a folder is listed in no order: links stand before and behind
        (home / f"real {number}.csv").write_text("")
        (home / f"gone {number}.csv").symlink_to(home / "nothing.csv")
        (home / f"circle {number}.csv").symlink_to(home / f"circle {number}.csv")
    (home / "real folder").mkdir()
    names = [each.path.name for each in matching(f"{home}/", _CSV)]
    assert names == [*(f"real {number}.csv" for number in range(6)), "real folder"]


def _found(*names: str) -> list[Found]:
    return [Found(Path("/a") / name.rstrip("/"), name.endswith("/"), 0, 0) for name in names]


@pytest.mark.parametrize(
    ("typed", "names", "grown"),
    [
        ("~/d", ("data/",), "~/data/"),
        ("~/d", ("data.csv",), "~/data.csv"),
        ("/a/客", ("客户1.csv", "客户2.csv"), "/a/客户"),
        ("/a/D", ("data.csv",), "/a/data.csv"),
        ("/a/d", ("data.csv", "Dir/"), "/a/d"),
        ("/a/x", ("data.csv",), "/a/x"),
        ("", ("data.csv",), ""),
        ("'/a/d", ("data.csv",), "/a/data.csv"),
    ],
)
def test_tab_grows_what_is_typed(typed: str, names: tuple[str, ...], grown: str) -> None:
    assert completed(typed, _found(*names)) == grown


def test_a_name_that_is_free(home: Path) -> None:
    assert free_name(home, "a", ".xlsx") == home / "a.xlsx"
    (home / "a.xlsx").write_text("")
    (home / "a-2.xlsx").write_text("")
    assert free_name(home, "a", ".xlsx") == home / "a-3.xlsx"
