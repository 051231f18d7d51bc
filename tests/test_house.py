"""The house is in order: lint, types, the floors, the catalogs."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
TOOLS = Path(sys.executable).parent


@pytest.mark.parametrize(
    "command",
    [
        ["ruff", "check", "custtui", "tests"],
        ["ruff", "format", "--check", "custtui", "tests"],
        ["mypy"],
        ["lint-imports"],
    ],
    ids=["lint", "format", "types", "floors"],
)
def test_checks(command: list[str]) -> None:
    result = subprocess.run(
        [TOOLS / command[0], *command[1:]], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert result.returncode == 0, result.stdout + result.stderr


def test_nothing_else_at_the_top() -> None:
    listed = subprocess.run(
        ["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    top = {line.split("/")[0] for line in listed.stdout.splitlines()}
    allowed = {"custtui", "assets", "tests", "pyproject.toml", "README.md"}
    assert {name for name in top if not name.startswith(".")} <= allowed


def test_no_file_has_become_two_rooms() -> None:
    long = [
        path.relative_to(ROOT)
        for folder in ("custtui", "tests")
        for path in (ROOT / folder).rglob("*.py")
        if len(path.read_text("utf-8").splitlines()) > 400
    ]
    assert long == []
