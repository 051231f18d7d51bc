"""The standards table as it is shown: members, shares of those who are ranked, warnings."""

from datetime import timedelta
from fractions import Fraction
from pathlib import Path

from custtui.reading.connection import connect
from custtui.segments.standards import Standard, standards
from tests.segments.small_books import DAY, book_of, bought


def rows(path: Path, dimension: str) -> list[Standard]:
    _rules, found = standards(connect(path))
    return [row for row in found if row.dimension == dimension]


def test_shares_are_of_those_who_are_ranked(tmp_path: Path) -> None:
    path = tmp_path / "book.db"
    book_of(path, *(bought((DAY, 1000 * n)) for n in range(1, 11)), {"name": "new"}, {"name": "x"})
    grade = rows(path, "grade")
    assert [(row.segment, row.customers, row.share) for row in grade] == [
        ("A", 2, Fraction(1, 5)),
        ("B", 5, Fraction(1, 2)),
        ("C", 3, Fraction(3, 10)),
        ("unrated", 2, None),
    ]
    assert [row.standard for row in grade[:3]] == ["Top 20 %", "Next 50 %", "Last 30 %"]
    assert grade[0].amount_12m == 19_000
    assert grade[0].strategy.startswith("Own account manager")
    assert grade[0].notes == ()
    assert rows(path, "value")[3].share == Fraction(2, 12)


def test_only_the_most_frequent_values_of_a_field_have_a_row(tmp_path: Path) -> None:
    path = tmp_path / "book.db"
    book_of(path, *({"region": f"R{min(n, 8)}"} for n in range(10)))
    region = rows(path, "region")
    assert (region[0].segment, region[0].customers) == ("R8", 2)
    assert len(region) == 6
    assert (region[-1].segment, region[-1].name, region[-1].customers) == ("", "4 more values", 4)


def test_few_ranked_customers_and_large_ties_are_told(tmp_path: Path) -> None:
    few, tied = tmp_path / "few.db", tmp_path / "tied.db"
    book_of(few, *(bought((DAY, 1000 + n)) for n in range(4)))
    book_of(tied, *(bought((DAY - timedelta(days=n), 1000)) for n in range(10)))
    assert rows(few, "grade")[0].notes == ("Only 4 customers are ranked: the rank says little.",)
    assert rows(tied, "grade")[0].notes == (
        "A holds 100 % instead of 20 %: equal values stay together.",
    )
    assert rows(tied, "behaviour")[0].notes == ("A rank among your own customers",)
