"""One row for each customer: the same values as by the ways that give one customer at a time."""

from contextlib import closing
from datetime import date
from fractions import Fraction
from pathlib import Path

from custtui.reading.connection import connect
from custtui.segments.full_rows import full_rows, metric_key, over_key, segment_key
from custtui.segments.measured import half_up, measured
from custtui.segments.measures import METRICS
from custtui.segments.standing import as_stored, standings
from custtui.segments.stored import load
from tests.exchange.books import TODAY, make_book


def test_a_row_has_the_metrics_and_segments_of_its_customer(tmp_path: Path) -> None:
    with closing(connect(make_book(tmp_path / "book.db"))) as connection:
        rules = load(connection)
        metrics = {each.customer_id: each.values for each in measured(connection)}
        segments = dict(standings(connection, rules))
        (some,) = full_rows(connection, rules, TODAY)
        rows = [dict(zip(some, values, strict=True)) for values in zip(*some.values(), strict=True)]
        assert [row["code"] for row in rows] == sorted(str(row["code"]) for row in rows)
        assert len(rows) == len(metrics)
        for row in rows:
            identity = row["id"]
            assert isinstance(identity, int)
            for measure in METRICS:
                value = metrics[identity][measure.key]
                stored, over = row[metric_key(measure.key)], row.get(over_key(measure.key))
                if isinstance(value, Fraction):
                    assert isinstance(stored, int)
                    assert isinstance(over, int)
                    assert Fraction(stored, over) == value
                elif isinstance(value, date):
                    assert stored == value.isoformat()
                elif value is not None:
                    assert stored == value
            for dimension in rules.dimensions:
                stored = row[segment_key(dimension.key)]
                assert as_stored(dimension, str(stored)) == segments[identity][dimension.key]


def test_a_half_is_rounded_away_from_zero() -> None:
    pairs = ((1, 2), (-1, 2), (3, 2), (1, 3), (2, 3), (-7, 3), (0, 5), (-5, 1))
    assert [half_up(*pair) for pair in pairs] == [1, -1, 2, 0, 1, -2, 0, -5]
