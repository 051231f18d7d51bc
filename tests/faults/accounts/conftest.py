"""Books that several accounts use."""

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from custtui.store.file_modes import mode_in
from tests.faults.accounts.people import GROUP, OWNER, custtui, folder, place


@pytest.fixture
def at() -> Iterator[Path]:
    with place() as path:
        yield path


@pytest.fixture(scope="module")
def template() -> Iterator[Path]:
    """A book of one customer, and a backup of it beside it that everybody may read."""
    with place() as at:
        book = folder(at / "made", 0o700, OWNER, OWNER.number) / "book.db"
        customers = at / "customers.csv"
        customers.write_text("name,phone\nZhang San,13800138001\n")
        customers.chmod(0o644)
        for command in (("import", "customers", str(customers)), ("backup", f"{book}.backup")):
            done = custtui(OWNER, at, "--db", str(book), *command)
            assert done.returncode == 0, done.stderr
        yield book


@pytest.fixture
def make_book(at: Path, template: Path) -> Callable[[int], Path]:
    """Gives the owner's book in a folder of that mode, with the mode that it is made with there."""

    def make(mode: int) -> Path:
        book = folder(at / "shared", mode) / "book.db"
        shutil.copyfile(template, book)
        os.chown(book, OWNER.number, GROUP)
        book.chmod(mode_in(book.parent))
        for name in ("customers.csv", "backup.db"):
            source = template.parents[1] / name if name.endswith("csv") else f"{template}.backup"
            shutil.copyfile(source, at / name)
            (at / name).chmod(0o644)
        return book

    return make
