"""Migration: where the customers of each segment of a dimension go, as counts and by their ids."""

import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass

from custtui.segments.rules import Dimension, is_tags, segments_of
from custtui.segments.standing import Members

#: The segment before and the one after; of a tag that came there is no before, of one that went
#: no after, and one that stays is both.
Cell = tuple[str | None, str | None]


@dataclass(frozen=True, slots=True)
class Migration:
    """Where customers stand in one dimension, before and after.

    `before` and `after` list every segment in order, those without members too. `cells` are the
    customers of the migration matrix, those who stay included. `movers` are the ids of those who
    move, by cell, the largest amount of the last 12 months first.
    """

    dimension: str
    before: tuple[Members, ...]
    after: tuple[Members, ...]
    cells: Mapping[Cell, int]
    movers: Mapping[Cell, tuple[int, ...]]

    @property
    def moved(self) -> int:
        """How many customers move."""
        return len({identity for ids in self.movers.values() for identity in ids})


def migration(
    connection: sqlite3.Connection,
    dimension: Dimension,
    tables: tuple[str, str],
    *,
    is_known: bool = True,
) -> Migration:
    """From the segments in one table to those in the other; amounts are those that are seen.

    Where the first table does not know the dimension, all stand nowhere before.
    """
    before = f'o."{dimension.key}"' if is_known else "NULL"
    after = f'n."{dimension.key}"'
    source = (
        f"FROM {tables[1]} n JOIN {tables[0]} o USING (customer_id)"
        " JOIN metric m USING (customer_id)"
    )
    counts = _Counts(is_tags(dimension))
    for row in connection.execute(
        f"SELECT {before}, {after}, count(*), sum(m.amount_12m) {source} GROUP BY 1, 2"
    ):
        counts.add(*row)
    movers: dict[Cell, list[int]] = {}
    for identity, old, new in connection.execute(
        f"SELECT n.customer_id, {before}, {after} {source} WHERE {before} IS NOT {after}"
        " ORDER BY m.amount_12m DESC, n.customer_id"
    ):
        for cell in _cells(old, new, tags=is_tags(dimension)):
            if cell[0] != cell[1]:
                movers.setdefault(cell, []).append(identity)
    order = dict.fromkeys([s.key for s in segments_of(dimension)] + sorted(counts.seen))
    return Migration(
        dimension.key,
        tuple(Members(dimension.key, key, *counts.before.get(key, (0, 0))) for key in order),
        tuple(Members(dimension.key, key, *counts.after.get(key, (0, 0))) for key in order),
        counts.cells,
        {cell: tuple(ids) for cell, ids in movers.items()},
    )


class _Counts:
    """The cells of a matrix, and the sums of its rows and columns."""

    def __init__(self, tags: bool) -> None:
        self._tags = tags
        self.cells: dict[Cell, int] = {}
        self.before: dict[str, tuple[int, int]] = {}
        self.after: dict[str, tuple[int, int]] = {}

    @property
    def seen(self) -> set[str]:
        return {*self.before, *self.after}

    def add(self, old: str | None, new: str, customers: int, amount: int) -> None:
        """Customers who stood in `old` and stand in `new`, and their amount."""
        for cell in _cells(old, new, tags=self._tags):
            self.cells[cell] = self.cells.get(cell, 0) + customers
            for sums, key in ((self.before, cell[0]), (self.after, cell[1])):
                if key is not None:
                    count, total = sums.get(key, (0, 0))
                    sums[key] = (count + customers, total + amount)


def _cells(old: str | None, new: str, *, tags: bool) -> list[Cell]:
    """The cells that a customer stands in: one, or of tags one for each that is or was there."""
    if not tags:
        return [(old, new)]
    had, has = (old or "").split(), new.split()
    stays: list[Cell] = [(tag, tag if tag in has else None) for tag in had]
    return stays + [(None, tag) for tag in has if tag not in had]
