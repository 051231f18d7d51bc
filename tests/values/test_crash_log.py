"""The log of crashes: what it says of an error, what it leaves out, who may read it."""

import sqlite3
import stat
from collections.abc import Callable
from pathlib import Path

import pytest

from custtui.values import crash_log
from custtui.values.crash_log import note

_KINDS = (ValueError, KeyError, OSError, sqlite3.Error, RecursionError, ExceptionGroup)
SECRET = "张慕容晓月 13987654321"


@pytest.fixture(autouse=True)
def log(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    return crash_log.crash_log()


def raised(raises: Callable[[], object]) -> Exception:
    """The error that comes of it."""
    with pytest.raises(_KINDS) as caught:
        raises()
    return caught.value


def of_a_value() -> None:
    customer = SECRET
    raise ValueError(f"{customer} is unknown")


def of_another() -> None:
    try:
        of_a_value()
    except ValueError as error:
        raise KeyError(SECRET) from error


def without_end(deep: str = SECRET) -> None:
    without_end(deep)


def of_the_file() -> None:
    Path("/nowhere", SECRET).read_text()


def of_the_database() -> None:
    sqlite3.connect(":memory:").execute(f"SELECT '{SECRET}' FROM nowhere")


def of_several() -> None:
    raise ExceptionGroup(SECRET, [raised(of_a_value)])


@pytest.mark.parametrize(
    ("raises", "kind", "lines"),
    [
        (of_a_value, "ValueError", ["ValueError", "test_crash_log.py:", " in of_a_value"]),
        (of_another, "KeyError", ["KeyError", "after ValueError", " in of_a_value"]),
        (of_the_file, "FileNotFoundError ENOENT", ["ENOENT", "pathlib.py:"]),
        (of_the_database, "sqlite3.OperationalError SQLITE_ERROR", ["SQLITE_ERROR"]),
        (of_several, "ExceptionGroup", ["in it ValueError", " in of_a_value"]),
        (without_end, "RecursionError", [" in without_end", "more"]),
    ],
)
def test_it_says_where_it_was_and_no_value(
    log: Path, raises: Callable[[], object], kind: str, lines: list[str]
) -> None:
    noted = note(raised(raises))
    assert noted.kind == kind
    assert kind in noted.told
    assert str(log) in noted.told
    text = log.read_text("utf-8")
    for part in lines:
        assert part in text
    for secret in SECRET.split():
        assert secret not in text + noted.told
    assert "/home" not in text
    assert len(text.splitlines()) < 70


def test_only_the_owner_may_read_it_whatever_it_was_before(log: Path) -> None:
    log.parent.mkdir(parents=True)
    log.touch()
    log.chmod(0o666)
    note(ValueError())
    assert stat.S_IMODE(log.stat().st_mode) == 0o600


def test_it_grows_no_further_than_it_may(log: Path) -> None:
    error = raised(without_end)
    for _each in range(200):
        note(error)
    files = list(log.parent.iterdir())
    assert {each.name for each in files} == {"crashes.log", "crashes.log.1"}
    assert all(each.stat().st_size < 140 * 1024 for each in files)
    assert all(stat.S_IMODE(each.stat().st_mode) == 0o600 for each in files)


def test_where_it_can_not_be_written_that_is_said(log: Path, tmp_path: Path) -> None:
    log.parent.mkdir(parents=True)
    other = tmp_path / "other"
    other.write_text("kept")
    log.symlink_to(other)
    told = note(ValueError(SECRET)).told
    assert f"could not be written to {log}" in told
    assert SECRET not in told
    assert other.read_text() == "kept"
    log.unlink()
    log.mkdir()
    assert "could not be written" in note(ValueError()).told
