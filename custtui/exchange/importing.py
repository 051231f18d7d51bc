"""Import: the rows of a file into the book, the good ones as one edit, each bad one told."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, nullcontext
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
from custtui.exchange.references import NewCodes
from custtui.exchange.rejected import RejectedRows, rejected_path, unguarded
from custtui.exchange.tables import Line, Table, cell_text, open_table
from custtui.exchange.taking import Taker, Wishes
from custtui.exchange.writing import Rehearsal, Writer
from custtui.reading.connection import connect
from custtui.reading.own_fields import own_fields, record_kinds
from custtui.store import Book, Edit, Edited
from custtui.store.late_indexes import late_indexes
from custtui.store.own_fields import add_field
from custtui.values.language import _, current, mark
from custtui.values.registry import PURCHASE, RECORD_KINDS, OwnField, RecordKind, with_own
from custtui.values.text import one_line

_ROWS_AT_ONCE = 5_000
_MANY_ROWS = 20_000

#: What the log calls the edit that an import makes.
_EDITS = {
    "customers": mark("import customers"),
    "contacts": mark("import contacts"),
    "follow-ups": mark("import follow-ups"),
    "purchases": mark("import purchases"),
    "needs": mark("import needs"),
    "surveys": mark("import surveys"),
    "contracts": mark("import contracts"),
}


def import_file(
    book: Book,
    kind_plural: str,
    path: Path,
    *,
    today: date,
    mapping: Sequence[str] = (),
    create: bool = False,
    update: bool = False,
    dry_run: bool = False,
    sheet: str | None = None,
    keep_duplicates: bool = False,
    replace_opening: bool = False,
    create_fields: bool = False,
    progress: Callable[[int, int], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> Imported:
    """Take the rows of a CSV file or a workbook in, as records of the kind named by its plural.

    `today` makes sense of days without a year, and is the day that an old sheet stands for where
    the sheet names none. `mapping` holds `FIELD=HEADER`. `create` makes the customers that a file
    of another kind names and the book lacks; `update` changes the customers that the book has.
    `replace_opening` deletes the estimated purchases of the customers whose real ones the file has.
    `create_fields` adds a field to the customer for each column that nobody knows.
    `dry_run` writes nothing, neither into the book nor beside the file. `progress` is told the rows
    read so far and about how many there are.
    Cancelled, with nothing changed, as soon as `cancelled` says so; ExchangeError when nothing can
    be taken from the file; BookError when the book can't be written.
    """
    own = _own_fields(book)
    kind = _kind(kind_plural, own)
    if update and not kind.is_customer:
        message = _("--update is for customers: other records have no code to be known by.")
        raise ExchangeError(message)
    if replace_opening and kind is not PURCHASE:
        message = _("--replace-opening is for purchases: the real ones replace estimated ones.")
        raise ExchangeError(message)
    if create_fields and not kind.is_customer:
        raise ExchangeError(_("--create-fields is for customers: they alone have own fields."))
    table = open_table(path, sheet, (kind.sheet, kind.chinese, kind.english, kind.plural))
    layout = find_layout(kind, table, mapping)
    _require_columns(layout, update=update)
    new = new_fields(layout, table, own) if create_fields else NewFields()
    if new.fields:
        layout = find_layout(with_own(kind, new.fields), table, mapping)
    wishes = Wishes(
        create=create,
        update=update,
        keep_duplicates=keep_duplicates,
        replace_opening=replace_opening,
        new_fields=new.fields,
    )
    run = _Run(table, layout, wishes, today, Progress(table.expected, progress, cancelled))
    run.notices += new.notices
    target = None if dry_run else rejected_path(path)
    rejected = RejectedRows(target, layout.headers[layout.marks :])
    try:
        edited = _take_all(book, kind, run, rejected, dry_run=dry_run)
        rejected.keep()
    finally:
        rejected.drop()
    return run.result(rejected, edited)


def _own_fields(book: Book) -> tuple[OwnField, ...]:
    with closing(connect(book.path)) as connection:
        return own_fields(connection)


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


def _take_all(
    book: Book, kind: RecordKind, run: "_Run", rejected: RejectedRows, *, dry_run: bool
) -> Edited | None:
    if dry_run:
        with closing(connect(book.path, read_only=True)) as connection:
            run.take(Rehearsal(connection), rejected)
        return None
    with book.edit(_EDITS[kind.plural], "import") as edit:
        run.add_fields(edit)
        with late_indexes(edit.connection, kind.key) if run.is_large else nullcontext():
            run.take(edit, rejected)
    return edit.result if edit.result and edit.result.customers else None


class _Run:
    """One import under way."""

    def __init__(
        self, table: Table, layout: Layout, wishes: Wishes, today: date, progress: Progress
    ) -> None:
        self._table = table
        self._layout = layout
        self._wishes = wishes
        self._day = sheet_day(layout.above, today)
        self._cleaner = Cleaner(today)
        self._progress = progress
        self._taker: Taker | None = None
        self._read = 0
        self.notices: tuple[str, ...] = ()

    @property
    def is_large(self) -> bool:
        """Whether the file has so many rows that it takes a while."""
        return self._table.expected >= _MANY_ROWS

    def add_fields(self, edit: Edit) -> None:
        """Add the fields that the file's columns need, before any row is taken."""
        for field in self._wishes.new_fields:
            add_field(edit, typed(field))

    def take(self, writer: Writer, rejected: RejectedRows) -> None:
        """Take every row in; refused ones go to `rejected`, in the order of the file."""
        self._taker = taker = self._new_taker(writer)
        width = len(self._layout.headers)
        for line in self._progress.over(self._lines()):
            faults = Faults()
            if line.problem or len(line.cells) > width:
                self._look_at(line, faults)
            if not faults.reasons:
                taker.take(line, faults)
            if faults.reasons:
                rejection = Rejection(line.number, faults.columns, faults.reasons)
                rejected.add(rejection, line.cells[self._layout.marks :])
            self._read += 1
            if self._read % _ROWS_AT_ONCE == 0:
                taker.write()
        taker.write()
        taker.finish()
        self._table.close()
        self._progress.step()

    def result(self, rejected: RejectedRows, edited: Edited | None) -> Imported:
        """What came of it."""
        assert self._taker is not None
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
            fields_made=tuple(field.label(current()) for field in self._wishes.new_fields),
            notices=(
                *self.notices,
                *self._table.notices,
                *self._cleaner.notices(),
                *self._taker.notices(),
                *rejected.notices,
            ),
            edited=edited,
        )

    def _new_taker(self, writer: Writer) -> Taker:
        codes = NewCodes(writer, self._codes_in_file)
        if self._layout.kind.is_customer:
            return Customers(self._layout, self._cleaner, writer, codes, self._wishes, self._day)
        return Records(self._layout, self._cleaner, writer, codes, self._wishes)

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

    def _codes_in_file(self) -> set[str]:
        """Every code that the file gives, so that none is given to another customer."""
        column = self._layout.column("code")
        if column is None:
            return set()
        cells = (line.cells[column.place : column.place + 1] for line in self._lines())
        return {one_line(cell_text(cell)) for found in cells for cell in found}
