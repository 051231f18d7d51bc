"""What an import staged comes into the book: the short end of it, under the lock, as one edit."""

import sqlite3

from custtui.segments.judging.beside import Beside
from custtui.store import search_beside, search_index
from custtui.store.edit import Edit, Known
from custtui.store.late_indexes import late_indexes
from custtui.store.staging import KINDS, Staging

#: From so many rows on it is worth making the indexes of an empty table at the end.
_MANY_ROWS = 20_000


def put_in(edit: Edit, staging: Staging) -> None:
    """Write all that is staged, on whose connection the edit is, and log it."""
    connection = edit.connection
    renamed = staging.give_other_codes()
    behind = {kind: edit.next_id(kind) - 1 for kind in KINDS}
    if staging.is_ready():
        edit.known = _known(connection, staging, behind["customer"], renamed)
    for kind in KINDS:
        if staging.counts[kind]:
            _add(edit, kind, behind, staging.counts[kind])
    for kind in KINDS:
        _change(edit, kind)
    taken_away = "SELECT kind, first_id, last_id FROM staged.taken_away"
    for kind, first, last in connection.execute(taken_away).fetchall():
        edit.take_away(kind, first, last)


def _known(
    connection: sqlite3.Connection, staging: Staging, behind: int, renamed: set[int]
) -> Known:
    """What was worked out beside the book, true of all but those whom others have changed."""
    book = staging.book
    others = book.customers_touched()
    measured = connection.execute("SELECT customer_id FROM staged.metric")
    whom = frozenset(id_ for (id_,) in measured)
    beside = Beside(whom, others | book.customers_moved(), staging.moves)
    if not search_index.is_of_this_form(connection):
        return Known(beside)
    search_beside.put_in(connection, others)
    indexed = search_beside.whom(connection)
    wrong = indexed & others | {behind + id_ for id_ in renamed}
    return Known(beside, frozenset(indexed), frozenset(wrong))


def _add(edit: Edit, kind: str, behind: dict[str, int], count: int) -> None:
    """Add the new records of a kind, behind those that the book has."""
    connection = edit.connection
    names = [name for name in _columns(connection, kind) if name != "id"]
    quoted = ", ".join(f'"{name}"' for name in names)
    values = quoted.replace(
        '"customer_id"', "iif(customer_id < 0, :customers - customer_id, customer_id)"
    )
    statement = (
        f"INSERT INTO main.{kind} (id, {quoted}, recorded)"
        f" SELECT :behind + id, {values}, :moment FROM staged.{kind} ORDER BY id"
    )
    bound = {"behind": behind[kind], "customers": behind["customer"], "moment": edit.moment}
    if count >= _MANY_ROWS:
        with late_indexes(connection, kind):
            connection.execute(statement, bound)
    else:
        connection.execute(statement, bound)
    edit.log_new(kind, range(behind[kind] + 1, behind[kind] + count + 1))


def _change(edit: Edit, kind: str) -> None:
    """Change the records of the book that are to be changed, set by set of columns."""
    connection = edit.connection
    sets = connection.execute(
        "SELECT DISTINCT columns FROM staged.changed WHERE kind = ?", (kind,)
    ).fetchall()
    if not sets:
        return
    edit.keep_images(
        kind, "id IN (SELECT id FROM staged.changed WHERE kind = :kind)", {"kind": kind}
    )
    for (columns,) in sets:
        names = columns.split(" ")
        quoted = ", ".join(f'"{name}"' for name in names)
        new = ", ".join(f"json_extract(new, '$.{name}')" for name in names)
        connection.execute(
            f"UPDATE main.{kind} AS stands SET ({quoted}) = (SELECT {new} FROM staged.changed"
            " WHERE kind = :kind AND id = stands.id) WHERE id IN"
            " (SELECT id FROM staged.changed WHERE kind = :kind AND columns = :columns)",
            {"kind": kind, "columns": columns},
        )


def _columns(connection: sqlite3.Connection, kind: str) -> list[str]:
    return [row[1] for row in connection.execute(f"PRAGMA staged.table_info({kind})")]
