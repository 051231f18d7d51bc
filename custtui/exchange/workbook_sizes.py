"""Whether a workbook can be read at all: how large it is, and a trial in a process of its own.

calamine ends the whole process where memory for a sheet can't be had. So what a workbook says of
its size is looked at first, which gives a sentence that helps; what that does not see is tried out
where it ends only a child.
"""

import json
import re
import subprocess
import sys
import zipfile
from pathlib import Path

from custtui.exchange.errors import ExchangeError
from custtui.values.language import _

MOST_BYTES = 1 << 30  #: of a workbook unpacked
#: Cells between a sheet's first and last: calamine takes 32 bytes for each, empty or not.
MOST_CELLS = 50_000_000
_CHUNK = 1 << 20
_LONGEST_TAG = 1 << 16
_IS_SHEET = re.compile(rb"<(?:[\w.-]+:)?worksheet[\s>]")
#: A cell beyond column Z or a row beyond 999, in a tag that holds something.
_FAR = re.compile(
    rb"""\sr\s*=\s*["'](?:([A-Z]{2,3})([0-9]{1,7})|([0-9]{4,7}))["'](?:[^>]*[^/>])?>"""
)
_NEAR_ROWS, _NEAR_COLUMNS = 999, 26

# The child finds modules where this process does, and nowhere else: not in the current folder.
_START = (
    "import json, sys; sys.path[:] = json.loads(sys.argv[1]);"
    " from custtui.exchange.workbook_trial import main; sys.exit(main(json.loads(sys.argv[2])))"
)
_MOST_OF_ERRORS = 8_000  #: bytes


def refuse_the_unbearable(path: Path, sheet: str | None, preferred: tuple[str, ...]) -> None:
    """ExchangeError for a workbook whose sheet, chosen as in `workbooks.read`, can't be held.

    zipfile.BadZipFile for one that is larger than it says, or damaged.
    """
    if zipfile.is_zipfile(path):
        with zipfile.ZipFile(path) as archive:
            _refuse_the_large(archive, path)
            for part in archive.infolist():
                _refuse_the_sparse(archive, part, path)
    _try_out(path, sheet, preferred)


def _refuse_the_large(archive: zipfile.ZipFile, path: Path) -> None:
    declared = sum(part.file_size for part in archive.infolist())
    if declared > MOST_BYTES:
        message = _(
            "{path} would take {size} MiB unpacked; at most {limit} MiB are read. Save the"
            " sheet as CSV and import that."
        )
        sizes = {"size": declared >> 20, "limit": MOST_BYTES >> 20}
        raise ExchangeError(message.format(path=path, **sizes))


def _refuse_the_sparse(archive: zipfile.ZipFile, part: zipfile.ZipInfo, path: Path) -> None:
    """Read a part of XML whole, which checks its declared size and sum; measure it if a sheet.

    A sheet may have any name, so it is told by what it holds. ExchangeError for one that spans
    more cells than can be held, whatever it has in them.
    """
    rows, columns = _NEAR_ROWS, _NEAR_COLUMNS
    with archive.open(part) as file:
        chunk = file.read(_CHUNK)
        if not (part.filename.endswith(".xml") or chunk.lstrip(b"\xef\xbb\xbf \r\n\t")[:1] == b"<"):
            return
        is_sheet = _IS_SHEET.search(chunk) is not None
        rest = b""
        while chunk:
            if is_sheet:
                data = rest + chunk
                for far_column, row_of_cell, far_row in _FAR.findall(data):
                    rows = max(rows, int(row_of_cell or far_row))
                    columns = max(columns, _column_number(far_column))
                rest = data[max(data.rfind(b"<"), len(data) - _LONGEST_TAG) :]
            chunk = file.read(_CHUNK)
    if rows * columns > MOST_CELLS:
        message = _(
            "A sheet of {path} reaches to row {rows} and column {columns}: more than can be read."
            " Delete the stray cells far out, or save the sheet as CSV."
        )
        raise ExchangeError(message.format(path=path, rows=rows, columns=columns))


def _column_number(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number


def _try_out(path: Path, sheet: str | None, preferred: tuple[str, ...]) -> None:
    """Read the sheet in a child process; ExchangeError when that ends it."""
    request = json.dumps({"path": str(path.absolute()), "sheet": sheet, "preferred": preferred})
    try:
        done = subprocess.run(
            [sys.executable, "-P", "-c", _START, json.dumps(sys.path), request],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            check=False,
        )
    except OSError as error:
        message = _("{path} can't be read: {reason}.")
        raise ExchangeError(message.format(path=path, reason=error.strerror)) from error
    if done.returncode:
        message = _(
            "{path} can't be read as a workbook: it takes more memory than can be had, or is"
            " damaged. Save the sheet as CSV and import that."
        )
        failure = ExchangeError(message.format(path=path))
        failure.add_note(done.stderr[:_MOST_OF_ERRORS].decode("utf-8", "replace"))
        raise failure
