"""Whether the file has the form that the numbered steps give it: tables, indexes, no triggers."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from functools import cache

from custtui.reading.connection import VERSION
from custtui.segments.judging.tables import JUDGED
from custtui.store.checkup.finding import Finding, Ground, Mend
from custtui.store.migrate import made_from_nothing
from custtui.values.language import _

#: What can be made anew from the records, besides all indexes.
SEARCH_TABLES = ("search_document", "search_index")
#: What is no matter of migrations; the checks of segments and search look after it.
_NOT_OURS = (*JUDGED, "month_cut", "search_state", "metric_last_contact")

#: By kind and name, the SQL that makes it.
_Form = dict[tuple[str, str], str]


def form(ground: Ground) -> Iterator[Finding]:
    """Each table, index and trigger that lacks, is another, or should not be there."""
    (version,) = ground.connection.execute("PRAGMA user_version").fetchone()
    if version != VERSION:
        message = _("Its form is {theirs}, this custtui knows {ours}.")
        yield Finding(
            "form",
            message.format(theirs=version, ours=VERSION),
            _("custtui --db {path} brings it up to date.").format(path=ground.path),
        )
        return
    stands, wanted = _form(ground.connection), _wanted()
    for (kind, name), made in wanted.items():
        there = stands.get((kind, name))
        if there is None or _plain(there) != _plain(made):
            yield _wrong(kind, name, made, is_there=there is not None)
    for kind, name in stands.keys() - wanted.keys():
        if kind == "trigger":
            message = _("Another program put the trigger {name} there: it acts on what is saved.")
            yield Finding(
                "form",
                message.format(name=name),
                _("Ask who made it; DROP TRIGGER {name} in sqlite3 takes it away.").format(
                    name=name
                ),
            )


def _wrong(kind: str, name: str, made: str, *, is_there: bool) -> Finding:
    if is_there:
        message = _("The {kind} {name} has another form than this custtui gives it.")
    else:
        message = _("The {kind} {name} is missing.")
    wrong = message.format(kind=_("index") if kind == "index" else _("table"), name=name)
    if kind == "index":
        return Finding("form", wrong, mend=Mend.MAKE, made=(f'DROP INDEX IF EXISTS "{name}"', made))
    if name in SEARCH_TABLES and not is_there:
        return Finding("form", wrong, mend=Mend.SEARCH, made=(made,))
    return Finding("form", wrong, _("Put a backup back."))


@cache
def _wanted() -> _Form:
    with closing(made_from_nothing()) as connection:
        return _form(connection)


def _form(connection: sqlite3.Connection) -> _Form:
    rows = connection.execute(
        "SELECT type, name, sql FROM main.sqlite_master WHERE sql IS NOT NULL"
    )
    return {
        (kind, name): sql
        for kind, name, sql in rows
        # What FTS5 keeps its index in is its own matter.
        if name not in _NOT_OURS and not name.startswith("search_index_")
    }


def _plain(sql: str) -> str:
    return " ".join(sql.replace('"', "").split()).lower()
