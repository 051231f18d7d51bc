"""The sample data: a distributor's customers, whose days are counted from the day it is made."""

import csv
import io
import re
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

from custtui.store import Book, Edit, open_book
from custtui.values.cleaning import clean
from custtui.values.columns import to_columns
from custtui.values.language import mark
from custtui.values.registry import CUSTOMER, RECORD_KINDS, Field, Form, RecordKind

#: A day in the sample: so many days from the one it is made for, `T-35`, `T`, `T+3`.
_DAY = re.compile(r"T([+-]\d+)?", re.ASCII)
_CODE = "code"
_EDIT = mark("sample data")
#: The only header that is not the key of its field.
_HEADERS = {"accounts": "wechat"}


def make_sample(path: Path, today: date, settings: Mapping[str, str] | None = None) -> Book:
    """A new book at `path` with the sample data in it, all days counted from `today`.

    `settings` are those of a new book, as in `open_book`. BookError where none can be made there.
    """
    book = open_book(path, today, settings)
    folder = _folder()
    with book.edit(_EDIT, "import") as edit:
        customers = _add_customers(edit, folder, today)
        for kind in RECORD_KINDS:
            if not kind.is_customer:
                _add_records(edit, kind, folder, today, customers)
    return book


def _folder() -> Traversable:
    """In the wheel the sample lies inside the package, in the project beside it."""
    package = files("custtui")
    inside = package / "assets" / "sample"
    if inside.is_dir():
        return inside
    assert isinstance(package, Path)
    return package.parent / "assets" / "sample"


def _add_customers(edit: Edit, folder: Traversable, today: date) -> dict[str, int]:
    """Add them; gives their ids by code."""
    rows = list(_rows(CUSTOMER, folder))
    ids = edit.add_rows(CUSTOMER.key, (_columns(CUSTOMER, row, today) for row in rows))
    return {row[_CODE]: identity for row, identity in zip(rows, ids, strict=True)}


def _add_records(
    edit: Edit, kind: RecordKind, folder: Traversable, today: date, customers: Mapping[str, int]
) -> None:
    edit.add_rows(
        kind.key,
        (
            {"customer_id": customers[row[_CODE]], **_columns(kind, row, today)}
            for row in _rows(kind, folder)
        ),
    )


def _rows(kind: RecordKind, folder: Traversable) -> Iterator[dict[str, str]]:
    text = (folder / f"{kind.plural}.csv").read_text("utf-8")
    yield from csv.DictReader(io.StringIO(text, newline=""))


def _columns(kind: RecordKind, row: Mapping[str, str], today: date) -> dict[str, object]:
    """The columns of the fields that the file has."""
    columns: dict[str, object] = {}
    for field in kind.fields:
        written = row.get(_HEADERS.get(field.key, field.key))
        if written is not None:
            columns |= to_columns(field, _value(field, written, today))
    return columns


def _value(field: Field, written: str, today: date) -> object:
    if field.form is Form.DAY:
        counted = _DAY.fullmatch(written)
        if counted is not None:
            return today + timedelta(days=int(counted[1] or 0))
    value = clean(field, written, today)
    return bool(value) if field.form is Form.YES_NO else value
