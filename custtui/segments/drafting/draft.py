"""A draft of the rules: those in force when it began, those that it wants, and the way between.

A draft is a value. Every editing step gives another one, and the steps are taken back one by one.
"""

from dataclasses import dataclass, replace

from custtui.segments.drafting.adjusting import Refused, out_of_reach
from custtui.segments.drafting.draft_steps import made
from custtui.segments.rules import Dimension, Rules
from custtui.segments.sentences import listed, segment_name
from custtui.segments.stored import to_json
from custtui.values.language import _


class Overtaken(ValueError):
    """Somebody else changed what the draft changes too; the message names the dimensions."""


@dataclass(frozen=True, slots=True)
class Draft:
    """`began` are the rules in force when it began, `now` those that it would put in force."""

    began: Rules
    now: Rules
    #: The rules before each step, the oldest first.
    earlier: tuple[Rules, ...] = ()

    @classmethod
    def of(cls, rules: Rules) -> "Draft":
        """A draft in which nothing is changed yet."""
        return cls(rules, rules)

    def stepped(self, now: Rules) -> "Draft":
        """The draft one step further; itself where the step changes nothing."""
        if _written(now) == _written(self.now):
            return self
        return replace(self, now=now, earlier=(*self.earlier, self.now))

    def taken_back(self) -> "Draft":
        """The draft as it was before its last step; itself where there is none."""
        if not self.earlier:
            return self
        return replace(self, now=self.earlier[-1], earlier=self.earlier[:-1])

    @property
    def is_changed(self) -> bool:
        """Whether saving it would change anything, the order of the dimensions included."""
        return _written(self.began) != _written(self.now)

    @property
    def changed(self) -> frozenset[str]:
        """The dimensions that are new or whose rules differ; what was removed is not among them."""
        before = _by_key(self.began)
        return frozenset(
            key
            for key, dimension in _by_key(self.now).items()
            if differs(before.get(key), dimension)
        )

    @property
    def added(self) -> frozenset[str]:
        """The dimensions that are new."""
        return frozenset(_by_key(self.now)) - frozenset(_by_key(self.began))

    @property
    def removed(self) -> tuple[Dimension, ...]:
        """The dimensions that are no longer there, in their order."""
        kept = _by_key(self.now)
        return tuple(d for d in self.began.dimensions if d.key not in kept)

    @property
    def is_reordered(self) -> bool:
        """Whether dimensions that were there before stand in another order."""
        return _is_reordered(self.began, self.now)

    def problem(self) -> str | None:
        """Why it can't be saved as it is, as a sentence: nobody could be in a segment any more."""
        for key in _by_key(self.now):
            known = out_of_reach(self.began, key) if key in _by_key(self.began) else set()
            for segment in sorted(out_of_reach(self.now, key) - known):
                message = _(
                    "Nobody could be {segment} any more: the rules before it take all of it."
                )
                return message.format(segment=segment_name(self.now, key, segment))
        return None

    def followed(self, stored: Rules) -> "Draft":
        """The same changes on what somebody else has saved meanwhile.

        Overtaken where both changed the same dimension, or the changes do not go together.
        """
        if _written(stored) == _written(self.began) and stored.fields == self.began.fields:
            return self
        theirs = _by_key(stored)
        clashing = [d for d in self._mine() if differs(theirs.get(d.key), d)]
        clashing += [d for d in self.now.dimensions if d.key in self.added and d.key in theirs]
        if clashing:
            raise Overtaken(listed(str(dimension.name) for dimension in clashing))
        try:
            return Draft(stored, self._on(self.now, stored), self._earlier_on(stored))
        except Refused as refused:
            raise Overtaken(refused.message) from refused

    def _mine(self) -> list[Dimension]:
        """The dimensions as they began that this draft changes or removes."""
        return [d for d in self.began.dimensions if d.key in self.changed or d in self.removed]

    def _earlier_on(self, stored: Rules) -> tuple[Rules, ...]:
        """The way back on other grounds; where it no longer leads there, one step leads to them."""
        try:
            return tuple(self._on(step, stored) for step in self.earlier)
        except Refused:
            return (stored,)

    def _on(self, wanted: Rules, stored: Rules) -> Rules:
        """`wanted`, with what it leaves as it began taken from `stored`."""
        began, theirs = _by_key(self.began), _by_key(stored)
        found = {
            d.key: d if differs(began.get(d.key), d) else theirs[d.key]
            for d in wanted.dimensions
            if d.key in theirs or d.key not in began
        } | {key: dimension for key, dimension in theirs.items() if key not in began}
        order = list(found)
        if not _is_reordered(self.began, wanted):
            order = _following([key for key in theirs if key in found], order)
        return made(stored, [found[key] for key in order])


def _is_reordered(before: Rules, after: Rules) -> bool:
    old, new = _by_key(before), _by_key(after)
    return [key for key in old if key in new] != [key for key in new if key in old]


def _following(order: list[str], wanted: list[str]) -> list[str]:
    """`order`, with what only `wanted` has put behind what stands before it there."""
    for place, key in enumerate(wanted):
        if key not in order:
            order.insert(order.index(wanted[place - 1]) + 1 if place else 0, key)
    return order


def differs(before: Dimension | None, after: Dimension) -> bool:
    """Whether two rules differ as they are written: a number may be a text in one of them."""
    return before is None or to_json(before) != to_json(after)


def _by_key(rules: Rules) -> dict[str, Dimension]:
    return {dimension.key: dimension for dimension in rules.dimensions}


def _written(rules: Rules) -> list[str]:
    return [to_json(dimension) for dimension in rules.dimensions]
