"""One customer whole, as plain text."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict

from custtui.cli.opening import Opened
from custtui.cli.printing import print_table, say
from custtui.cli.standings import told_segments
from custtui.cli.terminal import columns
from custtui.cli.wrapping import wrapped
from custtui.reading.customer import KINDS, StoredRecord, WholeCustomer
from custtui.reading.dimensions import ShownDimension
from custtui.reading.estimated import Estimated
from custtui.reading.standing import Standing
from custtui.segments.measured import SHOWN, Value
from custtui.segments.measures import Measure
from custtui.segments.over_time.month_ends import MonthLine
from custtui.segments.wording import spoken
from custtui.values.language import _, current
from custtui.values.registry import (
    CONTRACT,
    CUSTOMER,
    PURCHASE,
    SURVEY,
    Field,
    Form,
    RecordKind,
    is_own,
)
from custtui.values.showing import show
from custtui.values.text import shown, width

#: Kinds of short records: a line each. The others have long texts, and a paragraph each.
_IN_LINES = (PURCHASE, SURVEY, CONTRACT)
_NUMBERS = frozenset((Form.MONEY, Form.QUANTITY, Form.SCORE))
_INDENT = "  "
#: Of twelve months so many stand on a line, that all lines are as long.
_A_LINE = (1, 2, 3, 4, 6, 12)
_NARROWEST = 20  #: cells that a text gets, however narrow the terminal is


def print_customer(
    book: Opened,
    customer: WholeCustomer,
    stands: Standing,
    values: Mapping[str, Value],
    part: Estimated,
    known: Sequence[ShownDimension],
    months: MonthLine | None,
) -> None:
    """Name, fields, segments, metrics, then every record; what is empty is left out."""
    say(f"{customer.name}  {customer.code}")
    say()
    _print_labelled(
        (field.label(current()), _shown(field, customer.customer))
        for field in customer.kind.fields
        if field.key not in ("code", "name")
    )
    _print_heading(_("Segments on {day}").format(day=book.as_of.isoformat()))
    _print_labelled((str(d.name), told_segments(d, stands, book.as_of)) for d in known)
    _print_months(known, months)
    _print_heading(_("Metrics on {day}").format(day=book.as_of.isoformat()))
    fields = {field.key for field in CUSTOMER.fields} - {"employees"}
    print_table(
        (
            (measure.label, _with_estimated(measure, values[measure.key], part))
            for measure in SHOWN
            if measure.key not in fields and values[measure.key] is not None
        ),
        indent=_INDENT,
    )
    for kind in KINDS:
        _print_records(kind, customer.of(kind))


def _print_months(known: Sequence[ShownDimension], months: MonthLine | None) -> None:
    """Where it stood at the last month-ends, the oldest first."""
    dimension = next((d for d in known if months and d.key == months.dimension), None)
    if months is None or dimension is None:
        return
    _print_heading(_("{dimension} at the last month-ends").format(dimension=dimension.name))
    ends = zip(months.days, months.segments, strict=True)
    names = [f"{day:%Y-%m} {dimension.segment(segment).name}" for day, segment in ends]
    room = max(columns() - len(_INDENT), _NARROWEST)
    each = max(map(width, names)) + len(_INDENT)
    a_line = max(count for count in _A_LINE if count * each <= room or count == 1)
    for first in range(0, len(names), a_line):
        print_table([names[first : first + a_line]], indent=_INDENT)


def _with_estimated(measure: Measure, value: Value, part: Estimated) -> str:
    """A metric in words, and how much of it is estimated, if some is."""
    told = spoken(measure, value)
    of_it = asdict(part).get(measure.key)
    if not of_it:
        return told
    message = _("{value} (of it estimated: {estimated})")
    return message.format(value=told, estimated=spoken(measure, of_it))


def _print_heading(text: str) -> None:
    say()
    say(text)


def _print_labelled(pairs: Iterable[tuple[str, str]]) -> None:
    """A label and its text on a line each, long texts on several; empty ones are left out."""
    pairs = [(shown(label), text) for label, text in pairs]
    column = max((width(label) for label, _text in pairs), default=0) + len(_INDENT)
    room = max(columns() - len(_INDENT) - column, _NARROWEST)
    for label, text in pairs:
        if text:
            first, *following = wrapped(text, room)
            say(_INDENT + label + " " * (column - width(label)) + first)
            for line in following:
                say(_INDENT + " " * column + line)


def _print_records(kind: RecordKind, records: tuple[StoredRecord, ...]) -> None:
    if not records:
        return
    _print_heading(f"{kind.label(current())} ({len(records):,})")
    if kind in _IN_LINES:
        _print_lines(kind, records)
        return
    for place, record in enumerate(records):
        if place:
            say()
        _print_labelled((field.label(current()), _shown(field, record)) for field in kind.fields)


def _print_lines(kind: RecordKind, records: tuple[StoredRecord, ...]) -> None:
    """Columns under their labels; one that is empty in all records is left out."""
    filled = [field for field in kind.fields if any(_shown(field, each) for each in records)]
    rows = [
        [field.label(current()) for field in filled],
        *([_shown(field, record) for field in filled] for record in records),
    ]
    right = [place for place, field in enumerate(filled) if field.form in _NUMBERS]
    print_table(rows, right=right, indent=_INDENT)


def _shown(field: Field, record: StoredRecord) -> str:
    """The text of a field, on one line; a truth of ours is shown only where it is so."""
    value = record.values[field.key]
    if field.form is Form.YES_NO and not value and not is_own(field.key):
        return ""
    return shown(show(field, value, current()))
