"""Pins: what is fixed by hand, and what the rules say beside it.

In `segment` a customer stands where its pins put it; where it has any in force in a dimension,
`computed` has what the rules alone would say there.
"""

import sqlite3
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from custtui.reading.dimensions import ShownDimension, dimensions
from custtui.reading.settings import judged_day, settings
from custtui.values.impossible import stored_day
from custtui.values.moments import day_in_zone

_COLUMNS = (
    "p.id, p.customer_id, p.dimension, p.segment, p.holds, p.reason, p.author, p.recorded,"
    " p.last_day"
)
_COUNT = 9


@dataclass(frozen=True, slots=True)
class Pin:
    """A segment fixed by hand; in a tag dimension `holds` tells adding from taking away.

    `fixed_on` is the day it was fixed in the book's time zone, `last_day` the last day on which it
    counts, None for as long as it stands.
    """

    id: int
    customer_id: int
    dimension: str
    segment: str
    holds: bool
    reason: str
    author: str
    fixed_on: date
    last_day: date | None

    def counts_on(self, day: date) -> bool:
        """Whether its last day is not over by that day."""
        return self.last_day is None or self.last_day >= day


class State(StrEnum):
    """How a pin stands to the rules."""

    AGREES = "agrees"  #: the rules say the same by now
    DIFFERS = "differs"
    EXPIRED = "expired"  #: its last day is over: it has no effect
    ORPHANED = "orphaned"  #: its segment or dimension is not there any more: no effect


@dataclass(frozen=True, slots=True)
class Pinned:
    """A pin beside the rules.

    `effective` and `computed` are what the customer's segments are, and what they would be without
    pins: keys parted by spaces in a tag dimension, empty where the dimension is gone.
    """

    pin: Pin
    code: str
    name: str
    state: State
    effective: str
    computed: str


def pins_of(connection: sqlite3.Connection, customer_id: int) -> tuple[Pin, ...]:
    """Every pin of a customer, expired ones too, in the order of the dimensions."""
    zone = settings(connection).time_zone
    rows = connection.execute(
        f"SELECT {_COLUMNS} FROM pin p LEFT JOIN dimension d ON d.key = p.dimension"
        " WHERE p.customer_id = ? ORDER BY d.position IS NULL, d.position, p.dimension, p.id",
        (customer_id,),
    )
    return tuple(_pin(row, zone) for row in rows)


def in_force(pins: Iterable[Pin], dimension: ShownDimension, day: date) -> tuple[Pin, ...]:
    """Those of `pins` that have an effect in the dimension on that day.

    Where it is no tag dimension, of several only the newest has.
    """
    found = tuple(
        pin
        for pin in pins
        if pin.dimension == dimension.key and pin.counts_on(day) and dimension.knows(pin.segment)
    )
    return found if dimension.tags else found[-1:]


def computed_of(connection: sqlite3.Connection, customer_id: int) -> dict[str, str]:
    """What the rules alone say, by dimension, where the customer has a pin in force."""
    rows = connection.execute(
        "SELECT dimension, segment FROM computed WHERE customer_id = ?", (customer_id,)
    )
    return {dimension: segment or "" for dimension, segment in rows}


def all_computed(connection: sqlite3.Connection) -> dict[tuple[int, str], str]:
    """The same of everybody, by customer and dimension."""
    rows = connection.execute("SELECT customer_id, dimension, segment FROM computed")
    return {(customer, dimension): segment or "" for customer, dimension, segment in rows}


def all_pins(connection: sqlite3.Connection) -> list[Pinned]:
    """Every pin of the book, by dimension in their order, the newest first."""
    known = {dimension.key: dimension for dimension in dimensions(connection)}
    used = [key for (key,) in connection.execute("SELECT DISTINCT dimension FROM pin ORDER BY 1")]
    keys = [key for key in known if key in used] + [key for key in used if key not in known]
    return [pinned for key in keys for pinned in _pinned_in(connection, key, known.get(key))]


def _pinned_in(
    connection: sqlite3.Connection, key: str, dimension: ShownDimension | None
) -> Iterator[Pinned]:
    zone, day = settings(connection).time_zone, judged_day(connection)
    effective = f's."{key}"' if dimension is not None else "''"
    rows = connection.execute(
        f"SELECT {_COLUMNS}, c.code, c.name, {effective}, coalesce(k.segment, {effective})"
        " FROM pin p JOIN customer c ON c.id = p.customer_id"
        " JOIN segment s ON s.customer_id = p.customer_id"
        " LEFT JOIN computed k ON k.customer_id = p.customer_id AND k.dimension = p.dimension"
        " WHERE p.dimension = ? ORDER BY p.id DESC",
        (key,),
    )
    for row in rows:
        pin = _pin(row[:_COUNT], zone)
        code, name, effective_now, computed = row[_COUNT:]
        state = state_of(pin, dimension, computed or "", day)
        yield Pinned(pin, code, name, state, effective_now or "", computed or "")


def state_of(pin: Pin, dimension: ShownDimension | None, computed: str, day: date) -> State:
    """How a pin stands to what the rules alone say on that day."""
    if not pin.counts_on(day):
        return State.EXPIRED
    if dimension is None or not dimension.knows(pin.segment):
        return State.ORPHANED
    is_computed = pin.segment in computed.split() if dimension.tags else pin.segment == computed
    return State.AGREES if is_computed == pin.holds else State.DIFFERS


def values_in(connection: sqlite3.Connection, dimension: str, limit: int) -> list[str]:
    """The segments that customers stand in, those with most first: a field's values in use."""
    rows = connection.execute(
        f'SELECT "{dimension}" FROM segment GROUP BY 1 ORDER BY count(*) DESC, 1 LIMIT ?', (limit,)
    )
    return [value for (value,) in rows if value]


def _pin(row: tuple[object, ...], zone: str | None) -> Pin:
    identity, customer, dimension, segment, holds, reason, author, recorded, last_day = row
    assert isinstance(identity, int)
    assert isinstance(customer, int)
    return Pin(
        identity,
        customer,
        str(dimension),
        str(segment),
        bool(holds),
        str(reason),
        str(author),
        day_in_zone(str(recorded), zone),
        stored_day(last_day) if last_day else None,
    )
