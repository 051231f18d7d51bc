"""`custtui backup`: make a backup of the book, or list those that there are."""

from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

from custtui.cli.clock import in_zone
from custtui.cli.options import Options
from custtui.cli.printing import complain, print_json, print_table, say
from custtui.reading.backups.names import ASKED, Backup, backups_in, reason_text
from custtui.reading.backups.places import folders
from custtui.reading.backups.standing import content_of, set_folder, stale_days
from custtui.reading.connection import BookError, connect
from custtui.reading.settings import settings
from custtui.values.file_sizes import format_bytes
from custtui.values.language import _, plural


def run(options: Options) -> int:
    """Make one and tell where it is; BookError where that fails, and nothing is left of it."""
    if options.given.list:
        return _list(options.path, as_json=options.given.json)
    connect(options.path, finished=False).close()
    from custtui.store.backups.making import back_up, back_up_to

    if options.given.file is None:
        made = back_up(options.path, ASKED)
    else:
        made = back_up_to(options.path, options.given.file, ASKED)
    say(str(made.path.absolute()))
    content = content_of(made.path)
    customers = content.customers if content else 0
    counted = plural("{count} customer", "{count} customers", customers)
    told = _("{customers}, {size}, read again and found whole.")
    counted = counted.format(count=f"{customers:,}")
    say(told.format(customers=counted, size=format_bytes(made.size)))
    return 0


def _list(path: Path, *, as_json: bool) -> int:
    """The backups, the newest first: also where the book itself is gone or damaged."""
    setting, zone, stale, problem = "", None, None, None
    found: list[Backup] = []
    try:
        with closing(connect(path, finished=False)) as book:
            setting, zone = set_folder(book), settings(book).time_zone
            found = backups_in(path, folders(path, setting))
            stale = stale_days(book, found, datetime.now(UTC))
    except BookError as error:
        problem = str(error)
        found = backups_in(path, folders(path, setting))
    if as_json:
        print_json({
            "folder": str(folders(path, setting)[0]),
            "stale_days": stale,
            "backups": [_plain(each) for each in found],
        })  # fmt: skip
    else:
        print_table((_row(each, zone) for each in found), right=(2, 3))
        if not found:
            say(_("There is no backup of this book in {folder}.").format(
                folder=folders(path, setting)[0]
            ))  # fmt: skip
    if problem is not None:
        complain(problem)
    if stale is not None:
        complain(stale_text(stale))
    return 0


def stale_text(days: int) -> str:
    """That the book has changed for long without a backup, and what can be done about it."""
    message = plural(
        "What was changed for {count} day is in no backup. custtui backup makes one.",
        "What was changed for {count} days is in no backup. custtui backup makes one.",
        days,
    )
    return message.format(count=days)


def _row(backup: Backup, zone: str | None) -> tuple[str, ...]:
    content = content_of(backup.path)
    customers = content.customers if content else 0
    counted = plural("{count} customer", "{count} customers", customers)
    return (
        f"{in_zone(backup.moment.isoformat(), zone):%Y-%m-%d %H:%M}",
        reason_text(backup.reason),
        counted.format(count=f"{customers:,}") if content else _("can't be read"),
        format_bytes(backup.size),
        str(backup.path),
    )


def _plain(backup: Backup) -> dict[str, object]:
    content = content_of(backup.path)
    return {
        "path": str(backup.path),
        "moment": backup.moment.isoformat(),
        "reason": backup.reason,
        "size": backup.size,
        "customers": content.customers if content else None,
    }
