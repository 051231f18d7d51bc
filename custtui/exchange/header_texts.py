"""The texts of a header row: each told from the others, few enough, and found by what is typed."""

from collections import Counter
from collections.abc import Sequence

from custtui.exchange.errors import ExchangeError
from custtui.exchange.tables import Line, Table, cell_text
from custtui.values.headers import normalise
from custtui.values.language import _
from custtui.values.text import one_line

_MOST_COLUMNS = 2_000
#: A header stands before each value in a note, and beside each refused row.
_LONGEST = 200


def header_texts(cells: Sequence[object]) -> tuple[str, ...]:
    """The headers of a row, each once: a second 电话 is `电话 (2)`; no blank ones at the end.

    Of one that goes on and on only the beginning is taken.
    """
    headers: list[str] = []
    taken: set[str] = set()
    again: Counter[str] = Counter()
    for cell in cells:
        plain = one_line(cell_text(cell))[:_LONGEST].rstrip()
        header = plain
        while header and header in taken:
            again[plain] += 1
            header = f"{plain} ({again[plain] + 1})"
        taken.add(header)
        headers.append(header)
    while headers and not headers[-1]:
        headers.pop()
    return tuple(headers)


def refuse_the_wide(table: Table, lines: Sequence[Line]) -> None:
    """ExchangeError when one of these lines has more columns than are read."""
    for line in lines:
        if len(line.cells) > _MOST_COLUMNS:
            count = len(header_texts(line.cells))
            if count > _MOST_COLUMNS:
                message = _(
                    "Row {line} of {path} reaches to column {count}; at most {most} columns are"
                    " read. Delete those that are not needed."
                )
                raise ExchangeError(
                    message.format(
                        line=line.number, path=table.path, count=count, most=_MOST_COLUMNS
                    )
                )


def header_place(headers: Sequence[str], wanted: str) -> int | None:
    """The place of the header that `wanted` names: as it is, else when only normalised alike."""
    plain = one_line(wanted)[:_LONGEST].rstrip()
    if not plain:
        return None
    if plain in headers:
        return headers.index(plain)
    alike = [place for place, header in enumerate(headers) if normalise(header) == normalise(plain)]
    return alike[0] if alike and normalise(plain) else None
