"""Each check finds what was broken, and nothing else; the repair makes it right and is silent."""

import hashlib
import os
import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from custtui.exchange.sample import make_sample
from custtui.reading.connection import connect
from custtui.reading.log import last_own_edit
from custtui.reading.search import search
from custtui.segments.over_time.month_ends import MonthEnds
from custtui.store import open_book
from custtui.store.checkup import Finding, Report, check_up, repair
from custtui.store.checkup.place import mount_of, network, space
from custtui.store.settings import change_setting
from custtui.values.account import account_number
from tests.agreement import assert_agreement

TODAY = date(2026, 11, 22)
#: Later than the machine's own clock, whose moments the log has.
NOW = datetime(2100, 1, 1, tzinfo=UTC)
_OF_PEOPLE = (
    "customer", "contact", "follow_up", "purchase", "need", "survey", "contract", "pin",
    "dimension", "custom_field", "setting", "change",
)  # fmt: skip


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("whole") / "book.db"
    make_sample(path, TODAY, {"time_zone": "UTC"})
    with open_book(path, TODAY).edit("delete customer") as edit:
        edit.delete_customers("> :last", {"last": 40})
    months = MonthEnds(path)
    months.settle(TODAY, may_keep=True)
    months.close()
    return path


@pytest.fixture
def book(whole: Path, tmp_path: Path) -> Path:
    path = tmp_path / "book.db"
    path.write_bytes(whole.read_bytes())
    path.chmod(0o600)
    return path


def look(path: Path, today: date = TODAY, now: datetime = NOW) -> Report:
    return check_up(path, lambda _zone: today, now)


def found(path: Path) -> list[Finding]:
    return list(look(path).findings)


def change(path: Path, *statements: str) -> None:
    """As another program would do it."""
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        for statement in statements:
            connection.execute(statement)


def forge(path: Path, *statements: str) -> None:
    """The same where SQLite would not allow it."""
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("PRAGMA foreign_keys = OFF")
        connection.execute("PRAGMA ignore_check_constraints = ON")
        connection.execute("PRAGMA writable_schema = ON")
        for statement in statements:
            connection.execute(statement)


def of_people(path: Path) -> str:
    """A print of every record that people made, and of the log of what they did."""
    with closing(sqlite3.connect(path)) as connection:
        connection.text_factory = bytes
        rows = [connection.execute(f"SELECT * FROM {table} ORDER BY id").fetchall()
                for table in _OF_PEOPLE]  # fmt: skip
    return hashlib.sha256(repr(rows).encode()).hexdigest()


def mend(path: Path, findings: list[Finding]) -> None:
    repair(path, findings, TODAY, lambda: None)


def test_a_whole_book_gives_no_finding_and_nothing_is_left_out(book: Path) -> None:
    report = look(book)
    assert report.findings == ()
    assert report.left_out == ()
    assert len(report.checked) == 17


def test_looking_changes_nothing(book: Path) -> None:
    before = book.read_bytes()
    look(book)
    assert book.read_bytes() == before


def drop_a_row_from_an_index(path: Path) -> None:
    """An index in which one customer is missing."""
    # For a moment it is said to be an index of some customers only.
    forge(
        path,
        "UPDATE sqlite_master SET sql = sql || ' WHERE id <> 7' WHERE name = 'customer_name'",
    )
    change(path, "REINDEX customer_name")
    forge(
        path,
        "UPDATE sqlite_master SET sql = replace(sql, ' WHERE id <> 7', '')"
        " WHERE name = 'customer_name'",
    )


def sql(*statements: str) -> Callable[[Path], None]:
    return lambda path: change(path, *statements)


def schema(*statements: str) -> Callable[[Path], None]:
    return lambda path: forge(path, *statements)


def leave_a_part(path: Path) -> None:
    part = path.with_name("book.db.before-3.part")
    part.write_bytes(b"half")
    os.utime(part, (0, 0))


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


TOLD: dict[str, tuple[str, str, Callable[[Path], object]]] = {
    "a day that no calendar has": (
        "records", "KH0001", sql("UPDATE purchase SET day = '2026-02-30' WHERE id = (SELECT min(id)"
                                 " FROM purchase WHERE customer_id = 1)")
    ),
    "a choice that there is none of": (
        "records", "KH0002", sql("UPDATE customer SET stage = 'gone' WHERE code = 'KH0002'")
    ),
    "own fields that are no JSON": (
        "records", "KH0002", sql("UPDATE customer SET custom = '{' WHERE code = 'KH0002'")
    ),
    "a name that acts on the terminal": (
        "records", "KH0002", sql("UPDATE customer SET note = 'a' || char(27) || '[31m'"
                                 " WHERE code = 'KH0002'")
    ),
    "a name that is none": (
        "records", "KH0002", sql("UPDATE customer SET name = '' WHERE code = 'KH0002'")
    ),
    "a score of nine": ("records", "Satisfaction", sql("UPDATE survey SET score = 9 WHERE id = 1")),
    "bytes that are no text": (
        "records", "no text", sql("UPDATE customer SET note = CAST(x'ff41' AS TEXT) WHERE id = 2")
    ),
    "a record of nobody": (
        "references", "need", schema("UPDATE need SET customer_id = 99999 WHERE id = 1")
    ),
    "a rule that is no JSON": (
        "rules", "grade", sql("UPDATE dimension SET rule = '{' WHERE key = 'grade'")
    ),
    "rules that ask for what there is none of": (
        "rules", "rules", sql("UPDATE dimension SET rule = replace(rule, 'amount_12m', 'nothing')"
                              " WHERE key = 'grade'")
    ),
    "no rules": ("rules", "no rules", sql("DELETE FROM dimension")),
    "an own field of no form": (
        "rules", "colour", sql("INSERT INTO custom_field (key, position, chinese, english, form)"
                               " VALUES ('colour', 0, 'c', 'c', 'sound')")
    ),
    "an image that is no JSON": (
        "log", "image", sql("INSERT INTO change (edit_id, record, record_id, before)"
                            " VALUES (1, 'customer', 1, '{')")
    ),
    "a kind that there is none of": (
        "log", "ghost", sql("INSERT INTO change (edit_id, record, record_id)"
                            " VALUES (1, 'ghost', 1)")
    ),
    "a moment that is none": ("log", "moment", sql("UPDATE edit SET moment = 'then' WHERE id = 1")),
    "a moment to come": (
        "clock", "2101", sql("UPDATE edit SET moment = '2101-01-01T00:00:00+00:00' WHERE id = 1")
    ),
    "a trigger": (
        "form", "spy", sql("CREATE TRIGGER spy AFTER INSERT ON customer BEGIN SELECT 1; END")
    ),
    "a column too many": ("form", "survey", sql("ALTER TABLE survey ADD COLUMN more TEXT")),
    "a book of another program": ("file", "another program", sql("PRAGMA application_id = 7")),
    "a newer form": ("file", "newer", sql("PRAGMA user_version = 99")),
    "an older form": ("form", "brings it up to date", sql("PRAGMA user_version = 1")),
    "a page of a table": (
        "integrity", "damaged", lambda path: path.write_bytes(
            path.read_bytes()[:40_960] + b"\xff" * 8_192 + path.read_bytes()[49_152:])
    ),
    "half of it": ("file", "damaged", lambda path: os.truncate(path, 100_000)),
    "no database": ("file", "no database", lambda path: path.write_text("客户" * 9_999)),
    "an empty file": ("file", "empty", lambda path: os.truncate(path, 0)),
    "no file": ("file", "no book", lambda path: path.unlink()),
}  # fmt: skip


@pytest.mark.parametrize("what", TOLD)
def test_what_is_people_s_own_or_can_not_be_made_anew_is_told_and_left_alone(
    book: Path, what: str
) -> None:
    check, word, break_it = TOLD[what]
    break_it(book)
    before = book.read_bytes() if book.exists() else b""
    findings = [each for each in found(book) if not each.mend]
    assert check in {finding.check for finding in findings}, findings
    told = [each for each in findings if each.check == check]
    assert any(word in f"{each.wrong} {each.advice}" for each in told), told
    assert all(each.advice for each in told)
    mend(book, told)
    assert (book.read_bytes() if book.exists() else b"") == before


def test_the_machine_s_own_clock_is_doubted(book: Path) -> None:
    report = look(book, date(1970, 1, 1), datetime(1970, 1, 1, tzinfo=UTC))
    assert [each.check for each in report.findings] == ["clock"]
    assert look(book, TODAY - timedelta(days=1), NOW - timedelta(days=1)).findings == ()


def test_a_disk_without_room_is_told(book: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = os.statvfs(book.parent)
    full = os.statvfs_result((*real[:3], 0, 0, *real[5:]))
    monkeypatch.setattr(os, "statvfs", lambda _folder: full)
    assert "0 MB are free" in next(iter(space(book))).wrong


MOUNTS = """\
/dev/sda1 / ext4 rw 0 0
server:/export /srv/shared\\040files nfs4 rw 0 0
//host/share /srv/shared\\040files/inner cifs rw 0 0
me@host: /home/me/far fuse.sshfs rw 0 0
/dev/sdb1 /srv/shared\\040files/local ext4 rw 0 0
"""


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/home/me/book.db", "ext4"),
        ("/srv/shared files/book.db", "nfs4"),
        ("/srv/shared files/inner/book.db", "cifs"),
        ("/srv/shared files/local/book.db", "ext4"),
        ("/home/me/far/book.db", "fuse.sshfs"),
        ("/home/me/farther/book.db", "ext4"),
    ],
)
def test_the_disk_that_a_book_lies_on_is_known(path: str, kind: str, tmp_path: Path) -> None:
    assert mount_of(Path(path), MOUNTS)[1] == kind
    table = tmp_path / "mounts"
    table.write_text(MOUNTS)
    assert bool(list(network(Path(path), table))) == (kind != "ext4")


def test_an_account_that_may_only_read_looks_as_well(book: Path) -> None:
    change(book, "UPDATE segment SET grade = 'A' WHERE customer_id = 3")
    with closing(connect(book)):  # so that what SQLite keeps beside it is there
        book.chmod(0o400)
        assert [each.check for each in found(book)] == ["segments"]


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
