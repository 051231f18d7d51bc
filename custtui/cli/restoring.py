"""`custtui restore`: a backup in the place of the book, which is kept."""

import sys
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

from custtui.cli import clock
from custtui.cli.options import Options
from custtui.cli.printing import say
from custtui.cli.refusals import Refusal
from custtui.cli.terminal import has_terminal
from custtui.reading.backups.standing import Content, content_of
from custtui.reading.connection import connect, is_there
from custtui.reading.permission import why_not_writable
from custtui.reading.settings import settings
from custtui.values.language import _, plural

if TYPE_CHECKING:
    from custtui.store.backups.restoring import Restored

_YES = ("y", "yes", "j", "是", "好")


def run(options: Options) -> int:
    """Ask once, restore, and tell where what was replaced lies; Refusal where nobody says yes."""
    path, file = options.path, options.given.file
    if is_there(path) and (reason := why_not_writable(path)) is not None:
        raise Refusal(reason)
    if not is_there(file):
        raise Refusal(
            _("There is no backup at {path}. custtui backup --list shows those there are.")
            .format(path=file)
        )  # fmt: skip
    from custtui.store.backups.restoring import is_database, restore

    zone = _zone(file)
    if not options.given.yes and path.exists():
        # A file that SQLite does not know is not shown to it: it would clear up round it.
        before = content_of(path) if is_database(path) else None
        _ask(path, file, before, zone)
    _tell(restore(path, file, clock.today(zone)), file)
    return 0


def _zone(file: Path) -> str | None:
    with closing(connect(file, finished=False, read_only=True)) as backup:
        return settings(backup).time_zone


def _ask(path: Path, file: Path, before: Content | None, zone: str | None) -> None:
    """Say what is replaced by what; Refusal where that is not wanted, or nobody can be asked."""
    if not has_terminal():
        raise Refusal(_("{path} is there already: --yes replaces it, and keeps it as a backup.")
                      .format(path=path))  # fmt: skip
    say(_("Now: {content}").format(content=_told(before, zone)))
    say(_("Then: {content}").format(content=_told(content_of(file), zone)))
    print(_("Replace the book? It is kept as a backup. [y/N] "), end="", flush=True)
    if sys.stdin.readline().strip().lower() not in _YES:
        raise Refusal(_("Nothing was changed."))


def _told(content: Content | None, zone: str | None) -> str:
    if content is None:
        return _("can't be read")
    counted = plural("{count} customer", "{count} customers", content.customers)
    counted = counted.format(count=f"{content.customers:,}")
    if not content.last_edit:
        return counted
    moment = f"{clock.in_zone(content.last_edit, zone):%Y-%m-%d %H:%M}"
    return _("{customers}, last edit {moment}").format(customers=counted, moment=moment)


def _tell(done: "Restored", file: Path) -> None:
    counted = plural("{count} customer", "{count} customers", done.customers)
    counted = counted.format(count=f"{done.customers:,}")
    say(_("Restored from {file}: {customers}.").format(file=file, customers=counted))
    if done.was_damaged:
        say(_("The damaged file was moved to {path}.").format(path=done.replaced))
    elif done.replaced is not None:
        say(_("What it replaced is kept in {path}.").format(path=done.replaced))
