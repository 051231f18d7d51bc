"""The moves of a customer, the one that brought it where it stands, and whose change did it."""

import json
import sqlite3
from dataclasses import dataclass
from typing import Any

from custtui.segments.explaining.explanation import Moved
from custtui.segments.explaining.situation import Situation
from custtui.segments.rules import Dimension, is_tags
from custtui.segments.sentences import segment_name
from custtui.values.impossible import stored_day
from custtui.values.language import _, current
from custtui.values.registry import RECORD_KINDS

_KINDS = {kind.key: kind for kind in RECORD_KINDS}


_MOVES = (
    "SELECT m.edit_id, m.from_segment, m.to_segment, m.day, m.cause, e.what, e.account"
    " FROM move m JOIN edit e ON e.id = m.edit_id"
    " WHERE m.customer_id = :customer AND m.dimension = :dimension AND m.day <= :as_of"
)


def last_move(situation: Situation, dimension: Dimension, segment: str) -> Moved | None:
    """The newest move of the customer in the dimension, if it led to this segment by as-of.

    None for a customer that has always stood there, and where the tables that the connection sees
    say other than the file's moves do: on another as-of day, for a draft of rules.
    """
    which = " AND :segment IN (m.from_segment, m.to_segment)" if is_tags(dimension) else ""
    row = situation.connection.execute(
        f"{_MOVES}{which} ORDER BY m.id DESC LIMIT 1",
        {**situation.bound, "dimension": dimension.key, "segment": segment},
    ).fetchone()
    return _moved(situation, dimension, row) if row is not None and row[2] == segment else None


def history(situation: Situation, dimension: Dimension) -> tuple[Moved, ...]:
    """All moves of the customer in the dimension up to as-of, as the file keeps them, newest first.

    A customer that came into the book has no move for where it stood at first.
    """
    rows = situation.connection.execute(
        f"{_MOVES} ORDER BY m.id DESC", {**situation.bound, "dimension": dimension.key}
    ).fetchall()
    return tuple(_moved(situation, dimension, row) for row in rows)


def _moved(situation: Situation, dimension: Dimension, row: tuple[Any, ...]) -> Moved:
    edit_id, before, after, day, cause, what, account = row
    culprit = _culprit(situation.connection, edit_id) if cause == "edit" else None
    own = culprit is not None and culprit.customer_id == situation.customer_id

    def name(key: str | None) -> str | None:
        return segment_name(situation.rules, dimension.key, key) if key else None

    return Moved(
        day=stored_day(day),
        before=before,
        before_name=name(before),
        after=after,
        after_name=name(after),
        cause=cause,
        because=_because(cause, culprit, own=own),
        what=_(what),
        account=account,
        edit_id=edit_id,
        kind=culprit.kind if culprit and own else None,
        record=culprit.record if culprit and own else None,
    )


@dataclass(frozen=True, slots=True)
class _Culprit:
    """The one record that an edit touched, and the customer it belongs to, if that is known."""

    kind: str
    record: int
    customer_id: int | None


def _culprit(connection: sqlite3.Connection, edit_id: int) -> _Culprit | None:
    rows = connection.execute(
        "SELECT record, record_id, last_id, before FROM change WHERE edit_id = ? LIMIT 2",
        (edit_id,),
    ).fetchall()
    if len(rows) != 1:
        return None
    kind, record, last, before = rows[0]
    if kind not in _KINDS or last not in (None, record):
        return None
    if kind == "customer":
        return _Culprit(kind, record, record)
    found = connection.execute(f"SELECT customer_id FROM {kind} WHERE id = ?", (record,)).fetchone()
    if found is None and before is not None:
        found = (json.loads(before).get("customer_id"),)
    return _Culprit(kind, record, found[0] if found else None)


def _because(cause: str, culprit: _Culprit | None, *, own: bool) -> str:
    match cause:
        case "import":
            return _("an import")
        case "rule":
            return _("a change of the rules")
        case "pin":
            return _("a pin")
        case "clock":
            return _("the passing of time")
        case "repair":
            return _("a repair of what is kept")
    if culprit is None:
        return _("an edit")
    if not own:
        return _("a change of another customer")
    kind = _KINDS[culprit.kind].label(current())
    return _("{kind} #{number}").format(kind=kind, number=culprit.record)
