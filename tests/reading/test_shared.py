"""A connection that several threads use, one at a time, and that ends while one of them reads."""

import sqlite3
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

from custtui.reading.shared import Closed, Connections, Reading, SharedConnection

#: Bounds a wait that only ends early where the code is wrong, or late where it is.
_A_MOMENT, _LONG = 0.2, 30.0


@pytest.fixture
def shared() -> Iterator[SharedConnection]:
    connection = SharedConnection(sqlite3.connect(":memory:", check_same_thread=False))
    yield connection
    connection.close()


def endless(connection: sqlite3.Connection, begun: threading.Event) -> None:
    """A statement that tells when it has begun, and does not end by itself."""
    connection.create_function("begun", 0, begun.set)
    connection.execute(
        "WITH RECURSIVE n(i) AS (SELECT begun() UNION ALL SELECT 1 FROM n) SELECT count(*) FROM n"
    ).fetchone()


def test_one_thread_at_a_time(shared: SharedConnection) -> None:
    first_in, second_in = threading.Event(), threading.Event()

    def first(_connection: sqlite3.Connection) -> bool:
        first_in.set()
        return second_in.wait(_A_MOMENT)

    def second(_connection: sqlite3.Connection) -> None:
        second_in.set()

    with ThreadPoolExecutor() as threads:
        both_in = threads.submit(shared.ask, first)
        assert first_in.wait(_LONG)
        threads.submit(shared.ask, second)
        assert not both_in.result(_LONG)
    assert second_in.is_set()


def test_a_query_may_ask_again(shared: SharedConnection) -> None:
    def outer(_connection: sqlite3.Connection) -> int:
        return shared.ask(lambda connection: int(connection.execute("SELECT 7").fetchone()[0]))

    assert shared.ask(outer) == 7


def test_closing_cuts_short_what_is_read_and_waits_for_it(shared: SharedConnection) -> None:
    begun = threading.Event()
    with ThreadPoolExecutor() as threads:
        reading = threads.submit(shared.ask, endless, begun)
        assert begun.wait(_LONG)
        shared.close()
        with pytest.raises(Closed):
            reading.result(_LONG)


def test_a_closed_one_says_so(shared: SharedConnection) -> None:
    shared.close()
    shared.close()
    shared.cut_short()
    with pytest.raises(Closed):
        shared.ask(lambda connection: connection.execute("SELECT 1"))


def test_what_is_cut_short_fails_and_the_next_one_goes_on(shared: SharedConnection) -> None:
    begun = threading.Event()
    with ThreadPoolExecutor() as threads:
        reading = threads.submit(shared.ask, endless, begun)
        assert begun.wait(_LONG)
        shared.cut_short()
        with pytest.raises(sqlite3.OperationalError, match="interrupted"):
            reading.result(_LONG)
    assert shared.ask(lambda connection: connection.execute("SELECT 1").fetchone()) == (1,)


def opened() -> sqlite3.Connection:
    return sqlite3.connect(":memory:", check_same_thread=False)


def test_a_short_question_does_not_wait_for_a_long_one() -> None:
    connections, begun = Connections(opened, 2), threading.Event()

    def long() -> None:
        with connections.one() as one:
            one.ask(endless, begun)

    with ThreadPoolExecutor() as threads:
        going_on = threads.submit(long)
        assert begun.wait(_LONG)
        with connections.one() as one:
            assert one.ask(lambda connection: connection.execute("SELECT 1").fetchone()) == (1,)
        connections.close()
        with pytest.raises(Closed):
            going_on.result(_LONG)


def test_whoever_waits_for_a_connection_ends_when_they_are_gone() -> None:
    connections, begun = Connections(opened, 1), threading.Event()

    def ask() -> None:
        with connections.one() as one:
            one.ask(endless, begun)

    with ThreadPoolExecutor() as threads:
        both = [threads.submit(ask) for _thread in range(2)]
        assert begun.wait(_LONG)
        connections.close()
        for each in both:
            with pytest.raises(Closed):
                each.result(_LONG)


def test_giving_up_cuts_short_only_what_is_given_up(shared: SharedConnection) -> None:
    begun, unwanted, wanted = threading.Event(), Reading(), Reading()
    with ThreadPoolExecutor() as threads:
        going_on = threads.submit(shared.ask, unwanted.wanted(shared, endless), begun)
        assert begun.wait(_LONG)
        unwanted.give_up()
        with pytest.raises(sqlite3.OperationalError, match="interrupted"):
            going_on.result(_LONG)
    unwanted.give_up()  # too late: it cuts nobody else short
    answer = wanted.wanted(shared, lambda connection: connection.execute("SELECT 2").fetchone())
    assert shared.ask(answer) == (2,)
    with pytest.raises(Closed):
        shared.ask(unwanted.wanted(shared, lambda connection: None))
