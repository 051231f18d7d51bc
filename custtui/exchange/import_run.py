"""One reading of a file for an import: its rows staged, the bad ones kept apart."""

from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from custtui.exchange.cells import Cleaner, Faults
from custtui.exchange.customers import Customers
from custtui.exchange.errors import ExchangeError
from custtui.exchange.imported import Imported, Rejection
from custtui.exchange.mapping import Layout, find_layout, is_row_number, require
from custtui.exchange.new_fields import NewFields, new_fields, typed
from custtui.exchange.old_figures import sheet_day
from custtui.exchange.progress import Progress
from custtui.exchange.records import Records
from custtui.exchange.rejected import RejectedRows, rejected_path, unguarded
from custtui.exchange.tables import Line, cell_text, open_table
from custtui.exchange.taking import Taker, Wishes
from custtui.reading.own_fields import own_fields, record_kinds
from custtui.store import Edit, Edited
from custtui.store.own_fields import add_field
from custtui.store.staging import Staging
from custtui.values.language import _, current
from custtui.values.registry import PURCHASE, RECORD_KINDS, OwnField, RecordKind, with_own
from custtui.values.text import one_line

_ROWS_AT_ONCE = 5_000


@dataclass(frozen=True, slots=True)
class Source:
    """The file, what it holds, and how its rows are to be understood."""

    path: Path
    kind_plural: str
    today: date
    mapping: Sequence[str]
    sheet: str | None
    wishes: Wishes


class ImportRun:
    """Reads the file once and stages what it brings; made anew where it has to be staged again."""

    def __init__(self, source: Source, staging: Staging, *, dry_run: bool) -> None:
        own = own_fields(staging.connection)
        kind = _kind(source.kind_plural, own)
        wishes = source.wishes
        _check(kind, wishes)
        if kind.is_customer:
            staging.book.look_at_fields()
        names = (kind.sheet, kind.chinese, kind.english, kind.plural)
        self._table = open_table(source.path, source.sheet, names)
        layout = find_layout(kind, self._table, source.mapping)
        _require_columns(layout, update=wishes.update)
        new = new_fields(layout, self._table, own) if wishes.create_fields else NewFields()
        if new.fields:
            layout = find_layout(with_own(kind, new.fields), self._table, source.mapping)
        self.kind = kind
        self._staging = staging
        self._layout = layout
        self._new = new
        self._cleaner = Cleaner(source.today)
        self._taker = self._new_taker(staging, wishes, sheet_day(layout.above, source.today))
        self._read = 0
        target = None if dry_run else rejected_path(source.path)
        #: The codes that the file gives, once they matter: none goes to another customer.
        self.codes: Set[str] = frozenset()
        self.rejected = RejectedRows(target, layout.headers[layout.marks :])

    @property
    def expected(self) -> int:
        """About how many rows there are."""
        return self._table.expected

    def stage(self, progress: Progress) -> None:
        """Stage what every row brings; refused ones are kept in the order of the file."""
        taker = self._taker
        width = len(self._layout.headers)
        for line in progress.over(self._lines()):
            faults = Faults()
            if line.problem or len(line.cells) > width:
                self._look_at(line, faults)
            if not faults.reasons:
                taker.take(line, faults)
            if faults.reasons:
                rejection = Rejection(line.number, faults.columns, faults.reasons)
                self.rejected.add(rejection, line.cells[self._layout.marks :])
            self._read += 1
            if self._read % _ROWS_AT_ONCE == 0:
                taker.write()
        taker.write()
        taker.finish()
        if self._staging.has_codeless():
            self.codes = self._codes_in_file()
        self._table.close()
        progress.step()

    def add_fields(self, edit: Edit) -> None:
        """Add the fields that the file's columns need, before any row comes in."""
        for field in self._new.fields:
            add_field(edit, typed(field))

    @property
    def adds_fields(self) -> bool:
        """Whether the file's columns need fields."""
        return bool(self._new.fields)

    def close(self) -> None:
        """Let the file go, and the rows that were refused."""
        self._table.close()
        self.rejected.drop()

    def result(self, edited: Edited | None) -> Imported:
        """What came of it, when it is written and when it is not."""
        rejected = self.rejected
        tally = self._taker.tally
        others = [(h, is_row_number(h)) for _place, h in self._layout.others if h]
        in_note = self._layout.kind.is_customer
        return Imported(
            kind=self._layout.kind.plural,
            read=self._read,
            added=tally.added,
            updated=tally.updated,
            already_there=tally.already_there,
            rejected=rejected.count,
            customers_made=tally.customers_made,
            records_made=dict(tally.records_made),
            openings_removed=tally.openings_removed,
            rejected_file=rejected.path,
            rejections=tuple(rejected.told),
            columns_not_taken=tuple(h for h, is_number in others if is_number or not in_note),
            columns_in_note=tuple(h for h, is_number in others if in_note and not is_number),
            fields_made=tuple(field.label(current()) for field in self._new.fields),
            notices=(
                *self._new.notices,
                *self._table.notices,
                *self._cleaner.notices(),
                *self._taker.notices(),
                *rejected.notices,
            ),
            edited=edited,
        )

    def _codes_in_file(self) -> set[str]:
        column = self._layout.column("code")
        if column is None:
            return set()
        cells = (line.cells[column.place : column.place + 1] for line in self._lines())
        return {one_line(cell_text(cell)) for found in cells for cell in found}

    def _new_taker(self, staging: Staging, wishes: Wishes, day: date) -> Taker:
        if self._layout.kind.is_customer:
            return Customers(self._layout, self._cleaner, staging, wishes, day)
        return Records(self._layout, self._cleaner, staging, wishes)

    def _lines(self) -> Iterator[Line]:
        """The rows below the header row that are not blank."""
        header, marks = self._layout.line, self._layout.marks
        for line in self._table.lines():
            if line.number <= header or line.is_blank():
                continue
            if marks:
                yield line._replace(cells=[unguarded(cell) for cell in line.cells])
            else:
                yield line

    def _look_at(self, line: Line, faults: Faults) -> None:
        """Note what is wrong with a row before any of its cells is looked at."""
        if line.problem:
            faults.add("", line.problem)
        width = len(self._layout.headers)
        if self._table.strict and any(map(cell_text, line.cells[width:])):
            message = _("The row has {cells} cells, but there are only {headers} columns")
            faults.add("", message.format(cells=len(line.cells), headers=width))


def _kind(plural: str, own: Sequence[OwnField]) -> RecordKind:
    for kind in record_kinds(own):
        if plural in (kind.plural, kind.key):
            return kind
    message = _("There is no kind {kind}; there are: {kinds}.")
    kinds = ", ".join(kind.plural for kind in RECORD_KINDS)
    raise ExchangeError(message.format(kind=plural, kinds=kinds))


def _require_columns(layout: Layout, *, update: bool) -> None:
    """ExchangeError for a file without a column that every row needs."""
    if layout.kind.is_customer:
        if not update or layout.column("code") is None:
            require(layout, ["name"])
        return
    require(layout, [field.key for field in layout.kind.fields if field.required])
    if not {"code", "customer"} & {column.field.key for column in layout.foreign}:
        require(layout, ["code"])


def _check(kind: RecordKind, wishes: Wishes) -> None:
    """ExchangeError for a wish that records of that kind can't fulfil."""
    if wishes.update and not kind.is_customer:
        message = _("--update is for customers: other records have no code to be known by.")
        raise ExchangeError(message)
    if wishes.replace_opening and kind is not PURCHASE:
        message = _("--replace-opening is for purchases: the real ones replace estimated ones.")
        raise ExchangeError(message)
    if wishes.create_fields and not kind.is_customer:
        raise ExchangeError(_("--create-fields is for customers: they alone have own fields."))
