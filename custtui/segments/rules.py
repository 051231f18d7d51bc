"""Rules as data: dimensions, their segments and conditions, as pydantic models.

The same models read the presets (TOML) and what the file holds (JSON). definitions.md,
"Dimensions, segments, rules", says what each kind means.
"""

import re
from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import Annotated, Literal

from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    StrictBool,
    field_validator,
    model_validator,
)

from custtui.values.language import current
from custtui.values.registry import OwnField, is_own
from custtui.values.registry.own import OWN

Key = Annotated[str, Field(pattern=r"^[A-Za-z][A-Za-z0-9_]{0,39}$")]
UNCLASSIFIED = "unclassified"
NOT_FILLED_IN = "not_filled_in"
#: What badges may be painted in; a segment without a colour is grey.
COLOURS = ("red", "yellow", "green", "blue", "grey")
_PLAIN_NUMBER = re.compile(r"-?(0|[1-9]\d*)(\.\d+)?", re.ASCII)


class Rule(BaseModel):
    """What all parts of a rule share: unknown keys are refused, and nothing changes in place."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)


class Words(Rule):
    """A text in both languages."""

    zh: str = ""
    en: str = ""

    def __str__(self) -> str:
        first, second = (self.zh, self.en) if current() == "zh" else (self.en, self.zh)
        return first or second


class Comparison(Rule):
    """`times` × `what` compared with a value, or with another measure.

    Values: a number (money in whole currency units), a text or choice key, true or false, a day
    (`2026-01-31`, `as_of - 12 months`), or a list of texts for `in`.
    """

    what: str
    compare: Literal["<", "<=", ">", ">=", "=", "!=", "in", "has", "lacks", "empty", "filled"] = (
        Field(alias="is")
    )
    value: StrictBool | Decimal | str | tuple[str, ...] | None = None
    than: str | None = None
    times: Decimal = Decimal(1)

    @field_validator("value")
    @classmethod
    def _number(cls, value: object) -> object:
        """A number is the same whether TOML has it as one or JSON as a text."""
        text = format(value, "f") if isinstance(value, Decimal) else value
        is_number = isinstance(text, str) and _PLAIN_NUMBER.fullmatch(text)
        return Decimal(str(text)) if is_number else value


class All(Rule):
    """Every part holds."""

    all: tuple["Condition", ...]


class AnyOf(Rule):
    """At least one part holds."""

    any: tuple["Condition", ...]


Condition = Comparison | All | AnyOf


class Segment(Rule):
    """A segment (客户类型) with the columns of the standards table."""

    key: Key
    name: Words
    indicator: Words = Words()
    standard: Words = Words()
    description: Words = Words()
    strategy: Words = Words()
    colour: str = ""
    badge: str = ""


class ConditionSegment(Segment):
    """`when` it applies; without one it is the "otherwise" of its dimension."""

    when: Condition | None = None


class ShareSegment(Segment):
    """`share`: its part of the ranked customers, or of their sum; 0.2 is 20 %."""

    share: Decimal = Field(gt=0, le=1)


class ScoreSegment(Segment):
    """`codes`: the three-figure scores that it takes."""

    codes: tuple[str, ...] = ()


class _Dimension(Rule):
    key: Key
    name: Words
    note: Words = Words()
    ordered: bool = False


class Conditions(_Dimension):
    """Kind 1: the first segment whose condition holds; with `tags`, every one that does."""

    kind: Literal["conditions"]
    tags: bool = False
    segments: tuple[ConditionSegment, ...]


class Share(_Dimension):
    """Kind 2 (ABC): customers whose metric is above 0, ranked by it and cut by shares."""

    kind: Literal["share"]
    metric: str
    by: Literal["rank", "value"] = "rank"
    segments: tuple[ShareSegment, ...]
    other: Segment


class Score(Rule):
    """One of the three scores: by mid-rank, or by the lowest values of scores 2, 3, …"""

    metric: str
    by: Literal["rank", "thresholds"] = "rank"
    thresholds: tuple[Decimal, ...] = ()


class Scores(_Dimension):
    """Kind 3 (RFM): scores among the customers whose `among` is above 0 name a segment."""

    kind: Literal["scores"]
    steps: int = Field(default=5, ge=2, le=9)
    among: str = "orders_total"
    recency: Score
    frequency: Score
    monetary: Score
    segments: tuple[ScoreSegment, ...]
    other: Segment

    @property
    def codes(self) -> tuple[str, ...]:
        """Every code that a segment takes."""
        return tuple(code for segment in self.segments for code in segment.codes)

    @property
    def parts(self) -> tuple[tuple[str, Score], ...]:
        return (
            ("recency", self.recency),
            ("frequency", self.frequency),
            ("monetary", self.monetary),
        )


class ByField(_Dimension):
    """Kind 4: the value of a field is the segment, at its first level or whole."""

    kind: Literal["field"]
    what: str
    level: Literal["first", "whole"] = "whole"
    segments: tuple[Segment, ...] = ()


Dimension = Annotated[Conditions | Share | Scores | ByField, Field(discriminator="kind")]

OTHERWISE = {
    UNCLASSIFIED: Segment(key=UNCLASSIFIED, name=Words(zh="未分类", en="Unclassified")),
    NOT_FILLED_IN: Segment(key=NOT_FILLED_IN, name=Words(zh="未填写", en="Not filled in")),
}


def is_tags(dimension: Dimension) -> bool:
    """Whether it gives any number of segments."""
    return isinstance(dimension, Conditions) and dimension.tags


def segments_of(dimension: Dimension) -> tuple[Segment, ...]:
    """Its segments in order, the one for all others last."""
    match dimension:
        case ByField():
            return (*dimension.segments, OTHERWISE[NOT_FILLED_IN])
        case Scores() if len(dimension.codes) < dimension.steps**3:
            return (*dimension.segments, dimension.other, OTHERWISE[UNCLASSIFIED])
        case Share() | Scores():
            return (*dimension.segments, dimension.other)
        case Conditions(tags=False) if all(s.when is not None for s in dimension.segments):
            return (*dimension.segments, OTHERWISE[UNCLASSIFIED])
        case _:
            return dimension.segments


def comparisons(condition: Condition | None) -> Iterator[Comparison]:
    """Every comparison in a condition, however nested."""
    match condition:
        case Comparison():
            yield condition
        case All(all=parts) | AnyOf(any=parts):
            for part in parts:
                yield from comparisons(part)


def placed(
    condition: Condition | None, place: tuple[str | int, ...]
) -> Iterator[tuple[tuple[str | int, ...], Comparison]]:
    """Every comparison in a condition that stands at `place`, each with the way to it."""
    match condition:
        case Comparison():
            yield place, condition
        case All(all=parts):
            for number, part in enumerate(parts):
                yield from placed(part, (*place, "all", number))
        case AnyOf(any=parts):
            for number, part in enumerate(parts):
                yield from placed(part, (*place, "any", number))


class CustomField(Rule):
    """A field of the department's own (新增栏目), which rules name `field:KEY`."""

    key: Key
    name: Words
    form: Literal["text", "number", "money", "date", "choice", "yes_no"]
    choices: tuple[str, ...] = ()

    @classmethod
    def of(cls, own: OwnField) -> "CustomField":
        """The field of the registry, as rules carry it."""
        return cls.model_validate(
            {
                "key": own.key,
                "name": {"zh": own.chinese, "en": own.english},
                "form": own.form,
                "choices": own.choices,
            }
        )

    @property
    def own(self) -> OwnField:
        """The field as the registry has it; a name that is missing is the other one."""
        zh, en = self.name.zh or self.name.en, self.name.en or self.name.zh
        return OwnField(self.key, zh or self.key, en or self.key, self.form, self.choices)


class Rules(Rule):
    """A whole set: unique keys, known references, and no circle among its dimensions.

    `fields` are the department's own that its rules may name.
    """

    dimensions: tuple[Dimension, ...]
    fields: tuple[CustomField, ...] = ()

    @model_validator(mode="after")
    def _checked(self) -> "Rules":
        from custtui.segments.checks.checking import check

        check(self)
        return self

    def dimension(self, key: str) -> Dimension:
        """The dimension of that key; KeyError when there is none."""
        for dimension in self.dimensions:
            if dimension.key == key:
                return dimension
        raise KeyError(key)

    def with_dimensions(self, dimensions: Iterable[Dimension]) -> "Rules":
        """Other dimensions over the same own fields, checked like every set."""
        return Rules(dimensions=tuple(dimensions), fields=self.fields)

    def field(self, what: str) -> CustomField | None:
        """The own field that a rule names `field:KEY`; None when there is none."""
        key = what.removeprefix(OWN) if is_own(what) else None
        return next((field for field in self.fields if field.key == key), None)

    def segment(self, dimension: str, key: str) -> Segment:
        """The segment of that key; a value of a field dimension is its own name."""
        for segment in segments_of(self.dimension(dimension)):
            if segment.key == key:
                return segment
        return Segment.model_construct(key=key, name=Words(zh=key, en=key))
