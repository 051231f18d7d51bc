"""No query on the event loop grows with the book: it would take over 10 ms at 100,000 customers."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from custtui.exchange.sample import make_sample
from custtui.reading.connection import settle
from custtui.segments.judging.judge import judge_file
from tests.tui.driving import LARGE, TODAY, Driver, drive
from tests.tui.going_round import read_round, write_round
from tests.tui.loop_queries import Asked, on_this_thread, scans

#: The sample so many times: 12,000 customers, each with everything.
_TIMES = 40
_COPIED = ("customer", "contact", "purchase", "follow_up", "survey", "need", "contract")
#: Three milliseconds: a few pages of the list by their ids take two. To go through all customers
#: takes at least four steps each, which are 50,000 here.
_MOST_STEPS = 25_000


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample over and over, with an own field and a long log."""
    path = tmp_path_factory.mktemp("large") / "book.db"
    make_sample(path, TODAY).close()
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        settle(connection)
        connection.execute("BEGIN IMMEDIATE")
        customers = _last(connection, "customer")
        for table in _COPIED:
            _copy(connection, table, customers)
        connection.execute(
            "INSERT INTO custom_field (key, position, chinese, english, form, choices)"
            " VALUES ('size', 1, '规模', 'Size', 'choice', 'small' || char(10) || 'large')"
        )
        connection.execute(
            "UPDATE customer SET custom = json_object('size', iif(id % 2, 'small', 'large'))"
        )
        connection.execute(
            "INSERT INTO edit (what, cause, moment, uid, account)"
            " SELECT 'change customer', 'edit', '2026-01-01T00:00:00+00:00', 0, 'x' FROM customer"
        )
        connection.execute("DROP TABLE judged")
        judge_file(connection, TODAY)
        connection.execute("COMMIT")
    return path


def _copy(connection: sqlite3.Connection, table: str, customers: int) -> None:
    names = [row[1] for row in connection.execute(f"PRAGMA table_info({table})")]
    last = _last(connection, table)
    made = {
        "id": f"id + {last} * place",
        "customer_id": f"customer_id + {customers} * place",
        "code": "code || '-' || place",
    }
    columns = ", ".join(made.get(name, f'"{name}"') for name in names)
    connection.execute(
        f"WITH RECURSIVE places (place) AS"
        f" (VALUES (1) UNION ALL SELECT place + 1 FROM places WHERE place < {_TIMES - 1})"
        f" INSERT INTO {table} SELECT {columns}"
        f" FROM places CROSS JOIN {table} WHERE id <= {last}"
    )


def _last(connection: sqlite3.Connection, table: str) -> int:
    (last,) = connection.execute(f"SELECT max(id) FROM {table}").fetchone()
    return int(last)


def test_no_query_on_the_event_loop_grows_with_the_book(book: Path) -> None:
    async def round_the_app(driver: Driver) -> None:
        await read_round(driver)
        await write_round(driver)

    with on_this_thread() as asked:
        drive(book, round_the_app, LARGE)
    assert len(asked) > 300, "the screens ask"
    assert [(each.steps, each.sql) for each in asked if each.steps > _MOST_STEPS] == []
    assert {each.sql: found for each in asked if (found := _scans(book, each))} == {}


def _scans(book: Path, asked: Asked) -> list[str]:
    is_query = asked.sql.lstrip().upper().startswith(("SELECT", "WITH"))
    return scans(book, asked.sql) if is_query else []


@pytest.mark.parametrize(
    ("sql", "scanned"),
    [
        ("SELECT count(*) FROM customer", 1),
        ("SELECT c.name FROM customer c WHERE c.note LIKE 'x%'", 1),
        ("SELECT name FROM customer WHERE id = 7", 0),
        ("SELECT k.id FROM customer AS k JOIN metric m ON m.customer_id = k.id", 1),
        ("SELECT name FROM customer ORDER BY name LIMIT 9", 0),
        ("SELECT name FROM customer ORDER BY note LIMIT 9", 1),
        ("SELECT EXISTS (SELECT 1 FROM customer)", 0),
        ("SELECT rule FROM dimension", 0),
    ],
)
def test_the_check_can_fail(book: Path, sql: str, scanned: int) -> None:
    assert len(scans(book, sql)) == scanned


def test_steps_are_counted(book: Path) -> None:
    with on_this_thread() as asked, closing(sqlite3.connect(book)) as connection:
        connection.execute("SELECT sum(length(name)) FROM customer").fetchone()
        connection.execute("SELECT name FROM customer WHERE id = 7").fetchone()
    assert asked[0].steps > _MOST_STEPS
    assert asked[1].steps < 100
