"""Two people on one record: what only one of them changed is merged, the rest is asked."""

from collections.abc import Mapping

from custtui.reading.conflict import Conflict, Conflicting
from custtui.reading.customer import StoredRecord, stored_record
from custtui.reading.last_change import last_change
from custtui.store.edit import Edit
from custtui.values.columns import from_columns
from custtui.values.registry import Field, RecordKind


def merge(
    edit: Edit, kind: RecordKind, opened: StoredRecord, columns: Mapping[str, object]
) -> tuple[Field, ...]:
    """Change `columns` of a record that somebody began to change when it was as `opened`.

    The record is read again inside the transaction. What others changed of other fields stays, and
    is given; a field that they gave the same value is left alone. Conflicting where they gave it
    another one, KeyError when the record is no longer there.
    """
    now = stored_record(edit.connection, kind, opened.id)
    if now is None:
        raise KeyError(f"{kind.key} {opened.id}")
    mine = {
        field.key: from_columns(field, columns)
        for field in kind.fields
        if columns.keys() >= set(field.columns)
    }
    theirs = [f for f in kind.fields if now.values[f.key] != opened.values.get(f.key)]
    met = [f for f in theirs if f.key in mine and mine[f.key] != now.values[f.key]]
    if met:
        conflicts = (_conflict(edit, kind, opened, now, field, mine[field.key]) for field in met)
        raise Conflicting(now, tuple(conflicts))
    wanted = [f for f in kind.fields if f.key in mine and mine[f.key] != now.values[f.key]]
    if wanted:
        edit.change(kind.key, opened.id, {c: columns[c] for f in wanted for c in f.columns})
    return tuple(field for field in theirs if field.key not in mine)


def _conflict(
    edit: Edit,
    kind: RecordKind,
    opened: StoredRecord,
    now: StoredRecord,
    field: Field,
    mine: object,
) -> Conflict:
    theirs = now.values[field.key]
    last = last_change(edit.connection, kind, opened.id, field, theirs)
    return Conflict(
        field,
        before=opened.values.get(field.key),
        theirs=theirs,
        mine=mine,
        account=last.account if last else "",
        moment=last.moment if last else "",
    )
