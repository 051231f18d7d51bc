"""Files that are written whole or not at all."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

#: The files that are being written.
_PARTS: set[Path] = set()


def remove_parts() -> None:
    """Remove what is half written, where the process is ended without a chance to do so."""
    for part in tuple(_PARTS):
        with suppress(OSError):
            part.unlink()


@contextmanager
def whole_file(target: Path) -> Iterator[Path]:
    """A temporary file beside `target` to write into, which takes its place when the block ends.

    Only the owner may read it (0600), and it is on the disk before it is renamed. An error in the
    block removes it and leaves `target` as it was. OSError where the folder can't be written.
    """
    handle, name = tempfile.mkstemp(dir=target.parent, prefix=".custtui-", suffix=".part")
    os.close(handle)
    part = Path(name)
    _PARTS.add(part)
    try:
        yield part
        _to_disk(part, os.O_RDWR)
        os.replace(part, target)
    except BaseException:
        with suppress(FileNotFoundError):
            part.unlink()
        raise
    finally:
        _PARTS.discard(part)
    if hasattr(os, "O_DIRECTORY"):
        _to_disk(target.parent, os.O_RDONLY | os.O_DIRECTORY)


def _to_disk(path: Path, mode: int) -> None:
    handle = os.open(path, mode)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
