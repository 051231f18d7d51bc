"""Where hand and rules disagree: pins and the old sheet's statements beside the segments."""

import re
import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

from custtui.reading.dimensions import ShownDimension, dimensions
from custtui.reading.naming import dimension_named, segment_named, spelled
from custtui.reading.pins import Pinned, State, all_computed, all_pins

_LISTED = (State.DIFFERS, State.ORPHANED, State.EXPIRED)
GRADE = "grade"  #: the dimension that an old sheet calls 客户等级
_BETWEEN = re.compile(r"[、,，;；/\n]")
#: What stands between a dimension and a segment: `价值-高`, `Value: high`.
_PARTS = re.compile(r"\s*[-－–—:：=]\s*")
_STATED = "WHERE stated_grade IS NOT NULL OR stated_segments IS NOT NULL"
#: What sheets write behind the letter of a grade: A类, B级客户.
_GRADE_ENDS = re.compile(r"(?:类|级|等)?(?:客户)?$")


@dataclass(frozen=True, slots=True)
class Stated:
    """What the old sheet says of a customer, `text` in its own words, and the rules do not.

    `segment` is the key that the text names, `effective` where the customer stands, `computed`
    what the rules alone say; keys parted by spaces in a tag dimension.
    """

    customer_id: int
    code: str
    name: str
    dimension: str
    segment: str
    text: str
    effective: str
    computed: str


@dataclass(frozen=True, slots=True)
class Counts:
    """Pins by their state; statements that differ; statements that name no segment of the rules."""

    pins: Mapping[State, int]
    stated: int
    not_understood: int


@dataclass(frozen=True, slots=True)
class Disagreements:
    """Pins that differ, or have no effect any more, and statements that differ.

    Pins that differ come first, then those without effect, each by dimension, the newest first;
    statements by the net amount of the last 12 months.
    """

    pins: tuple[Pinned, ...]
    stated: tuple[Stated, ...]
    counts: Counts


def disagreements(connection: sqlite3.Connection, limit: int | None = None) -> Disagreements:
    """The list, with at most so many pins and as many statements; the counts are of all."""
    pins = all_pins(connection)
    states = [pinned.state for pinned in pins]
    listed = (pinned for state in _LISTED for pinned in pins if pinned.state is state)
    reading = _Reading(dimensions(connection))
    stated, differing, not_understood = _compared(connection, reading, limit)
    return Disagreements(
        tuple(islice(listed, limit)),
        tuple(stated),
        Counts({state: states.count(state) for state in State}, differing, not_understood),
    )


@dataclass(frozen=True, slots=True)
class _Claim:
    """A piece of a statement, and what it may mean: dimension and segment by their keys."""

    text: str
    meanings: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class _Reading:
    """How the texts of statements are read."""

    dimensions: Sequence[ShownDimension]

    def claims(self, grade: str | None, segments: str | None) -> tuple[_Claim, ...]:
        """The pieces; one that names no segment has no meaning."""
        return (*self._of_grade(grade or ""), *self._of_segments(segments or ""))

    def _of_grade(self, text: str) -> Iterator[_Claim]:
        dimension = grade_dimension(self.dimensions)
        if spelled(text):
            plain = _GRADE_ENDS.sub("", spelled(text)).strip()
            named = (
                segment_named(dimension, text) or segment_named(dimension, plain)
                if dimension is not None
                else None
            )
            yield _Claim(text, ((dimension.key, named),) if dimension and named else ())

    def _of_segments(self, text: str) -> Iterator[_Claim]:
        for piece in _BETWEEN.split(text):
            if spelled(piece):
                yield _Claim(piece.strip(), tuple(self._meanings(piece)))

    def _meanings(self, piece: str) -> Iterator[tuple[str, str]]:
        """`价值-高` means one segment; a name alone, those of every dimension that has it."""
        parts = _PARTS.split(piece, maxsplit=1)
        if len(parts) == 2:
            dimension = dimension_named(self.dimensions, parts[0].strip())
            if dimension is not None:
                value = parts[1].strip()
                named = segment_named(dimension, value)
                if named:
                    yield dimension.key, named
                elif dimension.kind == "field":
                    # A field counts whole or at its first level: 制造业-纺织业.
                    yield dimension.key, value
                    yield dimension.key, value.partition("-")[0]
                return
        for dimension in self.dimensions:
            named = segment_named(dimension, piece.strip())
            if named:
                yield dimension.key, named


def grade_dimension(known: Sequence[ShownDimension]) -> ShownDimension | None:
    """The dimension of stated grades: `grade`, or in other rules the first that is ordered."""
    graded = next((d for d in known if d.key == GRADE), None)
    return graded or next((d for d in known if d.ordered), None)


def _compared(
    connection: sqlite3.Connection, reading: _Reading, limit: int | None
) -> tuple[list[Stated], int, int]:
    """The first statements that differ, how many do, and how many pieces mean nothing here.

    A book has many customers and few different texts: each text is read once, and only the
    dimensions that some text speaks of are looked at.
    """
    claims: dict[tuple[str | None, str | None], tuple[_Claim, ...]] = {}
    not_understood = 0
    for grade, segments, count in connection.execute(
        f"SELECT stated_grade, stated_segments, count(*) FROM customer {_STATED} GROUP BY 1, 2"
    ):
        claims[grade, segments] = found = reading.claims(grade, segments)
        not_understood += count * sum(1 for claim in found if not claim.meanings)
    spoken_of = {key for found in claims.values() for claim in found for key, _segment in
                 claim.meanings}  # fmt: skip
    tags = {d.key: d.tags for d in reading.dimensions if d.key in spoken_of}
    shown: list[Stated] = []
    total = 0
    computed = all_computed(connection)
    differing: dict[tuple[str | None, ...], tuple[_Differing, ...]] = {}
    for row in _standing(connection, tags) if tags else ():
        identity, code, name, *said = row
        grade, segments, *standing = key = tuple(said)
        found_here = differing.get(key)
        if found_here is None:
            held = dict(zip(tags, standing, strict=True))
            found_here = tuple(_differing(claims[grade, segments], held, tags))
            differing[key] = found_here
        total += len(found_here)
        if limit is None or len(shown) < limit:
            shown += [
                Stated(
                    identity, code, name, each.dimension, each.segment, each.text, each.effective,
                    computed.get((identity, each.dimension), each.effective),
                )
                for each in found_here
            ]  # fmt: skip
    return shown[:limit], total, not_understood


def _standing(connection: sqlite3.Connection, wanted: Iterable[str]) -> Iterator[tuple[Any, ...]]:
    """Those of whom something is stated, with their segments; who buys most comes first."""
    columns = "".join(f', s."{key}"' for key in wanted)
    return connection.execute(
        f"SELECT c.id, c.code, c.name, stated_grade, stated_segments{columns}"
        " FROM customer c JOIN segment s ON s.customer_id = c.id"
        f" JOIN metric m ON m.customer_id = c.id {_STATED} ORDER BY m.amount_12m DESC, c.id"
    )


@dataclass(frozen=True, slots=True)
class _Differing:
    dimension: str
    segment: str
    text: str
    effective: str


def _differing(
    claims: Iterable[_Claim], held: Mapping[str, str | None], tags: Mapping[str, bool]
) -> Iterator[_Differing]:
    """The claims of which none of the meanings holds, each segment once, by its first meaning."""
    told: set[tuple[str, str]] = set()
    for claim in claims:
        if not claim.meanings or any(_holds(held, tags, meant) for meant in claim.meanings):
            continue
        dimension, segment = claim.meanings[0]
        if (dimension, segment) not in told:
            told.add((dimension, segment))
            yield _Differing(dimension, segment, claim.text, held[dimension] or "")


def _holds(
    held: Mapping[str, str | None], tags: Mapping[str, bool], meant: tuple[str, str]
) -> bool:
    dimension, segment = meant
    standing = held[dimension] or ""
    return segment in standing.split() if tags[dimension] else segment == standing
