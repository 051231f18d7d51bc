"""All that the standards table says of one segment, in full."""

from custtui.segments.standards import Standard
from custtui.tui.theme import ACCENT, LOUD, TEXT
from custtui.tui.widgets.card_lines import labelled
from custtui.tui.widgets.lines import Line, wrapped
from custtui.values.language import _


def segment_texts(row: Standard, width: int, height: int) -> list[Line]:
    """Standard and strategy whole where they fit, then what is to be known, then the rest.

    What does not fit is left out from the least important on, never from the middle.
    """
    parts = [
        labelled(_("Standard"), row.standard or "—", width, TEXT),
        labelled(_("Strategy"), row.strategy or "—", width, TEXT),
        [
            *(line for each in row.warnings for line in wrapped(f"! {each}", width, LOUD)),
            *(line for note in row.notes for line in wrapped(note, width, ACCENT)),
        ],
        labelled(_("Features"), row.description, width, TEXT) if row.description else [],
        labelled(_("Indicator"), row.indicator, width, TEXT) if row.indicator else [],
    ]
    left = height
    shown: list[list[Line]] = []
    for place, part in enumerate(parts):
        # The strategy keeps a line however long the standard is.
        most = left - 1 if place == 0 else left
        shown.append(part[: max(0, most)])
        left -= len(shown[-1])
    standard, strategy, notes, description, indicator = shown
    return [*indicator, *standard, *description, *strategy, *notes]
