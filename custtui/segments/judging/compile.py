"""Conditions to SQL: text with bound values; every identifier comes from `segments.measures`.

"None" meets no comparison: SQL's NULL does just that, since there is no NOT to turn it round.
Numbers are compared exactly: a decimal threshold becomes a fraction and both sides whole numbers.
"""

import re
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal, InvalidOperation
from fractions import Fraction

from custtui.segments.checks.checking import measure_of
from custtui.segments.measures import Kind, Measure
from custtui.segments.rules import NOT_FILLED_IN, All, AnyOf, ByField, Comparison, Condition, Rules
from custtui.values.days import months_before
from custtui.values.language import _

_AS_OF = re.compile(r"^as_of(?: ([+-]) (\d{1,5}) (days|months))?$")
#: Before or behind the point; what is too large or too fine for money has far fewer.
_MOST_DIGITS = 40
_MIRRORED = {"<": ">", "<=": ">=", ">": "<", ">=": "<=", "=": "=", "!=": "<>"}


@dataclass
class Compilation:
    """One statement in the making: the rules it speaks of, its day and its bound values."""

    rules: Rules
    as_of: date
    values: dict[str, object] = field(default_factory=dict)

    def bind(self, value: object) -> str:
        """The placeholder for `value`."""
        name = f"v{len(self.values)}"
        self.values[name] = value
        return f":{name}"

    def condition(self, condition: Condition | None) -> str:
        """The SQL of a condition; one that is not there holds for everybody."""
        match condition:
            case None:
                return "1"
            case All(all=parts):
                return "(" + (" AND ".join(map(self.condition, parts)) or "1") + ")"
            case AnyOf(any=parts):
                return "(" + (" OR ".join(map(self.condition, parts)) or "0") + ")"
            case Comparison():
                return self._comparison(condition)

    def by_field(self, dimension: ByField) -> str:
        """The SQL of a field dimension's segment."""
        measure = measure_of(self.rules, dimension.what)
        value = measure.sql
        if measure.kind is Kind.YES_NO:
            value = f"CASE {value} WHEN 1 THEN 'yes' WHEN 0 THEN 'no' END"
        if dimension.level == "first":
            # What stands before the first `-`, or all of it.
            value = f"substr({value}, 1, instr({value} || '-', '-') - 1)"
        return f"coalesce(nullif(trim({value}), ''), {self.bind(NOT_FILLED_IN)})"

    def _comparison(self, comparison: Comparison) -> str:
        measure = measure_of(self.rules, comparison.what)
        if comparison.compare in ("empty", "filled"):
            return _empty(measure, comparison.compare == "empty")
        if comparison.than is not None:
            return self._numbers(measure, comparison, measure_of(self.rules, comparison.than))
        match measure.kind:
            case Kind.MONEY | Kind.COUNT | Kind.NUMBER | Kind.RATIO:
                return self._numbers(measure, comparison, None)
            case Kind.AGE:
                return self._age(measure, comparison)
            case Kind.DAY:
                day = day_value(comparison, self.as_of)
                return f"{measure.sql} {_operator(comparison)} {self.bind(day.isoformat())}"
            case Kind.YES_NO:
                yes = 1 if _yes(comparison) else 0
                return f"{measure.sql} {_operator(comparison)} {self.bind(yes)}"
            case Kind.SET:
                assert measure.holds is not None
                holds = measure.holds.format(value=self.bind(str(comparison.value)))
                return holds if comparison.compare == "has" else f"coalesce({holds}, 0) = 0"
            case Kind.TEXT | Kind.CHOICE:
                return self._text(measure, comparison)

    def _text(self, measure: Measure, comparison: Comparison) -> str:
        if comparison.compare == "in":
            texts = comparison.value if isinstance(comparison.value, tuple) else ()
            return f"{measure.sql} IN ({', '.join(self.bind(text) for text in texts)})"
        return f"{measure.sql} {_operator(comparison)} {self.bind(str(comparison.value))}"

    def _age(self, measure: Measure, comparison: Comparison) -> str:
        """`age >= n` is `day <= as-of − n days`: a comparison of days, which an index can serve."""
        if comparison.times != 1:
            return self._numbers(measure, comparison, None)
        day = day_of_age(comparison, self.as_of)
        return f"{measure.sql} {_MIRRORED[comparison.compare]} {self.bind(day.isoformat())}"

    def _numbers(self, measure: Measure, comparison: Comparison, than: Measure | None) -> str:
        """`times × a/b` against `n/d` or another measure, both sides made whole."""
        left = Fraction(comparison.times)
        if than is None:
            number = number_value(comparison) * measure.scale
            right_sql, right_over = self.bind(number.numerator), None
            left *= number.denominator
        else:
            right_sql, right_over = than.number, than.over
            left *= Fraction(than.scale, measure.scale)
        factors = [measure.number, right_over, _factor(left.numerator)]
        others = [right_sql, measure.over, _factor(left.denominator)]
        return f"{_product(factors)} {_operator(comparison)} {_product(others)}"


def number_value(comparison: Comparison) -> Fraction:
    """The number that a comparison names; ValueError, naming it, where it is none."""
    try:
        number = Decimal(str(comparison.value))
        if number.is_finite() and abs(number.adjusted()) > _MOST_DIGITS:
            raise ValueError  # of 1e999999 a fraction has a million figures, and takes minutes
        return Fraction(number)
    except (InvalidOperation, ValueError, OverflowError):
        raise ValueError(_("{what}: {value} is not a number.").format(
            what=comparison.what, value=comparison.value)) from None  # fmt: skip


def day_of_age(comparison: Comparison, as_of: date) -> date:
    """The day on which what a comparison of ages names has just that age."""
    number = number_value(comparison)
    if number.denominator != 1:
        raise ValueError(_("{what}: days are whole numbers, not {value}.").format(
            what=comparison.what, value=comparison.value))  # fmt: skip
    try:
        return as_of - timedelta(days=int(number))
    except OverflowError:
        return date.min if number > 0 else date.max


def day_value(comparison: Comparison, as_of: date) -> date:
    """The day that a comparison names: `2026-01-31`, `as_of`, `as_of - 12 months`."""
    text = str(comparison.value)
    match = _AS_OF.match(text)
    try:
        if match is None:
            return date.fromisoformat(text)
        count = int(match[2] or 0) * (-1 if match[1] == "-" else 1)
        return (
            months_before(as_of, -count) if match[3] == "months" else as_of + timedelta(days=count)
        )
    except (ValueError, OverflowError):
        raise ValueError(_("{what}: {value} is not a day.").format(
            what=comparison.what, value=text)) from None  # fmt: skip


def _empty(measure: Measure, empty: bool) -> str:
    """A ratio is none where either of its two numbers is."""
    missing = f"nullif({measure.sql}, '') IS NULL"
    if measure.over is not None:
        missing = f"({missing} OR ({measure.over}) IS NULL)"
    return missing if empty else f"NOT {missing}"


def _operator(comparison: Comparison) -> str:
    return "<>" if comparison.compare == "!=" else comparison.compare


def _yes(comparison: Comparison) -> bool:
    return comparison.value is True or str(comparison.value).lower() in ("true", "yes", "1")


def _factor(number: int) -> str | None:
    return None if number == 1 else str(number)


def _product(factors: list[str | None]) -> str:
    return " * ".join(f"({factor})" for factor in factors if factor is not None)
