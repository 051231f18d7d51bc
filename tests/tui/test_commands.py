"""The command registry: no key is listed and dead, and README's table is made from it.

`python -m tests.tui.test_commands` writes the table into README.
"""

import importlib
import pkgutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from textual.dom import DOMNode

from custtui.tui import screens, widgets
from custtui.tui.app import CusttuiApp
from custtui.tui.commands import COMMANDS, EVERYWHERE, bindings, key_name

README = Path(__file__).parents[2] / "README.md"
_BEGIN, _END = "<!-- keys:", "<!-- /keys -->"


def nodes() -> Iterator[type[DOMNode]]:
    """Every screen and widget class of ours."""
    for package in (screens, widgets):
        for module in pkgutil.iter_modules(package.__path__, f"{package.__name__}."):
            for found in vars(importlib.import_module(module.name)).values():
                if isinstance(found, type) and issubclass(found, DOMNode):
                    yield found
    yield CusttuiApp


def bound(scope: str) -> list[type[DOMNode]]:
    """The classes that bind the commands of a scope."""
    wanted = {str(binding) for binding in bindings(scope)}
    return [
        node for node in nodes() if wanted <= {str(b) for b in node.__dict__.get("BINDINGS", ())}
    ]


@pytest.mark.parametrize("scope", sorted({s for command in COMMANDS for s in command.scopes}))
def test_every_command_is_carried_out(scope: str) -> None:
    owners = bound(scope)
    assert owners, f"nobody binds the keys of {scope}"
    for command in COMMANDS:
        if scope in command.scopes:
            assert any(hasattr(owner, f"action_{command.id}") for owner in owners), command.id


def test_no_key_means_two_things_in_one_place() -> None:
    for scope in {s for command in COMMANDS for s in command.scopes}:
        keys = [key for c in COMMANDS if scope in c.scopes for key in c.keys]
        assert len(keys) == len(set(keys)), scope


def table() -> str:
    """The keys of every scope, as README shows them."""
    lines = ["| where | key | does |", "| --- | --- | --- |"]
    for scope in dict.fromkeys(s for command in COMMANDS for s in command.scopes):
        where = "everywhere" if scope == EVERYWHERE else scope.replace("_", " ")
        for command in COMMANDS:
            if scope in command.scopes and command.keys:
                keys = " ".join(f"`{key_name(key)}`" for key in command.keys)
                lines.append(f"| {where} | {keys} | {command.label} |")
                where = ""
    return "\n".join(lines)


def parts() -> tuple[str, str, str]:
    """README before the table, the table, README after it."""
    text = README.read_text("utf-8")
    begin = text.index("\n", text.index(_BEGIN)) + 1
    end = text.index(_END)
    return text[:begin], text[begin:end].strip(), text[end:]


def test_the_table_in_readme_is_true() -> None:
    assert parts()[1] == table()


if __name__ == "__main__":
    before, _old, after = parts()
    README.write_text(f"{before}{table()}\n{after}", "utf-8")
