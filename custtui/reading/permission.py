"""What file modes let this account do with a book; where they forbid it, which bit of which file.

Asked of the system itself: it knows of access lists and of file systems mounted read-only too.
"""

import os
import stat
import sys
from pathlib import Path
from typing import Literal, NamedTuple

from custtui.values.account import account_name, group_name, user_name
from custtui.values.language import _

#: What SQLite calls the files that it keeps beside a book, after the name of the book.
WAL, SHM = "-wal", "-shm"
#: An account needs both to make files in a folder.
_INTO = os.W_OK | os.X_OK
_LETTERS = {os.R_OK: "r", os.W_OK: "w", os.X_OK: "x"}


class _Obstacle(NamedTuple):
    """What stands in the way: a file, or a folder, that does not let us."""

    kind: Literal["gone", "folder above", "book", "folder", "beside", "group", "names"]
    where: Path
    wanted: int = os.W_OK


def may_write(path: Path) -> bool:
    """Whether this account may write the book, and the files that SQLite keeps beside it."""
    return _writing(path) is None


def why_not_writable(path: Path, called: str | None = None) -> str | None:
    """Why this account may only read the book at `path`; None where it may write it.

    The book is called by its path, or as the caller wishes.
    """
    obstacle = _writing(path)
    return None if obstacle is None else _told(obstacle, path, called)


def why_not_readable(path: Path) -> str | None:
    """Why this account may not read the file at `path`; None where it may, or none is there."""
    for folder in reversed(path.absolute().parents):
        if not _may(folder, os.X_OK):
            is_there = os.path.lexists(folder)
            return _told(_Obstacle("folder above", folder, os.X_OK), path) if is_there else None
    if not path.exists() or _may(path, os.R_OK):
        return None
    return _told(_Obstacle("book", path, os.R_OK), path)


def _may(path: Path, wanted: int) -> bool:
    return os.access(path, wanted, effective_ids=os.access in os.supports_effective_ids)


def _writing(path: Path) -> _Obstacle | None:
    folder = path.absolute().parent
    if not _may(path, os.W_OK):
        return _Obstacle("book" if os.path.lexists(path) else "gone", path)
    if not _may(folder, _INTO):
        return _Obstacle("folder", folder, os.W_OK if not _may(folder, os.W_OK) else os.X_OK)
    for suffix in (WAL, SHM):
        beside = path.with_name(path.name + suffix)
        if not _may(beside, os.W_OK) and beside.exists():
            return _Obstacle("beside", beside)
    if has_other_names(path):
        return _Obstacle("names", path)
    return _Obstacle("group", folder) if _would_shut_out(path, folder) else None


def has_other_names(path: Path) -> bool:
    """Whether the file can be opened by another name too, by what is called a hard link.

    SQLite keeps its log and its locks beside the name that it was opened by: who uses different
    names does not see the others, and overwrites what they have written.
    """
    try:
        status = path.stat()
    except OSError:  # gone just now, which others tell
        return False
    return stat.S_ISREG(status.st_mode) and status.st_nlink > 1


def other_names_told(path: str, count: int) -> str:
    """Why a book with so many names is not written, and what to do."""
    return _(
        "{path} may only be read: the file has {count} names (hard links), and people who open it"
        " by different ones would overwrite each other's work. Delete all but one of them."
    ).format(path=path, count=count)


def _would_shut_out(path: Path, folder: Path) -> bool:
    """Whether files that we make beside the book would be closed to others who may write it.

    They get the mode of the book, but the group of whoever makes them, where the folder does not
    hand on its own (the bit g+s). SQLite gives away only what root makes.
    """
    if sys.platform in ("win32", "darwin") or os.geteuid() == 0:
        return False
    book = path.stat()
    for_group_only = (book.st_mode >> 3) & ~book.st_mode & stat.S_IWOTH
    if not for_group_only or book.st_gid == os.getegid():
        return False
    beside = folder.stat()
    return not (beside.st_mode & stat.S_ISGID and beside.st_gid == book.st_gid)


def _told(obstacle: _Obstacle, path: Path, called: str | None = None) -> str:
    where, book = obstacle.where, called or str(path)
    try:
        status, of_book = where.stat(), path.stat() if obstacle.kind == "group" else None
    except OSError:  # gone, or closed, since we asked
        return _("There is no book at {path} any more.").format(path=book)
    if obstacle.kind == "names":
        return other_names_told(book, status.st_nlink)
    bit = _missing_bit(status, obstacle.wanted)
    if of_book is None and bit is None:
        return _beyond_modes(obstacle, book)
    if bit == "g+w" and obstacle.kind in ("book", "folder"):
        return _readers_folder(obstacle, path, book)
    return _sentence(obstacle).format(
        path=book,
        account=_account(),
        mode=f"{stat.S_IMODE(status.st_mode):04o}",
        owner=user_name(status.st_uid),
        group=group_name((of_book or status).st_gid),
        own=_own_group(),
        where=where,
        bit=bit,
    )


def _readers_folder(obstacle: _Obstacle, path: Path, book: str) -> str:
    """The bit of the group is missing: where the folder lacks it too, both are named at once."""
    folder = path.absolute().parent
    status, of_folder = obstacle.where.stat(), folder.stat()
    told = _sentence(obstacle)
    if not of_folder.st_mode & stat.S_IWGRP:
        told = _(
            "{path} may only be read by {account}: its folder ({mode} {owner}:{group}) lacks {bit},"
            " only {owner} writes there. chmod g+w {where} lets group {group} write."
        )
        if obstacle.kind == "book":
            told = _(
                "{path} may only be read by {account}: its mode ({mode} {owner}:{group}) lacks"
                " {bit}, and so does its folder ({folder_mode}): only {owner} writes there. chmod"
                " g+w on both lets group {group} write."
            )
    return told.format(
        path=book,
        account=_account(),
        mode=f"{stat.S_IMODE(status.st_mode):04o}",
        folder_mode=f"{stat.S_IMODE(of_folder.st_mode):04o}",
        owner=user_name(status.st_uid),
        group=group_name(status.st_gid),
        where=obstacle.where,
        bit="g+w",
    )


def _sentence(obstacle: _Obstacle) -> str:
    if obstacle.kind == "group":
        return _(
            "{path} may only be read by {account}: what {account} writes beside it would belong to"
            " group {own} and shut out group {group}. chgrp {group} {where}; chmod g+s {where} lets"
            " all of the group write."
        )
    if obstacle.kind == "folder above":
        return _(
            "{path} can't be reached by {account}: the folder {where} ({mode} {owner}:{group})"
            " lacks {bit}."
        )
    if obstacle.wanted == os.R_OK:
        return _(
            "{path} may not be read by {account}: its mode ({mode} {owner}:{group}) lacks {bit}."
        )
    if obstacle.kind == "folder":
        return _(
            "{path} may only be read by {account}: its folder ({mode} {owner}:{group}) lacks {bit}."
        )
    if obstacle.kind == "beside":
        return _(
            "{path} may only be read by {account}: {where} beside it ({mode} {owner}:{group}) lacks"
            " {bit}."
        )
    return _("{path} may only be read by {account}: its mode ({mode} {owner}:{group}) lacks {bit}.")


def _missing_bit(status: os.stat_result, wanted: int) -> str | None:
    """The bit as chmod writes it, `g+w`; None where the mode has it and something else forbids."""
    if sys.platform == "win32":
        return None
    if status.st_uid == os.geteuid():
        letter, shift = "u", 6
    elif status.st_gid in {os.getegid(), *os.getgroups()}:
        letter, shift = "g", 3
    else:
        letter, shift = "o", 0
    return None if (status.st_mode >> shift) & wanted else f"{letter}+{_LETTERS[wanted]}"


def _beyond_modes(obstacle: _Obstacle, book: str) -> str:
    if obstacle.wanted != os.W_OK:
        message = _("{path} may not be read by {account}: the system forbids it.")
    elif sys.platform != "win32" and os.statvfs(obstacle.where).f_flag & os.ST_RDONLY:
        message = _("{path} may only be read: its file system is mounted read-only.")
    else:
        message = _("{path} may only be read by {account}: the system forbids more than that.")
    return message.format(path=book, account=_account())


def _account() -> str:
    """Who asks: the account whose permissions count."""
    return user_name(os.geteuid()) if sys.platform != "win32" else account_name()


def _own_group() -> str:
    return group_name(os.getegid()) if sys.platform != "win32" else ""
