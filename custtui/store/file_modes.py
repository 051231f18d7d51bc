"""The modes of a book and of what is kept with it: the folder says who may use them.

A new file is its maker's alone, 0600, unless its folder hands on its group (the bit g+s): 2770
makes it 0660, for a group that writes, and 2750 makes it 0640, for a group that reads. So what a
file may be is said once, by whoever makes the folder, and nobody's umask changes it. SQLite gives
-wal and -shm the mode of the book, whatever the umask.

A folder that its group may write, but that does not hand the group on, is nobody's shared folder:
a new book in it is 0600, for each file there would belong to the own group of whoever made it, and
shut the others out.
"""

import os
import stat
from contextlib import suppress
from pathlib import Path

from custtui.reading.permission import SHM, WAL
from custtui.values.account import group_name, user_name
from custtui.values.language import _

ALONE, GROUP_READS, GROUP_WRITES = 0o600, 0o640, 0o660
_EVERYBODY = stat.S_IRWXO
_BITS = 0o777


def mode_in(folder: Path) -> int:
    """The mode of a new file in that folder."""
    mode = folder.stat().st_mode
    if not mode & stat.S_ISGID or not mode & stat.S_IXGRP:
        return ALONE
    if mode & stat.S_IWGRP:
        return GROUP_WRITES
    return GROUP_READS if mode & stat.S_IRGRP else ALONE


def mode_with(book: Path, folder: Path) -> int:
    """The mode of a new file that holds what is in the book: never open to more than the book."""
    return mode_in(folder) & (book.stat().st_mode | ALONE)


def make_file(path: Path, mode: int) -> None:
    """Make an empty file of that mode whatever the umask; FileExistsError where one stands."""
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL, ALONE)
    try:
        give_mode(descriptor, mode)
    finally:
        os.close(descriptor)


def give_mode(file: Path | int, mode: int) -> None:
    """Give a file of ours this mode; where the file system has no modes, it stays as it is."""
    if stat.S_IMODE(os.stat(file).st_mode) != mode:
        with suppress(PermissionError):
            os.chmod(file, mode)


def keeps_group_to_itself(book: Path) -> bool:
    """Whether a group may use the book, but not what one of them writes beside it."""
    folder, status = book.absolute().parent.stat(), book.stat()
    if not status.st_mode & stat.S_IRWXG:
        return False
    return not (folder.st_mode & stat.S_ISGID and folder.st_gid == status.st_gid)


def doubts(book: Path) -> tuple[str, ...]:
    """What is wrong with the modes of a book, its folder and what stands beside it, in sentences.

    None of it keeps this account from anything now: it lets in or shuts out others.
    """
    folder = book.absolute().parent
    mode, status = folder.stat().st_mode, book.stat()
    found = []
    if status.st_mode & _EVERYBODY:
        found.append(
            _("{path} is open to everybody on this machine (mode {mode}): chmod o= {path}").format(
                path=book, mode=_written(status)
            )
        )
    if keeps_group_to_itself(book):
        found.append(
            _(
                "{folder} does not hand on the group {group} of {path}, so what one of the group"
                " writes shuts the others out: chgrp {group} {folder}; chmod g+s {folder}"
            ).format(folder=folder, path=book, group=group_name(status.st_gid))
        )
    elif mode & stat.S_ISVTX and status.st_mode & stat.S_IWGRP:
        found.append(
            _(
                "{folder} lets everybody remove only their own files, so some systems keep the"
                " group from writing {path}: chmod -t {folder}"
            ).format(folder=folder, path=book)
        )
    return (*found, *_beside(book, status))


def _beside(book: Path, status: os.stat_result) -> list[str]:
    found = []
    for suffix in (WAL, SHM):
        path = book.with_name(book.name + suffix)
        if not path.exists():
            continue
        beside = path.stat()
        if (beside.st_mode & _BITS, beside.st_gid) != (status.st_mode & _BITS, status.st_gid):
            message = _(
                "{path} is {mode} {owner}:{group}, other than the book beside it, and may shut"
                " people out: close custtui everywhere, then it goes."
            )
            found.append(
                message.format(
                    path=path,
                    mode=_written(beside),
                    owner=user_name(beside.st_uid),
                    group=group_name(beside.st_gid),
                )
            )
    return found


def _written(status: os.stat_result) -> str:
    return f"{stat.S_IMODE(status.st_mode):04o}"
