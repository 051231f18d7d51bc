"""The history of a customer and of a single record: who, when, what, before and after.

The log keeps how a record was before each edit. How it was after an edit is how it was before the
next one, or how it stands now.
"""

import json
import sqlite3
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import groupby

from custtui.reading.customer import CHILDREN
from custtui.reading.log import COLUMNS, LoggedEdit, standing_edits
from custtui.reading.own_fields import own_fields, record_kinds
from custtui.values.columns import TOGETHER, apart, from_columns, own_values, stored_columns
from custtui.values.masking import is_sensitive, masked_value
from custtui.values.registry import Field, Form, RecordKind

#: A pin as a kind of record: what of it people see.
PIN = RecordKind(
    "pin", "pins", "Pin", "手工固定", "",
    (
        Field("dimension", "Dimension", "细分维度"),
        Field("segment", "Segment", "客户类型"),
        Field("holds", "Holds", "属于", Form.YES_NO, when_empty=True),
        Field("reason", "Reason", "原因"),
        Field("author", "Author", "固定人"),
        Field("last_day", "Last day", "有效期至", Form.DAY),
    ),
)  # fmt: skip


class Act(StrEnum):
    """What an edit did to a record."""

    MADE = "made"
    CHANGED = "changed"
    DELETED = "deleted"


@dataclass(frozen=True, slots=True)
class Difference:
    """A field of a record with its clean values before and after, or what masking makes of them."""

    field: Field
    before: object
    after: object


@dataclass(frozen=True, slots=True)
class RecordChange:
    """What an edit did to one record, field by field; of a new or deleted one, all that it had."""

    kind: RecordKind
    record_id: int
    act: Act
    differences: tuple[Difference, ...]


@dataclass(frozen=True, slots=True)
class PastEdit:
    """One edit, with what it did to the records that were asked for.

    `undone` is what the edit was called that it took back; `stands` whether it is in force.
    """

    edit: LoggedEdit
    undone: str | None
    stands: bool
    records: tuple[RecordChange, ...]


#: A record by its kind and id, and the columns of it that the log or its table holds.
_Key = tuple[str, int]
_Image = Mapping[str, object]


def customer_history(
    connection: sqlite3.Connection, customer_id: int, *, masks: bool = False
) -> tuple[PastEdit, ...]:
    """All edits of a customer and its records, deleted ones too, the newest first.

    With `masks`, whatever is private is masked in what they say; id numbers always are.
    """
    ids = {"customer": {customer_id}}
    for kind in CHILDREN:
        rows = connection.execute(
            f"SELECT id FROM {kind} WHERE customer_id = :id UNION SELECT record_id FROM change"
            f" WHERE record = '{kind}' AND before IS NOT NULL"
            f" AND record_id NOT IN (SELECT id FROM {kind})"
            " AND json_extract(before, '$.customer_id') = :id",
            {"id": customer_id},
        )
        ids[kind] = {identity for (identity,) in rows}
    return _history(connection, ids, masks)


def record_history(
    connection: sqlite3.Connection, kind: str, record_id: int, *, masks: bool = False
) -> tuple[PastEdit, ...]:
    """All edits of one record, the newest first; `masks` as of a customer."""
    return _history(connection, {kind: {record_id}}, masks)


def whole_edit(
    connection: sqlite3.Connection, edit_id: int, most: int, *, masks: bool = False
) -> PastEdit | None:
    """One edit with at most so many of the records that customers have, the last touched first.

    None where it touched none. `masks` as of a customer.
    """
    known = _kinds(connection)
    rows = connection.execute(
        "SELECT record, record_id, coalesce(last_id, record_id) FROM change WHERE edit_id = ?"
        f" AND record IN ({', '.join('?' * len(known))}) ORDER BY id DESC LIMIT ?",
        (edit_id, *known, most),
    )
    ids: dict[str, set[int]] = defaultdict(set)
    room = most
    for kind, first, last in rows:
        taken = range(first, min(last, first + room - 1) + 1)
        ids[kind].update(taken)
        room -= len(taken)
    history = _history(connection, ids, masks)
    return next((each for each in history if each.edit.id == edit_id), None)


def reach(connection: sqlite3.Connection, edit_id: int) -> dict[str, int]:
    """How many records of each kind, by the name of its table, an edit touched."""
    rows = connection.execute(
        "SELECT record, count(DISTINCT CASE WHEN last_id IS NULL THEN record_id END)"
        " + coalesce(sum(last_id - record_id + 1), 0) FROM change WHERE edit_id = ?"
        " GROUP BY record ORDER BY 2 DESC",
        (edit_id,),
    )
    return dict(rows.fetchall())


def _history(
    connection: sqlite3.Connection, ids: Mapping[str, set[int]], masks: bool
) -> tuple[PastEdit, ...]:
    kinds = _kinds(connection)
    changes: dict[int, list[RecordChange]] = defaultdict(list)
    for kind, wanted in ids.items():
        now = _stored(connection, kind, wanted)
        for key, events in _events(connection, kind, wanted):
            for edit_id, before, after in _steps(events, now.get(key[1])):
                change = _change(kinds[kind], key[1], before, after, masks)
                if change is not None:
                    changes[edit_id].append(change)
    standing = standing_edits(connection)
    rows = connection.execute(
        f"SELECT {COLUMNS}, u.what FROM edit e LEFT JOIN edit u ON u.id = e.undoes"
        " WHERE e.id IN (SELECT value FROM json_each(?)) ORDER BY e.id DESC",
        (json.dumps(list(changes)),),
    )
    return tuple(
        PastEdit(LoggedEdit(*row[:-1]), row[-1], row[0] in standing, tuple(changes[row[0]]))
        for row in rows
    )


def _kinds(connection: sqlite3.Connection) -> dict[str, RecordKind]:
    return {kind.key: kind for kind in (*record_kinds(own_fields(connection)), PIN)}


def _stored(connection: sqlite3.Connection, kind: str, ids: set[int]) -> dict[int, _Image]:
    cursor = connection.execute(
        f"SELECT * FROM {kind} WHERE id IN (SELECT value FROM json_each(?))",
        (json.dumps([*ids]),),
    )
    names = [column[0] for column in cursor.description]
    images = (dict(zip(names, row, strict=True)) for row in cursor)
    return {int(str(image["id"])): image for image in images}


def _events(
    connection: sqlite3.Connection, kind: str, ids: set[int]
) -> Iterator[tuple[_Key, list[tuple[int, str | None]]]]:
    """For each record, the edits that touched it, in order, each with the image of before."""
    rows = connection.execute(
        "SELECT record_id, edit_id, before FROM change WHERE record = ? AND last_id IS NULL"
        " AND record_id IN (SELECT value FROM json_each(?)) ORDER BY record_id, id",
        (kind, json.dumps([*ids])),
    )
    found: dict[int, list[tuple[int, str | None]]] = defaultdict(list)
    for record_id, edit_id, before in rows:
        found[record_id].append((edit_id, before))
    # Only imports make records in runs. No record is in two, and nothing came before.
    runs = connection.execute(
        "SELECT x.record_id, x.last_id, x.edit_id FROM edit e JOIN change x ON x.edit_id = e.id"
        " WHERE e.cause = 'import' AND e.undoes IS NULL AND x.last_id IS NOT NULL AND x.record = ?",
        (kind,),
    ).fetchall()
    ordered = sorted(ids)
    for first, last, edit_id in runs:
        for record_id in _between(ordered, first, last):
            found[record_id].insert(0, (edit_id, None))
    for record_id, events in found.items():
        yield (kind, record_id), events


def _between(ordered: list[int], first: int, last: int) -> list[int]:
    return ordered[bisect_left(ordered, first) : bisect_right(ordered, last)]


def _steps(
    events: Iterable[tuple[int, str | None]], now: _Image | None
) -> Iterator[tuple[int, _Image | None, _Image | None]]:
    """Each edit with the record before and after it; None where there was none."""
    firsts = [(edit_id, next(group)[1]) for edit_id, group in groupby(events, lambda e: e[0])]
    images = [json.loads(before) if before is not None else None for _edit, before in firsts]
    for (edit_id, _before), before, after in zip(firsts, images, [*images[1:], now], strict=True):
        yield edit_id, before, after


def _change(
    kind: RecordKind, record_id: int, before: _Image | None, after: _Image | None, masks: bool
) -> RecordChange | None:
    """None where the record was not there before nor after."""
    if before is None and after is None:
        return None
    kind = _with_lost_fields(kind, before, after)
    was, became = _values(kind, before), _values(kind, after)
    differences = tuple(
        Difference(
            field, _shown(field, was[field.key], masks), _shown(field, became[field.key], masks)
        )
        for field in kind.fields
        if was[field.key] != became[field.key]
    )
    act = Act.MADE if before is None else Act.DELETED if after is None else Act.CHANGED
    return RecordChange(kind, record_id, act, differences)


def _with_lost_fields(kind: RecordKind, *images: _Image | None) -> RecordKind:
    """With the own fields that an image has values in and that were deleted since."""
    if not kind.is_customer:
        return kind
    known = {field.key for field in kind.fields}
    had = {key for image in images if image for key in own_values(image.get(TOGETHER))}
    lost = tuple(Field(key, key, key) for key in sorted(had - known))
    return replace(kind, fields=(*kind.fields, *lost)) if lost else kind


def _values(kind: RecordKind, image: _Image | None) -> dict[str, object]:
    if image is None:
        return dict.fromkeys(field.key for field in kind.fields)
    # An image of an older form of the book lacks the columns that came later.
    row = apart(dict.fromkeys(stored_columns(kind.fields)) | dict(image), kind.fields)
    return {field.key: from_columns(field, row) for field in kind.fields}


def _shown(field: Field, value: object, masks: bool) -> object:
    return masked_value(field, value) if masks or is_sensitive(field) else value
