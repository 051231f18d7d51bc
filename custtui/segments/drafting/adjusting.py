"""Rules with other numbers in their places: sound whatever the numbers are, or refused.

What is refused is told with a sentence, and nothing changes.
"""

import json
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from pydantic import ValidationError

from custtui.segments.checks.intervals import left_over
from custtui.segments.drafting.thresholds import Place, Unit, adjustable
from custtui.segments.rules import Conditions, Dimension, Rules, Scores, Share
from custtui.segments.sentences import number_text, percent, segment_name
from custtui.segments.stored import to_json
from custtui.values.language import _

_HUNDRED = Decimal(100)
#: The largest number of those that are whole and not below 0: a century of days, of months.
_MOST = {
    Unit.DAYS: 36_500,
    Unit.DAYS_AGO: 36_500,
    Unit.DAYS_AHEAD: 36_500,
    Unit.MONTHS_AGO: 1_200,
    Unit.MONTHS_AHEAD: 1_200,
    Unit.COUNT: 1_000_000_000,
}


class Refused(ValueError):
    """Numbers that make no sound rule: which one, where it can be told, and why as a sentence."""

    def __init__(self, place: Place | None, message: str) -> None:
        super().__init__(message)
        self.place = place
        self.message = message


def wrong_with(unit: Unit, value: Decimal) -> str | None:
    """Why a number can't be one of that unit, as a sentence; None when it can."""
    if unit is Unit.PERCENT and not 0 < value < _HUNDRED:
        return _("A share is more than 0 % and less than 100 %.")
    if unit is Unit.FACTOR and value <= 0:
        return _("A number above 0 is needed here.")
    if unit not in _MOST:
        return None
    if value != value.to_integral_value():
        return _("“{value}” is not a whole number.").format(value=number_text(value))
    if not 0 <= value <= _MOST[unit]:
        message = _("A number from 0 to {most} is needed here.")
        return message.format(most=f"{_MOST[unit]:,}")
    return None


def adjusted(rules: Rules, changes: Mapping[Place, Decimal]) -> Rules:
    """The rules with these numbers in their places, values in the units of `adjustable`.

    Refused where they make no sound rule; it names the last change where no other is to blame.
    """
    changed = {str(place[0]) for place in changes}
    written = {key: json.loads(to_json(rules.dimension(key))) for key in changed}
    units = {number.place: number.unit for key in changed for number in adjustable(rules, key)}
    for place, value in changes.items():
        wrong = wrong_with(units[place], value)
        if wrong is not None:
            raise Refused(place, wrong)
        _put(written[str(place[0])], place[1:], value)
    for key in dict.fromkeys(str(place[0]) for place in changes):
        blamed = [place for place in changes if place[0] == key][-1]
        _check_numbers(rules, rules.dimension(key), written[key], blamed)
    try:
        draft = Rules.model_validate(
            {
                "dimensions": [written.get(d.key, d) for d in rules.dimensions],
                "fields": rules.fields,
            }
        )
    except ValidationError as error:
        raise Refused(None, refusal(error)) from error
    for place in changes:
        key = str(place[0])
        for segment in out_of_reach(draft, key) - out_of_reach(rules, key):
            raise Refused(place, nobody_could_be(segment_name(draft, key, segment)))
    return draft


def _put(written: dict[str, Any], way: Place, value: Decimal) -> None:
    """Write a number where it stands in the JSON of a rule."""
    inner: Any = written
    for step in way[:-1]:
        inner = inner[step]
    before, value = inner[way[-1]], value.normalize()
    if way[-1] == "share":
        inner[way[-1]] = format(value / _HUNDRED, "f")
    elif isinstance(before, str) and before.startswith("as_of"):
        _as_of, sign, _count, unit = before.split()
        inner[way[-1]] = f"as_of {sign} {int(value)} {unit}"
    else:
        inner[way[-1]] = format(value, "f")


def _check_numbers(
    rules: Rules, dimension: Dimension, written: dict[str, Any], blamed: Place
) -> None:
    """Give the last class what the others leave it; refuse nothing left, and what does not rise."""
    match dimension:
        case Share():
            shares = [Decimal(segment["share"]) for segment in written["segments"]]
            left_for_last = Decimal(1) - sum(shares[:-1])
            if left_for_last <= 0:
                message = _("Together {percent} %: nothing is left for {segment}.")
                raise Refused(
                    blamed,
                    message.format(
                        percent=percent(sum(shares[:-1], Decimal(0))),
                        segment=dimension.segments[-1].name,
                    ),
                )
            written["segments"][-1]["share"] = format(left_for_last.normalize(), "f")
        case Scores():
            for part, _score in dimension.parts:
                thresholds = [Decimal(each) for each in written[part].get("thresholds", ())]
                if thresholds != sorted(set(thresholds)):
                    raise Refused(blamed, _("Each score must begin higher than the one before it."))
        case _:
            pass


def nobody_could_be(segment: str) -> str:
    """Why rules are refused that leave nothing for the segment of that name, as a sentence."""
    message = _("Nobody could be {segment} any more: the rules before it take all of it.")
    return message.format(segment=segment)


def out_of_reach(rules: Rules, key: str) -> set[str]:
    """The segments with a rule on one metric alone of which those before it leave nothing."""
    dimension = rules.dimension(key)
    found: set[str] = set()
    if isinstance(dimension, Conditions):
        for segment in dimension.segments:
            ranges = left_over(rules, dimension, segment.key) if segment.when else None
            if ranges is not None and all(part.is_empty for part in ranges.parts):
                found.add(segment.key)
    return found


def refusal(error: ValidationError) -> str:
    """Why rules are not sound, as the sentence that the check gave."""
    first = error.errors()[0]
    reason = first.get("ctx", {}).get("error")
    return str(reason) if isinstance(reason, ValueError) else str(first["msg"])
