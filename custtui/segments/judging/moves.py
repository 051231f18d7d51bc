"""Moves: the difference between two states of the segments."""

import sqlite3
from dataclasses import dataclass
from sys import intern

from custtui.segments.judging import tables
from custtui.segments.rules import Rules, is_tags


@dataclass(frozen=True, slots=True)
class Move:
    """A change of a customer's segment; of tags, one that came (no `before`) or went."""

    customer_id: int
    dimension: str
    before: str | None
    after: str | None


def moves_to(connection: sqlite3.Connection, rules: Rules, segment: str) -> tuple[Move, ...]:
    """Who is in the file's segments and stands elsewhere in that table; dimension by dimension."""
    stored = set(tables.segment_columns(connection, "main"))
    moves = []
    for dimension in rules.dimensions:
        if dimension.key not in stored:
            continue
        column = f'"{dimension.key}"'
        rows = connection.execute(
            f"SELECT o.customer_id, o.{column}, n.{column} FROM {segment} n"
            " CROSS JOIN main.segment o USING (customer_id)"
            f" WHERE o.{column} IS NOT n.{column} ORDER BY 1"
        )
        for customer_id, before, after in rows:
            if is_tags(dimension):
                moves.extend(_tag_moves(customer_id, dimension.key, before, after))
            else:
                moves.append(Move(customer_id, dimension.key, _once(before), _once(after)))
    return tuple(moves)


def _once(text: str | None) -> str | None:
    """A text that stands in memory once: a large import moves everybody, to a few segments."""
    return None if text is None else intern(text)


def _tag_moves(customer_id: int, dimension: str, before: str, after: str) -> list[Move]:
    old, new = [*map(intern, before.split())], [*map(intern, after.split())]
    gone = [Move(customer_id, dimension, tag, None) for tag in old if tag not in new]
    return gone + [Move(customer_id, dimension, None, tag) for tag in new if tag not in old]
