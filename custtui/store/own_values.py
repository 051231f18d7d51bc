"""Values of a department's own fields on their way into the one column that holds them."""

import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from itertools import chain
from typing import Any

from custtui.reading.connection import BookError
from custtui.reading.own_fields import own_fields
from custtui.values.columns import together
from custtui.values.language import _
from custtui.values.registry import is_own


def written(
    connection: sqlite3.Connection, columns: Mapping[str, Any], stored: object = None
) -> Mapping[str, Any]:
    """The columns of a customer as its table has them; `stored` is what it holds so far.

    BookError for a field that somebody deleted meanwhile: a value without one would be lost.
    """
    _check(connection, columns)
    return together(columns, stored)


def all_written(
    connection: sqlite3.Connection, rows: Iterable[Mapping[str, Any]]
) -> Iterator[Mapping[str, Any]]:
    """The rows of new customers, all with the same columns, as their table has them."""
    rows = iter(rows)
    first = next(rows, None)
    if first is not None:
        _check(connection, first)
        every = chain([first], rows)
        yield from map(together, every) if any(map(is_own, first)) else every


def _check(connection: sqlite3.Connection, columns: Iterable[str]) -> None:
    own = {column for column in columns if is_own(column)}
    if own:
        gone = own - {field.field.key for field in own_fields(connection)}
        if gone:
            message = _("The field {key} was deleted meanwhile.")
            raise BookError(message.format(key=", ".join(sorted(gone))))
