"""How much of the sums is estimated: windows, refunds, and nothing of what is real."""

from contextlib import closing
from datetime import date, timedelta
from pathlib import Path

import pytest

from custtui.model import Customer, Purchase
from custtui.reading.connection import connect
from custtui.reading.estimated import Estimated, all_estimated, estimated, estimated_rows
from custtui.store import open_book

DAY = date(2026, 11, 22)
YEAR_AGO = date(2025, 11, 22)  # the day before the 12 months begin
_ONE = timedelta(days=1)


@pytest.fixture
def book(tmp_path: Path) -> Path:
    """One customer with both, one only estimated, one only real; each with a later purchase."""
    path = tmp_path / "book.db"
    with open_book(path, DAY).edit("fill") as edit:
        for code in ("both", "estimated", "real"):
            edit.add(Customer(code=code, name=code, recorded=""))
        for customer_id, day, amount, is_estimated in (
            (1, YEAR_AGO, 1, True),
            (1, YEAR_AGO + _ONE, 20, True),
            (1, YEAR_AGO + _ONE, 300, True),
            (1, YEAR_AGO + _ONE, 4000, False),
            (1, DAY, 50_000, True),
            (1, DAY + _ONE, 600_000, True),
            (2, DAY, 7, True),
            (2, DAY - _ONE, -3, True),
            (2, YEAR_AGO, 100, True),
            (3, DAY, 9, False),
        ):
            edit.add(
                Purchase(customer_id=customer_id, day=day, amount=amount, estimated=is_estimated,
                         recorded="")
            )  # fmt: skip
    return path


def test_the_windows_are_those_of_the_metrics(book: Path) -> None:
    with closing(connect(book)) as connection:
        found = [estimated(connection, customer_id, DAY) for customer_id in (1, 2, 3)]
        assert found == [
            Estimated(50_320, 2, 50_321, 3, 50_321, 3),
            Estimated(4, 1, 104, 2, 104, 2),
            Estimated(),
        ]
        assert all_estimated(connection, DAY) == {1: found[0], 2: found[1]}
        assert estimated(connection, 1, YEAR_AGO) == Estimated(1, 1, 1, 1, 1, 1)
        assert all_estimated(connection, YEAR_AGO - _ONE) == {}
        stored = connection.execute(
            "SELECT amount_12m, orders_12m, amount_total, orders_total, amount_24m, orders_24m"
            " FROM metric WHERE customer_id = 2"
        ).fetchone()
        assert Estimated(*stored) == found[1], "where all is estimated, it is the whole metric"


def test_the_rows(book: Path) -> None:
    with closing(connect(book)) as connection:
        assert estimated_rows(connection) == {1: [1, 2, 3, 5, 6], 2: [7, 8, 9]}
