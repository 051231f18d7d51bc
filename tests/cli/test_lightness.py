"""What answers at once loads little: no Textual for help, no SQLModel for a look-up."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.running import bare_environment
from tests.cli.test_arguments import COMMANDS

SCREENS_AND_STORE = ("textual", "rich", "sqlmodel", "sqlalchemy", "pydantic")
FILES_AND_NAMES = ("pypinyin", "phonenumbers", "xlsxwriter", "python_calamine", "tomlkit")
_PROGRAM = """
import sys
from custtui.cli import main
try:
    main(sys.argv[1:])
except SystemExit:
    pass
print(*sys.modules, file=sys.stderr)
"""


def loaded(home: Path, *arguments: str) -> set[str]:
    """The modules that one command has loaded when it is done."""
    done = subprocess.run(
        [sys.executable, "-c", _PROGRAM, *arguments],
        env=bare_environment(home),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        encoding="utf-8",
        timeout=60,
        check=True,
    )
    assert done.stdout, "it answered"
    return set(done.stderr.split())


@pytest.mark.parametrize(
    "arguments", [["--version"], ["--help"], *([command, "--help"] for command in COMMANDS)]
)
def test_help_and_version_load_nothing_heavy(tmp_path: Path, arguments: list[str]) -> None:
    assert not loaded(tmp_path, *arguments) & {*SCREENS_AND_STORE, *FILES_AND_NAMES}


@pytest.mark.parametrize(
    "arguments", [["find", "8001"], ["due"], ["log"], ["locate"], ["backup", "--list"]]
)
def test_looking_up_loads_nothing_heavy(tmp_path: Path, sample: Path, arguments: list[str]) -> None:
    modules = loaded(tmp_path, "--db", str(sample), *arguments)
    assert not modules & {*SCREENS_AND_STORE, *FILES_AND_NAMES}


@pytest.mark.parametrize("arguments", [["due"], ["log"]])
def test_the_shortest_load_nothing_that_makes_classes(
    tmp_path: Path, sample: Path, arguments: list[str]
) -> None:
    """With `inspect`, which it needs, `dataclasses` takes as long as such a command."""
    modules = loaded(tmp_path, "--db", str(sample), *arguments)
    assert not modules & {"dataclasses", "inspect"}


def test_showing_a_customer_loads_no_store(tmp_path: Path, sample: Path) -> None:
    modules = loaded(tmp_path, "--db", str(sample), "show", "KH0001", "--json")
    assert not modules & {"textual", "rich", "sqlmodel", "sqlalchemy", *FILES_AND_NAMES}


def test_the_check_can_fail(tmp_path: Path, sample: Path) -> None:
    assert "pydantic" in loaded(tmp_path, "--db", str(sample), "segments")
