"""What a file looks like before it is taken in: its columns, their fields, and its first rows."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from custtui.exchange.errors import ExchangeError
from custtui.exchange.mapping import Layout, find_layout, foreign_kind
from custtui.exchange.tables import Line, Table, cell_text, open_table
from custtui.exchange.workbooks import FIRST_BYTES
from custtui.reading.own_fields import record_kinds
from custtui.values.registry import (
    CUSTOMER,
    PURCHASE,
    RECORD_KINDS,
    Field,
    OwnField,
    RecordKind,
    with_own,
)
from custtui.values.text import one_line

_ROWS_SHOWN = 3
_ROWS_LOOKED_AT = 30
#: What a file name or a sheet that says the kind weighs against columns that are recognised.
_NAMED = 3
#: What a field that every row needs weighs against, where no column has it.
_LACKING = 2


@dataclass(frozen=True, slots=True)
class SeenColumn:
    """A column: its header, the field it goes to if one is known, and its first cells as text."""

    header: str
    field: Field | None
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Preview:
    """A file as it would be taken in as records of `kind`.

    `header_line` is 0 where no row names a field; `rows` is about how many rows there are;
    `missing` are fields that every row needs and no column has. `sheets` are those of a workbook.
    """

    path: Path
    kind: RecordKind
    header_line: int
    columns: tuple[SeenColumn, ...]
    rows: int
    missing: tuple[Field, ...]
    sheet: str | None
    sheets: tuple[str, ...]

    def fields(self) -> tuple[Field, ...]:
        """Every field that a column of such a file can go to, the kind's own first."""
        fields: dict[str, Field] = {}
        for field in (*self.kind.fields, *foreign_kind(self.kind).fields):
            fields.setdefault(field.key, field)
        return tuple(fields.values())


def look_at(
    path: Path,
    kind: RecordKind | None = None,
    mapping: Sequence[str] = (),
    sheet: str | None = None,
    *,
    customers_first: bool = False,
    own: Sequence[OwnField] = (),
) -> Preview:
    """Look at a file; without a `kind` at the one that its headers and its name speak for.

    `mapping` and `sheet` as `import_file` takes them; `customers_first` decides between kinds that
    are as likely: a book without customers wants them first. `own` are the fields that the book has
    added to the customer. ExchangeError when the file can't be read.
    """
    if kind is not None and kind.is_customer:
        kind = with_own(CUSTOMER, own)
    table, found = _opened(path, kind, sheet)
    kinds = [kind] if kind else record_kinds(own)
    layouts = {each: _layout(each, table, mapping) for each in kinds}
    kind = kind or _likeliest(layouts, _said(path, found), customers_first=customers_first)
    layout = layouts[kind]
    if layout is None:
        header, columns = 0, _unknown_columns(table)
    else:
        header, columns = layout.line, _columns(layout, table)
    return Preview(
        path=path,
        kind=kind,
        header_line=header,
        columns=columns,
        rows=max(0, table.expected - header),
        missing=_missing(kind, layout),
        sheet=found,
        sheets=sheet_names(path),
    )


def sheet_names(path: Path) -> tuple[str, ...]:
    """The sheets of a workbook that `open_table` could read, hidden ones last."""
    with path.open("rb") as file:
        if not file.read(8).startswith(FIRST_BYTES):
            return ()
    from python_calamine import CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

    workbook = CalamineWorkbook.from_path(path)
    sheets = [each for each in workbook.sheets_metadata if each.typ is SheetTypeEnum.WorkSheet]
    sheets.sort(key=lambda each: each.visible is not SheetVisibleEnum.Visible)
    return tuple(each.name for each in sheets)


def _opened(path: Path, kind: RecordKind | None, sheet: str | None) -> tuple[Table, str | None]:
    """The table, and its sheet: one that is called like the kind, or like any; else the first."""
    preferred = [name for each in ([kind] if kind else RECORD_KINDS) for name in _names(each)]
    table = open_table(path, sheet, tuple(preferred))
    names = sheet_names(path)
    if sheet is not None or not names:
        return table, sheet
    return table, next((name for name in preferred if name in names), names[0])


def _names(kind: RecordKind) -> tuple[str, ...]:
    return (kind.sheet, kind.chinese, kind.english, kind.plural)


def _layout(kind: RecordKind, table: Table, mapping: Sequence[str]) -> Layout | None:
    """The layout; None where no row names a field of the kind."""
    try:
        return find_layout(kind, table, mapping)
    except ExchangeError:
        return None


def _said(path: Path, sheet: str | None) -> str:
    """What names the file: its own name and that of its sheet."""
    return f"{path.stem} {sheet or ''}".casefold()


def _likeliest(
    layouts: dict[RecordKind, Layout | None], said: str, *, customers_first: bool
) -> RecordKind:
    """The kind most of whose fields the columns have; what it lacks weighs against it.

    A word in the name counts as a few columns. Of two as good, the one with more fields of its own.
    """

    def weight(kind: RecordKind) -> tuple[int | bool, ...]:
        layout = layouts[kind]
        if layout is None or not layout.own:
            return (False,)
        score = layout.known - _LACKING * len(_missing(kind, layout))
        if any(name.casefold() in said for name in (*_names(kind), kind.plural.replace("-", "_"))):
            score += _NAMED
        return True, score, customers_first and kind.is_customer, len(layout.own)

    kinds = list(layouts)
    purchases = [kind for kind in kinds if kind is PURCHASE]
    return max([kinds[0], *purchases, *kinds], key=weight)


def _missing(kind: RecordKind, layout: Layout | None) -> tuple[Field, ...]:
    """The fields without which `import_file` refuses a file, or would make records of nothing."""
    fields = {field.key: field for field in (*kind.fields, *foreign_kind(kind).fields)}
    wanted: list[tuple[str, ...]] = [(f.key,) for f in kind.fields if f.required]
    if not wanted:
        wanted.append(tuple(field.key for field in kind.fields))
    if not kind.is_customer:
        wanted.append(("customer", "code"))
    return tuple(
        fields[keys[0]]
        for keys in wanted
        if layout is None or not any(layout.column(key) for key in keys)
    )


def _columns(layout: Layout, table: Table) -> tuple[SeenColumn, ...]:
    fields = {column.place: column.field for column in (*layout.own, *layout.foreign)}
    below = (line for line in table.lines() if line.number > layout.line and not line.is_blank())
    rows = list(islice(below, _ROWS_SHOWN))
    seen = [
        SeenColumn(header, fields.get(place), _cells(rows, place))
        for place, header in enumerate(layout.headers)
        if place >= layout.marks
    ]
    return tuple(column for column in seen if column.header or any(column.values))


def _unknown_columns(table: Table) -> tuple[SeenColumn, ...]:
    """The columns where no row names a field: the fullest of the first is the header row."""
    lines = [line for line in islice(table.lines(), _ROWS_LOOKED_AT) if not line.is_blank()]
    if not lines:
        return ()
    header = max(lines, key=lambda line: sum(bool(_text(line, p)) for p in range(len(line.cells))))
    rows = [line for line in lines if line.number > header.number][:_ROWS_SHOWN]
    return tuple(
        SeenColumn(_text(header, place), None, _cells(rows, place))
        for place in range(len(header.cells))
        if _text(header, place)
    )


def _cells(rows: Sequence[Line], place: int) -> tuple[str, ...]:
    return tuple(_text(row, place) for row in rows)


def _text(line: Line, place: int) -> str:
    return one_line(cell_text(line.cells[place])) if place < len(line.cells) else ""
