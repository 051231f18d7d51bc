"""All checks of a book, one after another; each only reads."""

import sqlite3
from collections.abc import Callable, Iterable
from contextlib import closing
from datetime import date, datetime
from pathlib import Path

from custtui.reading.connection import VERSION, BookError, connect, snapshot
from custtui.reading.settings import settings
from custtui.store.checkup import place
from custtui.store.checkup.clock import clock
from custtui.store.checkup.finding import Finding, Ground, LeftOut, Report, is_damaged, reason_found
from custtui.store.checkup.form import form
from custtui.store.checkup.judged import month_ends, segments
from custtui.store.checkup.log import erased, log
from custtui.store.checkup.records import records
from custtui.store.checkup.rules import day, rules
from custtui.store.checkup.search import search
from custtui.store.checkup.whole import damage, integrity, references
from custtui.values.language import _

#: By name: the file's place.
PLACE: dict[str, Callable[[Path], Iterable[Finding]]] = {
    "modes": place.modes,
    "leftovers": place.leftovers,
    "space": place.space,
    "network": place.network,
    "sqlite": place.version,
}
#: By name: what stands in the file.
CONTENT: dict[str, Callable[[Ground], Iterable[Finding]]] = {
    "integrity": integrity,
    "references": references,
    "form": form,
    "rules": rules,
    "day": day,
    "records": records,
    "log": log,
    "erased": erased,
    "segments": segments,
    "month-ends": month_ends,
    "search": search,
    "clock": clock,
}
#: What can only be judged where these found nothing.
_NEEDS = {
    "segments": ("rules", "day"),
    "month-ends": ("rules",),
    "clock": ("day",),
}


def check_up(path: Path, today: Callable[[str | None], date], now: datetime) -> Report:
    """Look through the book at `path`; whatever is wrong with it, nothing is raised.

    `today` gives the day in a time zone; it is asked for that of the book.
    """
    findings: list[Finding] = []
    checked = ["file"]
    left_out: list[LeftOut] = []
    try:
        with (
            closing(connect(path, read_only=True, finished=False)) as connection,
            snapshot(connection),
        ):
            # Bytes that are no text are told, and stop nothing.
            connection.text_factory = lambda data: data.decode("utf-8", "replace")
            ground = Ground(path, connection, today(_zone(connection)), now)
            for name in CONTENT:
                _look(name, ground, findings, checked, left_out)
    except (BookError, sqlite3.DatabaseError) as error:
        findings.append(_unreadable(error))
    for name, check in PLACE.items():
        if name == "modes" and findings and findings[0].check == "file":
            # What is no book is not ours, nor is its mode.
            left_out.append(LeftOut(name, _first("file")))
            continue
        try:
            findings += check(path)
            checked.append(name)
        except OSError as error:
            left_out.append(LeftOut(name, str(error.strerror)))
    return Report(tuple(findings), tuple(checked), tuple(left_out))


def _unreadable(error: BookError | sqlite3.DatabaseError) -> Finding:
    """Why nothing in the file can be looked at."""
    cause = error.__cause__ if isinstance(error, BookError) else error
    if is_damaged(cause):
        return damage("file", str(cause))
    wrong = str(error) if isinstance(error, BookError) else reason_found(error)
    return Finding("file", wrong, _("Then run custtui doctor again."))


def _zone(connection: sqlite3.Connection) -> str | None:
    try:
        return settings(connection).time_zone
    except sqlite3.DatabaseError:
        return None  # what is wrong there is told by the checks


def _look(
    name: str,
    ground: Ground,
    findings: list[Finding],
    checked: list[str],
    left_out: list[LeftOut],
) -> None:
    """Make one check; what it needs and what is wrong with that is told instead."""
    wrong = {finding.check for finding in findings}
    (theirs,) = ground.connection.execute("PRAGMA user_version").fetchone()
    if theirs != VERSION and name not in ("integrity", "references", "form"):
        left_out.append(LeftOut(name, _("the book is of an older form")))
        return
    for needed in _NEEDS.get(name, ()):
        if needed in wrong:
            left_out.append(LeftOut(name, _first(needed)))
            return
    try:
        findings += CONTENT[name](ground)
        checked.append(name)
    except sqlite3.DatabaseError as error:
        if wrong:
            # What was found before is the cause.
            left_out.append(LeftOut(name, reason_found(error)))
        else:
            message = _("This can't be looked at: {reason}.")
            todo = _("Put a backup back, or report it.")
            findings.append(Finding(name, message.format(reason=reason_found(error)), todo))
    except (BookError, ValueError) as error:
        # A day that is none, met by judging: the check of records tells whose it is.
        left_out.append(LeftOut(name, str(error)))


def _first(needed: str) -> str:
    return _("“{needed}” has to be right first").format(needed=needed)
