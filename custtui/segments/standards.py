"""The standards table (客户细分标准) with its members, as a screen shows it."""

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from custtui.segments.crowding import crowding
from custtui.segments.rules import ByField, Dimension, Rules, is_tags
from custtui.segments.sentences import segment_name
from custtui.segments.standing import Members, classified, is_unranked, members
from custtui.segments.stored import load
from custtui.segments.wording import indicator_of, standard_of
from custtui.values.language import plural

#: The values of a field dimension that get a row of their own, the most frequent first.
_VALUES_SHOWN = 5


@dataclass(frozen=True, slots=True)
class Standard:
    """One row: a segment with its columns, in the reader's language, and its members.

    `share` is its part of the customers that the dimension ranks or classifies, none for those
    left unranked. `amount_12m` is in minor units. The row that sums up the rarer values of a field
    has no segment. `notes` are what a reader must know of the whole dimension.
    """

    dimension: str
    segment: str
    dimension_name: str
    name: str
    badge: str
    colour: str
    indicator: str
    standard: str
    description: str
    strategy: str
    customers: int
    share: Fraction | None
    amount_12m: int
    notes: tuple[str, ...]


def standards(connection: sqlite3.Connection) -> tuple[Rules, tuple[Standard, ...]]:
    """The rules in force, and every row of their table, as this connection sees the book."""
    rules = load(connection)
    (customers,) = connection.execute("SELECT count(*) FROM customer").fetchone()
    found: dict[str, list[Members]] = {d.key: [] for d in rules.dimensions}
    for each in members(connection, rules):
        found[each.dimension].append(each)
    rows: list[Standard] = []
    for dimension in rules.dimensions:
        rows += _of_dimension(rules, dimension, found[dimension.key], customers)
    return rules, tuple(rows)


def _of_dimension(
    rules: Rules, dimension: Dimension, counted: Sequence[Members], customers: int
) -> list[Standard]:
    if not is_tags(dimension):
        customers = classified(rules, counted)[dimension.key]
    notes = tuple(filter(None, [str(dimension.note), *crowding(rules, dimension.key, counted)]))
    own, rarer = list(counted), []
    if isinstance(dimension, ByField) and len(own) > _VALUES_SHOWN + 1:
        own, rarer = own[:_VALUES_SHOWN], own[_VALUES_SHOWN:]
    rows = [
        _row(
            rules,
            dimension,
            each,
            None if is_unranked(dimension, each.segment) else customers,
            notes,
        )
        for each in own
    ]
    if rarer:
        rows.append(_rest(dimension, rarer, customers, notes))
    return rows


def _row(
    rules: Rules,
    dimension: Dimension,
    counted: Members,
    customers: int | None,
    notes: tuple[str, ...],
) -> Standard:
    key = counted.segment
    segment = rules.segment(dimension.key, key)
    return Standard(
        dimension.key,
        key,
        str(dimension.name),
        segment_name(rules, dimension.key, key),
        segment.badge,
        segment.colour,
        indicator_of(rules, dimension.key, key),
        standard_of(rules, dimension.key, key),
        str(segment.description),
        str(segment.strategy),
        counted.customers,
        Fraction(counted.customers, customers) if customers else None,
        counted.amount_12m,
        notes,
    )


def _rest(
    dimension: Dimension, rarer: Sequence[Members], customers: int, notes: tuple[str, ...]
) -> Standard:
    count = sum(each.customers for each in rarer)
    name = plural("{count} more value", "{count} more values", len(rarer))
    return Standard(
        dimension=dimension.key,
        segment="",
        dimension_name=str(dimension.name),
        name=name.format(count=f"{len(rarer):,}"),
        badge="",
        colour="",
        indicator="",
        standard="",
        description="",
        strategy="",
        customers=count,
        share=Fraction(count, customers) if customers else None,
        amount_12m=sum(each.amount_12m for each in rarer),
        notes=notes,
    )
