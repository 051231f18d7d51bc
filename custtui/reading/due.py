"""What is due: promises that are not kept yet, contracts that end, birthdays."""

import sqlite3
from collections.abc import Iterator
from datetime import date, timedelta
from enum import StrEnum
from operator import attrgetter
from typing import NamedTuple

from custtui.values.impossible import NoDay, stored_day

_LONGEST_YEAR_DAYS = 366


class DueKind(StrEnum):
    """Why something is due; in the order in which a day's list has them."""

    PROMISE = "promise"
    CONTRACT = "contract"
    BIRTHDAY = "birthday"


class Due(NamedTuple):
    """One thing that is due on `day`, `days` from as-of; negative: so many days overdue.

    `what` is the next action (else what the follow-up was about), the contract's number, or whose
    birthday it is. Of a day that is none, since another program wrote it, `days` is None.
    `record_id` is the follow-up's, the contract's, the contact's id; for the
    birthday of a customer who is a person it is the customer's.
    """

    day: date
    kind: DueKind
    customer_id: int
    code: str
    name: str
    what: str | None
    days: int | None
    record_id: int


_PROMISES = """
SELECT f.next_day, c.id, c.code, c.name, coalesce(f.next_action, f.summary), f.id
FROM follow_up f JOIN customer c ON c.id = f.customer_id
WHERE f.next_day IS NOT NULL AND f.done = 0 AND f.next_day <= :last AND f.day <= :as_of
"""

_CONTRACTS = """
SELECT k."end", c.id, c.code, c.name, k.number, k.id
FROM contract k JOIN customer c ON c.id = k.customer_id
WHERE k."end" BETWEEN :as_of AND :last AND k.state = 'running'
    AND (k.start IS NULL OR k.start <= :as_of)
"""

# A company's date of birth is no birthday; whose kind is not told may be a person.
_BIRTHDAYS = """
SELECT t.birthday, c.id, c.code, c.name, coalesce(t.name, t.title), t.id
FROM contact t JOIN customer c ON c.id = t.customer_id
WHERE t.birthday IS NOT NULL AND t.birthday <= :as_of AND {contacts}
UNION ALL
SELECT c.birthday, c.id, c.code, c.name, c.name, c.id
FROM customer c
WHERE c.birthday IS NOT NULL AND c.birthday <= :as_of AND c.kind IS NOT 'company' AND {persons}
"""


def due(connection: sqlite3.Connection, as_of: date, days: int = 7) -> list[Due]:
    """What is due up to `days` after as-of, the longest overdue first.

    Promises overdue by however long are in it; contracts and birthdays only from as-of on.
    """
    kinds = (
        _dated(connection, DueKind.PROMISE, _PROMISES, as_of, days),
        _dated(connection, DueKind.CONTRACT, _CONTRACTS, as_of, days),
        _birthdays(connection, as_of, days),
    )
    # Each kind by code, then all by day: sorting leaves equals in the order they have.
    found = [each for kind in kinds for each in sorted(kind, key=attrgetter("code"))]
    return sorted(found, key=attrgetter("day"))


def next_birthday(birthday: date, as_of: date) -> date:
    """The first return of a day of birth on or after as-of; 29 February is the 28th elsewhen."""
    this_year = _in_year(birthday, as_of.year)
    return this_year if this_year >= as_of else _in_year(birthday, as_of.year + 1)


def _dated(
    connection: sqlite3.Connection, kind: DueKind, query: str, as_of: date, days: int
) -> Iterator[Due]:
    last = as_of + timedelta(days=days)
    values = {"as_of": as_of.isoformat(), "last": last.isoformat()}
    for written, customer_id, code, name, what, record_id in connection.execute(query, values):
        day = stored_day(written)
        left = None if isinstance(day, NoDay) else (day - as_of).days
        yield Due(day, kind, customer_id, code, name, what, left, record_id)


def _birthdays(connection: sqlite3.Connection, as_of: date, days: int) -> Iterator[Due]:
    values = {"as_of": as_of.isoformat()}
    contacts = persons = "TRUE"
    if days < _LONGEST_YEAR_DAYS:
        wanted = ", ".join(f"'{day}'" for day in _days_of_year(as_of, days))
        contacts = f"substr(t.birthday, 6) IN ({wanted})"
        persons = f"substr(c.birthday, 6) IN ({wanted})"
    rows = connection.execute(_BIRTHDAYS.format(contacts=contacts, persons=persons), values)
    for written, customer_id, code, name, what, record_id in rows:
        born = stored_day(written)
        if isinstance(born, NoDay):
            continue  # it never returns
        day = next_birthday(born, as_of)
        left = (day - as_of).days
        yield Due(day, DueKind.BIRTHDAY, customer_id, code, name, what, left, record_id)


def _days_of_year(as_of: date, days: int) -> Iterator[str]:
    """Month and day, `02-29`, of every birthday that is kept from as-of on for so many days."""
    for count in range(days + 1):
        day = as_of + timedelta(days=count)
        yield f"{day:%m-%d}"
        if (day.month, day.day) == (2, 28) and (day + timedelta(days=1)).month == 3:
            yield "02-29"


def _in_year(birthday: date, year: int) -> date:
    try:
        return birthday.replace(year=year)
    except ValueError:  # 29 February, in a year that has none
        return date(year, 2, 28)
