"""Ways in which there is no room: no page more in a file, and a real disk that is small."""

import os
import shutil
import sqlite3
import subprocess
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path

_ANY = 2**31
_BLOCK = 4096


class Pages:
    """How many pages the writing connections of this process may have in a file."""

    def __init__(self) -> None:
        self._most = _ANY
        self._connections: list[sqlite3.Connection] = []

    def hold(self, connection: sqlite3.Connection) -> None:
        """Hold a new connection to it, and to what is allowed later."""
        self._connections.append(connection)
        connection.execute(f"PRAGMA max_page_count = {self._most}")

    def allow(self, most: int = _ANY) -> None:
        """From now on so many; never fewer than a file has."""
        self._most = most
        for connection in self._connections:
            with suppress(sqlite3.ProgrammingError):  # closed meanwhile
                connection.execute(f"PRAGMA max_page_count = {most}")


def page_count(path: Path) -> int:
    """How many pages a book has."""
    with closing(sqlite3.connect(path)) as connection:
        return int(connection.execute("PRAGMA page_count").fetchone()[0])


class SmallDisk:
    """A real disk of some MB; what is too much room on it is filled up."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._filler = folder / "filler"

    def leave(self, size: int) -> None:
        """Fill the disk up but for so many bytes."""
        self.make_room()
        with self._filler.open("wb", buffering=0) as file:
            while (free := self._free()) > size:
                file.write(b"\0" * min(free - size, 1 << 20))

    def make_room(self) -> None:
        """Have all the room again."""
        self._filler.unlink(missing_ok=True)

    def clear(self) -> None:
        """Have nothing on it."""
        for each in self.folder.iterdir():
            each.unlink()

    def _free(self) -> int:
        found = os.statvfs(self.folder)
        return found.f_bavail * found.f_frsize // _BLOCK * _BLOCK


@contextmanager
def small_disk(folder: Path, size: int) -> Iterator[SmallDisk]:
    """A disk of so many bytes; PermissionError where this account may mount none."""
    folder.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", str(folder)]
    try:
        subprocess.run(command, check=True, capture_output=True)
    except (OSError, subprocess.CalledProcessError) as error:
        raise PermissionError from error
    try:
        yield SmallDisk(folder)
    finally:
        subprocess.run(["umount", "--lazy", str(folder)], check=True)


def copied(template: Path, folder: Path) -> Path:
    """A copy of the book, and of what lies beside it, in that folder."""
    for each in template.parent.iterdir():
        shutil.copy(each, folder)
    return folder / template.name


def assert_clear(told: str, path: Path) -> None:
    """One sentence for people: which file, and why."""
    assert str(path) in told
    assert "full" in told or "room" in told, told
    assert "\n" not in told
    assert told.endswith(".")
