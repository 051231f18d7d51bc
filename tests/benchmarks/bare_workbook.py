"""The floor of an export: `python -m tests.benchmarks.bare_workbook SOURCE TARGET`.

Writes the cells of the workbook SOURCE again, each by the one call for its type: text, number in a
format, day in a format; constant memory, nothing else. They are read some rows at a time; what that
takes is left out. Prints milliseconds of processor time, from the start of the process on, and of
wall time, and the number of cells.
"""

import json
import sys
import time
from collections.abc import Callable, Iterator
from datetime import date
from itertools import islice
from typing import Any

from python_calamine import CalamineSheet, CalamineWorkbook
from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

_ROWS_AT_ONCE = 500

Cell = tuple[Callable[..., object], int, object, Format | None]


class _Clock:
    """Processor and wall seconds, without those of what is to be left out."""

    def __init__(self) -> None:
        # Processor time counts from the start of the process, wall time from here.
        self._processor, self._wall = 0.0, time.perf_counter()

    def leave_out(self, processor: float, wall: float) -> None:
        self._processor += processor
        self._wall += wall

    def taken(self) -> dict[str, float]:
        return {
            "processor": (time.process_time() - self._processor) * 1000,
            "wall": (time.perf_counter() - self._wall) * 1000,
        }


def main(source: str, target: str) -> None:
    """Write and print."""
    clock = _Clock()
    cells = 0
    with Workbook(target, {"constant_memory": True}) as workbook:
        workbook.use_zip64()
        formats = (
            workbook.add_format({"num_format": "#,##0.00"}),
            workbook.add_format({"num_format": "yyyy-mm-dd"}),
        )
        # It is opened before the first row is asked for: that is left out too.
        for name, rows in _sheets(source, clock):
            page = workbook.add_worksheet(name)
            number = 0
            for some in _prepared(rows, page, formats, clock):
                for row in some:
                    for write, column, value, format_ in row:
                        write(number, column, value, format_)
                    cells += len(row)
                    number += 1
    print(json.dumps({**clock.taken(), "cells": cells}))


def _sheets(source: str, clock: _Clock) -> Iterator[tuple[str, Iterator[list[Any]]]]:
    begun = time.process_time(), time.perf_counter()
    workbook = CalamineWorkbook.from_path(source)
    _leave_out(clock, begun)
    for name in workbook.sheet_names:
        begun = time.process_time(), time.perf_counter()
        sheet: CalamineSheet = workbook.get_sheet_by_name(name)
        rows = sheet.iter_rows()
        _leave_out(clock, begun)
        yield name, rows


def _prepared(
    rows: Iterator[list[Any]], page: Worksheet, formats: tuple[Format, Format], clock: _Clock
) -> Iterator[list[list[Cell]]]:
    """Rows of cells with all that is to be given to the library, some at a time."""
    while True:
        begun = time.process_time(), time.perf_counter()
        some = [
            [_cell(page, column, value, formats) for column, value in enumerate(row) if value != ""]
            for row in islice(rows, _ROWS_AT_ONCE)
        ]
        _leave_out(clock, begun)
        if not some:
            return
        yield some


def _cell(page: Worksheet, column: int, value: Any, formats: tuple[Format, Format]) -> Cell:
    if isinstance(value, str):
        return page.write_string, column, value, None
    if isinstance(value, date):
        return page.write_datetime, column, value, formats[1]
    return page.write_number, column, value, formats[0]


def _leave_out(clock: _Clock, begun: tuple[float, float]) -> None:
    clock.leave_out(time.process_time() - begun[0], time.perf_counter() - begun[1])


if __name__ == "__main__":
    main(*sys.argv[1:])
