"""Which column of a file is which field: the header row found, its headers recognised or mapped."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import islice

from custtui.exchange.errors import ExchangeError
from custtui.exchange.foreign_fields import REFERENCE, REJECTED, are_of_rejected_rows
from custtui.exchange.header_texts import header_place, header_texts, refuse_the_wide
from custtui.exchange.tables import Line, Table
from custtui.values.headers import normalise, recognise, scale_word
from custtui.values.language import _, current
from custtui.values.registry import OLD_SHEET, Field, Form, RecordKind

#: How far down the header row is looked for.
_ROWS_LOOKED_AT = 30
_MOST_TOLD, _LONGEST_TOLD = 40, 60  #: headers that a sentence names, and characters of each
#: Headers that name a field only where no other column does: 姓名 beside 企业全称 is the contact's.
_WEAK = {"name": frozenset(("姓名", "客户姓名"))}
#: Numbers of rows, which say nothing about a customer.
_ROW_NUMBERS = frozenset(("序号", "no", "行号"))


@dataclass(frozen=True, slots=True)
class Column:
    """A column whose field is known; `scale` is the unit its header names, such as 万."""

    place: int
    header: str
    field: Field
    scale: str


@dataclass(frozen=True, slots=True)
class Layout:
    """What the columns of a file are, for one record kind."""

    kind: RecordKind
    line: int  #: of the header row
    headers: tuple[str, ...]
    own: tuple[Column, ...]  #: fields of the kind
    #: Fields that the kind does not have: those of `REFERENCE`, of `OLD_SHEET` for customers.
    foreign: tuple[Column, ...]
    others: tuple[tuple[int, str], ...]  #: places and headers that nobody knows
    above: tuple[Line, ...]  #: the rows over the header row
    #: How many columns an import of ours put before the original ones, in a file of rejected rows.
    marks: int

    @property
    def known(self) -> int:
        """How many columns have a field."""
        return len(self.own) + len(self.foreign)

    def column(self, key: str) -> Column | None:
        """The first column of that field."""
        return next((c for c in (*self.own, *self.foreign) if c.field.key == key), None)


def foreign_kind(kind: RecordKind) -> RecordKind:
    """The fields that a file of this kind may have beside the kind's own."""
    return OLD_SHEET if kind.is_customer else REFERENCE


def find_layout(kind: RecordKind, table: Table, mapping: Sequence[str] = ()) -> Layout:
    """The header row among the first rows, and the field of each of its columns.

    It is the row that names most fields; of two as good the upper. `mapping` holds texts
    `FIELD=HEADER` that decide over what is recognised. ExchangeError, naming what there is, when
    no row names a field, when a mapping names an unknown field or header or two name one column,
    and when a row has far too many cells.
    """
    wanted = [_wanted(kind, each) for each in mapping]
    lines = [line for line in islice(table.lines(), _ROWS_LOOKED_AT) if not line.is_blank()]
    refuse_the_wide(table, lines)
    layouts = [_layout(kind, line, lines[:place], wanted) for place, line in enumerate(lines)]
    best = max(layouts, key=lambda layout: layout.known, default=None)
    if best is None:
        raise ExchangeError(_("{path} has no rows.").format(path=table.path))
    _check_mapping(best.headers, wanted)
    if not best.known:
        seen = max(layouts, key=lambda layout: len(list(filter(None, layout.headers))))
        raise ExchangeError(_no_header(kind, seen))
    return best


def require(layout: Layout, keys: Iterable[str]) -> None:
    """ExchangeError, with the way out, when none of the columns holds one of these fields."""
    for key in keys:
        if layout.column(key) is None:
            field = _fields(layout.kind)[key]
            message = _(
                "No column of the file is known as {field}. It has: {headers}. Name the column with"
                " --map {key}=HEADER."
            )
            text = message.format(
                field=field.label(current()), headers=_listed(layout.headers), key=key
            )
            raise ExchangeError(text)


def _fields(kind: RecordKind) -> dict[str, Field]:
    """Every field that a file of this kind can have, by the key that `--map` takes."""
    return {field.key: field for field in (*foreign_kind(kind).fields, *kind.fields)}


def _wanted(kind: RecordKind, text: str) -> tuple[Field, str]:
    name, equals, header = text.partition("=")
    if not equals:
        raise ExchangeError(_("--map {text}: write it as FIELD=HEADER.").format(text=text))
    for each in (kind, foreign_kind(kind)):
        found = recognise(each, [name], scaled=True)
        if found:
            return found[name], header
    message = _("--map {text}: there is no field {name}; {kind} have: {fields}.")
    fields = ", ".join(_fields(kind))
    raise ExchangeError(message.format(text=text, name=name, kind=kind.plural, fields=fields))


def _check_mapping(headers: Sequence[str], wanted: Sequence[tuple[Field, str]]) -> None:
    """ExchangeError when the file lacks a column that is mapped, or one is given to two fields."""
    given: dict[int, Field] = {}
    for field, header in wanted:
        place = header_place(headers, header)
        if place is None:
            message = _("--map {name}={header}: the file has no such column; it has: {headers}.")
            text = message.format(name=field.key, header=header, headers=_listed(headers))
            raise ExchangeError(text)
        first = given.setdefault(place, field)
        if first is not field:
            message = _(
                "--map gives the column {header} twice, to {first} and to {second}: leave one out."
            )
            text = message.format(header=headers[place], first=first.key, second=field.key)
            raise ExchangeError(text)


def _layout(
    kind: RecordKind, line: Line, above: Sequence[Line], wanted: Sequence[tuple[Field, str]]
) -> Layout:
    headers = header_texts(line.cells)
    mapped: dict[int, Field] = {}
    for field, header in wanted:
        place = header_place(headers, header)
        if place is not None:
            mapped[place] = field
    marks = len(REJECTED.fields) if are_of_rejected_rows(headers) else 0
    decided = {field.key for field in mapped.values()}
    open_headers = [
        header
        for place, header in enumerate(headers)
        if header and place not in mapped and place >= marks
    ]
    own = {h: f for h, f in _own(kind, open_headers).items() if f.key not in decided}
    rest = [header for header in open_headers if header not in own]
    known = recognise(foreign_kind(kind), rest, scaled=True)
    foreign = {h: f for h, f in known.items() if f.key not in decided}
    by_place = [
        (place, header, mapped.get(place) or own.get(header) or foreign.get(header))
        for place, header in enumerate(headers)
        if place >= marks
    ]
    columns = [
        Column(place, header, field, _scale(field, header))
        for place, header, field in by_place
        if field is not None
    ]
    return Layout(
        kind=kind,
        line=line.number,
        headers=headers,
        own=tuple(column for column in columns if column.field in kind.fields),
        foreign=tuple(column for column in columns if column.field not in kind.fields),
        others=tuple((place, header) for place, header, field in by_place if field is None),
        above=tuple(above),
        marks=marks,
    )


def _own(kind: RecordKind, headers: Sequence[str]) -> dict[str, Field]:
    """The kind's own fields; a weak header gives way where another column names its field too."""
    found = recognise(kind, headers, scaled=True)
    if not kind.is_customer:
        return found
    strong = list(headers)
    for header, field in found.items():
        if normalise(header) in _WEAK.get(field.key, ()):
            others = recognise(kind, [each for each in strong if each != header], scaled=True)
            if any(each.key == field.key for each in others.values()):
                strong.remove(header)
    return recognise(kind, strong, scaled=True)


def is_row_number(header: str) -> bool:
    """Whether a column only counts the rows."""
    return normalise(header) in _ROW_NUMBERS


def _scale(field: Field, header: str) -> str:
    return scale_word(header) if field.form is Form.MONEY else ""


def _listed(headers: Iterable[str]) -> str:
    """The headers as a sentence names them: some, each as far as it tells it from others."""
    named = [f"{h[:_LONGEST_TOLD]}…" if len(h) > _LONGEST_TOLD else h for h in headers if h]
    return ", ".join([*named[:_MOST_TOLD], "…"] if len(named) > _MOST_TOLD else named)


def _no_header(kind: RecordKind, seen: Layout) -> str:
    message = _(
        "No row of the first {count} names a field of {kind}. Row {line} has: {headers}. Known are:"
        " {fields}. Name the columns with --map FIELD=HEADER."
    )
    labels = (
        f"{key} ({field.label(current())})"
        for key, field in _fields(kind).items()
    )  # fmt: skip
    return message.format(
        count=_ROWS_LOOKED_AT,
        kind=kind.plural,
        line=seen.line,
        headers=_listed(seen.headers),
        fields=", ".join(labels),
    )
