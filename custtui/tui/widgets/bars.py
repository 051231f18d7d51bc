"""Small drawings in one line of text."""

from collections.abc import Iterable
from datetime import date

from custtui.values.days import months_before

_BARS = "▁▂▃▄▅▆▇█"
_MONTHS = 12


def month_bars(amounts: Iterable[tuple[date, int]], as_of: date) -> str:
    """The net sums of the last twelve months as bars, the oldest first; `·` where none is."""
    ends = [months_before(as_of, count) for count in range(_MONTHS, -1, -1)]
    sums = [0] * _MONTHS
    for day, amount in amounts:
        for place in range(_MONTHS):
            if ends[place] < day <= ends[place + 1]:
                sums[place] += amount
    largest = max(sums)
    if largest <= 0:
        return "·" * _MONTHS
    return "".join(
        _BARS[min(7, total * 8 // (largest + 1))] if total > 0 else "·" for total in sums
    )
