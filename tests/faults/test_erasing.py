"""Erased for good: not one byte of it is left, nothing else is lost, and others go on working."""

import json
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from custtui.model import Contact, Customer, FollowUp, Purchase
from custtui.reading.backups.names import ASKED
from custtui.reading.called import called
from custtui.reading.connection import BookError, connect
from custtui.reading.kept_copies import copies_holding, kept_copies
from custtui.reading.log import last_own_edit
from custtui.segments.over_time.month_ends import month_line
from custtui.store import Book, open_book, take_back
from custtui.store.backups.making import back_up
from custtui.store.checkup import check_up
from custtui.store.cleaning_out import clean_out
from custtui.store.erasing import ERASING, Erased, erase
from custtui.store.many import add_tag, delete_customers
from custtui.store.settings import change_setting
from custtui.values.account import account_number
from custtui.values.drafts import Draft, DraftFile
from tests.agreement import assert_agreement

TODAY = date(2026, 11, 22)
#: Later than the machine's own clock, whose moments the log has.
NOW = datetime(2100, 1, 1, tzinfo=UTC)
#: All that tells of the one who is erased: now, before, of records that were deleted, of ghosts.
SECRETS = (
    "欧阳震华", "上官雪儿", "13912345678", "zhenhua@secret.example", "老客户的秘密",
    "已删的跟进", "欧OU阳YANG震", "13912345678", "鬼影",
)  # fmt: skip


@pytest.fixture
def book(tmp_path: Path, filled: Path) -> Book:
    """A book with a dozen customers, of whom the second, code X2, is full of secrets."""
    return open_book(Path(shutil.copy(filled, tmp_path / "book.db")), TODAY)


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    book = open_book(tmp_path_factory.mktemp("filled") / "book.db", TODAY)
    with book.edit("import customers", "import") as edit:
        edit.add_rows(
            "customer",
            [{"code": f"X{n}", "name": "上官雪儿" if n == 2 else f"客户{n}"} for n in range(1, 13)],
        )
    with book.edit("import purchases", "import") as edit:
        rows = [{"customer_id": n, "day": TODAY, "amount": n * 1000} for n in range(1, 13)]
        edit.add_rows("purchase", rows)
    with book.edit("new contact") as edit:
        edit.add(Contact(customer_id=2, name="欧阳震华", phones="13912345678", recorded=""))
    with book.edit("log follow-up") as edit:
        call = edit.add(FollowUp(customer_id=2, day=TODAY, summary="已删的跟进", recorded=""))
    with book.edit("delete follow-up") as edit:
        edit.delete("follow_up", call)
    with book.edit("add tag") as edit:
        add_tag(edit, range(1, 13), "大客户")
    with book.edit("change contact") as edit:
        edit.change("contact", 1, {"email": "zhenhua@secret.example"})
    with book.edit("change customer") as edit:
        edit.change("customer", 2, {"name": "欧阳震华", "note": "老客户的秘密"})
    _leave_ghosts(book.path)
    return book.path


def _leave_ghosts(path: Path) -> None:
    """Free space with the words in it, as every file has it that SQLite did not wipe."""
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("PRAGMA secure_delete = OFF")
        connection.execute("CREATE TABLE ghost (text TEXT)")
        connection.executemany("INSERT INTO ghost VALUES (?)", [("鬼影欧阳震华" * 50,)] * 200)
        connection.execute("DROP TABLE ghost")


def found(path: Path, words: tuple[str, ...] = SECRETS) -> set[str]:
    """Those of the words whose bytes stand in the book or in a file beside it."""
    files = [path, *(path.with_name(path.name + ending) for ending in ("-wal", "-shm"))]
    data = b"\0".join(file.read_bytes() for file in files if file.exists())
    return {word for word in words if word.encode() in data}


def rows(path: Path, query: str, *values: object) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(path)) as connection:
        return connection.execute(query, values).fetchall()


def erased(book: Book, customer_id: int = 2) -> Erased:
    return erase(book, customer_id, patience_milliseconds=200)


def test_not_one_byte_is_left(book: Book) -> None:
    assert found(book.path) == {*SECRETS}
    with closing(connect(book.path)) as connection:
        known = {term for term in _terms(connection) if _tells(term)}
        assert {term[1:] for term in known} >= {"欧阳", "震华", "ysh"}, "search knows the name"
    outcome = erased(book)
    assert outcome.unfinished == ""
    assert found(book.path) == set()
    with closing(connect(book.path)) as connection:
        assert not {term for term in _terms(connection) if _tells(term)}
    assert unfinished(book) == [(0,)]


def _terms(connection: sqlite3.Connection) -> set[str]:
    """The terms of the index, each with the letter for its kind."""
    connection.execute("CREATE VIRTUAL TABLE temp.terms USING fts5vocab(main, search_index, row)")
    return {term for (term,) in connection.execute("SELECT term FROM temp.terms")}


def _tells(term: str) -> bool:
    return any(word in term for word in ("欧", "阳", "震", "oys", "ysh", "5678", "secret"))


def test_no_table_knows_the_number_but_the_log_of_the_erasing(book: Book) -> None:
    edited = erased(book).edited
    with closing(connect(book.path)) as connection:
        tables = connection.execute(
            "SELECT m.name, c.name FROM sqlite_master m JOIN pragma_table_info(m.name) c"
            " WHERE m.type = 'table' AND c.name = 'customer_id'"
        ).fetchall()
        assert {"metric", "segment", "search_document", "move"} <= {table for table, _ in tables}
        for table, column in tables:
            query = f'SELECT count(*) FROM "{table}" WHERE {column} = 2'
            assert connection.execute(query).fetchone() == (0,), table
        assert connection.execute("SELECT id FROM customer WHERE id = 2").fetchone() is None
        logged = connection.execute("SELECT * FROM change WHERE record_id = 2").fetchall()
        assert [row[2] for row in logged if row[1] == edited.edit_id] == ["erased"]
        images = [row[5] for row in logged if row[2] == "customer" and row[4] is None]
        assert images == []
        (row,) = connection.execute(
            "SELECT what, account FROM edit WHERE id = ?", (edited.edit_id,)
        )
        assert row[0] == ERASING


def test_the_others_are_judged_anew_in_the_same_edit(book: Book) -> None:
    edited = erased(book, 12).edited
    assert "grade" in {move.dimension for move in edited.moves}
    assert all(move.customer_id != 12 for move in edited.moves)
    assert assert_agreement(book.path, TODAY, stored=True) == 11


def test_month_ends_are_worked_out_without_the_erased(book: Book) -> None:
    with book.edit("new purchase") as edit:
        edit.add(Purchase(customer_id=12, day=date(2026, 9, 1), amount=10**6, recorded=""))
        edit.add(Purchase(customer_id=11, day=date(2026, 9, 1), amount=10**5, recorded=""))
    from custtui.segments.over_time.month_ends import MonthEnds

    ends = MonthEnds(book.path)
    ends.settle(TODAY, may_keep=True)
    before = ends.line(11, TODAY)
    erased(book, 12)
    ends.settle(TODAY)
    after = ends.line(11, TODAY)
    ends.close()
    with closing(connect(book.path)) as connection:
        connection.execute("BEGIN")
        assert after == month_line(connection, 11, TODAY)
    assert before is not None
    assert after is not None
    assert before.segments != after.segments


def test_who_lies_in_the_trash_is_erased_by_the_old_code(book: Book) -> None:
    with book.edit("delete customer") as edit:
        edit.delete("customer", 2)
    with closing(connect(book.path)) as connection:
        (customer,) = called(connection, "X2")
    assert (customer.id, customer.name, customer.is_deleted) == (2, "欧阳震华", True)
    assert erased(book).unfinished == ""
    assert found(book.path) == set()
    with closing(connect(book.path)) as connection:
        assert called(connection, "X2") == []
    with pytest.raises(BookError, match="erased already"):
        erased(book)


def test_older_edits_are_taken_back_for_the_others(book: Book) -> None:
    (tagged,) = rows(book.path, "SELECT id FROM edit WHERE what = 'add tag'")
    (imported,) = rows(book.path, "SELECT id FROM edit WHERE what = 'import purchases'")
    erased(book)
    take_back(book, int(str(tagged[0])))
    assert rows(book.path, "SELECT count(*) FROM customer WHERE tags IS NOT NULL") == [(0,)]
    undone = take_back(book, int(str(imported[0])))
    assert rows(book.path, "SELECT count(*) FROM purchase") == [(0,)]
    take_back(book, undone.edit_id)
    assert rows(book.path, "SELECT count(*) FROM purchase") == [(11,)]
    assert rows(book.path, "SELECT * FROM purchase WHERE customer_id = 2") == []
    assert rows(book.path, "SELECT * FROM customer WHERE id = 2") == []
    assert assert_agreement(book.path, TODAY, stored=True) == 11
    assert found(book.path) == set()


def test_a_bulk_delete_brings_back_the_others(book: Book) -> None:
    with book.edit("delete customers") as edit:
        delete_customers(edit, range(1, 13))
    assert edit.result is not None
    erased(book)
    take_back(book, edit.result.edit_id)
    assert rows(book.path, "SELECT count(*) FROM customer") == [(11,)]
    assert assert_agreement(book.path, TODAY, stored=True) == 11


def test_what_touched_only_the_erased_is_passed_over_by_undo(book: Book) -> None:
    (edit_id,) = rows(book.path, "SELECT id FROM edit WHERE what = 'change customer'")[0]
    outcome = erased(book)
    for gone in (int(str(edit_id)), outcome.edited.edit_id):
        with pytest.raises(BookError, match="Nothing in this edit"):
            take_back(book, gone)
    with closing(connect(book.path)) as connection:
        edit = last_own_edit(connection, account_number(), 0)
    assert edit is not None
    assert edit.what == "add tag"


def test_where_others_name_the_person_is_told(book: Book) -> None:
    with book.edit("change customer") as edit:
        edit.change("customer", 5, {"note": "由欧阳震华介绍"})
        edit.add(FollowUp(customer_id=6, day=TODAY, summary="提到 13912345678", recorded=""))
        edit.add(Contact(customer_id=7, name="欧阳震华", recorded=""))
    with book.edit("change customer") as edit:
        edit.change("customer", 5, {"note": None})
    told = {(m.code, m.kind, m.field, m.is_past) for m in erased(book).mentions}
    assert told == {
        ("X6", "follow_up", "summary", False),
        ("X7", "contact", "name", False),
        ("X5", "customer", "", True),
    }


def unfinished(book: Book) -> list[tuple[object, ...]]:
    """How many erasings are noted whose bytes are still to be taken out."""
    return rows(book.path, "SELECT count(*) FROM unfinished_erasing")


_HOLDING = """
import sqlite3, sys
connection = sqlite3.connect(sys.argv[1], isolation_level=None)
if sys.argv[2] == "reading":
    connection.execute("BEGIN")
connection.execute("SELECT count(*) FROM customer").fetchall()
print("open", flush=True)
sys.stdin.readline()
"""


@contextmanager
def another_process(path: Path, doing: str) -> Iterator[None]:
    """Another process has the book open meanwhile."""
    command = [sys.executable, "-c", _HOLDING, str(path), doing]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == b"open\n"
        yield
        process.communicate(b"\n")


def test_another_process_that_only_has_it_open_is_no_hindrance(book: Book) -> None:
    with another_process(book.path, "resting"):
        assert erased(book).unfinished == ""
        assert found(book.path) == set()


@pytest.mark.parametrize("way", ["finish", "opening"])
def test_who_reads_an_old_state_is_waited_for(book: Book, way: str) -> None:
    with another_process(book.path, "reading"):
        outcome = erased(book)
        assert "reads an old state" in outcome.unfinished
        assert unfinished(book) == [(1,)]
        assert found(book.path) != set()
        assert rows(book.path, "SELECT count(*) FROM customer") == [(11,)]
    if way == "finish":
        assert clean_out(book.path) == ""
    else:
        open_book(book.path, TODAY)
    assert unfinished(book) == [(0,)]
    assert found(book.path) == set()


def test_folders_that_were_set_for_backups_are_looked_into(book: Book, tmp_path: Path) -> None:
    """The book's own is empty; one was set before, one is of a disk that is not there now."""
    for name in ("first", "gone", "last"):
        (tmp_path / name).mkdir()
        with book.edit("change setting") as edit:
            change_setting(edit, "backup_folder", str(tmp_path / name))
        back_up(book.path, ASKED)
    shutil.rmtree(tmp_path / "gone")
    erased(book)
    holding = copies_holding(kept_copies(book.path), 2)
    assert {each.relative_to(tmp_path).parts[0] for each in holding} == {"first", "gone", "last"}


def test_who_writes_is_named_where_the_bytes_can_not_be_taken_out(book: Book) -> None:
    with another_process(book.path, "reading"):
        erased(book)
    with closing(sqlite3.connect(book.path, isolation_level=None)) as other:
        other.execute("UPDATE unfinished_erasing SET is_written_anew = 0")
        other.execute("BEGIN IMMEDIATE")
        assert clean_out(book.path, patience_milliseconds=0).startswith("somebody else is writing")
    assert clean_out(book.path) == ""


def test_copies_that_hold_the_person_are_named(
    book: Book, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    before = back_up(book.path, ASKED)
    (tmp_path / "book.db.before-2").write_bytes(before.path.read_bytes())
    erased(book)
    back_up(book.path, ASKED)
    (tmp_path / "book.db.before-3").write_text("broken")
    # A damaged one that was moved aside, with what was never brought into it.
    open_book(tmp_path / "other.db", TODAY)
    empty = tmp_path / "other.db"
    empty.rename(tmp_path / "book.db.damaged-2026-11-22T100000Z")
    (tmp_path / "book.db.damaged-2026-11-22T100000Z-wal").write_bytes(b"pages")
    (before.path.parent / "killed.db.part").write_text("begun")
    assert len(kept_copies(book.path)) == 6
    holding = copies_holding(kept_copies(book.path), 2)
    assert {copy.name for copy in holding} == {
        before.path.name, "book.db.before-2", "book.db.before-3", "killed.db.part",
        "book.db.damaged-2026-11-22T100000Z",
    }  # fmt: skip


def test_drafts_that_name_the_person_are_named(
    book: Book, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    for text in ("问欧阳震华", "别的"):
        DraftFile(book.path).put([Draft("form", "记跟进", "2026-11-22", texts={"summary": text})])
    (draft,) = erased(book).drafts
    assert "欧阳震华" in draft.read_text("utf-8")


def test_from_the_command_line(book: Book) -> None:
    def custtui(*arguments: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "custtui", "--lang", "en", "--db", str(book.path)]
        return subprocess.run(
            [*command, *arguments],
            stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False,
        )  # fmt: skip

    refused = custtui("erase", "X2")
    assert (refused.returncode, refused.stdout) == (1, "")
    assert "--yes" in refused.stderr
    done = custtui("erase", "X2", "--yes")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.splitlines()[0] == "Erased for good: customer number 2."
    assert found(book.path) == set()
    assert custtui("erase", "X2", "--yes").returncode == 1
    assert custtui("erase", "--finish").returncode == 0
    assert custtui("erase").returncode == 2
    assert "X2" not in json.dumps(rows(book.path, "SELECT * FROM edit"))


def test_a_customer_saved_by_somebody_else_meanwhile_is_erased_whole(book: Book) -> None:
    """Who had the form open saves into nothing: the record is gone, and said to be."""
    with book.edit("new customer") as edit:
        edit.add(Customer(code="Y", name="新来的", recorded=""))
    erased(book)
    with pytest.raises(KeyError), book.edit("change contact") as late:
        late.change("contact", 1, {"name": "欧阳震华"})
    assert found(book.path) == set()


def test_the_doctor_knows_the_log_of_an_erasing(book: Book) -> None:
    before = [finding.check for finding in check_up(book.path, lambda _zone: TODAY, NOW).findings]
    erased(book)
    after = [finding.check for finding in check_up(book.path, lambda _zone: TODAY, NOW).findings]
    assert "log" not in after
    assert after == before
