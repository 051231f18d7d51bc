"""An edit told in one sentence: what was saved, and who moved where."""

import sqlite3
from collections import Counter
from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from rich.cells import cell_len

from custtui.reading.dimensions import ShownDimension
from custtui.reading.settings import settings
from custtui.tui.widgets.lines import fit
from custtui.values.language import _, plural
from custtui.values.masking import mask_text

if TYPE_CHECKING:
    from custtui.segments.judging.moves import Move

_OWN_MOVES = 2
_NAME = 12


def tell(
    connection: sqlite3.Connection,
    dimensions: Sequence[ShownDimension],
    saved: str,
    customers: Sequence[int],
    moves: "Sequence[Move]",
) -> str:
    """`saved`, then the moves of the customer that was edited, then those of the others."""
    parts = [saved]
    own = [move for move in moves if move.customer_id in customers] if len(customers) == 1 else []
    if own:
        row = connection.execute(
            "SELECT name FROM customer WHERE id = ?", (customers[0],)
        ).fetchone()
        # What is ordered matters most, and a strip is one line.
        told = sorted(own, key=lambda move: not _is_ordered(dimensions, move))[:_OWN_MOVES]
        changes = ", ".join(
            _change(dimensions, move.dimension, move.before, move.after) for move in told
        )
        name = str(row[0]) if row else ""
        name = mask_text(name) if settings(connection).mask else name
        parts.append(f"{fit(name, min(_NAME, cell_len(name)))} {changes}")
    others = [move for move in moves if move not in own]
    if own:
        others = [move for move in others if _is_ordered(dimensions, move)]
    for (dimension, before, after), count in Counter(
        (m.dimension, m.before, m.after) for m in others
    ).most_common(2):
        change = _change(dimensions, dimension, before, after)
        if own:
            told_of = plural(
                "{count} other customer {change}", "{count} other customers {change}", count
            )
        else:
            told_of = plural("{count} customer {change}", "{count} customers {change}", count)
        parts.append(told_of.format(count=count, change=change))
    return " · ".join(parts)


def on_its_day(told: str, day: date) -> str:
    """An edit told to somebody who looks at another day than the one that its moves are of."""
    return _("On {day}: {told}").format(day=day.isoformat(), told=told)


def _is_ordered(dimensions: Sequence[ShownDimension], move: "Move") -> bool:
    return any(d.key == move.dimension and d.ordered for d in dimensions)


def _change(
    dimensions: Sequence[ShownDimension], key: str, left: str | None, entered: str | None
) -> str:
    dimension = next((d for d in dimensions if d.key == key), None)
    if dimension is None:
        return key
    before = str(dimension.segment(left).name) if left else ""
    after = str(dimension.segment(entered).name) if entered else ""
    if dimension.tags:
        return f"+{after}" if after else _("no longer {tag}").format(tag=before)
    return f"{dimension.name} {before} → {after}"
