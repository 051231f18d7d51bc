"""The modes of what is made: said by the folder, never by a umask."""

import os
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest

from custtui.store.checkup.place import modes
from custtui.store.file_modes import doubts, give_mode, make_file, mode_in, mode_with


@pytest.fixture(params=[0o077, 0o022, 0o007])
def _umask(request: pytest.FixtureRequest) -> Iterator[None]:
    before = os.umask(request.param)
    yield
    os.umask(before)


def folder(path: Path, mode: int) -> Path:
    path.mkdir()
    path.chmod(mode)
    return path


@pytest.mark.parametrize(
    ("mode", "expected"),
    [
        (0o700, 0o600), (0o755, 0o600), (0o770, 0o600), (0o777, 0o600), (0o1777, 0o600),
        (0o2770, 0o660), (0o2775, 0o660), (0o3770, 0o660), (0o2750, 0o640), (0o2755, 0o640),
        (0o2700, 0o600), (0o2710, 0o600),
    ],
)  # fmt: skip
def test_the_folder_says_who_may(tmp_path: Path, mode: int, expected: int) -> None:
    assert mode_in(folder(tmp_path / "folder", mode)) == expected


@pytest.mark.usefixtures("_umask")
@pytest.mark.parametrize("mode", [0o600, 0o640, 0o660])
def test_a_file_has_its_mode_whatever_the_umask(tmp_path: Path, mode: int) -> None:
    path = tmp_path / "file"
    make_file(path, mode)
    assert stat.S_IMODE(path.stat().st_mode) == mode
    give_mode(path, 0o600)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    with pytest.raises(FileExistsError):
        make_file(path, mode)


def test_what_is_made_from_a_book_is_never_open_to_more_than_the_book(tmp_path: Path) -> None:
    shared = folder(tmp_path / "shared", 0o2770)
    book = shared / "book.db"
    for mode, there in ((0o600, 0o600), (0o640, 0o640), (0o660, 0o660), (0o400, 0o600)):
        book.unlink(missing_ok=True)
        make_file(book, mode)
        assert mode_with(book, shared) == there
        assert mode_with(book, tmp_path) == 0o600


def test_doctor_tells_of_a_folder_that_keeps_its_group_to_itself(tmp_path: Path) -> None:
    shared = folder(tmp_path / "shared", 0o2770)
    book = shared / "book.db"
    make_file(book, 0o660)
    assert list(modes(book)) == []
    shared.chmod(0o770)
    (told,) = modes(book)
    assert "chmod g+s" in told.wrong
    # To repair it is not for us: whoever made the folder says whom it is for.
    assert told.mend is None
    book.chmod(0o600)
    assert list(modes(book)) == []
    book.chmod(0o644)
    (told,) = modes(book)
    assert "more people" in told.wrong


def test_doubtful_modes_are_told(tmp_path: Path) -> None:
    shared = folder(tmp_path / "shared", 0o2770)
    book = shared / "book.db"
    make_file(book, 0o660)
    assert doubts(book) == ()
    book.chmod(0o664)
    assert "chmod o=" in "".join(doubts(book))
    book.chmod(0o660)
    wal = shared / "book.db-wal"
    make_file(wal, 0o600)
    (told,) = doubts(book)
    assert "book.db-wal is 0600" in told
    wal.unlink()
    shared.chmod(0o3770)
    assert "chmod -t" in "".join(doubts(book))
    shared.chmod(0o770)
    (told,) = doubts(book)
    assert "chmod g+s" in told
    book.chmod(0o600)
    assert doubts(book) == ()
