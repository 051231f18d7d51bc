"""The whole book as one workbook: customers, standards, every other record kind, a summary."""

import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Literal, NamedTuple, TypeVar

from custtui.exchange.new_workbook import check_target, new_workbook
from custtui.exchange.progress import Progress
from custtui.exchange.sheets import customers, headings, pins, records, standards, summary
from custtui.exchange.sheets.cells import Cells
from custtui.exchange.sheets.columns import masked_columns
from custtui.exchange.sheets.names import SegmentNames, sheet_of
from custtui.exchange.sheets.sheet import Column, Sheet
from custtui.reading.connection import BookError, connect, snapshot
from custtui.reading.estimated import all_estimated
from custtui.reading.pins import all_pins
from custtui.reading.records import SomeRows, count_records, records_of
from custtui.segments.full_rows import full_rows
from custtui.segments.judging.judge import judge_view, judged_on
from custtui.segments.standing import members
from custtui.segments.stored import load
from custtui.values.language import _, current, use
from custtui.values.registry import CUSTOMER, RECORD_KINDS

if TYPE_CHECKING:
    from xlsxwriter import Workbook

Language = Literal["zh", "en"]
Rows = TypeVar("Rows")


class Privacy(NamedTuple):
    """How much of whom leaves the book: masked or whole, with the column of id numbers or not."""

    mask: bool = False
    id_numbers: bool = False


WHOLE = Privacy()


@dataclass(frozen=True, slots=True)
class Exported:
    """A written workbook; `shortened` texts were longer than a cell can hold and end in a mark."""

    path: Path
    customers: int
    sheets: tuple[str, ...]
    shortened: int = 0


def export_workbook(
    path_of_book: Path,
    target: Path,
    *,
    language: Language,
    as_of: date | None = None,
    privacy: Privacy = WHOLE,
    progress: Callable[[int, int], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> Exported:
    """Write the book at `path_of_book` to `target`, a new .xlsx file or in the place of an old one.

    Metrics and segments stand for `as_of`, else for the day that the file is judged on; records
    are given as they are now, later ones too, as much of them as `privacy` allows. The book is
    read as of one moment. `progress` is told rows done and all rows; after the last the file is
    still to be packed. Until it is done `target` stays as it was. Raises ExchangeError where the
    file can't be written, Cancelled when `cancelled` gives true, BookError where the book can't be
    read.
    """
    check_target(target, path_of_book)
    try:
        with closing(connect(path_of_book)) as connection, snapshot(connection):
            day = _judged_for(connection, as_of)
            total = sum(count_records(connection, kind) for kind in RECORD_KINDS)
            told = Progress(total, progress, cancelled)
            with _speaking(language), new_workbook(target) as workbook:
                export = _Export(connection, workbook, day, language, privacy, told)
                export.write()
                told.step()
    except sqlite3.DatabaseError as error:
        message = _("{path} can't be read as a book: {reason}.")
        raise BookError(message.format(path=path_of_book, reason=error)) from error
    return Exported(target, export.customers, tuple(export.sheets), export.cells.shortened)


def _judged_for(connection: sqlite3.Connection, as_of: date | None) -> date:
    """The day that this connection sees the book on: `as_of` where one is asked for."""
    stored = judged_on(connection)
    assert stored is not None, "a book is judged when it is made"
    if as_of is None or as_of == stored:
        return stored
    judge_view(connection, as_of)
    return as_of


@contextmanager
def _speaking(language: Language) -> Iterator[None]:
    """Texts inside are in that language, whatever the program speaks."""
    before = current()
    use(language)
    try:
        yield
    finally:
        use(before)


class _Export:
    """The sheets of one workbook, written one after another."""

    def __init__(
        self,
        connection: sqlite3.Connection,
        workbook: "Workbook",
        as_of: date,
        language: Language,
        privacy: Privacy,
        progress: Progress,
    ) -> None:
        self.sheets: list[str] = []
        self.customers = count_records(connection, CUSTOMER)
        self.cells = Cells(workbook)
        self._connection = connection
        self._workbook = workbook
        self._as_of = as_of
        self._language = language
        self._privacy = privacy
        self._progress = progress
        self._names = SegmentNames(load(connection), language)

    def write(self) -> None:
        names, language = self._names, self._language
        estimated = all_estimated(self._connection, self._as_of)
        self._sheet(
            sheet_of(CUSTOMER, language),
            customers.columns(names, language, estimated, id_numbers=self._privacy.id_numbers),
            self._counted(full_rows(self._connection, names.rules, self._as_of)),
            frozen_columns=customers.FROZEN_COLUMNS,
        )
        counted = members(self._connection, names.rules)
        parts = standards.parts(names, counted, self.customers)
        title = headings.STANDARDS.label(language)
        self._sheet(title, standards.columns(names, language), [parts])
        for kind in RECORD_KINDS:
            if not kind.is_customer:
                rows = self._counted(records_of(self._connection, kind))
                self._sheet(sheet_of(kind, language), records.columns(kind, language), rows)
        self._write_pins()
        head = summary.head(self._as_of, self.customers, language)
        title = headings.SUMMARY.label(language)
        self._sheet(title, summary.columns(names, language), [parts], head=head)

    def _write_pins(self) -> None:
        """Only where there are any: most books have none."""
        pinned = all_pins(self._connection)
        if pinned:
            title = headings.PINS.label(self._language)
            self._sheet(title, pins.columns(self._names, self._language), [pinned])

    def _counted(self, rows: Iterable[SomeRows]) -> Iterator[SomeRows]:
        """The rows, some at a time, counted as they pass."""
        return self._progress.over(rows, lambda some: len(some["id"]))

    def _sheet(
        self,
        title: str,
        columns: Sequence[Column[Rows]],
        rows: Iterable[Rows],
        *,
        frozen_columns: int = 0,
        head: Sequence[summary.HeadRow] = (),
    ) -> None:
        if self._privacy.mask:
            columns = masked_columns(columns)
        sheet = Sheet(
            self._workbook, self.cells, title, columns, frozen_columns=frozen_columns, head=head
        )
        sheet.write_all(rows)
        self.sheets += sheet.pages
