"""Saving rules: dimensions of the standards table, as part of an edit."""

from collections.abc import Iterable

from pydantic import ValidationError
from sqlmodel import col, select

from custtui.model import Dimension as DimensionRow
from custtui.reading.connection import BookError
from custtui.segments.drafting.adjusting import refusal
from custtui.segments.rules import Dimension, Rules
from custtui.segments.stored import checked, to_json
from custtui.store.edit import Edit
from custtui.values.language import _


def change_rule(edit: Edit, before: Dimension, after: Dimension) -> None:
    """Put the rule `after` in the place of `before`.

    BookError where the file does not hold `before` any more: somebody else changed it.
    """
    edit.change("dimension", _same_row(_rows(edit), before), {"rule": to_json(after)})


def change_rules(edit: Edit, before: Rules, after: Rules) -> None:
    """Make of the rules `before` the rules `after`: dimensions added, changed, removed, reordered.

    What is the same in both is left as the file has it, whatever somebody else made of it.
    BookError, and nothing is changed, where the file no longer holds what is to be changed, where
    it holds the key of a new dimension already, and where both together are not sound.
    """
    rows = _rows(edit)
    old = {dimension.key: dimension for dimension in before.dimensions}
    new = {dimension.key: dimension for dimension in after.dimensions}
    if list(old) != list(new) and [key for key in rows if key in old] != list(old):
        raise BookError(_("The dimensions were put in another order or removed meanwhile."))
    for key in old:
        if key not in new:
            edit.delete("dimension", _same_row(rows, old[key]))
        elif to_json(old[key]) != to_json(new[key]):
            edit.change("dimension", _same_row(rows, old[key]), {"rule": to_json(new[key])})
    for key in new:
        if key not in old:
            _add(edit, rows, new[key])
    if list(old) != list(new):
        _put_in_order(edit, [*new, *(key for key in rows if key not in old and key not in new)])
    _check(edit)


def _rows(edit: Edit) -> dict[str, DimensionRow]:
    """The dimensions of the file by key, in their order."""
    order = (col(DimensionRow.position), col(DimensionRow.id))
    found = edit.session.exec(select(DimensionRow).order_by(*order))
    return {row.key: row for row in found}


def _same_row(rows: dict[str, DimensionRow], before: Dimension) -> int:
    """The id of the row that still holds that rule."""
    row = rows.get(before.key)
    if row is None or row.id is None or row.rule != to_json(before):
        raise BookError(
            _("The rule of {dimension} was changed meanwhile. Open it again to see it.").format(
                dimension=before.name
            )
        )
    return row.id


def _add(edit: Edit, rows: dict[str, DimensionRow], dimension: Dimension) -> None:
    if dimension.key in rows:
        message = _("Somebody else has made a dimension with the key {key} meanwhile.")
        raise BookError(message.format(key=dimension.key))
    edit.add(DimensionRow(key=dimension.key, position=len(rows), rule=to_json(dimension)))


def _put_in_order(edit: Edit, keys: Iterable[str]) -> None:
    rows = _rows(edit)
    for position, key in enumerate(keys):
        row = rows[key]
        if row.position != position and row.id is not None:
            edit.change("dimension", row.id, {"position": position})


def _check(edit: Edit) -> None:
    """What others have saved meanwhile may not go together with what is saved now."""
    edit.session.flush()
    try:
        checked(edit.connection)
    except ValidationError as error:
        message = _("This does not go together with what somebody else has saved: {reason}")
        raise BookError(message.format(reason=refusal(error))) from error
