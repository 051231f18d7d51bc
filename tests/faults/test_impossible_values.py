"""What another program wrote and can't be: shown as it stands and marked, and nothing fails of it.

Every column of a day, a number or a choice, of every kind of record, one after another; then all of
them at once, in the app and on the command line.
"""

import sqlite3
from contextlib import closing, redirect_stderr, redirect_stdout
from datetime import date
from io import StringIO
from pathlib import Path

import openpyxl
import pytest

from custtui import cli
from custtui.model import Contact, Contract, Customer, FollowUp, Need, Pin, Purchase, Survey
from custtui.reading.connection import connect
from custtui.reading.customer import KINDS, whole_customer
from custtui.reading.customers import rows
from custtui.reading.dimensions import dimensions
from custtui.reading.due import due
from custtui.reading.masked import masked_customer
from custtui.reading.record_history import customer_history
from custtui.reading.standing import moves, standing
from custtui.segments.explain import explain_all
from custtui.store import Book, open_book
from custtui.tui import recording
from custtui.tui.customer_pages import PAGES, Told
from custtui.tui.widgets.card_lines import Glance, card_lines
from custtui.values import language
from custtui.values.registry import CUSTOMER, Form, RecordKind
from tests.own_fields import KEYS, add_fields
from tests.store.checkup.breaking import found
from tests.tui.driving import LARGE, TODAY, Driver, drive

_DAYS = ("2026-02-30", "", "abc", "9999-12-31")
_NUMBERS = {Form.SCORE: 10**12, Form.WEIGHT: -7, Form.MONEY: 10**17, Form.QUANTITY: -(10**17)}
_OWN = ("'abc'", "5.5", "json('[1,2]')", "''")


@pytest.fixture
def book(tmp_path: Path) -> Book:
    """One customer with a record of each kind, a pin and own fields."""
    language.use("en")
    book = open_book(tmp_path / "book.db", TODAY, {"time_zone": "UTC"})
    add_fields(book)
    with book.edit("new customer") as edit:
        one = edit.add(
            Customer(
                code="K1", name="张三", kind="person", birthday=date(1980, 11, 25),
                founded_on=TODAY, first_contact_on=TODAY, recorded="",
            )
        )  # fmt: skip
        edit.add(Contact(customer_id=one, name="李强", birthday=date(1980, 11, 25), recorded=""))
        edit.add(
            FollowUp(
                customer_id=one, day=TODAY, summary="call", next_day=TODAY, next_action="send",
                recorded="",
            )
        )  # fmt: skip
        for number in range(1, 6):
            edit.add(Purchase(customer_id=one, day=date(2026, 9, number), amount=100, recorded=""))
        edit.add(Need(customer_id=one, kind="price", day=TODAY, recorded=""))
        edit.add(Survey(customer_id=one, day=TODAY, score=4, recorded=""))
        edit.add(Contract(customer_id=one, start=TODAY, end=TODAY, amount=5, recorded=""))
        edit.add(
            Pin(
                customer_id=one, dimension="grade", segment="A", reason="so", author="x",
                last_day=date(2027, 1, 1), recorded="2026-11-22T00:00:00+00:00",
            )
        )  # fmt: skip
    with book.edit("change customer") as edit:
        edit.change("customer", one, {"name": "张三丰"})
    return book


def forge(book: Book, statement: str, *values: object) -> None:
    with closing(sqlite3.connect(book.path, isolation_level=None)) as connection:
        connection.execute(statement, values)


def judge_again(book: Book) -> None:
    """An edit of the customer, which measures and judges it anew."""
    with book.edit("change customer") as edit:
        edit.change("customer", 1, {"note": "x"})


def read_everything(book: Book) -> str:
    """All that the app and the commands read of the customer; gives what the pages say."""
    with closing(connect(book.path)) as connection:
        customer = whole_customer(connection, 1)
        stands = standing(connection, 1)
        assert customer is not None
        assert stands is not None
        known = dimensions(connection)
        said = []
        for each in (customer, masked_customer(customer)):
            glance = Glance(each, stands, known, TODAY)
            said = [span.text for line in card_lines(glance, 78) for span in line]
            told = Told(glance, moves(connection, 1))
            for page in PAGES:
                _columns, lines = page.table(told) if page.table else ((), ())
                said += [span.text for line in lines for span in line.cells]
        assert rows(connection, [1], [d.key for d in known])
        due(connection, TODAY, 400)
        explain_all(connection, 1)
        customer_history(connection, 1)
    return "\n".join(said)


def _columns(form: Form) -> list[tuple[RecordKind, str]]:
    return [
        (kind, field.key)
        for kind in (CUSTOMER, *KINDS)
        for field in kind.fields
        if field.form is form
    ]


def test_no_column_of_a_day_breaks_anything(book: Book) -> None:
    columns = [*((kind.key, key) for kind, key in _columns(Form.DAY)), ("pin", "last_day")]
    assert len(columns) >= 12
    for table, column in columns:
        with closing(sqlite3.connect(book.path)) as connection:
            query = f'SELECT id, "{column}" FROM {table} ORDER BY id DESC LIMIT 1'
            identity, before = connection.execute(query).fetchone()
        forge(book, f'UPDATE {table} SET "{column}" = ? WHERE id = ?', "abc", identity)
        judge_again(book)
        read_everything(book)
        forge(book, f'UPDATE {table} SET "{column}" = ? WHERE id = ?', before, identity)
    for day in _DAYS:
        for table, column in columns:
            forge(book, f'UPDATE {table} SET "{column}" = ?', day)
        judge_again(book)
        read_everything(book)


def test_no_number_and_no_choice_breaks_anything(book: Book) -> None:
    for form, number in _NUMBERS.items():
        for kind, column in _columns(form):
            forge(book, f'UPDATE {kind.key} SET "{column}" = ?', number)
            judge_again(book)
            assert len(read_everything(book)) < 50_000
    for kind, column in _columns(Form.CHOICE):
        forge(book, f'UPDATE {kind.key} SET "{column}" = ?', "nonsense")
    judge_again(book)
    assert "nonsense" in read_everything(book)


def test_no_value_of_an_own_field_breaks_anything(book: Book) -> None:
    keys = [key.removeprefix("field:") for key in KEYS]
    for value in _OWN:
        pairs = ", ".join(f"'{key}', {value}" for key in keys)
        forge(book, f"UPDATE customer SET custom = json_object({pairs})")
        judge_again(book)
        read_everything(book)
    forge(book, "UPDATE customer SET custom = 'no JSON'")
    with closing(connect(book.path)) as connection:
        assert whole_customer(connection, 1) is not None


def _break_all(book: Book) -> None:
    for kind, column in _columns(Form.DAY):
        forge(book, f'UPDATE {kind.key} SET "{column}" = ?', "2026-02-30")
    forge(book, "UPDATE survey SET score = 99")
    own = "json_object('visited', 'abc', 'budget', 'viel', 'machines', '13800138001')"
    forge(book, f"UPDATE customer SET custom = {own}")
    judge_again(book)


def command(*arguments: str) -> str:
    with redirect_stdout(StringIO()) as out, redirect_stderr(StringIO()) as complained:
        status = cli.main(["--lang", "en", *arguments])
    assert status == 0, complained.getvalue()
    return out.getvalue()


def test_every_command_shows_it_marked_and_the_doctor_names_it(book: Book, tmp_path: Path) -> None:
    _break_all(book)
    path = str(book.path)
    text = command("--db", path, "show", "K1")
    assert "no day: 2026-02-30" in text
    assert "no day: abc" in text
    assert "no number: viel" in text
    assert '"2026-02-30"' in command("--db", path, "show", "K1", "--json")
    assert "no day: 2026-02-30" in command("--db", path, "due")
    assert '"days": null' in command("--db", path, "due", "--json")
    for words in (("why", "K1"), ("find", "张三"), ("segments", "--json"), ("log", "K1")):
        assert command("--db", path, *words)
    workbook = tmp_path / "all.xlsx"
    command("--db", path, "export", str(workbook))
    sheets = openpyxl.load_workbook(workbook, read_only=True).worksheets
    cells = {cell for sheet in sheets for row in sheet.values for cell in row}
    assert {"2026-02-30", "abc", "viel"} <= cells
    assert any("K1" in str(each) for each in found(book.path))


def test_the_app_shows_it_marked_and_saves_the_rest(book: Book) -> None:
    _break_all(book)

    async def doing(driver: Driver) -> None:
        text = await driver.until("张三丰")
        assert "no day" in text
        await driver.press("down", "enter")
        await driver.until("Overview")
        await driver.press("right")
        await driver.until("✗2026-02-30")
        recording.edit_record(driver.app, "follow_up", 1)
        await driver.until("Follow-up")
        text = await driver.until("no day: 2026-02-30")
        assert "2026-02-30 send" in text
        await driver.type("他们说")
        await driver.press("ctrl+s")
        await driver.until("Saved")
        await driver.press("w")
        await driver.until("Show the records")
        await driver.press("escape", "H")
        await driver.until("change follow-up · Summary: call → 他们说call")

    drive(book.path, doing, LARGE)
    with closing(sqlite3.connect(book.path)) as connection:
        changed = "SELECT day, next_day, next_action FROM follow_up WHERE summary LIKE '%他们说%'"
        assert connection.execute(changed).fetchall() == [("2026-02-30", "2026-02-30", "send")]
