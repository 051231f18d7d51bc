"""The customer list: the ids of a view in its order, and the rows of a few of them."""

import json
import sqlite3
from array import array
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import islice

from custtui.reading import sorts
from custtui.reading.own_fields import stored_value
from custtui.reading.search import search
from custtui.values.impossible import stored_day

_ALL = 2**62


@dataclass(frozen=True, slots=True)
class Wanted:
    """The value, as it is stored, that customers of a view have in an own field; None is empty."""

    key: str
    value: str | int | None


@dataclass(frozen=True, slots=True)
class View:
    """Which customers a list shows and in which order; a text typed ranks by how well it fits."""

    text: str = ""
    #: As `reading.sorts` has them.
    sort: str = sorts.DEFAULT
    descending: bool = True
    dimension: str | None = None
    segment: str | None = None
    #: Whether that dimension gives any number of segments.
    tags: bool = False
    own: Wanted | None = None

    def sorted_by(self, sort: str, *, largest_first: bool = False) -> "View":
        """The view by another column, or by the same one the other way round.

        Of an own field, `largest_first` says how it starts.
        """
        start = largest_first or sorts.starts_largest(sort)
        down = start if sort != self.sort else not self.descending
        return replace(self, sort=sort, descending=down)


@dataclass(frozen=True, slots=True)
class CustomerRow:
    """What a line of the list shows; money in minor units, segments by dimension."""

    id: int
    code: str
    name: str
    owner: str | None
    amount_12m: int
    last_contact: date | None
    next_due: date | None
    next_action: str | None
    segments: dict[str, str]
    #: What it is sorted by, as `sorts.values` names and the file stores it.
    further: dict[str, object]


def ids(connection: sqlite3.Connection, view: View, most: int | None = None) -> "array[int]":
    """The ids of the customers in the view, in its order; none sorts last both ways.

    At most the first so many: a page is there long before everybody is put in order.
    """
    where, values = _which(view)
    if view.text.strip():
        found = search(connection, view.text, most if most is not None and not where else _ALL)
        inside = _inside(connection, found, where, values) if where else found
        return array("q", islice(inside, most))
    by = sorts.order(connection, view.sort)
    identity, tables = sorts.source((where, by))
    order = f"{by} {'DESC' if view.descending else 'ASC'} NULLS LAST, {identity}"
    rows = connection.execute(
        f"SELECT {identity} {tables} {where} ORDER BY {order} LIMIT :most",
        {**values, "most": -1 if most is None else most},
    )
    return array("q", (row[0] for row in rows))


def _inside(
    connection: sqlite3.Connection, found: Sequence[int], where: str, values: dict[str, object]
) -> Iterator[int]:
    """Those of the found ones that a filter lets through, in the same order."""
    identity, tables = sorts.source((where,))
    through = connection.execute(
        f"SELECT {identity} {tables} {where}"
        f" AND {identity} IN (SELECT value FROM json_each(:found))",
        {**values, "found": json.dumps(found)},
    )
    inside = {row[0] for row in through}
    return (identity for identity in found if identity in inside)


def _which(view: View) -> tuple[str, dict[str, object]]:
    """The SQL that tells whom the view shows, empty for everybody, and its bound values."""
    own = view.own.value if view.own else None
    values: dict[str, object] = {"segment": view.segment, "own": own}
    tests = []
    if view.dimension is not None:
        column = f's."{view.dimension}"'
        tests.append(
            f"instr(' ' || {column} || ' ', ' ' || :segment || ' ') > 0"
            if view.tags
            else f"{column} = :segment"
        )
    if view.own is not None:
        tests.append(f"{stored_value(view.own.key)} IS :own")
    return f"WHERE {' AND '.join(tests)}" if tests else "", values


def rows(
    connection: sqlite3.Connection,
    wanted: Iterable[int],
    dimensions: Sequence[str],
    sort: str = sorts.DEFAULT,
) -> dict[int, CustomerRow]:
    """The list rows of these customers by id, with their segments in these dimensions.

    They have what the list is sorted by, too.
    """
    # `+` asks for the follow-ups by their customer: very many may be due on one day.
    segments = "".join(f', s."{key}"' for key in dimensions)
    further = sorts.values(sort)
    values = "".join(f", {value}" for value in further.values())
    marks = ", ".join(str(int(identity)) for identity in wanted)
    found = connection.execute(
        "SELECT c.id, c.code, c.name, c.owner, m.amount_12m, m.last_contact, m.next_due,"
        " (SELECT f.next_action FROM follow_up f WHERE f.customer_id = c.id AND f.done = 0"
        f" AND +f.next_day = m.next_due ORDER BY f.id LIMIT 1){segments}{values}"
        " FROM customer c JOIN metric m ON m.customer_id = c.id"
        f" JOIN segment s ON s.customer_id = c.id WHERE c.id IN ({marks})"
    )
    return {
        row[0]: CustomerRow(
            id=row[0],
            code=row[1],
            name=row[2],
            owner=row[3],
            amount_12m=row[4],
            last_contact=_day(row[5]),
            next_due=_day(row[6]),
            next_action=row[7],
            segments=dict(zip(dimensions, row[8 : 8 + len(dimensions)], strict=True)),
            further=dict(zip(further, row[8 + len(dimensions) :], strict=True)),
        )
        for row in found
    }


def _day(text: str | None) -> date | None:
    return stored_day(text) if text else None
