"""Whether the program and the oracle say the same of every customer."""

from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

from custtui.reading.connection import connect
from custtui.segments.judging.judge import judge_view
from custtui.segments.listing import listing
from tests.oracle import Grading, judge
from tests.records import records

#: The oracle holds money in minor units; JSON has it as decimal strings.
_MONEY = {
    "amount_12m", "amount_prev_12m", "amount_24m", "amount_total", "amount_90d",
    "amount_prev_90d",
    "profit_12m", "average_order", "annual_revenue",
}  # fmt: skip


def assert_agreement(
    path: Path, as_of: date, *, stored: bool = False, grading: Grading | None = None
) -> int:
    """Compare metrics, segments and counts for that day; gives the number of customers.

    With `stored`, what the file itself holds is compared, else a view judged for the day.
    `grading` is the rule of the grade, where it is not the standard one.
    """
    connection = connect(path)
    if not stored:
        judge_view(connection, as_of)
    ours: dict[str, Any] = listing(connection)
    connection.close()
    theirs = judge(records(path), as_of, grading or Grading())
    assert ours["as_of"] == as_of.isoformat()
    assert {
        name: tuple(map(date.fromisoformat, days)) for name, days in ours["windows"].items()
    } == (theirs.windows)
    assert [c["code"] for c in ours["customers"]] == sorted(theirs.metrics)
    for customer in ours["customers"]:
        code = customer["code"]
        expected = {key: _plain(key, value) for key, value in theirs.metrics[code].items()}
        assert {key: customer["metrics"][key] for key in expected} == expected, code
        assert customer["segments"] == theirs.segments[code], code
    assert ours["counts"] == theirs.counts
    return len(ours["customers"])


def _plain(key: str, value: object) -> object:
    if value is None:
        return None
    if key in _MONEY:
        assert isinstance(value, int | Fraction)
        cents = int(abs(Fraction(value)) + Fraction(1, 2))
        return f"{'-' if value < 0 and cents else ''}{cents // 100}.{cents % 100:02d}"
    if isinstance(value, Fraction):
        return int(value) if value.denominator == 1 else float(value)
    return value.isoformat() if isinstance(value, date) else value
