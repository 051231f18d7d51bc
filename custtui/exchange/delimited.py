"""Text files of rows: CSV and its kin, with any of the usual delimiters and encodings."""

import csv
from collections import Counter, deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

from custtui.exchange.encodings import detect
from custtui.values.language import _, plural

_DELIMITERS = (",", "\t", ";")
_SAMPLE = 1 << 16  #: characters that the delimiter is told from
_QUOTE = '"'
#: How spreadsheets name the delimiter in a first line of its own.
_NAMED_DELIMITER = "sep="
#: What can't part cells, whoever names it; nothing is no delimiter either.
_NO_DELIMITERS = ("", "\r", "\n", "\0", _QUOTE)


@dataclass(frozen=True, slots=True)
class Delimited:
    """A text file whose encoding and delimiter are known."""

    path: Path
    encoding: str
    delimiter: str
    line_ends: int
    notices: tuple[str, ...]

    def rows(self) -> Iterator[tuple[int, Sequence[object], str]]:
        """The line where each row begins, its cells, and what broke it; read as it is asked for."""
        with _opened(self.path, self.encoding) as file:
            yield from _rows(file, self.delimiter)


def inspect(path: Path) -> Delimited:
    """Find out the encoding and the delimiter of a text file; ExchangeError when it is no text."""
    encoding = detect(path)
    notices = []
    if encoding.name == "gb18030":
        notices.append(_("The file was read as GB18030 text."))
    if encoding.undecoded:
        message = plural(
            "{count} byte of the file is no text in its encoding and was left out.",
            "{count} bytes of the file are no text in its encoding and were left out.",
            encoding.undecoded,
        )
        notices.append(message.format(count=encoding.undecoded))
    with _opened(path, encoding.name) as file:
        sample = file.read(_SAMPLE).splitlines(keepends=True)
    delimiter = _delimiter(sample)
    return Delimited(path, encoding.name, delimiter, encoding.line_ends, tuple(notices))


def _opened(path: Path, encoding: str) -> TextIO:
    errors = "replace" if encoding.startswith(("utf-16", "utf-32")) else "surrogateescape"
    return path.open(encoding=encoding, errors=errors, newline="")


def _delimiter(sample: list[str]) -> str:
    """The delimiter by which most rows of the sample have the same number of cells, over one."""
    if sample and sample[0].lower().startswith(_NAMED_DELIMITER):
        named = sample[0][len(_NAMED_DELIMITER) :][:1]
        return "," if named in _NO_DELIMITERS else named
    best, best_score = ",", (0, 0)
    for delimiter in _DELIMITERS:
        counts = _row_lengths(sample, delimiter)
        if counts:
            cells, rows = max(counts.items(), key=lambda each: (each[1], each[0]))
            if (rows, cells) > best_score:
                best, best_score = delimiter, (rows, cells)
    return best


def _row_lengths(sample: list[str], delimiter: str) -> Counter[int]:
    """How many rows of the sample have each number of cells over one."""
    counts: Counter[int] = Counter()
    try:
        for row in csv.reader(sample, delimiter=delimiter):
            if len(row) > 1:
                counts[len(row)] += 1
    except csv.Error:  # a cell over csv's limit: what was counted until here will do
        return counts
    return counts


def _rows(file: Iterator[str], delimiter: str) -> Iterator[tuple[int, Sequence[object], str]]:
    row: list[str] = []  # the lines of the current row
    again: deque[str] = deque()  # lines taken back, to be read once more
    before = 0  # lines that earlier readers have read
    reader = csv.reader(_noted(file, again, row), delimiter=delimiter)
    while True:
        row.clear()
        first = before + reader.line_num + 1
        problem = ""
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error:  # a cell over csv's limit of 128 KiB
            cells, problem = [], _over_the_limit(row)
        if not cells and not any(map(str.strip, row)):
            continue
        if first == 1 and row[0].lower().startswith(_NAMED_DELIMITER):
            continue
        if cells and (len(row) == 1 or _is_closed(row)):
            yield first, cells, ""
            continue
        # A quotation mark that nobody closes would swallow the rows after it: only this one is bad.
        start = row[0].rstrip("\r\n")
        again.extendleft(reversed(row[1:]))
        before = first
        reader = csv.reader(_noted(file, again, row), delimiter=delimiter)
        yield (
            first,
            start.split(delimiter),
            problem or _("A quotation mark in this row is not closed"),
        )


def _noted(file: Iterator[str], again: deque[str], row: list[str]) -> Iterator[str]:
    """The lines for `csv.reader`, those taken back first, each noted in `row` as it takes it."""
    while again:
        line = again.popleft()
        row.append(line)
        yield line
    for line in file:
        row.append(line)
        yield line


def _over_the_limit(row: list[str]) -> str:
    """Why a cell of these lines is over csv's limit: one line is too long, or its quote is open."""
    limit = csv.field_size_limit()
    if max(map(len, row)) > limit:
        message = _("A cell of this row is far too long: at most {limit} characters are read")
    else:
        message = _("A quotation mark in this row is not closed within {limit} characters")
    return message.format(limit=limit)


def _is_closed(row: list[str]) -> bool:
    return sum(line.count(_QUOTE) for line in row) % 2 == 0
