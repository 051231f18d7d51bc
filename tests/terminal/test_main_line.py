"""The main job in a real pseudo-terminal: find, call, purchase, grade, rule, workbook."""

import sqlite3
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from custtui.exchange.sample import make_sample
from tests.terminal.terminal import Terminal, program

#: In this size a card stands beside the list.
_WIDE = 140


@pytest.fixture
def book(tmp_path: Path) -> Path:
    path = tmp_path / "华东客户簿.db"
    make_sample(path, date.today(), {"time_zone": "UTC"})
    return path


def ask(book: Path, query: str, *values: object) -> list[tuple[Any, ...]]:
    with sqlite3.connect(book) as connection:
        return connection.execute(query, values).fetchall()


def a_customer_of_grade(book: Path, grade: str) -> tuple[str, str, str]:
    """Code, name and last four digits of a customer whose digits nobody else has."""
    for code, name, phone in ask(
        book,
        "SELECT c.code, c.name, t.phones FROM customer c JOIN segment s ON s.customer_id = c.id"
        " JOIN contact t ON t.customer_id = c.id WHERE s.grade = ? AND t.phones IS NOT NULL",
        grade,
    ):
        digits = phone.split("\n")[0][-4:]
        if (
            digits.isdigit()
            and len(ask(book, "SELECT 1 FROM contact WHERE instr(phones, ?) > 0", digits)) == 1
            and not ask(book, "SELECT 1 FROM customer WHERE instr(code, ?) > 0", digits)
        ):
            return code, name, digits
    raise AssertionError("the sample has no such customer")


def assert_same_figures(book: Path, target: Path, code: str) -> None:
    """The workbook, opened by another library, says what the book says."""
    sheet = openpyxl.load_workbook(target, read_only=True).worksheets[0]
    head, *lines = sheet.iter_rows(values_only=True)
    amount = next(
        place
        for place, name in enumerate(head)
        if name in ("近12个月交易金额", "Amount, 12 months")
    )
    written = {line[0]: line[amount] for line in lines}
    stored = ask(
        book, "SELECT c.code, m.amount_12m FROM customer c JOIN metric m ON m.customer_id = c.id"
    )
    assert written[code] >= 3_000_000
    assert {key: round(value * 100) for key, value in written.items()} == dict(stored)


WORDS = {
    "en": {
        "saved": "Saved", "next": "→", "promised": "Promised", "moved": "Unrated → A",
        "needed": "A number is needed", "exported": ".xlsx",
    },
    "zh": {
        "saved": "已保存", "next": "→", "promised": "承诺", "moved": "未评级 → A",
        "needed": "数字", "exported": ".xlsx",
    },
}  # fmt: skip


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize(("columns", "rows"), [(80, 24), (_WIDE, 45)])
def test_from_the_phone_call_to_the_workbook(
    book: Path, tmp_path: Path, language: str, columns: int, rows: int
) -> None:
    code, name, digits = a_customer_of_grade(book, "unrated")
    words = WORDS[language]
    with Terminal(program(book, language=language), columns=columns, rows=rows) as terminal:
        # Four digits, and the customer is on top.
        terminal.see("311").type(digits).see("1 / 311", name[:4])
        terminal.press("enter").see(code)

        # A call with a next action.
        terminal.press("f").see("ctrl+s").type("要新报价 soon").press("tab").type("+3d 发新报价")
        terminal.see(words["next"])
        terminal.press("ctrl+s").see(words["saved"], "发新报价")
        assert ask(book, "SELECT next_action FROM follow_up WHERE summary = '要新报价 soon'") == [
            ("发新报价",)
        ]

        # A purchase that lifts the grade: strip, head and timeline show it at once.
        terminal.press("p").see("ctrl+s").type("3000000").press("ctrl+s")
        terminal.see(words["moved"])
        terminal.press("right").see("3,000,000.00")
        terminal.until(lambda: " A " in terminal.lines[2][:6], "show the new badge")

        # The list, and beside it the card, show it too.
        terminal.press("esc").see("1 / 311")
        terminal.until(
            lambda: any(li.startswith("  A  ") and name[:4] in li for li in terminal.lines),
            "show the grade in the list",
        )
        if columns == _WIDE:
            terminal.see("3,000,000.00")

        # A rule is tried before it is saved.
        counted = "SELECT count(*) FROM segment WHERE grade = 'A'"
        before = ask(book, counted)
        terminal.press("f4").see("ctrl+s").press("e")
        terminal.press("ctrl+u").see(words["needed"]).type("5")
        terminal.until(lambda: "46 →    12" in terminal.text, "show the new count")
        assert ask(book, counted) == before
        terminal.press("ctrl+s")
        terminal.until(lambda: ask(book, counted) < before, "save the rule")

        # The workbook.
        target = tmp_path / "out.xlsx"
        terminal.press("f2").see("1 / 311").press("f12").see(words["exported"])
        terminal.press("ctrl+u").see_no(words["exported"]).type(str(target)).press("enter")
        terminal.until(target.exists, "write the workbook")
        terminal.press("ctrl+q")
        assert terminal.ends() == 0
    assert_same_figures(book, target, code)
