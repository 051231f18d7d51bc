"""The standards table (客户细分标准) with its members, as a screen shows it."""

import sqlite3
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from custtui.segments.checks.finding import Finding
from custtui.segments.checks.lint import lint_members, lint_rules
from custtui.segments.crowding import crowding
from custtui.segments.drafting.what_if import Tried
from custtui.segments.rules import ByField, Dimension, Rules, is_tags, segments_of
from custtui.segments.sentences import segment_name
from custtui.segments.standing import Members, classified, is_unranked, members
from custtui.segments.stored import load
from custtui.segments.wording import indicator_of, standard_of
from custtui.values.language import plural

#: The values of a field dimension that get a row of their own, the most frequent first.
VALUES_SHOWN = 5


@dataclass(frozen=True, slots=True)
class Standard:
    """One row: a segment with its columns, in the reader's language, and its members.

    `customers` is None while nobody has counted. `was` is how many there were before a draft, None
    where no draft can move anybody. `share` is its part of the customers that the dimension ranks
    or classifies, none for those left unranked. `amount_12m` is in minor units. The row that sums
    up the rarer values of a field has no segment. `notes` are what a reader must know of the whole
    dimension, `warnings` what is doubtful in the rule of this segment.
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
    customers: int | None
    was: int | None
    share: Fraction | None
    amount_12m: int
    notes: tuple[str, ...]
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Counted:
    """Who stands where: the members of each dimension by its key, and how many customers there are.

    `before` are those of the dimensions that a draft can touch, as they stand without it. `doubts`
    are what is doubtful in the rules in force on just these customers.
    """

    customers: int
    members: Mapping[str, Sequence[Members]]
    before: Mapping[str, Sequence[Members]] = field(default_factory=dict)
    doubts: tuple[Finding, ...] = ()

    def drafted(self, tried: Tried) -> "Counted":
        """With the members that a draft would give to the dimensions that it can touch."""
        touched = tried.migrations
        after = {key: migration.after for key, migration in touched.items()}
        before = {key: touched[key].before for key in touched if key not in tried.added}
        doubts = tuple(each for each in self.doubts if each.dimension not in touched)
        return Counted(self.customers, {**self.members, **after}, before, doubts)

    def classified(self, rules: Rules, dimension: str) -> int | None:
        """How many customers a dimension ranks or classifies, of tags those who have one or not."""
        found = self.members.get(dimension)
        if found is None:
            return None
        if is_tags(rules.dimension(dimension)):
            return self.customers
        return classified(rules, found)[dimension]


def count(connection: sqlite3.Connection) -> tuple[Rules, Counted]:
    """The rules in force and who stands where, as this connection sees the book."""
    rules = load(connection)
    (customers,) = connection.execute("SELECT count(*) FROM customer").fetchone()
    found: dict[str, list[Members]] = {d.key: [] for d in rules.dimensions}
    counted = members(connection, rules)
    for each in counted:
        found[each.dimension].append(each)
    doubts = tuple(lint_members(connection, rules, counted))
    return rules, Counted(customers, found, doubts=doubts)


def standards(connection: sqlite3.Connection) -> tuple[Rules, tuple[Standard, ...]]:
    """The rules in force, and every row of their table, as this connection sees the book."""
    rules, counted = count(connection)
    return rules, table(rules, counted)


def table(
    rules: Rules,
    counted: Counted | None,
    only: str | None = None,
    values_shown: int = VALUES_SHOWN,
) -> tuple[Standard, ...]:
    """The rows of all dimensions or of one; without `counted` nobody's members are known yet."""
    rows: list[Standard] = []
    for dimension in rules.dimensions:
        if only in (None, dimension.key):
            rows += _of_dimension(rules, dimension, counted, values_shown)
    return tuple(rows)


def _of_dimension(
    rules: Rules, dimension: Dimension, counted: Counted | None, values_shown: int
) -> list[Standard]:
    key = dimension.key
    found = counted.members.get(key) if counted is not None else None
    before = counted.before.get(key) if counted is not None else None
    known = found is not None
    own = list(found or [Members(key, s.key, 0, 0) for s in segments_of(dimension)])
    whole = counted.classified(rules, key) if counted is not None else None
    notes = [str(dimension.note), *(crowding(rules, key, own) if known else ())]
    doubts = [each for each in lint_rules(rules) if each.dimension == key]
    doubts += [each for each in (counted.doubts if counted else ()) if each.dimension == key]
    making = _Making(rules, dimension, whole, known, before, tuple(filter(None, notes)), doubts)
    rarer: list[Members] = []
    if isinstance(dimension, ByField):
        own.sort(key=lambda each: -each.customers)
        if len(own) > values_shown + 1:
            own, rarer = own[:values_shown], own[values_shown:]
    rows = [making.row(each) for each in own if making.is_shown(each)]
    return [*rows, making.rest(rarer)] if rarer else rows


@dataclass(frozen=True, slots=True)
class _Making:
    """What the rows of one dimension share."""

    rules: Rules
    dimension: Dimension
    whole: int | None
    is_counted: bool
    before: Sequence[Members] | None
    notes: tuple[str, ...]
    doubts: Sequence[Finding]

    def is_shown(self, counted: Members) -> bool:
        """Whether it is a segment of the rules; one that a draft takes away has no row."""
        if isinstance(self.dimension, ByField):
            return True
        return any(s.key == counted.segment for s in segments_of(self.dimension))

    def row(self, counted: Members) -> Standard:
        """The row of one segment."""
        dimension, key = self.dimension.key, counted.segment
        segment = self.rules.segment(dimension, key)
        whole = None if is_unranked(self.dimension, key) else self.whole
        return Standard(
            dimension,
            key,
            str(self.dimension.name),
            segment_name(self.rules, dimension, key),
            segment.badge,
            segment.colour,
            indicator_of(self.rules, dimension, key),
            standard_of(self.rules, dimension, key),
            str(segment.description),
            str(segment.strategy),
            counted.customers if self.is_counted else None,
            self._was({key}),
            Fraction(counted.customers, whole) if whole else None,
            counted.amount_12m,
            self.notes,
            tuple(each.sentence for each in self.doubts if each.segment in (key, "")),
        )

    def rest(self, rarer: Sequence[Members]) -> Standard:
        """The row that sums up the rarer values of a field."""
        customers = sum(each.customers for each in rarer)
        name = plural("{count} more value", "{count} more values", len(rarer))
        return Standard(
            dimension=self.dimension.key,
            segment="",
            dimension_name=str(self.dimension.name),
            name=name.format(count=f"{len(rarer):,}"),
            badge="",
            colour="",
            indicator="",
            standard="",
            description="",
            strategy="",
            customers=customers,
            was=self._was({each.segment for each in rarer}),
            share=Fraction(customers, self.whole) if self.whole else None,
            amount_12m=sum(each.amount_12m for each in rarer),
            notes=self.notes,
        )

    def _was(self, segments: set[str]) -> int | None:
        if self.before is None:
            return None
        return sum(each.customers for each in self.before if each.segment in segments)
