"""Why a customer is in its class of a share dimension: its rank, and where the classes are cut.

Counts are asked of the metric one by one, so that an index on it can answer them.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import ceil

from custtui.segments.explaining.counted import fact
from custtui.segments.explaining.explanation import Fact, Place, Reasons, RuleLine
from custtui.segments.explaining.situation import Situation
from custtui.segments.judging.rankings import of_share
from custtui.segments.rules import Share
from custtui.segments.sentences import segment_name
from custtui.segments.wording import spoken, standard_of, two_places
from custtui.values.language import _, plural

FEW = 5  #: with fewer customers ranked, a share says little
#: A class is far larger than its share when ties make it more than this many times as large.
FAR = Fraction(3, 2)


@dataclass(frozen=True, slots=True)
class Cut:
    """A class of a share dimension: `so_far` is its share and those of the better classes.

    `lowest` is the value down to which it goes, None when nobody is ranked.
    """

    segment: str
    share: Fraction
    so_far: Fraction
    lowest: int | None


@dataclass(frozen=True, slots=True)
class _Class:
    """A class with the ranks that it takes; none when `last` is before `first`.

    `above` is where the better classes end, None for the best class.
    """

    cut: Cut
    above: int | None
    first: int
    last: int


def cuts_of(situation: Situation, dimension: Share) -> tuple[int, tuple[Cut, ...]]:
    """How many customers are ranked, and the classes, best first, as judging cut them."""
    rows = {
        name: (lowest, ranked)
        for name, lowest, ranked in situation.connection.execute(
            "SELECT name, lowest, ranked FROM cut WHERE dimension = ? AND part = ''",
            (dimension.key,),
        )
    }
    cuts, so_far = [], Fraction(0)
    for segment in dimension.segments:
        share = Fraction(segment.share)
        so_far += share
        cuts.append(Cut(segment.key, share, so_far, rows[segment.key][0]))
    return rows[dimension.segments[0].key][1], tuple(cuts)


def why_share(situation: Situation, dimension: Share) -> Reasons:
    """The rank, the class it falls in, and the better classes that it does not reach."""
    key = str(situation.standing[dimension.key])
    metric = fact(situation, dimension.metric)
    ranked, cuts = cuts_of(situation, dimension)
    if key == dimension.other.key:
        reason = _("{metric} is {value}, and only customers above 0 are ranked").format(
            metric=metric.label, value=metric.value
        )
        line = RuleLine(
            key,
            segment_name(situation.rules, dimension.key, key),
            True,
            standard_of(situation.rules, dimension.key, key),
            (),
        )
        return Reasons({key: reason}, (metric,), (line,), warnings=few(ranked))
    classes = _classes(situation, dimension, ranked, cuts, key)
    place = _place(situation, dimension, ranked, classes[-1], metric)
    return Reasons(
        reasons={key: _reason(place, metric)},
        facts=(metric,),
        rule=tuple(_line(situation, dimension, each, own=key) for each in classes),
        place=place,
        warnings=(*few(ranked), *_tied(situation, dimension, ranked, classes[-1], place)),
    )


def few(ranked: int) -> tuple[str, ...]:
    """A warning where so few are ranked that a share or a score says little."""
    if ranked >= FEW:
        return ()
    message = plural(
        "Only {count} customer is ranked: the rank says little.",
        "Only {count} customers are ranked: the rank says little.",
        ranked,
    )
    return (message.format(count=ranked),)


def _classes(
    situation: Situation, dimension: Share, ranked: int, cuts: Sequence[Cut], key: str
) -> list[_Class]:
    """The classes down to that of the customer, with the ranks that they take."""
    classes: list[_Class] = []
    before, above = 0, None
    for cut in cuts:
        last = ranked if cut is cuts[-1] else _count(situation, dimension, ">=", cut.lowest)
        classes.append(_Class(cut, above, before + 1, last))
        if cut.segment == key:
            break
        before, above = last, cut.lowest
    return classes


def _place(situation: Situation, dimension: Share, ranked: int, own: _Class, metric: Fact) -> Place:
    ahead = _count(situation, dimension, ">", metric.exact)
    tied = _count(situation, dimension, "=", metric.exact)
    by_value = dimension.by == "value"
    sum_ahead = _sum(situation, dimension, ">", metric.exact) if by_value else None
    total = _sum(situation, dimension, ">", 0) if by_value else None
    message = _("Rank {rank} of {ranked} customers with {metric} above 0")
    if tied > 1:
        message = plural(
            "Rank {rank} of {ranked} customers with {metric} above 0, like {others} other",
            "Rank {rank} of {ranked} customers with {metric} above 0, like {others} others",
            tied - 1,
        )
    texts = [
        message.format(
            rank=f"{ahead + 1:,}",
            ranked=f"{ranked:,}",
            metric=metric.label,
            others=f"{tied - 1:,}",
        ),
        _class_text(situation, dimension, own),
    ]
    if sum_ahead is not None and total is not None:
        measure = situation.measure(dimension.metric)
        message = _("Those before it hold {ahead} of {total}: {share} %")
        texts.append(
            message.format(
                ahead=spoken(measure, sum_ahead),
                total=spoken(measure, total),
                share=two_places(Fraction(100 * sum_ahead, total)),
            )
        )
    return Place(
        rank=ahead + 1,
        ranked=ranked,
        tied=tied,
        first=own.first,
        last=own.last,
        lowest=own.cut.lowest,
        ahead=sum_ahead,
        total=total,
        texts=tuple(texts),
    )


def _reason(place: Place, metric: Fact) -> str:
    values = {
        "rank": f"{place.rank:,}",
        "ranked": f"{place.ranked:,}",
        "metric": metric.label,
        "value": metric.value,
    }
    if place.ahead is None or place.total is None:
        return _("rank {rank} of {ranked} by {metric} ({value})").format(**values)
    message = _("rank {rank} of {ranked} by {metric} ({value}); {share} % stand before it")
    return message.format(**values, share=two_places(Fraction(100 * place.ahead, place.total)))


def _line(situation: Situation, dimension: Share, each: _Class, own: str) -> RuleLine:
    return RuleLine(
        each.cut.segment,
        segment_name(situation.rules, dimension.key, each.cut.segment),
        each.cut.segment == own,
        _class_text(situation, dimension, each),
        (),
    )


def _class_text(situation: Situation, dimension: Share, each: _Class) -> str:
    if each.last < each.first:
        message = _("{standard}: nobody, the class before takes them all")
    elif each.last == each.first:
        message = _("{standard}: rank {last}, with {lowest}")
    else:
        message = _("{standard}: ranks {first} to {last}; rank {last} has {lowest}")
    return message.format(
        standard=standard_of(situation.rules, dimension.key, each.cut.segment),
        first=f"{each.first:,}",
        last=f"{each.last:,}",
        lowest=spoken(situation.measure(dimension.metric), each.cut.lowest),
    )


def _tied(
    situation: Situation, dimension: Share, ranked: int, own: _Class, place: Place
) -> tuple[str, ...]:
    """A warning where ties at its end make the class far larger than its share."""
    size = own.last - own.first + 1
    if place.total is None:
        meant, taken = Fraction(ceil(own.cut.share * ranked)), size
    else:
        meant = own.cut.share * place.total
        taken = _sum(situation, dimension, ">=", own.cut.lowest)
        if own.above is not None:
            taken -= _sum(situation, dimension, ">=", own.above)
    tied = _count(situation, dimension, "=", own.cut.lowest) if taken > FAR * meant else 0
    if tied < 2:
        return ()
    message = _(
        "{tied} customers have exactly {lowest}: they stand together, and {segment} takes {size}"
        " of {ranked} customers."
    )
    return (
        message.format(
            tied=f"{tied:,}",
            lowest=spoken(situation.measure(dimension.metric), own.cut.lowest),
            segment=segment_name(situation.rules, dimension.key, own.cut.segment),
            size=f"{size:,}",
            ranked=f"{ranked:,}",
        ),
    )


def _count(situation: Situation, dimension: Share, operator: str, value: object) -> int:
    return _asked(situation, dimension, "count(*)", operator, value)


def _sum(situation: Situation, dimension: Share, operator: str, value: object) -> int:
    column = of_share(situation.rules, dimension).column
    return _asked(situation, dimension, f"sum({column})", operator, value)


def _asked(
    situation: Situation, dimension: Share, figure: str, operator: str, value: object
) -> int:
    """A figure over the ranked customers whose metric compares so with `value`, which is above 0
    or 0 itself."""
    column = of_share(situation.rules, dimension).column
    return situation.count(
        f"SELECT {figure} FROM ranked WHERE {column} {operator} :value", value=value
    )
