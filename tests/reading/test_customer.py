"""One customer whole."""

import dataclasses
import sqlite3
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from custtui.model import Contact, Contract, Customer, FollowUp, Need, Purchase, Survey
from custtui.reading.connection import connect
from custtui.reading.customer import KINDS, customer_id, stored_record, whole_customer
from custtui.store import open_book
from custtui.values.registry import CONTACT, CONTRACT, CUSTOMER, FOLLOW_UP, NEED, PURCHASE
from custtui.values.sizes import Employees

DAY = date(2026, 11, 22)


@pytest.fixture
def connection(tmp_path: Path) -> Iterator[sqlite3.Connection]:
    book = open_book(tmp_path / "book.db", DAY)
    with book.edit("new customer") as edit:
        one = edit.add(
            Customer(code="K1", name="张伟", employees_low=100, founded_on=DAY, recorded="")
        )
        other = edit.add(Customer(code="K2", name="李强", recorded=""))
        for place, name in enumerate(("乙", "甲")):
            edit.add(Contact(customer_id=one, name=name, is_primary=bool(place), recorded=""))
        for day in (5, 7, 6, 7):
            edit.add(FollowUp(customer_id=one, day=date(2026, 1, day), summary="x", recorded=""))
            edit.add(Purchase(customer_id=one, day=date(2026, 1, day), amount=day, recorded=""))
        edit.add(Purchase(customer_id=other, day=DAY, amount=1, recorded=""))
        edit.add(Survey(customer_id=one, day=DAY, score=4, recorded=""))
        for state, weight in (("met", 3), ("open", 1), ("open", 2)):
            edit.add(Need(customer_id=one, kind="price", state=state, weight=weight, recorded=""))
        edit.add(Contract(customer_id=one, end=DAY, recorded=""))
        edit.add(Contract(customer_id=one, recorded=""))
    opened = connect(book.path)
    yield opened
    opened.close()


def test_every_record_of_the_customer_and_no_other(connection: sqlite3.Connection) -> None:
    customer = whole_customer(connection, 1)
    assert customer is not None
    assert (customer.id, customer.code, customer.name) == (1, "K1", "张伟")
    counts = {kind.key: len(customer.of(kind)) for kind in KINDS}
    assert counts == {
        "contact": 2,
        "follow_up": 4,
        "purchase": 4,
        "need": 3,
        "survey": 1,
        "contract": 2,
    }


def test_values_are_clean_ones(connection: sqlite3.Connection) -> None:
    customer = whole_customer(connection, 1)
    assert customer is not None
    values = customer.customer.values
    assert list(values) == [field.key for field in CUSTOMER.fields]
    assert values["employees"] == Employees(100, None)
    assert values["founded_on"] == DAY
    assert customer.of(CONTACT)[0].values["is_primary"] is True
    assert customer.of(PURCHASE)[0].values["amount"] == 7


def test_what_matters_first_stands_first(connection: sqlite3.Connection) -> None:
    customer = whole_customer(connection, 1)
    assert customer is not None
    assert [each.values["name"] for each in customer.of(CONTACT)] == ["甲", "乙"]
    assert [each.id for each in customer.of(FOLLOW_UP)] == [4, 2, 3, 1]
    assert [(n.values["state"], n.values["weight"]) for n in customer.of(NEED)] == [
        ("open", 2),
        ("open", 1),
        ("met", 3),
    ]
    assert [each.values["end"] for each in customer.of(CONTRACT)] == [DAY, None]


def test_nothing_of_it_can_be_changed(connection: sqlite3.Connection) -> None:
    customer = whole_customer(connection, 1)
    assert customer is not None
    with pytest.raises(dataclasses.FrozenInstanceError):
        customer.customer = customer.customer  # type: ignore[misc]  # that it fails is the test
    with pytest.raises(TypeError):
        customer.customer.values["name"] = "x"  # type: ignore[index]  # that it fails is the test


def test_codes_and_ids_that_are_not_there(connection: sqlite3.Connection) -> None:
    assert customer_id(connection, "K2") == 2
    assert customer_id(connection, "k9") is None
    assert whole_customer(connection, 9) is None
    assert stored_record(connection, PURCHASE, 99) is None
