"""Every column that the customer list can be sorted by, and then shows: its label and its text."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from custtui.reading import sorts
from custtui.reading.dimensions import ShownDimension
from custtui.tui.screens.pick import Option
from custtui.values.columns import from_columns
from custtui.values.impossible import stored_day
from custtui.values.language import current
from custtui.values.registry import Field, Form, RecordKind, is_own
from custtui.values.showing import show

_NUMBERS = frozenset((Form.QUANTITY, Form.MONEY))
_LARGEST_FIRST = _NUMBERS | {Form.DAY}
#: Those that the list shows anyway stand first.
_FIRST = ("name", "amount_12m", "last_contact", "next_due", "owner", "code")


@dataclass(frozen=True, slots=True)
class ListColumn:
    """A column; `key` as `reading.sorts` has it, `words` its name in both languages.

    `text` makes a cell of what a row has for it; a dimension's stands in the row anyway.
    """

    key: str
    label: str
    words: str = ""
    right: bool = False
    largest_first: bool = False
    text: Callable[[Mapping[str, object]], str] = lambda row: ""


def list_columns(kind: RecordKind, dimensions: Iterable[ShownDimension]) -> list[ListColumn]:
    """All of a book, with its own fields and dimensions, in the order in which they are offered."""
    fields = {field.key: field for field in kind.fields}
    every = {each.key: each for each in (*map(_of_field, _offered(fields)), *_of_metrics())}
    first = [every.pop(key) for key in _FIRST]
    return [*first, *map(_of_dimension, dimensions), *every.values()]


def sort_options(columns: Iterable[ListColumn], sort: str, *, descending: bool) -> list[Option]:
    """The columns to pick from; what the list is sorted by says how."""
    arrow = "↓" if descending else "↑"
    return [Option(c.key, c.label, arrow * (c.key == sort), words=c.words) for c in columns]


def _offered(fields: Mapping[str, Field]) -> Iterator[Field]:
    yield from (fields[key] for key in sorts.FIELDS)
    yield from (field for key, field in fields.items() if is_own(key))


def _of_field(field: Field) -> ListColumn:
    def text(row: Mapping[str, object]) -> str:
        value = from_columns(field, row)
        return show(field, value, current()) if value is not None else "—"

    return ListColumn(
        field.key,
        field.label(current()),
        f"{field.english} {field.chinese}",
        right=field.form in _NUMBERS,
        largest_first=is_own(field.key) and field.form in _LARGEST_FIRST,
        text=text,
    )


def _of_metrics() -> Iterator[ListColumn]:
    # Neither is needed before somebody sorts.
    from custtui.segments.measures import MEASURES, Kind, Measure
    from custtui.segments.wording import spoken

    def text(measure: Measure) -> Callable[[Mapping[str, object]], str]:
        return lambda row: spoken(measure, _value(measure.kind is Kind.DAY, measure.key, row))

    for key in sorts.METRICS:
        measure = MEASURES[key]
        yield ListColumn(
            key,
            measure.label,
            f"{measure.english} {measure.chinese}",
            right=measure.kind in (Kind.MONEY, Kind.COUNT, Kind.RATIO),
            text=text(measure),
        )


def _value(
    is_day: bool, metric: str, row: Mapping[str, object]
) -> int | str | date | Fraction | None:
    stored = row[metric]
    assert stored is None or isinstance(stored, int | str), "as metrics are stored"
    if stored is None:
        return None
    if metric in sorts.RATIOS:
        over = row[sorts.OVER + metric]
        return Fraction(int(str(stored)), int(str(over))) if over else None
    return stored_day(stored) if is_day else stored


def _of_dimension(dimension: ShownDimension) -> ListColumn:
    words = f"{dimension.name.zh} {dimension.name.en}"
    return ListColumn(sorts.SEGMENT + dimension.key, str(dimension.name), words)
