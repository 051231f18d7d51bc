"""The import screens, on real files: a path, a look at the file, the rows in the book."""

import csv
import sqlite3
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from openpyxl import Workbook

from custtui.model import Customer, Purchase
from custtui.store import open_book
from custtui.tui.screens.customers import Customers
from custtui.tui.screens.import_preview import ImportPreview
from custtui.tui.screens.import_result import ImportResult
from custtui.tui.screens.importing import Import
from custtui.tui.widgets.path_entry import PathEntry
from tests.exchange.books import make_book
from tests.tui.driving import LARGE, SMALL, TODAY, Driver, drive

_HEADERS = ("客户编号", "企业全称", "所属行业", "近12个月交易金额", "交易频次", "门禁卡号")


@pytest.fixture
def empty(tmp_path: Path) -> Path:
    path = tmp_path / "book.db"
    open_book(path, TODAY)
    return path


def _old_sheet(path: Path, count: int = 15) -> Path:
    workbook = Workbook()
    sheet = workbook.active
    assert sheet is not None
    sheet.append(["2025年客户资料管理表"])
    sheet.append(_HEADERS)
    for number in range(1, count + 1):
        sheet.append(
            [
                f"K{number:03}",
                f"客户{number}有限公司",
                "制造业",
                number * 1000,
                "8次",
                f"卡{number}",
            ]
        )
    workbook.save(path)
    return path


def _csv(path: Path, rows: Sequence[Sequence[str]]) -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(rows)
    return path


def _count(book: Path, table: str) -> int:
    connection = sqlite3.connect(book)
    (count,) = connection.execute(f"SELECT count(*) FROM {table}").fetchone()
    connection.close()
    return int(count)


async def _look_at(driver: Driver, path: Path | str) -> str:
    """From the customers to what the file would bring."""
    await driver.press("f11")
    await driver.type(str(path))
    await driver.press("enter")
    return await driver.until("Would bring")


@pytest.mark.parametrize("size", [SMALL, LARGE])
def test_into_an_empty_book_by_four_presses(
    empty: Path, tmp_path: Path, size: tuple[int, int]
) -> None:
    sheet = _old_sheet(tmp_path / "old.xlsx")

    async def doing(driver: Driver) -> None:
        await driver.until("Import an Excel or CSV file")
        await driver.press("i")
        await driver.type(str(sheet))
        await driver.press("enter")
        await driver.until(lambda: isinstance(driver.app.screen, ImportPreview))
        await driver.press("enter")
        await driver.until(lambda: isinstance(driver.app.screen, ImportResult))
        await driver.until("15 rows read")
        assert "15 added" in driver.text()
        assert "Columns that went into the note: 门禁卡号" in driver.text()
        await driver.press("enter")
        await driver.until(lambda: isinstance(driver.app.screen, Customers))
        await driver.until("客户15有限公司")
        assert "15 customers" in driver.text()

    drive(empty, doing, size)
    assert _count(empty, "customer") == 15
    assert _count(empty, "purchase WHERE estimated") == 15 * 8


def test_the_preview_tells_and_writes_nothing(empty: Path, tmp_path: Path) -> None:
    sheet = _old_sheet(tmp_path / "old.xlsx")

    async def doing(driver: Driver) -> None:
        text = await _look_at(driver, sheet)
        assert "The header is row 2; 15 rows below it." in text
        assert "15 added" in text
        lines = text.splitlines()
        name = next(line for line in lines if line.startswith(" 企业全称"))
        assert "→ Name" in name
        assert "客户1有限公司 · 客户2有限公司" in name
        card = next(line for line in lines if line.startswith(" 门禁卡号"))
        assert "kept in the note" in card
        await driver.press("escape")
        await driver.until(lambda: isinstance(driver.app.screen, Import))
        assert driver.app.screen.query_one(PathEntry).typed.endswith("old.xlsx")

    drive(empty, doing, LARGE)
    assert _count(empty, "customer") == 0
    assert list(tmp_path.glob("*.rejected.csv")) == []


_PURCHASES = (
    ("客户编号", "购买日期", "交易金额", "产品"),
    ("0001", "2026-11-01", "1,200.50", "[@click=app.quit]x[/]"),
    ("0001", "2026-13-01", "5", "=1+1"),
    ("K999", "2026-11-03", "7", "泵"),
)


def test_bad_rows_are_told_and_the_switch_makes_customers(tmp_path: Path) -> None:
    book = make_book(tmp_path / "book.db")
    before = _count(book, "purchase")
    file = _csv(tmp_path / "buys.csv", _PURCHASES)

    async def doing(driver: Driver) -> None:
        text = await _look_at(driver, file)
        assert "→ Purchase" in text
        assert "1 added · 2 rejected" in text
        assert "[@click=app.quit]x[/] · =1+1 · 泵" in text
        assert "line 3, 购买日期:" in text
        await driver.press("c")
        await driver.until("2 added · 1 rejected · 1 customer made")
        await driver.press("ctrl+s")
        await driver.until(lambda: isinstance(driver.app.screen, ImportResult))
        text = driver.text()
        assert "buys.csv.rejected.csv" in text
        assert "line 3, 购买日期:" in text
        assert "buys.csv imported: 2 added" in text

    drive(book, doing, LARGE)
    assert _count(book, "purchase") == before + 2
    assert _count(book, "customer WHERE code = 'K999'") == 1
    assert (tmp_path / "buys.csv.rejected.csv").exists()


def test_a_switch_removes_estimated_purchases_whose_real_ones_come(tmp_path: Path) -> None:
    path = tmp_path / "book.db"
    with open_book(path, TODAY).edit("fill") as edit:
        edit.add(Customer(code="0001", name="甲", recorded=""))
        for _time in range(2):
            edit.add(Purchase(customer_id=1, day=TODAY, amount=7, estimated=True, recorded=""))
    rows = [("客户编号", "购买日期", "交易金额"), ("0001", "2026-11-01", "88")]
    file = _csv(tmp_path / "buys.csv", rows)

    async def doing(driver: Driver) -> None:
        text = await _look_at(driver, file)
        assert "1 customer of the file has estimated opening purchases (2 in all)" in text
        assert "o replace opening No" in text
        await driver.press("c", "d", "o")
        text = await driver.until("1 added · 2 estimated purchases removed")
        assert "o replace opening Yes" in text, "all three switches fit into 80 columns"
        await driver.press("enter")
        await driver.until(lambda: isinstance(driver.app.screen, ImportResult))
        assert "2 estimated purchases removed" in driver.text()

    drive(path, doing, SMALL)
    assert _count(path, "purchase") == 1
    assert _count(path, "purchase WHERE estimated") == 0


def test_an_unknown_header_is_given_its_field(tmp_path: Path) -> None:
    book = make_book(tmp_path / "book.db")
    rows = [("客户编号", "购买日期", "小计"), ("0002", "2026-11-01", "88")]
    file = _csv(tmp_path / "buys.csv", rows)

    async def doing(driver: Driver) -> None:
        await driver.press("f11")
        await driver.type(str(file))
        await driver.press("enter")
        await driver.until("No column is known as Amount")
        await driver.press("enter")
        assert isinstance(driver.app.screen, ImportPreview)
        await driver.press("down", "down", "m")
        await driver.type("amount")
        await driver.press("enter")
        text = await driver.until("1 added")
        assert "→ Amount" in text
        await driver.press("enter")
        await driver.until(lambda: isinstance(driver.app.screen, ImportResult))

    drive(book, doing)
    assert _count(book, "purchase WHERE amount = 8800") == 1


def test_another_kind_and_another_sheet_are_picked(tmp_path: Path) -> None:
    book = make_book(tmp_path / "book.db")
    workbook = Workbook()
    first = workbook.active
    assert first is not None
    first.append(["客户编号", "客户名称"])
    first.append(["0100", "新客户有限公司"])
    second = workbook.create_sheet("十一月")
    for row in (["客户编号", "交易金额", "购买日期"], ["0001", 5, "2026-11-01"]):
        second.append(row)
    workbook.save(tmp_path / "both.xlsx")

    async def doing(driver: Driver) -> None:
        text = await _look_at(driver, tmp_path / "both.xlsx")
        assert "→ Customer" in text
        await driver.press("s")
        await driver.type("十一月")
        await driver.press("enter")
        await driver.until("No column is known as Name")
        await driver.press("t")
        await driver.type("purchase")
        await driver.press("enter")
        await driver.until("No column is known as Day")
        await driver.press("s")
        await driver.type("十一月")
        await driver.press("enter")
        text = await driver.until("1 added")
        assert "十一月" in text

    drive(book, doing)


def test_a_known_customer_is_changed_only_when_asked_for(tmp_path: Path) -> None:
    book = make_book(tmp_path / "book.db")
    file = _csv(tmp_path / "customers.csv", [("code", "name", "region"), ("0002", "李雷", "上海")])

    async def doing(driver: Driver) -> None:
        await _look_at(driver, file)
        assert "1 rejected" in driver.text()
        await driver.press("u")
        await driver.until("1 updated")
        await driver.press("enter")
        await driver.until(lambda: isinstance(driver.app.screen, ImportResult))

    drive(book, doing)
    assert _count(book, "customer WHERE code = '0002' AND region LIKE '上海%'") == 1


def test_a_wrong_path_is_told_and_stays(empty: Path, tmp_path: Path) -> None:
    broken = tmp_path / "broken.xlsx"
    broken.write_bytes(b"PK\x03\x04 no workbook")

    async def doing(driver: Driver) -> None:
        await driver.press("i")
        await driver.press("enter")
        await driver.until("Type the path of a file")
        await driver.type(str(tmp_path / "nobody.csv"))
        await driver.press("enter")
        await driver.until("There is no file")
        entry = driver.app.screen.query_one(PathEntry)
        assert entry.typed == str(tmp_path / "nobody.csv")
        entry.put(str(broken))
        await driver.press("enter")
        await driver.until("can't be read as a workbook")
        assert entry.typed == str(broken)
        assert isinstance(driver.app.screen, Import)

    drive(empty, doing, LARGE)


def test_tab_completes_and_arrows_pick(empty: Path, tmp_path: Path) -> None:
    folder = tmp_path / "from the customer"
    folder.mkdir()
    _csv(folder / "purchases.csv", _PURCHASES)
    _csv(folder / "people.csv", [("code", "name"), ("1", "A")])
    (folder / "notes.pdf").write_text("no")

    async def doing(driver: Driver) -> None:
        await driver.press("i")
        await driver.type(f"{tmp_path}/fr")
        await driver.press("tab")
        entry = driver.app.screen.query_one(PathEntry)
        assert entry.typed == f"{folder}/"
        text = await driver.until("people.csv")
        assert "purchases.csv" in text
        assert "notes.pdf" not in text
        await driver.press("p", "tab")
        assert entry.typed == f"{folder}/p"
        await driver.press("down", "down", "enter")
        await driver.until("Would bring")
        assert "purchases.csv" in driver.text()

    drive(empty, doing)


def test_esc_stops_an_import_and_nothing_is_changed(empty: Path, tmp_path: Path) -> None:
    rows = [("客户编号", "购买日期", "交易金额")]
    rows += [(f"K{number % 500}", "2026-11-01", str(number)) for number in range(4_000)]
    file = _csv(tmp_path / "many.csv", rows)

    writer = sqlite3.connect(empty, isolation_level=None)

    async def doing(driver: Driver) -> None:
        await driver.press("i")
        await driver.type(str(file))
        await driver.press("enter")
        await driver.until("Would bring")
        writer.execute("BEGIN IMMEDIATE")  # the import waits for it, so that esc surely finds it
        await driver.press("enter")
        await driver.until("esc Cancel")
        await driver.press("escape")
        writer.execute("ROLLBACK")
        await driver.until("The import was cancelled; nothing was changed.")
        assert isinstance(driver.app.screen, ImportPreview)
        await driver.press("escape")
        await driver.until(lambda: isinstance(driver.app.screen, Import))

    drive(empty, doing)
    writer.close()
    assert _count(empty, "customer") == 0
    assert _count(empty, "purchase") == 0


def test_an_import_goes_on_when_the_screen_is_left(empty: Path, tmp_path: Path) -> None:
    rows = [("客户编号", "客户名称")] + [(f"K{number}", f"客户{number}") for number in range(3_000)]
    file = _csv(tmp_path / "many.csv", rows)

    async def doing(driver: Driver) -> None:
        await driver.press("i")
        await driver.type(str(file))
        await driver.press("enter")
        await driver.until(lambda: isinstance(driver.app.screen, ImportPreview))
        await driver.press("enter", "f2")
        assert isinstance(driver.app.screen, Customers)
        await driver.until("many.csv imported: 3,000 added")

    drive(empty, doing)
    assert _count(empty, "customer") == 3_000


def test_a_book_for_reading_only_says_so(tmp_path: Path) -> None:
    book = make_book(tmp_path / "book.db")
    file = _csv(tmp_path / "buys.csv", _PURCHASES)

    async def doing(driver: Driver) -> None:
        session = driver.app.session
        await driver.until("12 customers")
        session.start = replace(session.start, read_only=True)
        await driver.press("f11")
        await driver.until("This book is open for reading only")
        assert isinstance(driver.app.screen, Customers)
        # Where it may not be written any more, nothing is lost of what was set up meanwhile.
        session.start = replace(session.start, read_only=False)
        await _look_at(driver, file)
        session.start = replace(session.start, read_only=True)
        await driver.press("enter")
        await driver.until("This book is open for reading only")
        assert isinstance(driver.app.screen, ImportPreview)

    drive(book, doing)


def test_the_language_changes_on_every_step(tmp_path: Path) -> None:
    book = make_book(tmp_path / "book.db")
    file = _csv(tmp_path / "buys.csv", _PURCHASES)

    async def doing(driver: Driver) -> None:
        text = await _look_at(driver, file)
        assert "→ Purchase" in text
        driver.app.action_language()
        await driver.until("→ 交易记录")

    drive(book, doing)
