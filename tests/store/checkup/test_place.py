"""Where a book lies: room on the disk, and what kind of disk."""

import os
from pathlib import Path

import pytest

from custtui.store.checkup.place import mount_of, network, space


def test_a_disk_without_room_is_told(book: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = os.statvfs(book.parent)
    full = os.statvfs_result((*real[:3], 0, 0, *real[5:]))
    monkeypatch.setattr(os, "statvfs", lambda _folder: full)
    assert "0 MB are free" in next(iter(space(book))).wrong


MOUNTS = """\
/dev/sda1 / ext4 rw 0 0
server:/export /srv/shared\\040files nfs4 rw 0 0
//host/share /srv/shared\\040files/inner cifs rw 0 0
me@host: /home/me/far fuse.sshfs rw 0 0
/dev/sdb1 /srv/shared\\040files/local ext4 rw 0 0
"""


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/home/me/book.db", "ext4"),
        ("/srv/shared files/book.db", "nfs4"),
        ("/srv/shared files/inner/book.db", "cifs"),
        ("/srv/shared files/local/book.db", "ext4"),
        ("/home/me/far/book.db", "fuse.sshfs"),
        ("/home/me/farther/book.db", "ext4"),
    ],
)
def test_the_disk_that_a_book_lies_on_is_known(path: str, kind: str, tmp_path: Path) -> None:
    assert mount_of(Path(path), MOUNTS)[1] == kind
    table = tmp_path / "mounts"
    table.write_text(MOUNTS)
    assert bool(list(network(Path(path), table))) == (kind != "ext4")
