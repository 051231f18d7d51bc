"""Where the backups of a book lie."""

import hashlib
import stat
from pathlib import Path

_FOLDER = "backups"
_LETTERS_OF_PATH = 8
_LONGEST_NAME = 40


def own_folder(path: Path) -> Path:
    """The folder of this book's backups where no other disk is set.

    Beside the book where a group shares its folder, so that all who write it see the same ones;
    else in the account's data folder of this system.
    """
    path = path.resolve()
    if is_shared(path.parent):
        return path.parent / _FOLDER / _of_book(path)
    from platformdirs import user_data_path

    return user_data_path("custtui", appauthor=False) / _FOLDER / _of_book(path)


def folder_in(setting: str, path: Path) -> Path:
    """The folder of this book's backups in the one that the setting `backup_folder` names."""
    return Path(setting) / _of_book(path.resolve())


def folders(path: Path, setting: str) -> tuple[Path, ...]:
    """Every folder where backups of this book may lie, the one for new ones first."""
    own = own_folder(path)
    return (folder_in(setting, path), own) if setting else (own,)


def is_shared(folder: Path) -> bool:
    """Whether a group shares this folder: its files belong to the group, which may write them."""
    try:
        mode = folder.stat().st_mode
    except OSError:
        return False
    return all(mode & bit for bit in (stat.S_ISGID, stat.S_IWGRP, stat.S_IXGRP))


def book_name(path: Path) -> str:
    """What the names of this book's backups begin with."""
    return path.stem[:_LONGEST_NAME]


def _of_book(path: Path) -> str:
    """A name for this book and no other: two of one name lie in different folders."""
    digest = hashlib.sha256(str(path).encode("utf-8", "surrogateescape")).hexdigest()
    return f"{book_name(path)}-{digest[:_LETTERS_OF_PATH]}"
