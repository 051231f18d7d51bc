"""Saving a rule: one dimension of the standards table, as part of an edit."""

from sqlmodel import select

from custtui.model import Dimension as DimensionRow
from custtui.reading.connection import BookError
from custtui.segments.rules import Dimension
from custtui.segments.stored import to_json
from custtui.store.edit import Edit
from custtui.values.language import _


def change_rule(edit: Edit, before: Dimension, after: Dimension) -> None:
    """Put the rule `after` in the place of `before`.

    BookError where the file does not hold `before` any more: somebody else changed it.
    """
    row = edit.session.exec(select(DimensionRow).where(DimensionRow.key == before.key)).first()
    if row is None or row.id is None or row.rule != to_json(before):
        raise BookError(
            _("The rule of {dimension} was changed meanwhile. Open it again to see it.").format(
                dimension=before.name
            )
        )
    edit.change("dimension", row.id, {"rule": to_json(after)})
