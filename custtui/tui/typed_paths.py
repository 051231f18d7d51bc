"""Paths as people type, paste and drag them; and which files answer to one half typed."""

import os
import re
import stat
import unicodedata
from collections.abc import Collection, Iterable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote, urlsplit
from urllib.request import url2pathname

#: How many files of one folder are offered.
_MOST_FOUND = 200
#: How many names of one folder are looked at: a folder of a million files must not hold up typing.
_MOST_READ = 20_000
_QUOTES = (('"', '"'), ("'", "'"), ("“", "”"), ("‘", "’"))
_ESCAPED = re.compile(r"\\(.)")


@dataclass(frozen=True, slots=True)
class Found:
    """A file or a folder that answers to what is typed; `modified` in seconds since 1970."""

    path: Path
    is_folder: bool
    size: int
    modified: float


def plain_path(typed: str) -> str:
    """What was typed without the quotes, the `file://` and the backslashes that pasting adds."""
    text = typed.strip()
    for opening, closing in _QUOTES:
        if text.startswith(opening):  # the closing one may not be typed yet
            text = text[1:].removesuffix(closing).strip()
    if text.lower().startswith("file:"):
        return url2pathname(unquote(urlsplit(text).path))
    if os.sep == "/" and "\\" in text and not os.path.lexists(os.path.expanduser(text)):
        return _ESCAPED.sub(r"\1", text)
    return text


def typed_path(typed: str) -> Path | None:
    """The path that was typed, `~` understood; None where nothing was, or what is no path."""
    text = plain_path(typed)
    if not text or "\0" in text:
        return None
    return Path(os.path.expanduser(text))


def short(path: Path) -> str:
    """A path as people write it: the home folder is `~`."""
    home = Path.home()
    if path != home and path.is_relative_to(home):
        return str(Path("~") / path.relative_to(home))
    return str(path)


def matching(typed: str, suffixes: Collection[str]) -> list[Found]:
    """The files with these suffixes, then the folders, whose names answer to what is typed.

    Names that begin with it stand before those that only hold it. Where nothing is typed: the
    newest such files of the folders where files arrive. Folders that can't be read hold nothing.
    """
    text = plain_path(typed)
    if not text:
        found = [each for folder in _usual_folders() for each in _in_folder(folder, suffixes)]
        files = {each.path.resolve(): each for each in found if not each.is_folder}
        return sorted(files.values(), key=lambda each: -each.modified)[:_MOST_FOUND]
    head, stem = os.path.split(os.path.expanduser(text))
    wanted = _folded(stem)
    names = [
        (wanted != _folded(each.path.name)[: len(wanted)], each.is_folder, each.path.name, each)
        for each in _in_folder(Path(head or "."), suffixes)
        if wanted in _folded(each.path.name)
        and (stem.startswith(".") or not each.path.name.startswith("."))
    ]
    names.sort(key=lambda each: each[:3])
    return [found for *_order, found in names[:_MOST_FOUND]]


def completed(typed: str, found: Iterable[Found]) -> str:
    """What is typed, grown as far as all names that begin with it agree; a folder ends in `/`."""
    text = plain_path(typed)
    head, stem = os.path.split(text)
    begun = [each for each in found if _folded(each.path.name).startswith(_folded(stem))]
    if not text or not begun:
        return typed
    common = _common_start([each.path.name for each in begun])
    if len(common) < len(stem):  # they agree only in other letters than those typed, big or small
        return typed
    grown = os.path.join(head, common)
    return grown + os.sep if len(begun) == 1 and begun[0].is_folder else grown


def _common_start(names: list[str]) -> str:
    common = names[0]
    while not all(name.startswith(common) for name in names):
        common = common[:-1]
    return common


def _folded(name: str) -> str:
    return unicodedata.normalize("NFC", name).casefold()


def _in_folder(folder: Path, suffixes: Collection[str]) -> list[Found]:
    found = []
    try:
        with os.scandir(folder) as entries:
            for count, entry in enumerate(entries):
                if count >= _MOST_READ:
                    break
                try:
                    if entry.is_dir() or Path(entry.name).suffix.lower() in suffixes:
                        found.append(_found(folder, entry))
                except OSError:  # a link that leads nowhere or in a circle
                    continue
    except (OSError, ValueError):  # no such folder, no leave to look
        return found
    return found


def _found(folder: Path, entry: "os.DirEntry[str]") -> Found:
    about = entry.stat()
    is_folder = stat.S_ISDIR(about.st_mode)
    return Found(folder / entry.name, is_folder, about.st_size, about.st_mtime)


def _usual_folders() -> list[Path]:
    """Where files arrive: here, and the account's downloads, documents and desktop."""
    from platformdirs import user_desktop_path, user_documents_path, user_downloads_path

    folders = [user_downloads_path(), user_documents_path(), user_desktop_path()]
    with suppress(OSError):  # the folder that we were started in was deleted
        folders.insert(0, Path.cwd())
    return list(dict.fromkeys(folders))


def documents() -> Path:
    """The account's folder for documents; its home folder where it has none."""
    from platformdirs import user_documents_path

    folder = user_documents_path()
    return folder if folder.is_dir() else Path.home()


def free_name(folder: Path, stem: str, suffix: str) -> Path:
    """A path in `folder` where nothing stands yet: `stem`, else `stem-2`, `stem-3` …"""
    path, count = folder / f"{stem}{suffix}", 1
    while path.exists():
        count += 1
        path = folder / f"{stem}-{count}{suffix}"
    return path
