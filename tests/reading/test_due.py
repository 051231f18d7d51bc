"""What is due: promises, contracts, birthdays."""

import calendar
import sqlite3
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from custtui.model import Contact, Contract, Customer, FollowUp
from custtui.reading.connection import connect
from custtui.reading.due import DueKind, due, next_birthday
from custtui.reading.summary import Summary, summary
from custtui.store import Book, open_book

DAY = date(2026, 12, 29)


@pytest.fixture
def book(tmp_path: Path) -> Book:
    book = open_book(tmp_path / "book.db", DAY)
    with book.edit("new customer") as edit:
        edit.add(Customer(code="K1", name="张伟公司", kind="company", recorded=""))
    return book


def opened(book: Book) -> sqlite3.Connection:
    return connect(book.path)


def promise(book: Book, next_day: date | None, **values: Any) -> None:
    columns: dict[str, Any] = {
        "day": DAY - timedelta(days=30),
        "summary": "谈",
        "next_action": "报价",
    } | values
    with book.edit("log follow-up") as edit:
        edit.add(FollowUp(customer_id=1, next_day=next_day, recorded="", **columns))


def test_promises_up_to_the_last_day_however_long_overdue(book: Book) -> None:
    for days in (-400, -1, 0, 7, 8):
        promise(book, DAY + timedelta(days=days))
    promise(book, DAY, done=True)
    promise(book, None)
    found = due(opened(book), DAY)
    assert [each.days for each in found] == [-400, -1, 0, 7]
    assert [each.record_id for each in found] == [1, 2, 3, 4]
    first = found[0]
    assert (first.kind, first.customer_id, first.code) == (DueKind.PROMISE, 1, "K1")
    assert (first.name, first.what) == ("张伟公司", "报价")


def test_a_promise_without_an_action_tells_what_was_spoken_of(book: Book) -> None:
    promise(book, DAY, next_action=None)
    assert [each.what for each in due(opened(book), DAY)] == ["谈"]


def test_what_was_logged_later_is_not_seen_as_of_an_earlier_day(book: Book) -> None:
    promise(book, DAY, day=DAY)
    assert due(opened(book), DAY - timedelta(days=1)) == []


def test_the_summary_counts_the_same_promises(book: Book) -> None:
    for days in (-400, -1, 0, 1, 7, 8):
        promise(book, DAY + timedelta(days=days))
    promise(book, DAY, done=True)
    promise(book, DAY, day=DAY + timedelta(days=1))
    connection = opened(book)
    counted = summary(connection, DAY)
    assert counted == Summary(customers=1, overdue=2, due_today=1, due_soon=2)
    assert counted.overdue + counted.due_today + counted.due_soon == len(due(connection, DAY))


def test_contracts_that_end_and_are_still_running(book: Book) -> None:
    with book.edit("new contract") as edit:
        for days in (-1, 0, 7, 8):
            end = DAY + timedelta(days=days)
            edit.add(Contract(customer_id=1, number=f"N{days}", end=end, recorded=""))
        for state in ("renewed", "ended"):
            edit.add(Contract(customer_id=1, end=DAY, state=state, recorded=""))
        later = DAY + timedelta(days=1)
        edit.add(Contract(customer_id=1, start=later, end=later, recorded=""))
    found = due(opened(book), DAY)
    assert [(each.kind, each.what) for each in found] == [
        (DueKind.CONTRACT, "N0"),
        (DueKind.CONTRACT, "N7"),
    ]


def test_birthdays_of_contacts_and_persons_over_the_turn_of_the_year(book: Book) -> None:
    with book.edit("new contact") as edit:
        born = date(1980, 1, 2)
        edit.add(Contact(customer_id=1, name="李强", birthday=born, recorded=""))
        edit.add(Contact(customer_id=1, name="早", birthday=date(1980, 12, 28), recorded=""))
        edit.add(Customer(code="P1", name="王", kind="person", birthday=born, recorded=""))
        edit.add(Customer(code="P2", name="未知", birthday=born, recorded=""))
        edit.add(Customer(code="C1", name="公司", kind="company", birthday=born, recorded=""))
    found = due(opened(book), DAY)
    assert [(each.code, each.what, each.day, each.days) for each in found] == [
        ("K1", "李强", date(2027, 1, 2), 4),
        ("P1", "王", date(2027, 1, 2), 4),
        ("P2", "未知", date(2027, 1, 2), 4),
    ]


@pytest.mark.parametrize(
    ("as_of", "days", "day"),
    [
        (date(2027, 2, 21), 7, date(2027, 2, 28)),
        (date(2027, 2, 28), 0, date(2027, 2, 28)),
        (date(2027, 3, 1), 7, None),
        (date(2028, 2, 28), 0, None),
        (date(2028, 2, 22), 7, date(2028, 2, 29)),
    ],
)
def test_29_february_is_kept_on_the_28th_in_other_years(
    book: Book, as_of: date, days: int, day: date | None
) -> None:
    with book.edit("new contact") as edit:
        edit.add(Contact(customer_id=1, birthday=date(2000, 2, 29), recorded=""))
    found = due(opened(book), as_of, days)
    assert [each.day for each in found] == ([] if day is None else [day])


def test_everybody_has_one_birthday_in_a_year(book: Book) -> None:
    with book.edit("new contact") as edit:
        for count in range(366):
            born = date(2000, 1, 1) + timedelta(days=count)
            edit.add(Contact(customer_id=1, birthday=born, recorded=""))
    connection = opened(book)
    for days in (365, 366, 1000):
        assert len(due(connection, DAY, days)) == 366
    assert len(due(connection, date(2027, 2, 28), 0)) == 2


@given(st.dates(date(1900, 1, 1), date(2099, 12, 31)), st.dates(date(2000, 1, 1), date(2199, 1, 1)))
def test_the_next_birthday_is_within_a_year(birthday: date, as_of: date) -> None:
    day = next_birthday(birthday, as_of)
    assert as_of <= day <= as_of + timedelta(days=366)
    assert day.month == birthday.month
    last = calendar.monthrange(day.year, day.month)[1]
    assert day.day == min(birthday.day, last)
