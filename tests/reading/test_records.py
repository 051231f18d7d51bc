"""Whole tables as streams: order, what stands beside a customer, one moment for all reads."""

from collections.abc import Iterable
from contextlib import closing
from datetime import date
from pathlib import Path
from typing import Any

from custtui.model import Contact, Customer, FollowUp, Purchase
from custtui.reading.connection import connect, snapshot
from custtui.reading.records import (
    SomeRows,
    count_records,
    customer_records,
    records_of,
)
from custtui.store import open_book
from custtui.values.registry import CONTACT, CUSTOMER, PURCHASE

DAY = date(2026, 11, 22)


def each_row(parts: Iterable[SomeRows]) -> list[dict[str, Any]]:
    """The rows one by one."""
    return [
        dict(zip(some, values, strict=True))
        for some in parts
        for values in zip(*some.values(), strict=True)
    ]


def test_records_come_by_customer_and_day(tmp_path: Path) -> None:
    with open_book(tmp_path / "book.db", DAY).edit("fill") as edit:
        ids = {code: edit.add(Customer(code=code, name=code, recorded="")) for code in "ba"}
        for code, day in (("b", 1), ("a", 9), ("a", 2), ("b", 3)):
            edit.add(
                Purchase(customer_id=ids[code], day=date(2026, 1, day), amount=day, recorded="")
            )
    with closing(connect(tmp_path / "book.db")) as connection:
        rows = each_row(records_of(connection, PURCHASE))
        assert [(row["customer_code"], row["amount"]) for row in rows] == [
            ("a", 2), ("a", 9), ("b", 1), ("b", 3),
        ]  # fmt: skip
        assert {column for field in PURCHASE.fields for column in field.columns} <= set(rows[0])
        assert count_records(connection, PURCHASE) == 4
        assert count_records(connection, CONTACT) == 0


def test_the_primary_contact_and_the_newest_follow_up_stand_beside(tmp_path: Path) -> None:
    with open_book(tmp_path / "book.db", DAY).edit("fill") as edit:
        first = edit.add(Customer(code="a", name="a", recorded=""))
        edit.add(Customer(code="b", name="b", recorded=""))
        edit.add(Contact(customer_id=first, name="one", recorded=""))
        edit.add(Contact(customer_id=first, name="two", is_primary=True, recorded=""))
        for day, summary in ((3, "old"), (7, "new"), (7, "newer"), (9, "later")):
            edit.add(
                FollowUp(customer_id=first, day=date(2026, 1, day), summary=summary, recorded="")
            )
    with closing(connect(tmp_path / "book.db")) as connection:
        rows = each_row(customer_records(connection, date(2026, 1, 8)))
    beside = [(row["code"], row["contact_name"], row["last_summary"]) for row in rows]
    assert beside == [("a", "two", "newer"), ("b", None, None)]


def test_a_snapshot_does_not_see_what_others_write(tmp_path: Path) -> None:
    book = open_book(tmp_path / "book.db", DAY)
    with closing(connect(tmp_path / "book.db")) as connection:
        with snapshot(connection):
            assert count_records(connection, CUSTOMER) == 0
            with book.edit("add") as edit:
                edit.add(Customer(code="a", name="a", recorded=""))
            assert count_records(connection, CUSTOMER) == 0
        assert count_records(connection, CUSTOMER) == 1


def test_more_rows_than_come_at_once_all_come(tmp_path: Path) -> None:
    with open_book(tmp_path / "book.db", DAY).edit("fill") as edit:
        edit.add_rows("customer", ({"code": f"{n:04}", "name": "a"} for n in range(450)))
    with closing(connect(tmp_path / "book.db")) as connection:
        parts = list(customer_records(connection, DAY))
    assert len(parts) > 1
    assert [row["code"] for row in each_row(parts)] == [f"{n:04}" for n in range(450)]
