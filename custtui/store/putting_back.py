"""Putting back what an edit changed, deleted or made, in the reverse order, set-based.

An edit of 100,000 customers logs over a million images: one statement puts back all that follow one
another in the log and are of one kind, as quickly as they were taken away.
"""

from collections.abc import Iterator
from contextlib import nullcontext
from dataclasses import dataclass

from custtui.store.edit import Edit
from custtui.store.late_indexes import late_indexes

#: From so many on it is worth making the indexes of an empty table at the end.
_MANY = 20_000
_WHOM = "id IN (SELECT record_id FROM temp.put_back WHERE stands = :stands)"


@dataclass(frozen=True, slots=True)
class _Run:
    """Changes that follow one another in the log: of one kind, all images or all new records."""

    kind: str
    is_new: bool
    #: Whether each stands for many new records, first to last id.
    is_many: bool
    first: int
    last: int


def put_back(edit: Edit, undone: int) -> None:
    """Make every record that the edit `undone` touched what it was before."""
    for run in list(_runs(edit, undone)):
        if run.is_many:
            _take_away_runs(edit, run)
        elif run.is_new:
            # Noted first: what reads the log while it writes into it is gathered in memory.
            _find(edit, run)
            edit.remove(run.kind, _WHOM, {"stands": 1})
        else:
            _put_back(edit, run)


def _runs(edit: Edit, undone: int) -> Iterator[_Run]:
    """The runs of changes of an edit, the last first. One edit at a time writes to the log."""
    last = edit.connection.execute(
        "SELECT record, before IS NULL, last_id IS NOT NULL, id FROM change WHERE edit_id = ?"
        " ORDER BY id DESC LIMIT 1",
        (undone,),
    ).fetchone()
    while last is not None:
        kind, is_new, is_many, end = last
        run = {"edit": undone, "kind": kind, "new": is_new, "many": is_many, "end": end}
        last = edit.connection.execute(
            "SELECT record, before IS NULL, last_id IS NOT NULL, id FROM change"
            " WHERE edit_id = :edit AND id < :end AND NOT (record = :kind"
            " AND (before IS NULL) = :new AND (last_id IS NOT NULL) = :many)"
            " ORDER BY id DESC LIMIT 1",
            run,
        ).fetchone()
        (first,) = edit.connection.execute(
            "SELECT min(id) FROM change WHERE edit_id = ? AND id > ?",
            (undone, last[3] if last is not None else 0),
        ).fetchone()
        yield _Run(kind, bool(is_new), bool(is_many), first, end)


def _take_away_runs(edit: Edit, run: _Run) -> None:
    rows = edit.connection.execute(
        "SELECT record_id, last_id FROM change WHERE id BETWEEN ? AND ? ORDER BY id DESC",
        (run.first, run.last),
    ).fetchall()
    for first, last in rows:
        edit.take_away(run.kind, first, last)


def _put_back(edit: Edit, run: _Run) -> None:
    """Those that still stand are changed back, those that were deleted come back."""
    _find(edit, run)
    columns = _columns(edit, run)
    names = ", ".join(f'"{name}"' for name in columns)
    image = ", ".join(f"json_extract(x.before, '$.{name}')" for name in columns)
    images = "FROM temp.put_back p JOIN change x ON x.id = p.change_id"
    stand, gone = {"stands": 1}, {"stands": 0}
    edit.keep_images(run.kind, _WHOM, stand)
    if run.kind == "customer":
        # A code may have gone from one of them to another: all are free before they are given back.
        edit.connection.execute(
            f"UPDATE customer AS k SET code = char(0) || id WHERE {_WHOM} AND code <>"
            f" (SELECT json_extract(x.before, '$.code') {images} WHERE p.record_id = k.id)",
            stand,
        )
    edit.connection.execute(
        f"UPDATE {run.kind} AS k SET ({names}) ="
        f" (SELECT {image} {images} WHERE p.record_id = k.id) WHERE {_WHOM}",
        stand,
    )
    edit.touch(run.kind, _WHOM, stand)
    is_large = run.last - run.first > _MANY
    with late_indexes(edit.connection, run.kind) if is_large else nullcontext():
        edit.connection.execute(
            f"INSERT INTO {run.kind} (id, {names}) SELECT p.record_id, {image} {images}"
            " WHERE p.stands = :stands ORDER BY p.record_id",
            gone,
        )
    edit.connection.execute(
        "INSERT INTO change (edit_id, record, record_id)"
        " SELECT :edit_id, :kind, record_id FROM temp.put_back WHERE stands = :stands",
        {**gone, "edit_id": edit.edit_id, "kind": run.kind},
    )
    edit.touch(run.kind, _WHOM, gone)
    edit.session.expire_all()


def _find(edit: Edit, run: _Run) -> None:
    """Note each record of the run, with its first image, and whether it still stands."""
    edit.session.flush()
    edit.connection.execute(
        "CREATE TEMP TABLE IF NOT EXISTS put_back"
        " (record_id INTEGER PRIMARY KEY, change_id INTEGER, stands INTEGER)"
    )
    edit.connection.execute("DELETE FROM temp.put_back")
    edit.connection.execute(
        "INSERT INTO temp.put_back SELECT record_id, min(id),"
        f" record_id IN (SELECT id FROM {run.kind})"
        " FROM change WHERE id BETWEEN ? AND ? GROUP BY record_id",
        (run.first, run.last),
    )


def _columns(edit: Edit, run: _Run) -> list[str]:
    """The columns that the images hold: one edit wrote them all, so they hold the same."""
    rows = edit.connection.execute(
        "SELECT key FROM json_each((SELECT before FROM change WHERE id = ?)) WHERE key <> 'id'",
        (run.first,),
    )
    return [name for (name,) in rows]
