"""The customer list: the ids of a view in its order, and the rows of a few of them."""

import json
import sqlite3
from array import array
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import islice

from custtui.reading.own_fields import stored_value
from custtui.reading.search import search
from custtui.values.language import mark
from custtui.values.registry import is_own

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
_ALL = 2**62
#: What a view may ask beside the metrics, by the letter that its SQL calls it.
_JOINS = {
    "c": "JOIN customer c ON c.id = m.customer_id",
    "s": "JOIN segment s ON s.customer_id = m.customer_id",
}


@dataclass(frozen=True, slots=True)
class Wanted:
    """The value, as it is stored, that customers of a view have in an own field; None is empty."""

    key: str
    value: str | int | None


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
    own: Wanted | None = None

    @property
    def own_keys(self) -> tuple[str, ...]:
        """The own field that it sorts by, which a list then shows; none is shown otherwise."""
        return (self.sort,) if is_own(self.sort) else ()

    def sorted_by(self, sort: str, *, largest_first: bool = False) -> "View":
        """The view by another column, or by the same one the other way round.

        Of an own field, `largest_first` says how it starts.
        """
        start = _SORTS[sort][1] if sort in _SORTS else largest_first
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
    #: The values of the own fields that were asked for, as they are stored.
    own: dict[str, object]


def ids(connection: sqlite3.Connection, view: View, most: int | None = None) -> "array[int]":
    """The ids of the customers in the view, in its order; none sorts last both ways.

    At most the first so many: a page is there long before everybody is put in order.
    """
    where, values = _which(view)
    if view.text.strip():
        found = search(connection, view.text, most if most is not None and not where else _ALL)
        inside = _inside(connection, found, where, values) if where else found
        return array("q", islice(inside, most))
    by = stored_value(view.sort) if is_own(view.sort) else _SORTS[view.sort][0]
    # A table that is not asked is not joined: every customer has one row in each.
    asked = " ".join(join for letter, join in _JOINS.items() if f"{letter}." in f"{where} {by}")
    order = f"{by} {'DESC' if view.descending else 'ASC'} NULLS LAST, m.customer_id"
    rows = connection.execute(
        f"SELECT m.customer_id FROM metric m {asked} {where} ORDER BY {order} LIMIT :most",
        {**values, "most": -1 if most is None else most},
    )
    return array("q", (row[0] for row in rows))


def _inside(
    connection: sqlite3.Connection, found: Sequence[int], where: str, values: dict[str, object]
) -> Iterator[int]:
    """Those of the found ones that a filter lets through, in the same order."""
    joins = " ".join(_JOINS.values())
    through = connection.execute(
        f"SELECT m.customer_id FROM metric m {joins} {where}"
        " AND m.customer_id IN (SELECT value FROM json_each(:found))",
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
    own: Sequence[str] = (),
) -> dict[int, CustomerRow]:
    """The list rows of these customers by id, with their segments in these dimensions.

    `own` are the keys of own fields whose values the rows have.
    """
    # `+` asks for the follow-ups by their customer: very many may be due on one day.
    segments = "".join(f', s."{key}"' for key in dimensions)
    values = "".join(f", {stored_value(key)}" for key in own)
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
            own=dict(zip(own, row[8 + len(dimensions) :], strict=True)),
        )
        for row in found
    }


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
