"""An edit is one transaction: the change, its log, the judging and the moves."""

import json
import sqlite3
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest
from sqlmodel import SQLModel

from custtui.model import MODELS, Customer, FollowUp, Purchase
from custtui.reading.backups.names import MIGRATION, backups_in
from custtui.reading.backups.places import folders
from custtui.reading.connection import APPLICATION_ID, BookError, connect
from custtui.reading.log import trash
from custtui.segments.judging.moves import Move
from custtui.segments.presets import STANDARD, preset
from custtui.segments.stored import to_json
from custtui.store import Book, open_book, take_back
from custtui.store.migrate import migrate, steps

TODAY = date(2026, 11, 22)


@pytest.fixture
def book(tmp_path: Path) -> Book:
    return open_book(tmp_path / "book.db", TODAY)


def rows(book: Book, query: str) -> list[tuple[object, ...]]:
    with sqlite3.connect(book.path) as connection:
        return connection.execute(query).fetchall()


def add_customers(book: Book, *names: str) -> list[int]:
    with book.edit("new customer") as edit:
        return [edit.add(Customer(code="", name=name, recorded="")) for name in names]


def buy(book: Book, customer_id: int, amount: int) -> tuple[Move, ...]:
    with book.edit("new purchase") as edit:
        edit.add(Purchase(customer_id=customer_id, day=TODAY, amount=amount, recorded=""))
    assert edit.result is not None
    return edit.result.moves


def test_a_new_book_is_judged_and_says_what_it_is(book: Book) -> None:
    assert rows(book, "PRAGMA application_id") == [(APPLICATION_ID,)]
    assert rows(book, "PRAGMA journal_mode") == [("wal",)]
    assert rows(book, "SELECT day FROM judged") == [("2026-11-22",)]
    assert rows(book, "SELECT count(*) FROM dimension") == [(10,)]
    assert book.path.stat().st_mode & 0o777 == 0o600


def test_the_schema_is_what_the_classes_say(book: Book) -> None:
    for table in SQLModel.metadata.tables.values():
        stored = {name for (name,) in rows(book, f"SELECT name FROM pragma_table_info('{table}')")}
        assert stored == {column.name for column in table.columns}, table.name


def test_an_edit_moves_its_customer_and_the_neighbours(book: Book) -> None:
    first, second = add_customers(book, "张三", "李四")
    buy(book, first, 100)
    moves = buy(book, second, 200)
    assert Move(second, "grade", "unrated", "A") in moves
    assert Move(first, "grade", "A", "B") in moves
    logged = rows(book, "SELECT from_segment, to_segment, cause FROM move WHERE dimension='grade'")
    assert ("A", "B", "edit") in logged


def test_an_error_inside_takes_everything_back(book: Book) -> None:
    (customer,) = add_customers(book, "张三")
    before = rows(book, "SELECT count(*) FROM edit")

    def failing() -> None:
        with book.edit("new purchase") as edit:
            edit.add(Purchase(customer_id=customer, day=TODAY, amount=1, recorded=""))
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        failing()
    assert rows(book, "SELECT count(*) FROM purchase") == [(0,)]
    assert rows(book, "SELECT count(*) FROM edit") == before


def test_an_edit_that_changes_nothing_leaves_no_log(book: Book) -> None:
    before = rows(book, "SELECT count(*) FROM edit")
    with book.edit("nothing"):
        pass
    assert rows(book, "SELECT count(*) FROM edit") == before


def test_deleting_a_customer_is_undone_whole(book: Book) -> None:
    (customer,) = add_customers(book, "张三")
    buy(book, customer, 500)
    with book.edit("log follow-up") as edit:
        edit.add(FollowUp(customer_id=customer, day=TODAY, summary="谈价格", recorded=""))
    everything = [rows(book, f"SELECT * FROM {kind}") for kind in (*MODELS, "metric", "segment")]
    with book.edit("delete customer") as edit:
        edit.delete("customer", customer)
    assert edit.result is not None
    assert rows(book, "SELECT count(*) FROM purchase") == [(0,)]
    assert rows(book, "SELECT count(*) FROM segment") == [(0,)]
    with connect(book.path) as connection:
        (deleted,) = trash(connection)
    assert (deleted.name, deleted.records) == ("张三", 3)
    undone = take_back(book, edit.result.edit_id)
    assert everything == [
        rows(book, f"SELECT * FROM {kind}") for kind in (*MODELS, "metric", "segment")
    ]
    take_back(book, undone.edit_id)
    assert rows(book, "SELECT count(*) FROM customer") == [(0,)]


def test_undo_is_refused_where_newer_work_stands_on_it(book: Book) -> None:
    (customer,) = add_customers(book, "张三")
    with book.edit("change customer") as first:
        first.change("customer", customer, {"name": "张四"})
    with book.edit("change customer") as second:
        second.change("customer", customer, {"name": "张五"})
    assert first.result is not None
    assert second.result is not None
    with pytest.raises(BookError, match="came after it"):
        take_back(book, first.result.edit_id)
    take_back(book, second.result.edit_id)
    take_back(book, first.result.edit_id)
    assert rows(book, "SELECT name FROM customer") == [("张三",)]


def test_an_import_on_which_records_stand_is_not_undone(book: Book) -> None:
    with book.edit("import customers", "import") as edit:
        edit.add_rows("customer", [{"code": "1", "name": "张三"}, {"code": "2", "name": "李四"}])
    assert edit.result is not None
    buy(book, 2, 100)
    with pytest.raises(BookError, match=r"new purchase .* came after it"):
        take_back(book, edit.result.edit_id)
    assert rows(book, "SELECT count(*) FROM customer") == [(2,)]


def test_the_log_holds_the_image_before(book: Book) -> None:
    (customer,) = add_customers(book, "张三")
    with book.edit("change customer") as edit:
        edit.change("customer", customer, {"name": "张四", "birthday": date(2000, 1, 2)})
    (image,) = rows(book, "SELECT before FROM change WHERE before IS NOT NULL")
    assert json.loads(str(image[0]))["name"] == "张三"


def test_the_file_only_rolls_forward(book: Book) -> None:
    book.roll_forward(date(2026, 11, 20))
    assert rows(book, "SELECT day FROM judged") == [("2026-11-22",)]
    book.roll_forward(date(2027, 1, 1))
    assert rows(book, "SELECT day FROM judged") == [("2027-01-01",)]


def test_files_that_are_no_book_are_refused(tmp_path: Path) -> None:
    text, other, newer = (tmp_path / name for name in ("text.db", "other.db", "newer.db"))
    text.write_text("not a database, though long enough to look like one" * 40)
    with sqlite3.connect(other) as connection:
        connection.execute("CREATE TABLE t (x)")
    open_book(newer, TODAY)
    with sqlite3.connect(newer) as connection:
        connection.execute("PRAGMA user_version = 99")
    for path, reason in ((text, "can't be read"), (other, "another program"), (newer, "newer")):
        with pytest.raises(BookError, match=reason):
            open_book(path, TODAY)


_WORKER = """
import sys
from datetime import date
from pathlib import Path
from custtui.model import Purchase
from custtui.store import open_book
book = open_book(Path(sys.argv[1]), date(2026, 11, 22))
for count in range(25):
    with book.edit("new purchase") as edit:
        edit.add(Purchase(customer_id=1 + count % 3, day=date(2026, 11, 22), amount=1, recorded=""))
"""


def test_four_processes_lose_nothing(book: Book) -> None:
    add_customers(book, "张三", "李四", "王五")
    command = [sys.executable, "-c", _WORKER, str(book.path)]
    processes = [subprocess.Popen(command) for _ in range(4)]
    assert [process.wait() for process in processes] == [0, 0, 0, 0]
    assert rows(book, "SELECT count(*), sum(amount) FROM purchase") == [(100, 100)]
    assert rows(book, "SELECT count(*) FROM edit WHERE what = 'new purchase'") == [(100,)]
    assert rows(book, "SELECT sum(amount_total) FROM metric") == [(100,)]


def test_a_book_whose_making_was_cut_short_is_finished(tmp_path: Path) -> None:
    empty, bare = tmp_path / "empty.db", tmp_path / "bare.db"
    with sqlite3.connect(empty) as connection:
        connection.execute("PRAGMA journal_mode = WAL")
    migrate(bare)
    with pytest.raises(BookError, match="cut short"):
        connect(bare)
    for path in (empty, bare):
        book = open_book(path, TODAY)
        assert rows(book, "SELECT count(*) FROM dimension") == [(10,)]
        assert rows(book, "SELECT day FROM judged") == [("2026-11-22",)]


def test_a_code_taken_meanwhile_is_refused_in_words(book: Book) -> None:
    first, second = add_customers(book, "张三", "李四")
    with book.edit("change customer") as change:
        change.change("customer", first, {"code": "ZZ"})
    assert change.result is not None

    def take_it(code: str) -> None:
        with book.edit("change customer") as edit:
            edit.change("customer", second, {"code": code})

    with pytest.raises(BookError, match="belongs to another"):
        take_it("ZZ")
    take_it("C00001")
    with pytest.raises(BookError, match="can't be taken back"):
        take_back(book, change.result.edit_id)


def test_a_jump_of_over_a_year_is_made_only_when_asked(book: Book) -> None:
    assert book.roll_forward(date(2028, 1, 1)) is None
    assert rows(book, "SELECT day FROM judged") == [("2026-11-22",)]
    book.roll_forward(date(2028, 1, 1), far=True)
    assert rows(book, "SELECT day FROM judged") == [("2028-01-01",)]


def test_an_undo_moves_for_the_cause_that_it_takes_back(book: Book) -> None:
    (customer,) = add_customers(book, "张三")
    with book.edit("import purchases", "import") as edit:
        edit.add_rows("purchase", [{"customer_id": customer, "day": TODAY, "amount": 5}])
    assert edit.result is not None
    take_back(book, edit.result.edit_id)
    causes = rows(book, "SELECT DISTINCT cause FROM move WHERE to_segment = 'unrated'")
    assert causes == [("import",)]


def test_a_book_of_an_older_program_is_brought_up_to_date(tmp_path: Path) -> None:
    path = tmp_path / "old.db"
    with sqlite3.connect(path) as old:
        old.executescript(steps()[1])
        rules = enumerate(preset(STANDARD).dimensions)
        old.executemany(
            "INSERT INTO dimension (key, position, rule) VALUES (?, ?, ?)",
            [(dimension.key, place, to_json(dimension)) for place, dimension in rules],
        )
        old.execute("INSERT INTO customer (code, name, recorded) VALUES ('C1', '张三', 'then')")
        old.execute(
            "INSERT INTO purchase (customer_id, day, amount, recorded)"
            " VALUES (1, '2026-11-01', 500, 'then')"
        )
        old.execute("CREATE TABLE segment (customer_id INTEGER PRIMARY KEY, grade TEXT)")
        old.execute("INSERT INTO segment VALUES (1, 'unrated')")
        old.execute("CREATE TABLE judged (day TEXT)")
        old.execute("INSERT INTO judged VALUES ('2026-10-01')")
        old.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        old.execute("PRAGMA user_version = 1")
    with pytest.raises(BookError, match="older custtui"):
        connect(path)
    book = open_book(path, TODAY)
    assert rows(book, "SELECT grade FROM segment") == [("A",)]
    assert rows(book, "SELECT day FROM judged") == [("2026-11-22",)]
    assert rows(book, "SELECT from_segment, to_segment, cause FROM move") == [
        ("unrated", "A", "clock")
    ]
    (kept,) = backups_in(path, folders(path, ""))
    assert kept.reason == MIGRATION
    with sqlite3.connect(kept.path) as old:
        assert old.execute("PRAGMA user_version").fetchone() == (1,)
        assert old.execute("SELECT * FROM segment").fetchall() == [(1, "unrated")]


def test_nothing_is_kept_beside_a_book_that_is_new(tmp_path: Path) -> None:
    open_book(tmp_path / "new.db", TODAY).close()
    assert [each.name for each in tmp_path.iterdir()] == ["new.db"]
