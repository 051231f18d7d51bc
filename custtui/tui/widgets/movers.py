"""Those who would move, by name, and from where to where."""

from collections.abc import Mapping, Sequence

from custtui.reading.customers import CustomerRow
from custtui.segments.drafting.migration import Cell
from custtui.tui.theme import ACCENT, QUIET, STRONG, TEXT
from custtui.tui.widgets.lines import Line, Span
from custtui.tui.widgets.migration_matrix import Named
from custtui.tui.widgets.record_list import Column, Row
from custtui.values.language import _, plural
from custtui.values.money import format_money

#: So many are named; of the others only the number is told.
MOST_NAMED = 300

Moving = Sequence[tuple[int, Cell]]


def movers_table(
    moving: Moving,
    named: Mapping[int, CustomerRow],
    names: Mapping[str, Named],
    *,
    has_happened: bool = False,
) -> tuple[Sequence[Column], Sequence[Row]]:
    """Columns and rows of a record list: the first movers, those with the largest amounts first."""
    rows = [
        Row("customer", identity, _cells(named[identity], change_text(cell, names)))
        for identity, cell in moving[:MOST_NAMED]
        if identity in named
    ]
    if len(moving) > MOST_NAMED:
        rest = len(moving) - MOST_NAMED
        text = plural("… and {count} more", "… and {count} more", rest)
        rows.append(Row("", 0, (Span(text.format(count=f"{rest:,}"), QUIET), Span(""), Span(""))))
    columns = (
        Column(_("Customer"), 36),
        Column(_("Moved") if has_happened else _("Would move"), 24),
        Column(_("Amount, 12 m."), 15, right=True),
    )
    return columns, rows


def _cells(customer: CustomerRow, change: str) -> tuple[Span, ...]:
    amount = format_money(customer.amount_12m, places=False)
    return Span(customer.name, STRONG), Span(change, ACCENT), Span(amount, TEXT)


def change_text(cell: Cell, names: Mapping[str, Named]) -> str:
    """A move in words: `A → B`; a tag that comes or goes."""
    before, after = (names.get(key, Named(key)).name if key else "" for key in cell)
    if not before:
        return f"+ {after}"
    if not after:
        return _("no longer {tag}").format(tag=before)
    return f"{before} → {after}"


def heading(
    cells: Sequence[Cell], count: int, names: Mapping[str, Named], *, has_happened: bool = False
) -> Line:
    """Of which cells the movers are, and how many there are."""
    if not count:
        return ()
    counted = plural("{count} customer", "{count} customers", count).format(count=f"{count:,}")
    everybody = _("All who moved") if has_happened else _("All who would move")
    what = change_text(cells[0], names) if len(cells) == 1 else everybody
    return (Span(f" {what}  ", STRONG), Span(counted, QUIET))
