"""What an explanation is: frozen values, every text in the language spoken when it was made."""

from dataclasses import dataclass
from datetime import date

from custtui.reading.pins import Pin
from custtui.segments.measured import Value
from custtui.segments.measures import Measure
from custtui.values.language import _


@dataclass(frozen=True, slots=True)
class Moved:
    """The move that brought a customer where it stands.

    `before` is the segment it came from (None for a tag), `cause` the key of definitions.md (edit,
    import, rule, pin, clock), `because` the cause in words; `kind` and `record` name the one record
    whose change did it, where it was one of the customer's own.
    """

    day: date
    before: str | None
    before_name: str | None
    cause: str
    because: str
    edit_id: int
    kind: str | None
    record: int | None


@dataclass(frozen=True, slots=True)
class Held:
    """A segment that the customer has, why in a few words, and the move that brought it there."""

    key: str
    name: str
    reason: str
    moved: Moved | None


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
    """The rule of one segment and whether it holds for the customer."""

    segment: str
    name: str
    met: bool
    text: str
    checks: tuple[Check, ...]

    @property
    def line(self) -> str:
        """The rule on one line, with its mark."""
        told = _("{segment}: {reason}").format(segment=self.name, reason=self.text)
        return f"{'✓' if self.met else '✗'} {told}"


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
    segments: tuple[Held, ...]
    headline: str
    facts: tuple[Fact, ...]
    rule: tuple[RuleLine, ...]
    place: Place | None
    scores: tuple[ScorePart, ...]
    next_step: NextStep | None
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
