"""Making a workbook file: where it may stand, and that it is there whole or not at all."""

import errno
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from custtui.exchange.errors import ExchangeError
from custtui.exchange.own_files import refuse_to_write_over_book
from custtui.exchange.whole_file import whole_file
from custtui.values.language import _
from custtui.values.text import shown

if TYPE_CHECKING:
    from xlsxwriter import Workbook

_OPTIONS = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
    "default_date_format": "yyyy-mm-dd",
}
_NO_ROOM = frozenset((errno.ENOSPC, errno.EDQUOT))


def check_target(target: Path, book: Path) -> None:
    """ExchangeError, saying why, where a workbook can't be written to `target`."""
    folder, name = target.absolute().parent, shown(str(target))
    if target.suffix.lower() != ".xlsx":
        raise ExchangeError(_("{path}: the name of a workbook ends in .xlsx.").format(path=name))
    if target.is_dir():
        raise ExchangeError(_("{path} is a folder; name a file in it.").format(path=name))
    if not folder.is_dir():
        message = _("The folder {folder} does not exist.")
        raise ExchangeError(message.format(folder=shown(str(folder))))
    if not os.access(folder, os.W_OK | os.X_OK):
        message = _("This account may not write in the folder {folder}.")
        raise ExchangeError(message.format(folder=shown(str(folder))))
    refuse_to_write_over_book(target, book)


@contextmanager
def new_workbook(target: Path) -> Iterator["Workbook"]:
    """A workbook that is written row by row, and stands at `target` when the block has ended.

    An error in the block leaves nothing behind. ExchangeError where it can't be written.
    """
    from xlsxwriter import Workbook
    from xlsxwriter.exceptions import XlsxFileError

    try:
        with (
            tempfile.TemporaryDirectory(prefix="custtui-", ignore_cleanup_errors=True) as parts,
            whole_file(target) as part,
        ):
            workbook = Workbook(str(part), _OPTIONS | {"tmpdir": parts})
            workbook.use_zip64()
            yield workbook
            workbook.close()
    except OSError as error:
        raise not_written(target, error) from error
    except XlsxFileError as error:
        cause = error.args[0] if error.args else None
        raise not_written(target, cause if isinstance(cause, OSError) else OSError()) from error


def not_written(target: Path, error: OSError) -> ExchangeError:
    """The message for an error of the system while `target` was written."""
    name = shown(str(target))
    if error.errno in _NO_ROOM:
        message = _(
            "There is no room left to write {path}. While it is made, its parts lie in {folder}."
        )
        return ExchangeError(message.format(path=name, folder=tempfile.gettempdir()))
    message = _("{path} could not be written: {reason}.")
    return ExchangeError(message.format(path=name, reason=error.strerror or type(error).__name__))
