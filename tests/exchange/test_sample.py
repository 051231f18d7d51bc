"""The sample data: whole, dated from the day it is made, and with a member in every segment."""

import csv
from datetime import date, timedelta
from pathlib import Path

import pytest

from custtui.exchange.sample import make_sample
from custtui.reading.connection import BookError, connect
from custtui.reading.customer import customer_id, whole_customer
from custtui.segments.standing import members
from custtui.segments.stored import load
from custtui.values.registry import CONTACT, FOLLOW_UP, RECORD_KINDS

DAY = date(2024, 2, 29)
ASSETS = Path(__file__).parents[2] / "assets" / "sample"


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("sample") / "book.db"
    make_sample(path, DAY, {"time_zone": "Europe/Paris"})
    return path


@pytest.mark.parametrize("kind", [kind.plural for kind in RECORD_KINDS])
def test_every_row_is_in(book: Path, kind: str) -> None:
    (table,) = (each.key for each in RECORD_KINDS if each.plural == kind)
    with (ASSETS / f"{kind}.csv").open(encoding="utf-8", newline="") as file:
        rows = sum(1 for _row in csv.DictReader(file))
    connection = connect(book)
    assert connection.execute(f"SELECT count(*) FROM {table}").fetchone() == (rows,)
    connection.close()


def test_every_segment_of_the_standard_set_has_a_member(book: Path) -> None:
    connection = connect(book)
    empty = [
        (part.dimension, part.segment)
        for part in members(connection, load(connection))
        if not part.customers
    ]
    connection.close()
    assert empty == []


def test_days_are_counted_from_the_day_it_is_made_for(book: Path) -> None:
    connection = connect(book)
    identity = customer_id(connection, "KH0001")
    assert identity is not None
    customer = whole_customer(connection, identity)
    connection.close()
    assert customer is not None
    assert customer.customer.values["first_contact_on"] == DAY - timedelta(days=3000)
    assert customer.of(CONTACT)[0].values["phones"] == "13800138001\n01065558800"
    promise = customer.of(FOLLOW_UP)[0]
    assert promise.values["next_action"] == "发出第二版报价"
    assert promise.values["next_day"] == DAY - timedelta(days=1)
    assert promise.values["done"] is False


def test_it_is_one_edit_on_top_of_a_new_book(book: Path) -> None:
    connection = connect(book)
    assert connection.execute("SELECT what FROM edit ORDER BY id").fetchall() == [
        ("new book",),
        ("sample data",),
    ]
    zone = connection.execute("SELECT value FROM setting WHERE key = 'time_zone'").fetchone()
    assert zone == ("Europe/Paris",)
    connection.close()


def test_where_nothing_can_be_made_it_says_so(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(BookError):
        make_sample(tmp_path / "file" / "book.db", DAY)
