"""The backup before an import writes."""

from collections.abc import Callable
from pathlib import Path

from custtui.exchange.progress import Cancelled, cancelled_message
from custtui.reading.backups.names import IMPORT
from custtui.store.backups.copying import Halt, Halted
from custtui.store.backups.folder import NoBackup
from custtui.store.backups.making import back_up_changed


def save_before(path: Path, cancelled: Callable[[], bool] | None = None) -> tuple[str, ...]:
    """Make a backup where the newest does not hold the book as it is; gives what is to be told.

    An import is one edit, which undo takes back: where no backup can be made it goes on and says
    so. BookError where the book is damaged.
    """
    try:
        back_up_changed(path, IMPORT, halt=Halt(cancelled or (lambda: False)))
    except Halted:
        raise Cancelled(cancelled_message()) from None
    except NoBackup as error:
        return (str(error),)
    return ()
