"""Where the file lies: who may use it, what is left beside it, how much room, what kind of disk."""

import os
import sqlite3
import stat
from collections.abc import Iterator
from pathlib import Path

from custtui.reading.open_files import BESIDE, beside
from custtui.reading.permission import has_other_names, other_names_told
from custtui.store.backups.left_over import left_over
from custtui.store.checkup.finding import Finding, Mend
from custtui.store.file_modes import doubts, keeps_group_to_itself, mode_in
from custtui.values.language import _

#: Room for what an edit writes beside the book before it is brought into it.
_SPARE_BYTES = 16 << 20
#: Since then SQLite has what the tables are made with.
_OLDEST_SQLITE = (3, 37, 0)
_MOUNTS = Path("/proc/self/mounts")
_NETWORK = {
    "nfs", "nfs4", "cifs", "smb3", "smbfs", "smb2", "9p", "afs", "ceph", "ncpfs", "davfs", "lustre",
    "gpfs", "ocfs2", "vboxsf", "prl_fs",
}  # fmt: skip


def modes(path: Path) -> Iterator[Finding]:
    """Files that more people may use than their folder is meant for; what shuts people out."""
    allowed = mode_in(path.absolute().parent)
    ours = [path, *(each for ending in BESIDE if (each := beside(path, ending)).exists())]
    wide = tuple(each for each in ours if stat.S_IMODE(each.stat().st_mode) & ~allowed)
    # A group that writes together in such a folder is helped by another folder, not shut out.
    is_shared = path.stat().st_mode & path.absolute().parent.stat().st_mode & stat.S_IWGRP
    if wide and not (is_shared and keeps_group_to_itself(path)):
        message = _("{path} is open to more people than its folder is meant for (mode {mode}).")
        mode = f"{stat.S_IMODE(wide[0].stat().st_mode):04o}"
        yield Finding(
            "modes",
            message.format(path=wide[0], mode=mode),
            _("custtui doctor --repair makes it {mode}.").format(mode=f"{allowed:04o}"),
            mend=Mend.MODE,
            paths=wide,
        )
        return
    for doubt in doubts(path):
        yield Finding("modes", doubt)
    if has_other_names(path):
        todo = _("find / -samefile {path} lists them.")
        names = other_names_told(str(path), path.stat().st_nlink)
        yield Finding("modes", names, todo.format(path=path))


def leftovers(path: Path) -> Iterator[Finding]:
    """Unfinished copies that a killed program left beside the book."""
    left = tuple(left_over(path))
    if left:
        names = ", ".join(each.name for each in left)
        yield Finding(
            "leftovers",
            _("Unfinished files were left behind: {names}.").format(names=names),
            _("custtui doctor --repair deletes them."),
            mend=Mend.REMOVE,
            paths=left,
        )


def space(path: Path) -> Iterator[Finding]:
    """Whether there is room for a copy of the book, and something more."""
    needed = path.stat().st_size + _SPARE_BYTES
    found = os.statvfs(path.absolute().parent)
    free = found.f_bavail * found.f_frsize
    if free < needed:
        message = _("{free} MB are free on the disk; a copy of the book needs {needed} MB.")
        yield Finding(
            "space",
            message.format(free=f"{free >> 20:,}", needed=f"{(needed >> 20) + 1:,}"),
            _("Make room there: without it backups fail, and soon edits too."),
        )


def network(path: Path, mounts: Path = _MOUNTS) -> Iterator[Finding]:
    """Whether the book lies on another computer's disk, where locks can't be relied on."""
    try:
        table = mounts.read_text("utf-8", "replace")
    except OSError:
        return
    place, kind = mount_of(path.resolve(), table)
    if kind in _NETWORK or (kind.startswith("fuse.") and kind != "fuse.mergerfs"):
        message = _("{place} is a network drive ({kind}): several people would spoil the book.")
        yield Finding(
            "network",
            message.format(place=place, kind=kind),
            _("Keep the book on a disk of the computer on which custtui runs."),
        )


def mount_of(path: Path, table: str) -> tuple[str, str]:
    """The mount point that a path lies under, and the kind of file system there."""
    found = ("/", "")
    for line in table.splitlines():
        parts = line.split(" ")
        if len(parts) < 3:
            continue
        place = parts[1].replace("\\040", " ").replace("\\011", "\t").replace("\\134", "\\")
        # A later one covers an earlier one at the same place.
        if path.is_relative_to(place) and len(place) >= len(found[0]):
            found = (place, parts[2])
    return found


def version(_path: Path) -> Iterator[Finding]:
    """Whether this computer's SQLite is new enough."""
    if sqlite3.sqlite_version_info < _OLDEST_SQLITE:
        message = _("SQLite is {found} here; {needed} or newer is needed.")
        yield Finding(
            "sqlite",
            message.format(found=sqlite3.sqlite_version, needed=".".join(map(str, _OLDEST_SQLITE))),
            _("Install a newer Python."),
        )
