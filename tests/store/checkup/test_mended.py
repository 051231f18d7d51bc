"""Each check finds what was broken; the repair makes it right and is silent."""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from custtui.reading.connection import connect
from custtui.reading.log import last_own_edit
from custtui.reading.search import search
from custtui.store import open_book
from custtui.store.settings import change_setting
from custtui.values.account import account_number
from tests.agreement import assert_agreement
from tests.store.checkup.breaking import (
    TODAY,
    change,
    drop_a_row_from_an_index,
    found,
    leave_a_part,
    look,
    mend,
    of_people,
    sql,
)


def test_a_whole_book_gives_no_finding_and_nothing_is_left_out(book: Path) -> None:
    report = look(book)
    assert report.findings == ()
    assert report.left_out == ()
    assert len(report.checked) == 18


def test_looking_changes_nothing(book: Path) -> None:
    before = book.read_bytes()
    look(book)
    assert book.read_bytes() == before


MENDED: dict[str, tuple[str, Callable[[Path], object]]] = {
    "an index without one of its rows": ("integrity", drop_a_row_from_an_index),
    "an index that is gone": ("form", sql("DROP INDEX purchase_customer")),
    "an index of another form": (
        "form", sql("DROP INDEX need_customer", "CREATE INDEX need_customer ON need (kind)")
    ),
    "a search table that is gone": (
        "form", sql("DROP TABLE search_index", "DROP TABLE search_document")
    ),
    "a segment": ("segments", sql("UPDATE segment SET grade = 'A' WHERE customer_id = 3")),
    "a segment row that is gone": ("segments", sql("DELETE FROM segment WHERE customer_id = 3")),
    "a segment of nobody": (
        "segments", sql("INSERT INTO segment (customer_id, grade) VALUES (99999, 'A')")
    ),
    "a metric": ("segments", sql("UPDATE metric SET amount_12m = 1 WHERE customer_id = 5")),
    "a metric of nobody": ("segments", sql("DELETE FROM metric WHERE customer_id = 5")),
    "a rank": ("segments", sql('UPDATE ranked SET "amount_12m" = 1 WHERE customer_id = 3')),
    "a cut": ("segments", sql("UPDATE cut SET above = above + 1 WHERE part = ''")),
    "what a pin covers": ("segments", sql("INSERT INTO computed VALUES (3, 'grade', 'B')")),
    "a table of judging": ("segments", sql("DROP TABLE ranked")),
    "all tables of judging": (
        "segments", sql("DROP TABLE metric", "DROP TABLE ranked", "DROP TABLE cut",
                        "DROP TABLE segment", "DROP TABLE computed"),
    ),
    "the order of the list": ("segments", sql("DROP INDEX metric_last_contact")),
    "the day": ("day", sql("UPDATE judged SET day = 'soon'")),
    "no day": ("day", sql("DELETE FROM judged")),
    "a day to come": ("clock", sql("UPDATE judged SET day = '2031-01-01'")),
    "a search row that is gone": ("search", sql("DELETE FROM search_document WHERE slot ="
                                                " (SELECT max(slot) FROM search_document)")),
    "a search row of another": ("search", sql("UPDATE search_document SET tokens = 'x' WHERE"
                                              " slot = (SELECT max(slot) FROM search_document)")),
    "a word that search lacks": (
        "search", sql("INSERT INTO search_index (search_index, rowid, tokens)"
                      " SELECT 'delete', slot, 'b' || substr(tokens, 1, 1) FROM search_document"
                      " LIMIT 1", "INSERT INTO search_index (rowid, tokens) VALUES (1, 'ghost')"),
    ),
    "search of another kind": ("search", sql("UPDATE search_state SET form = 0")),
    "a broken page of search": (
        "search", sql("UPDATE search_index_data SET block = x'00' WHERE id > 10")
    ),
    "a past month-end": ("month-ends", sql("UPDATE month_cut SET lowest = '[1, 1, 1]'")),
    "a past month-end that is no JSON": ("month-ends", sql("UPDATE month_cut SET lowest = '['")),
    "a mode": ("modes", lambda path: path.chmod(0o644)),
    "an erasing that is not finished": (
        "erased", sql("CREATE TABLE unfinished_erasing (is_written_anew INTEGER NOT NULL)",
                      "INSERT INTO unfinished_erasing VALUES (0)"),
    ),
    "half a copy": ("leftovers", leave_a_part),
}  # fmt: skip


@pytest.mark.parametrize("what", MENDED)
def test_what_can_be_made_anew_is_found_and_mended_and_no_record_is_touched(
    book: Path, what: str
) -> None:
    check, break_it = MENDED[what]
    records = of_people(book)
    break_it(book)
    findings = found(book)
    assert {finding.check for finding in findings} >= {check}, findings
    assert all(finding.mend and finding.wrong and finding.advice for finding in findings), findings
    mend(book, findings)
    assert found(book) == []
    assert of_people(book) == records


def test_all_of_it_at_once_is_mended_in_one_edit(book: Path) -> None:
    records = of_people(book)
    for what in ("a segment", "a metric", "an index that is gone", "a search row of another",
                 "a past month-end", "a mode"):  # fmt: skip
        MENDED[what][1](book)
    mend(book, found(book))
    assert found(book) == []
    assert of_people(book) == records
    with closing(sqlite3.connect(book)) as connection:
        edits = connection.execute("SELECT what, cause FROM edit WHERE id > 1").fetchall()
        assert edits.count(("repair", "repair")) == 1
        assert connection.execute(
            "SELECT customer_id, from_segment, cause FROM move WHERE dimension = 'grade' AND"
            " cause = 'repair'"
        ).fetchall() == [(3, "A", "repair")]


_TABLES = ("metric", "segment", "ranked", "search_document")


@settings(max_examples=8, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    gone=st.lists(st.tuples(st.sampled_from(_TABLES), st.integers(1, 40)), max_size=5),
    given_to=st.lists(st.tuples(st.integers(1, 40), st.integers(-5, 10**9)), max_size=4),
    graded=st.lists(st.tuples(st.integers(1, 40), st.sampled_from("ABCX")), max_size=4),
)
def test_whatever_of_the_judged_state_is_spoilt_a_repair_makes_it_what_records_give(
    whole: Path,
    tmp_path: Path,
    gone: list[tuple[str, int]],
    given_to: list[tuple[int, int]],
    graded: list[tuple[int, str]],
) -> None:
    path = tmp_path / "book.db"
    path.write_bytes(whole.read_bytes())
    path.chmod(0o600)
    records = of_people(path)
    change(path, *(f"DELETE FROM {table} WHERE customer_id = {who}" for table, who in gone))
    change(
        path, *(f"UPDATE metric SET amount_12m = {x} WHERE customer_id = {w}" for w, x in given_to)
    )
    change(
        path, *(f"UPDATE segment SET grade = '{g}' WHERE customer_id = {who}" for who, g in graded)
    )
    mend(path, found(path))
    assert found(path) == []
    assert of_people(path) == records
    assert_agreement(path, TODAY, stored=True)


def test_search_finds_again_what_the_repair_made_anew(book: Path) -> None:
    with closing(connect(book)) as connection:
        (name, customer) = connection.execute("SELECT name, id FROM customer LIMIT 1").fetchone()
    MENDED["a search table that is gone"][1](book)
    mend(book, found(book))
    with closing(connect(book)) as connection:
        assert customer in search(connection, name)


def test_an_account_that_may_only_read_looks_as_well(book: Path) -> None:
    change(book, "UPDATE segment SET grade = 'A' WHERE customer_id = 3")
    with closing(connect(book)):  # so that what SQLite keeps beside it is there
        book.chmod(0o400)
        assert {each.check for each in found(book)} - {"modes"} == {"segments"}


def test_the_log_does_not_undo_a_repair(book: Path) -> None:
    MENDED["a segment"][1](book)
    mend(book, found(book))
    with closing(connect(book)) as connection:
        (last,) = connection.execute("SELECT what FROM edit ORDER BY id DESC").fetchone()
        assert last == "repair"
        edit = last_own_edit(connection, account_number(), 0)
    assert edit is not None
    assert edit.what != "repair"


def test_work_goes_on_after_a_repair(book: Path) -> None:
    MENDED["all tables of judging"][1](book)
    mend(book, found(book))
    with open_book(book, TODAY).edit("change setting") as edit:
        change_setting(edit, "currency_symbol", "€")
    assert found(book) == []
