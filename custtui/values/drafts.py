"""What was typed and not saved, kept in small files until it is saved or thrown away.

One file for each running app, readable by its account alone. It holds personal data: whoever
throws a draft away, or saves it, removes it from the disk. While its app runs a file is locked, so
what is left of an app that ended can be told from what is being typed elsewhere.
"""

import fcntl
import hashlib
import json
import os
import secrets
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass, field
from datetime import datetime
from pathlib import Path

_SUFFIX = ".json"
#: No draft is longer; what is, was not written by us. In bytes.
_LONGEST = 8 << 20
_LARGEST_NUMBER = 1 << 63  #: of SQLite


@dataclass(frozen=True, slots=True)
class Draft:
    """What was typed in one place.

    `kind` says what place that is, and `place` which one of those; `texts` is what was typed by
    field, `first` what stood in those fields before, `moment` when it was (UTC, ISO).
    """

    kind: str
    heading: str
    moment: str
    place: dict[str, str | int | None] = field(default_factory=dict)
    texts: dict[str, str] = field(default_factory=dict)
    first: dict[str, str] = field(default_factory=dict)


class DraftFile:
    """The drafts of one app on one book; a file only while there are any."""

    def __init__(self, book: Path, folder: Path | None = None) -> None:
        self.book = book.absolute()
        self.folder = folder or drafts_folder()
        self._path: Path | None = None
        self._handle = -1

    def put(self, drafts: Sequence[Draft]) -> None:
        """Keep these, and none else; on the disk when it returns. OSError where it can't be."""
        if drafts:
            self._write(drafts)
        else:
            self._remove()

    def _write(self, drafts: Sequence[Draft]) -> None:
        folder = self.folder
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        path = self._path or folder / f"{_name_of(self.book)}-{secrets.token_hex(4)}{_SUFFIX}"
        written = {
            "custtui": 1,
            "book": str(self.book),
            "drafts": [asdict(draft) for draft in drafts],
        }
        # 0600 from the start; locked before it has its name.
        handle, name = tempfile.mkstemp(dir=folder, prefix=".", suffix=".part")
        try:
            _lock(handle)
            with open(handle, "wb", closefd=False) as file:
                # The path of a book may hold bytes that are no text.
                file.write(json.dumps(written, ensure_ascii=False).encode(errors="surrogatepass"))
            os.fsync(handle)
            os.replace(name, path)
        except BaseException:
            os.close(handle)
            Path(name).unlink(missing_ok=True)
            raise
        if self._handle >= 0:
            os.close(self._handle)
        self._path, self._handle = path, handle

    def _remove(self) -> None:
        if self._path is not None:
            self._path.unlink(missing_ok=True)
            os.close(self._handle)
            self._path, self._handle = None, -1


def drafts_folder() -> Path:
    """Where the drafts of this account lie."""
    from platformdirs import user_state_path

    return user_state_path("custtui", appauthor=False) / "drafts"


@dataclass(frozen=True, slots=True)
class Left:
    """What apps that ended have left: the drafts, and the files that can't be read as such."""

    drafts: tuple[Draft, ...]
    unreadable: tuple[Path, ...]


def take_left(mine: DraftFile) -> Left:
    """What was left for a book; it is put into the file of this app, and its own files go."""
    found: list[Draft] = []
    unreadable: list[Path] = []
    with _left_alone(mine.folder, mine.book) as held:
        for path, handle in held.items():
            drafts = _read(handle, mine.book)
            if drafts is None:
                unreadable.append(path)
            else:
                found += drafts
        if found:
            mine.put(found)
        for path in held.keys() - set(unreadable):
            path.unlink(missing_ok=True)
    return Left(tuple(found), tuple(unreadable))


def drafts_holding(book: Path, words: Iterable[str], folder: Path | None = None) -> list[Path]:
    """The files of this account's drafts for that book in which one of the words stands."""
    written = [json.dumps(word, ensure_ascii=False)[1:-1].encode() for word in words]
    found = []
    for path in sorted((folder or drafts_folder()).glob(f"{_name_of(book.absolute())}-*{_SUFFIX}")):
        with suppress(OSError):
            text = path.read_bytes()
            if any(word in text for word in written):
                found.append(path)
    return found


@contextmanager
def _left_alone(folder: Path, book: Path) -> Iterator[dict[Path, int]]:
    """The files for this book that no running app has, opened and locked inside."""
    held: dict[Path, int] = {}
    for path in sorted(folder.glob(f"{_name_of(book)}-*{_SUFFIX}")):
        with suppress(OSError):
            handle = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
            if _is_left(path, handle):
                held[path] = handle
            else:
                os.close(handle)
    try:
        yield held
    finally:
        for handle in held.values():
            os.close(handle)


def _is_left(path: Path, handle: int) -> bool:
    """Whether nobody is typing there; then it is locked, where the file system has locks."""
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    except OSError:
        pass
    try:
        # Who types there may have put another file in its place since it was opened here.
        return os.path.samestat(os.fstat(handle), path.stat())
    except OSError:
        return False


def _read(handle: int, book: Path) -> list[Draft] | None:
    """The drafts of a file; None where it is none of ours."""
    status = os.fstat(handle)
    if status.st_uid != os.getuid() or status.st_size > _LONGEST:
        return None
    try:
        written = json.loads(os.read(handle, _LONGEST))
    except (OSError, ValueError, RecursionError):
        return None
    match written:
        case {"custtui": 1, "book": str(named), "drafts": [*each]} if named == str(book):
            drafts = [_draft(one) for one in each]
            return [draft for draft in drafts if draft] if all(drafts) else None
    return None


def _draft(written: object) -> Draft | None:
    match written:
        case {"kind": str(kind), "heading": str(heading), "moment": str(moment),
              "place": dict(place), "texts": dict(texts), "first": dict(first)}:  # fmt: skip
            words = [*texts.values(), *first.values()]
            are_texts = all(isinstance(word, str) for word in words)
            if are_texts and all(map(_is_small, place.values())) and _is_moment(moment):
                return Draft(kind, heading, moment, place, texts, first)
    return None


def _is_small(part: object) -> bool:
    """Whether it is no number, or one that a record can have."""
    return not isinstance(part, int) or abs(part) < _LARGEST_NUMBER


def _is_moment(text: str) -> bool:
    try:
        return datetime.fromisoformat(text).tzinfo is not None
    except ValueError:
        return False


def _name_of(book: Path) -> str:
    return hashlib.blake2b(os.fsencode(book), digest_size=8).hexdigest()


def _lock(handle: int) -> None:
    # A file system without locks: the draft is kept all the same, and offered a second time.
    with suppress(OSError):
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
