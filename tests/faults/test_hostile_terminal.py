"""500 customers made of hostile texts in a real terminal, and on the command line.

They were written by another program, which cleaned nothing. Every escape sequence among them has a
mark inside: none may be in what the program writes.
"""

import random
import sqlite3
from contextlib import closing
from datetime import date, timedelta
from functools import partial
from pathlib import Path

import pytest

from custtui.cli import main
from custtui.store import open_book
from custtui.values.registry import CUSTOMER, RECORD_KINDS, Field, Form
from tests.cli.running import run
from tests.faults.hostile import assert_harmless_to_a_terminal, assert_plain, dealt
from tests.faults.soundness import assert_sound
from tests.terminal.terminal import Terminal, program

TODAY = date.today()
_CUSTOMERS = 500
_TEXT_FORMS = (Form.TEXT, Form.LONG_TEXT, Form.TAGS, Form.PHONES, Form.EMAIL, Form.REGION,
               Form.INDUSTRY, Form.CHOICE)  # fmt: skip
#: What judging needs to be able to count.
_SOUND: dict[Form, object] = {
    Form.DAY: TODAY, Form.MONEY: 100, Form.QUANTITY: 1000, Form.SCORE: 3, Form.WEIGHT: 1,
    Form.YES_NO: 0, Form.BIRTH_YEAR: 1980,
}  # fmt: skip


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("hostile") / "book.db"
    # Lone surrogates can't be stored, by whatever program.
    texts = [t.encode(errors="ignore").decode() for t in dealt(_CUSTOMERS, random.Random(7))]
    with open_book(path, TODAY).edit("fill") as edit:
        for place, text in enumerate(texts):
            others = [texts[place - step] for step in range(40)]
            row = _row(CUSTOMER.fields, others)
            named = {"code": f"H{place:03d}", "name": f"{place:03d}{text}", "stage": None}
            customer = edit.add_record("customer", row | named)
            for kind in RECORD_KINDS[1:] if place % 5 == 0 else ():
                edit.add_record(kind.key, {"customer_id": customer, **_row(kind.fields, others)})
    assert_sound(path)
    return path


def _row(fields: tuple[Field, ...], texts: list[str]) -> dict[str, object]:
    """Every column of a record, texts as they are."""
    row: dict[str, object] = {}
    for field, text in zip(fields, texts * 2, strict=False):
        if field.form in _TEXT_FORMS:
            row[field.key] = text
        elif field.form in _SOUND:
            row[field.key] = _SOUND[field.form]
    if "next_day" in row:
        row |= {"next_day": TODAY + timedelta(days=1), "done": 0}
    return row


def test_every_screen_of_a_terminal(book: Path, tmp_path: Path) -> None:
    sheet = tmp_path / "sheet.csv"
    rows = [f'"{text.replace(chr(34), "")}"' for text in dealt(200, random.Random(8))]
    header = "客户名称,\x1b[31m红[/],=cmd|x\n"
    sheet.write_text(header + ",x,y\n".join(rows), "utf-8", errors="surrogatepass")
    with Terminal(program(book), columns=140, rows=45) as terminal:
        terminal.see("500 customers").press("esc").see(" f Log call")
        terminal.press(*["pgdn"] * 14, "home")
        for _customer in range(4):
            terminal.press(*["down"] * 3, "enter").see("Overview")
            terminal.press(*["right"] * 6).see("Segments")
            terminal.press("w").see_no("Overview").press(*["down"] * 4, "esc").see("Overview")
            terminal.press("H").see_no("Overview").press("down", "esc").see("Overview")
            terminal.press(*["left"] * 6, "e").see("ctrl+s").press("esc").see("Overview")
            terminal.press("esc").see("/ 500")
        for typed in ("=1", "007"):
            terminal.press("/").type(typed)
            terminal.until(partial(_is_searched, terminal, typed), "take it")
            terminal.press("esc").see("500 / 500").press("esc").see(" f Log call")
        terminal.press("t").see("Tags of").press("esc").see_no("Tags of")
        terminal.press("f4").see("Grade").press("end").see("Risk").press("f2").see("/ 500")
        terminal.press("f11").see("Import").type(str(sheet)).press("enter").see("200 rows")
        terminal.press("down", "m").see_no("200 rows").press("esc").see("200 rows")
        terminal.press("esc").see("Look at the file").press("esc").see("/ 500")
        target = tmp_path / "out.xlsx"
        terminal.press("f12").see("Export").press("ctrl+a", "ctrl+k").type(str(target))
        terminal.press("enter").see("500 customers exported", " f Log call")
        terminal.press("d").see("?").press("y").see("Deleted").press("ctrl+z")
        terminal.press("ctrl+q")
        assert terminal.ends() == 0
        # What would be markup stands there as it is.
        assert b"[@click=app.quit]" in terminal.output
        assert_harmless_to_a_terminal(terminal.output)


_COMMANDS = [
    *(["show", f"H{number:03d}"] for number in range(0, _CUSTOMERS, 25)),
    *(["why", f"H{number:03d}"] for number in range(0, _CUSTOMERS, 50)),
    *(["find", text] for text in dealt(60, random.Random(9))),
    ["find", "0"], ["due"], ["segments"], ["log"], ["log", "--json"], ["pins"], ["fields"],
    ["rules", "show"], ["settings"], ["find", "0", "--json"], ["show", "H000", "--json"],
    ["due", "--json"], ["segments", "--json"], ["why", "H000", "--json"],
    ["show", "\x1b]0;Zq7x\x07"], ["show", "\udcff"], ["why", "\udcff"], ["find", "\udcff"],
    ["log", "\udcff"], ["rules", "show", "\udcff"], ["export", "/\udcff/x.xlsx"], ["show", ""],
    ["import", "customers", "\udcff.csv"], ["rules", "check", "\udcff"], ["show", "H0\x000"],
    ["find", "--\x1b]0;Zq7x\x07"], ["\x1b]0;Zq7x\x07"], ["show"], ["show", "a", "\x9b7777;1H"],
    ["--lang", "\x1b]0;Zq7x\x07", "find", "x"], ["--as-of", "\x1b]0;Zq7x\x07", "find", "x"],
    ["pin", "H1", "\udcff", "A", "--reason", "x"], ["pin", "\udcff", "grade", "A", "--reason", "x"],
    ["import", "customers", "/\x1b]0;Zq7x\x07.csv"], ["export", "/\x1b[7777;1H.xlsx"],
]  # fmt: skip


@pytest.mark.parametrize("language", ["en", "zh"])
def test_every_command(
    book: Path, capfdbinary: pytest.CaptureFixture[bytes], language: str
) -> None:
    for command in _COMMANDS:
        try:
            status: object = main(["--db", str(book), "--lang", language, *command])
        except SystemExit as usage:
            status = usage.code
        output = capfdbinary.readouterr()
        assert status in (0, 1, 2), (command, output.err)
        assert_plain(output.out)
        assert_plain(output.err)


def test_a_whole_program_prints_them_harmlessly(book: Path, tmp_path: Path) -> None:
    for command in (["segments"], ["find", "0"]):
        done = run("--db", str(book), *command, home=tmp_path)
        assert done.returncode == 0
        assert_plain(done.stdout.encode())


def test_what_was_stored_is_as_hostile_as_it_came(book: Path) -> None:
    """Else the tests above would show nothing."""
    with closing(sqlite3.connect(book)) as connection:
        (names,) = connection.execute("SELECT group_concat(name) FROM customer").fetchone()
    with pytest.raises(AssertionError):
        assert_harmless_to_a_terminal(names.encode("utf-8", "replace"))


def _is_searched(terminal: Terminal, typed: str) -> bool:
    return typed in terminal.lines[1]
