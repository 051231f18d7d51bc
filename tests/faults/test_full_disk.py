"""A disk that is full at any step: it is said clearly, nothing is lost or half, work goes on later.

Three ways to be full: SQLite may take no more pages; the system lets no file grow; and, where this
machine lets tests mount one, a real disk that is small.
"""

import resource
import shutil
from contextlib import closing
from multiprocessing.connection import Connection
from pathlib import Path

import pytest

from custtui.reading.connection import BookError, connect
from custtui.store import Book, open_book
from tests.faults.full_disks import Pages, SmallDisk, assert_clear, copied, page_count
from tests.faults.killed_work import make_old_book
from tests.faults.large_work import TODAY, WORKS
from tests.faults.log_replay import records_of
from tests.faults.soundness import assert_sound
from tests.processes import PROCESSES

#: Pages more than the file has already, until the work is done with as many.
_SPARE_PAGES = (0, 1, 3, 8, 21, 60, 320)
#: Bytes that a file may have; what is written goes into one of its own first (WAL).
_LARGEST_FILES = (20_000, 60_000, 300_000)
#: Bytes that are left on a disk.
_ROOMS = (0, 20_000, 70_000, 200_000, 600_000, 2_000_000)


def _copy_of(template: Path, folder: Path, place: int) -> tuple[Book, object]:
    """A book in the folder, at every second place held open as the app does; and its records."""
    path = copied(template, folder)
    before = records_of(path)
    book = open_book(path, TODAY)
    if place % 2:
        book.stay_open()
    return book, before


def _is_done(book: Book, kind: str) -> bool:
    """Whether there was room for the work; if not, that has to be said."""
    try:
        WORKS[kind](book)
    except BookError as error:
        assert_clear(str(error), book.path)
        return False
    return True


def _assert_as_before(path: Path, before: object, files: set[Path]) -> None:
    """Every record stands as it stood, and nothing half was left beside the file."""
    assert_sound(path)
    assert records_of(path) == before
    assert set(path.parent.iterdir()) - files <= {Path(f"{path}-wal"), Path(f"{path}-shm")}


@pytest.mark.parametrize("kind", WORKS)
def test_no_page_more(pages: Pages, template: Path, tmp_path: Path, kind: str) -> None:
    refused = 0
    for place, spare in enumerate(_SPARE_PAGES):
        pages.allow()
        book, before = _copy_of(template, tmp_path, place)
        path, files = book.path, set(tmp_path.iterdir())
        pages.allow(page_count(path) + spare)
        done = _is_done(book, kind)
        if done:
            break
        refused += 1
        _assert_as_before(path, before, files)
        pages.allow()
        assert _is_done(book, kind)
        assert_sound(path)
        book.close()
    assert done
    assert refused


@pytest.mark.parametrize("is_old", [False, True])
def test_no_page_more_for_a_book_that_is_made_or_brought_up_to_date(
    pages: Pages, tmp_path: Path, is_old: bool
) -> None:
    template, path = tmp_path / "template.db", tmp_path / "book.db"
    if is_old:
        make_old_book(template)
    refused = 0
    for most in range(1, 400, 9):
        pages.allow()
        for each in tmp_path.glob("book.db*"):
            each.unlink()
        if is_old:
            shutil.copy(template, path)
        pages.allow(most + page_count(template) - 1 if is_old else most)
        try:
            open_book(path, TODAY)
            break
        except BookError as error:
            assert_clear(str(error), path)
            refused += 1
        pages.allow()
        open_book(path, TODAY)
        assert_sound(path)
    assert refused > 1
    assert_sound(path)


def _work_with_small_files(kind: str, path: Path, largest: int, answers: Connection) -> None:
    """Do the work where no file may have more bytes, then once more where it may."""
    book = open_book(path, TODAY)
    book.stay_open()
    _soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (largest, hard))
    answers.send(_is_done(book, kind))
    answers.recv()
    resource.setrlimit(resource.RLIMIT_FSIZE, (hard, hard))
    answers.send(_is_done(book, kind))
    book.close()


@pytest.mark.parametrize("kind", WORKS)
def test_no_file_may_grow(template: Path, tmp_path: Path, kind: str) -> None:
    refused = 0
    for largest in _LARGEST_FILES:
        path = copied(template, tmp_path)
        before, files = records_of(path), set(tmp_path.iterdir())
        ours, theirs = PROCESSES.Pipe()
        arguments = (kind, path, largest, theirs)
        process = PROCESSES.Process(target=_work_with_small_files, args=arguments)
        process.start()
        theirs.close()
        if ours.recv():
            process.kill()
            process.join()
            break
        refused += 1
        _assert_as_before(path, before, files)
        ours.send("on")
        assert ours.recv()
        process.join()
        assert_sound(path)
    assert refused


@pytest.mark.parametrize("kind", WORKS)
def test_a_disk_that_is_small(disk: SmallDisk, template: Path, kind: str) -> None:
    refused = 0
    for place, room in enumerate(_ROOMS):
        disk.clear()
        book, before = _copy_of(template, disk.folder, place)
        path = book.path
        with closing(connect(path)) as reader:  # as the app has one
            reader.execute("SELECT count(*) FROM customer").fetchone()
            disk.leave(room)
            files = set(disk.folder.iterdir())
            done = _is_done(book, kind)
            assert_sound(path)
            if done:
                book.close()
                break
            refused += 1
            _assert_as_before(path, before, files)
        disk.make_room()
        assert _is_done(book, kind)
        assert_sound(path)
        book.close()
    assert done
    assert refused
