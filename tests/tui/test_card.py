"""What the card says of a customer's purchases."""

from contextlib import closing
from datetime import date
from pathlib import Path

import pytest

from custtui.model import Customer, Purchase
from custtui.reading.connection import connect
from custtui.reading.customer import whole_customer
from custtui.reading.dimensions import dimensions
from custtui.reading.standing import standing
from custtui.store import open_book
from custtui.tui.widgets.card_lines import Glance, purchase_lines

DAY = date(2026, 11, 22)


@pytest.mark.parametrize(
    ("estimated_on", "marked"),
    [
        (None, False),
        (date(2025, 11, 22), False),
        (date(2025, 11, 23), True),
        (DAY, True),
        (date(2026, 11, 23), False),
    ],
)
def test_estimated_sums_are_marked(tmp_path: Path, estimated_on: date | None, marked: bool) -> None:
    path = tmp_path / "book.db"
    with open_book(path, DAY).edit("fill") as edit:
        edit.add(Customer(code="a", name="a", recorded=""))
        edit.add(Purchase(customer_id=1, day=date(2026, 5, 1), amount=500, recorded=""))
        if estimated_on:
            edit.add(
                Purchase(customer_id=1, day=estimated_on, amount=7, estimated=True, recorded="")
            )
    with closing(connect(path)) as connection:
        customer, stands = whole_customer(connection, 1), standing(connection, 1)
        assert customer is not None
        assert stands is not None
        glance = Glance(customer, stands, dimensions(connection), DAY)
    text = "".join(span.text for span in purchase_lines(glance, 60)[0])
    assert "5.0" in text
    assert text.rstrip().endswith("(estimated)") is marked
