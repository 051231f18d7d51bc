"""The customer list: the ids of a view in its order, and the rows of a few of them."""

import sqlite3
from array import array
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from custtui.reading.search import search
from custtui.values.language import mark

#: What a list can be sorted by: the SQL, and whether it starts with the largest.
_SORTS = {
    "last_contact": ("m.last_contact", True),
    "amount_12m": ("m.amount_12m", True),
    "next_due": ("m.next_due", False),
    "last_purchase": ("m.last_purchase", True),
    "name": ("c.name", False),
    "code": ("c.code", False),
    "owner": ("c.owner", False),
}
SORTS = {
    "last_contact": mark("Last contact"),
    "amount_12m": mark("12 months"),
    "next_due": mark("Next due"),
    "last_purchase": mark("Last purchase"),
    "name": mark("Name"),
    "code": mark("Code"),
    "owner": mark("Owner"),
}
_MOST_FOUND = 5_000


@dataclass(frozen=True, slots=True)
class View:
    """Which customers a list shows and in which order; a text typed ranks by how well it fits."""

    text: str = ""
    sort: str = "last_contact"
    descending: bool = True
    dimension: str | None = None
    segment: str | None = None
    #: Whether that dimension gives any number of segments.
    tags: bool = False

    def sorted_by(self, sort: str) -> "View":
        """The view by another column, or by the same one the other way round."""
        down = _SORTS[sort][1] if sort != self.sort else not self.descending
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


def ids(connection: sqlite3.Connection, view: View) -> "array[int]":
    """The ids of the customers in the view, in its order; none sorts last both ways."""
    where, values = _standing_in(view), {"segment": view.segment}
    joined = (
        "FROM customer c JOIN metric m ON m.customer_id = c.id"
        " JOIN segment s ON s.customer_id = c.id"
    )
    if view.text.strip():
        found = search(connection, view.text, _MOST_FOUND)
        if view.dimension is None:
            return array("q", found)
        inside = {row[0] for row in connection.execute(f"SELECT c.id {joined} {where}", values)}
        return array("q", (identity for identity in found if identity in inside))
    order = f"{_SORTS[view.sort][0]} {'DESC' if view.descending else 'ASC'} NULLS LAST, c.id"
    rows = connection.execute(f"SELECT c.id {joined} {where} ORDER BY {order}", values)
    return array("q", (row[0] for row in rows))


def _standing_in(view: View) -> str:
    if view.dimension is None:
        return ""
    column = f's."{view.dimension}"'
    if view.tags:
        return f"WHERE instr(' ' || {column} || ' ', ' ' || :segment || ' ') > 0"
    return f"WHERE {column} = :segment"


def rows(
    connection: sqlite3.Connection, wanted: Iterable[int], dimensions: Sequence[str]
) -> dict[int, CustomerRow]:
    """The list rows of these customers, with their segments in these dimensions, by id."""
    segments = "".join(f', s."{key}"' for key in dimensions)
    marks = ", ".join(str(int(identity)) for identity in wanted)
    found = connection.execute(
        "SELECT c.id, c.code, c.name, c.owner, m.amount_12m, m.last_contact, m.next_due,"
        " (SELECT f.next_action FROM follow_up f WHERE f.customer_id = c.id AND f.done = 0"
        f" AND f.next_day = m.next_due ORDER BY f.id LIMIT 1){segments}"
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
            segments=dict(zip(dimensions, row[8:], strict=True)),
        )
        for row in found
    }


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
