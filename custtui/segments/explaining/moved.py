"""The move that brought a customer to a segment, and whose change did it."""

import json
import sqlite3
from dataclasses import dataclass
from datetime import date

from custtui.segments.explaining.explanation import Moved
from custtui.segments.explaining.situation import Situation
from custtui.segments.rules import Dimension, is_tags
from custtui.segments.sentences import segment_name
from custtui.values.language import _, current
from custtui.values.registry import RECORD_KINDS

_KINDS = {kind.key: kind for kind in RECORD_KINDS}


def last_move(situation: Situation, dimension: Dimension, segment: str) -> Moved | None:
    """The newest move of the customer in the dimension, if it led to this segment by as-of.

    None for a customer that has always stood there, and where the tables that the connection sees
    say other than the file's moves do: on another as-of day, for a draft of rules.
    """
    tags = is_tags(dimension)
    row = situation.connection.execute(
        "SELECT edit_id, from_segment, to_segment, day, cause FROM move"
        " WHERE customer_id = :customer AND dimension = :dimension AND day <= :as_of"
        + (" AND :segment IN (from_segment, to_segment)" if tags else "")
        + " ORDER BY id DESC LIMIT 1",
        {**situation.bound, "dimension": dimension.key, "segment": segment},
    ).fetchone()
    if row is None or row[2] != segment:
        return None
    edit_id, before, _to, day, cause = row
    culprit = _culprit(situation.connection, edit_id) if cause == "edit" else None
    own = culprit is not None and culprit.customer_id == situation.customer_id
    return Moved(
        day=date.fromisoformat(day),
        before=before,
        before_name=segment_name(situation.rules, dimension.key, before) if before else None,
        cause=cause,
        because=_because(cause, culprit, own=own),
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
    if culprit is None:
        return _("an edit")
    if not own:
        return _("a change of another customer")
    kind = _KINDS[culprit.kind].label(current())
    return _("{kind} #{number}").format(kind=kind, number=culprit.record)
