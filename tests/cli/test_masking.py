"""What the commands show of a book that masks, and of a book that does not."""

from datetime import date
from pathlib import Path

import openpyxl
import pytest

from tests.cli.running import answer, run
from tests.private_book import (
    ID_NUMBER,
    LANDLINE,
    MASKED_EMAIL,
    MASKED_NUMBER,
    NAME,
    NUMBER,
    leaked,
    make_private_book,
)

ASKING = (["find", "4321"], ["show", "P1"], ["due"], ["segments", "--json"])


@pytest.fixture
def book(tmp_path: Path, today: date) -> str:
    return str(make_private_book(tmp_path / "book.db", today, masked=True))


@pytest.mark.parametrize("asked", ASKING, ids=lambda asked: asked[0])
def test_a_book_that_masks_shows_nothing_whole_until_asked(
    tmp_path: Path, book: str, asked: list[str]
) -> None:
    for form in ([], ["--json"])[: 1 if "--json" in asked else 2]:
        done = run("--db", book, *asked, *form, home=tmp_path)
        assert (done.returncode, done.stderr) == (0, "")
        assert NAME in done.stdout
        assert leaked(done.stdout) == []
        whole = run("--db", book, *asked, "--unmask", *form, home=tmp_path)
        assert leaked(whole.stdout.replace("139 8765 4321", NUMBER)) != []


def test_masked_values_keep_their_form(tmp_path: Path, book: str) -> None:
    (found,) = answer("--db", book, "find", NUMBER, home=tmp_path)
    assert found["phones"] == [MASKED_NUMBER, "010****8765"]
    shown = answer("--db", book, "show", "P1", home=tmp_path)
    (contact,) = shown["contacts"]
    assert (contact["phones"], contact["email"]) == ([MASKED_NUMBER, "010****8765"], MASKED_EMAIL)
    whole = answer("--db", book, "show", "P1", "--unmask", home=tmp_path)
    assert whole["contacts"][0]["phones"] == [NUMBER, LANDLINE]
    assert whole["sensitive_id"] == ID_NUMBER


def test_without_a_terminal_it_masks_too(tmp_path: Path, book: str) -> None:
    done = run("--db", book, home=tmp_path)
    assert MASKED_NUMBER in done.stdout
    assert leaked(done.stdout) == []


def test_a_book_that_does_not_mask_hides_the_id_number_alone(tmp_path: Path, today: date) -> None:
    book = str(make_private_book(tmp_path / "open.db", today, masked=False))
    shown = answer("--db", book, "show", "P1", home=tmp_path)
    assert shown["contacts"][0]["phones"] == [NUMBER, LANDLINE]
    assert shown["sensitive_id"] == "110*************54"


def cells(workbook: Path) -> str:
    """All cells of all sheets, as another program reads them."""
    sheets = openpyxl.load_workbook(workbook, read_only=True).worksheets
    return "\n".join(
        str(cell) for sheet in sheets for row in sheet.values for cell in row if cell is not None
    )


def test_a_masked_workbook_holds_nothing_whole(tmp_path: Path, book: str) -> None:
    masked, whole, ids = (tmp_path / f"{name}.xlsx" for name in ("masked", "whole", "ids"))
    for file, options in ((masked, ["--mask"]), (whole, []), (ids, ["--id-numbers", "--mask"])):
        done = run("--db", book, "export", str(file), *options, "--lang", "zh", home=tmp_path)
        assert (done.returncode, done.stderr) == (0, "")
    text = cells(masked)
    assert leaked(text) == []
    assert {NAME, "P1", MASKED_EMAIL, "微信: x***", f"{MASKED_NUMBER} / 010****8765"} <= set(
        text.split("\n")
    )
    assert "证件号码" not in text
    assert "139 8765 4321 / 010-6543 8765" in cells(whole)
    assert ID_NUMBER not in [cell for cell in cells(whole).split("\n") if cell == ID_NUMBER]
    assert "110*************54" in cells(ids).split("\n")
    assert leaked(cells(ids)) == []
