"""What an explanation is: frozen values, every text in the language spoken when it was made."""

from dataclasses import dataclass
from datetime import date

from custtui.reading.pins import Pin
from custtui.segments.measured import Value
from custtui.segments.measures import Measure
from custtui.segments.sentences import NOTHING, several
from custtui.values.language import _


@dataclass(frozen=True, slots=True)
class Moved:
    """A move of a customer; of a tag, one that came (no `before`) or went (no `after`).

    `cause` is the key of definitions.md (edit, import, rule, pin, clock), `because` the cause in
    words; `what` the edit did, by which `account`; `kind` and `record` name the one record whose
    change did it, where it was one of the customer's own.
    """

    day: date
    before: str | None
    before_name: str | None
    after: str | None
    after_name: str | None
    cause: str
    because: str
    what: str
    account: str
    edit_id: int
    kind: str | None
    record: int | None

    @property
    def text(self) -> str:
        """The move on one line, with its cause and, but where time alone passed, by whom."""
        values = {
            "day": self.day.isoformat(),
            "before": self.before_name or NOTHING,
            "after": self.after_name or NOTHING,
            "cause": self.because,
        }
        if self.cause == "clock":
            return _("{day}  {before} → {after}, through {cause}").format(**values)
        message = _("{day}  {before} → {after}, through {cause} ({what}, {account})")
        return message.format(**values, what=self.what, account=self.account)


@dataclass(frozen=True, slots=True)
class Held:
    """A segment that the customer has, why in a few words, and the move that brought it there."""

    key: str
    name: str
    reason: str
    moved: Moved | None

    @property
    def since(self) -> str:
        """Since when it has it, and through what; nothing where it has had it all along."""
        if self.moved is None:
            return ""
        values = {
            "segment": self.name,
            "day": self.moved.day.isoformat(),
            "cause": self.moved.because,
        }
        if self.moved.before_name is None:
            return _("{segment} since {day}, through {cause}").format(**values)
        message = _("{segment} since {day}, before it {before}, through {cause}")
        return message.format(before=self.moved.before_name, **values)


@dataclass(frozen=True, slots=True)
class Fact:
    """A value that a rule looked at, and the records that it is made of.

    `first_day` and `last_day` are its window's, both counted in; `kind` is the kind of the records
    `rows`, oldest first; `estimated` says how many of them are opening purchases (期初).
    """

    key: str
    label: str
    value: str
    exact: Value
    detail: str
    first_day: date | None
    last_day: date | None
    kind: str | None
    rows: tuple[int, ...]
    estimated: int


@dataclass(frozen=True, slots=True)
class Check:
    """One line of a rule: a comparison with the value it met, or an ALL or ANY above its parts."""

    depth: int
    met: bool
    text: str
    actual: str | None


@dataclass(frozen=True, slots=True)
class RuleLine:
    """The rule of one segment and whether it holds for the customer.

    `looks_at` are the measures and segments that it names, `failed` what of it did not hold, each
    with the value that fails.
    """

    segment: str
    name: str
    met: bool
    text: str
    checks: tuple[Check, ...]
    looks_at: tuple[str, ...] = ()
    failed: tuple[str, ...] = ()

    @property
    def line(self) -> str:
        """The rule on one line, with its mark."""
        told = _("{segment}: {reason}").format(segment=self.name, reason=self.told)
        return f"{'✓' if self.met else '✗'} {told}"

    @property
    def told(self) -> str:
        """What the rule asks; of one that does not hold, what failed."""
        return several(self.failed) or self.text


@dataclass(frozen=True, slots=True)
class Place:
    """Where a customer stands among those ranked, best first.

    `rank` is that of the first of `tied` equal ones (the customer among them); its class takes
    ranks `first` to `last`, and whoever has rank `last` has `lowest`. `ahead` and `total` are sums
    of the metric, of those ranked before it and of all, where classes are cut by value.
    """

    rank: int
    ranked: int
    tied: int
    first: int
    last: int
    lowest: Value
    ahead: int | None
    total: int | None
    texts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ScorePart:
    """One of the scores R, F, M; `worse` and `equal` count customers where it is by rank.

    `lowest` is where this score begins, `next_lowest` where the next better one that anybody has
    does, `next_score` (both None for the best); `text` says it in words.
    """

    letter: str
    score: int
    metric: str
    value: Value
    lowest: Value
    next_score: int | None
    next_lowest: Value
    worse: int | None
    equal: int | None
    ranked: int
    text: str


@dataclass(frozen=True, slots=True)
class NextStep:
    """The least purchase that reaches a better segment: minor units, made no later than `by`.

    `relative`: only while the other customers stand still. Without `by` it is told for as-of only,
    or no day takes it back.
    """

    segment: str
    name: str
    amount: int
    by: date | None
    relative: bool
    text: str


@dataclass(frozen=True, slots=True)
class Beside:
    """Pins in force with the names of their segments, and what the rules alone say beside them.

    `computed` are the keys of the segments that the rules give, `by_rule` these with their reasons.
    """

    pins: tuple[Pin, ...]
    names: tuple[str, ...]
    computed: tuple[str, ...]
    by_rule: str


@dataclass(frozen=True, slots=True)
class Crossing:
    """Records that leave the window of a metric on a day, or come into it.

    `value` is what they make of the metric (minor units of a sum, else their number), `then` what
    the metric is with them gone or come.
    """

    metric: str
    leaves: bool
    kind: str
    rows: tuple[int, ...]
    value: int
    then: Value
    text: str


@dataclass(frozen=True, slots=True)
class Turn:
    """What time alone does on `day`: from `before` to `after`, one of them None for a tag."""

    day: date
    before: str | None
    after: str | None
    crossings: tuple[Crossing, ...]
    causes: tuple[str, ...]
    text: str


@dataclass(frozen=True, slots=True)
class ByTime:
    """What time alone does up to the day `until`: the first turns, in their order.

    The customer's own records only age. `relative`: other customers matter, and stand still.
    """

    until: date
    relative: bool
    turns: tuple[Turn, ...]

    @property
    def heading(self) -> str:
        """What is taken for granted in all turns."""
        if self.relative:
            return _("If nothing happens, and the other customers stand still")
        return _("If nothing happens")


@dataclass(frozen=True, slots=True)
class Explanation:
    """Why a customer stands where it stands in one dimension, on the day `as_of`.

    Where something is pinned there, `segments` are the effective ones, and facts, rules and place
    tell of those that the rules alone give, as `beside` says.
    """

    customer_id: int
    as_of: date
    dimension: str
    name: str
    note: str
    is_tags: bool
    segments: tuple[Held, ...]
    headline: str
    facts: tuple[Fact, ...]
    rule: tuple[RuleLine, ...]
    place: Place | None
    scores: tuple[ScorePart, ...]
    next_step: NextStep | None
    by_time: ByTime | None
    history: tuple[Moved, ...]
    warnings: tuple[str, ...]
    beside: Beside | None = None
    #: The department's own fields that its facts may be of.
    own_fields: tuple[Measure, ...] = ()

    @property
    def since(self) -> date | None:
        """The day of the newest move to where it stands; None if it has always stood there."""
        days = [held.moved.day for held in self.segments if held.moved is not None]
        return max(days, default=None)

    @property
    def placing(self) -> tuple[str, ...]:
        """What there is to say of its place beside the headline and the rules."""
        if self.place is None:
            return ()
        said = {line.text for line in self.rule}
        texts = self.place.texts if self.place.tied > 1 else self.place.texts[1:]
        return tuple(text for text in texts if text not in said)

    @property
    def telling(self) -> tuple[Fact, ...]:
        """The facts that decided: where several rules may hold, those of the ones that do."""
        if not self.is_tags:
            return self.facts
        asked = {what for line in self.rule if line.met for what in line.looks_at}
        return tuple(fact for fact in self.facts if fact.key in asked)

    @property
    def next_better(self) -> str | None:
        """What would reach the next better segment, in one sentence."""
        return self.next_step.text if self.next_step else None


@dataclass(frozen=True, slots=True)
class Reasons:
    """What the explainer of one kind of dimension finds; `reasons` are by segment."""

    reasons: dict[str, str]
    facts: tuple[Fact, ...] = ()
    rule: tuple[RuleLine, ...] = ()
    place: Place | None = None
    scores: tuple[ScorePart, ...] = ()
    warnings: tuple[str, ...] = ()
