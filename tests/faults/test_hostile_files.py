"""Hostile sheets through import, and what came of them through export: 3,500 cells.

No file ends in anything but a sentence; what is taken is clean and in its limits; the rest lies in
a file in which nothing is a formula; nor is anything in the workbook.
"""

import csv
import io
import random
import time
from collections.abc import Iterator
from contextlib import closing
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from custtui.exchange import workbook_sizes
from custtui.exchange.errors import ExchangeError
from custtui.exchange.imported import Imported
from custtui.exchange.importing import import_file
from custtui.exchange.workbook import export_workbook
from custtui.reading.connection import connect
from custtui.store import Book, open_book
from custtui.values.registry import RECORD_KINDS, Field, Form, RecordKind
from custtui.values.text import clean
from tests.faults import hostile_workbooks
from tests.faults.hostile import ESCAPES, FORMULAS, MANY, MARKUP, assert_plain
from tests.faults.soundness import assert_sound

TODAY = date(2026, 11, 22)
_SHORTER = 3_000  #: characters; a few cells are as long
_FITTING = 400  #: characters that most fields take
#: Seconds of a processor for any file of a few megabytes.
_PATIENCE = 20.0
_settings = settings(
    deadline=None,
    max_examples=25,
    phases=(Phase.explicit, Phase.reuse, Phase.generate),
    suppress_health_check=list(HealthCheck),
)
_chances = st.integers(0, 2**32).map(random.Random)
_texts = MANY.map(lambda texts: [text[:_SHORTER] for text in texts])


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Book]:
    """One book that everything is imported into, so that there is much to meet."""
    found = open_book(tmp_path_factory.mktemp("book") / "book.db", TODAY)
    found.stay_open()
    with found.edit("fill") as edit:
        for number in range(5):
            edit.add_record("customer", {"name": "甲", "code": f"K{number}"})
    yield found
    found.close()


def _take(book: Book, kind: str, path: Path, **wishes: Any) -> Imported | None:
    """What an import gives; None where the file is refused as a whole, in a sentence."""
    told = ""
    try:
        imported = import_file(book, kind, path, today=TODAY, **wishes)
    except ExchangeError as refused:
        told = str(refused)
    if told:
        assert len(told) < 20_000
        return None
    assert imported.read == sum(
        (imported.added, imported.updated, imported.already_there, imported.rejected)
    )
    if imported.rejected_file is not None:
        _assert_no_formula(imported.rejected_file)
    return imported


def _assert_no_formula(path: Path) -> None:
    """Of a file of refused rows, as a spreadsheet would take it."""
    content = path.read_bytes().decode("utf-8-sig")
    assert_plain(content.replace("\r\n", "\n").encode())
    limit = csv.field_size_limit(len(content) + 1)
    try:
        cells = [each for row in csv.reader(io.StringIO(content)) for each in row]
    finally:
        csv.field_size_limit(limit)
    for each in cells:
        number = each.lstrip("+-").replace(",", "").replace(".", "", 1).isdecimal()
        assert number or not each.startswith(tuple("=+-@＝＋－＠\t\r")), each


#: What a cell of these forms may hold; the others take any text.
_GOOD = {
    Form.DAY: "2026-11-01", Form.MONEY: "1.2万", Form.QUANTITY: "3", Form.SCORE: "5",
    Form.WEIGHT: "2",
    Form.YES_NO: "是", Form.PHONES: "13800138000", Form.EMAIL: "a@b.cn", Form.EMPLOYEES: "12",
    Form.BIRTH_YEAR: "1980",
}  # fmt: skip


def _rows(kind: RecordKind, texts: list[str], chance: random.Random) -> list[list[str]]:
    """A header row and some rows, most of which can be taken: texts where texts may stand."""
    others = [field for field in kind.fields if not field.required and field.key != "code"]
    fields = [
        *(field for field in kind.fields if field.required),
        *chance.sample(others, min(4, len(others))),
    ]
    headers = ["客户编号", *(field.chinese for field in fields), "不知道", "\x1b[31m=x"]
    body = []
    for number in range(6):
        row = [_written(field, texts, chance) for field in fields]
        # Of customers, most are new ones; whose records others are has to be known.
        code = chance.choice(("K0", f"N{chance.random()}")) if kind.is_customer else f"K{number}"
        row = [code, *row, *chance.sample(texts, 2)]
        body.append(row if chance.random() < 0.9 else row[: chance.randrange(len(row))] * 2)
    return [headers, *body]


def _written(field: Field, texts: list[str], chance: random.Random) -> str:
    if chance.random() < 0.1:
        return chance.choice(texts)
    if field.choices:
        return chance.choice(field.choices).chinese
    return _GOOD.get(field.form) or chance.choice(texts)[:_FITTING]


_ENCODINGS = ("utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-32", "latin-1")
_WISHES = st.fixed_dictionaries(
    {}, optional={"create": st.just(True), "keep_duplicates": st.just(True)}
)


@settings(_settings, max_examples=60)
@given(
    kind=st.sampled_from(RECORD_KINDS),
    texts=_texts,
    chance=_chances,
    wishes=_WISHES,
    encoding=st.sampled_from(_ENCODINGS),
)
def _through_files(
    book: Book,
    folder: Path,
    taken: list[int],
    kind: RecordKind,
    texts: list[str],
    chance: random.Random,
    wishes: dict[str, bool],
    encoding: str,
) -> None:
    path = folder / f"{len(taken)}.csv"
    with path.open("w", encoding=encoding, errors="replace", newline="") as file:
        csv.writer(file, delimiter=chance.choice(",;\t")).writerows(_rows(kind, texts, chance))
    if kind.is_customer:
        wishes = wishes | {"update": chance.random() < 0.5, "create_fields": chance.random() < 0.2}
    imported = _take(book, kind.plural, path, **wishes)
    taken.append(imported.added + imported.updated if imported is not None else 0)
    _assert_kept_clean(book)


def test_cells_of_text_files(book: Book, tmp_path: Path) -> None:
    taken: list[int] = []
    _through_files(book, tmp_path, taken)
    # Where all are refused, little is tested.
    assert sum(taken) > len(taken)


@_settings
@given(st.lists(st.binary(max_size=60), max_size=12), _chances)
def test_bytes_of_a_text_file(
    book: Book,
    tmp_path_factory: pytest.TempPathFactory,
    pieces: list[bytes],
    chance: random.Random,
) -> None:
    rows = '客户编号,客户名称,联系电话,备注\nK1,乙,13800138000,"x\ny"\nK9,丙,,\n'
    content = rows.encode(chance.choice(("utf-8", "utf-16", "gb18030"))) * 4
    for piece in pieces:
        start = chance.randrange(len(content))
        content = content[:start] + piece + content[start + chance.randrange(4) :]
    path = tmp_path_factory.mktemp("files") / "bytes.csv"
    path.write_bytes(content)
    _take(book, "customers", path)


@settings(_settings, max_examples=15)
@given(st.sampled_from(RECORD_KINDS), _texts, _chances)
def test_cells_of_a_workbook(
    book: Book,
    tmp_path_factory: pytest.TempPathFactory,
    kind: RecordKind,
    texts: list[str],
    chance: random.Random,
) -> None:
    raw = ('<c><v>1e308</v></c>', '<c><v>-1</v></c>', '<c t="b"><v>1</v></c>', "<c/>",
           '<c t="e"><v>#REF!</v></c>', '<c t="str"><f>1+1</f><v>=cmd|x</v></c>',
           '<c t="d"><v>9999-99-99T99:99:99</v></c>', "<c><v>99999999999999999999</v></c>",
           '<c t="s"><v>77</v></c>', "<c><v>NaN</v></c>", "<c><v></v></c>")  # fmt: skip
    rows = [
        [chance.choice(raw) if chance.random() < 0.2 and number else hostile_workbooks.cell(text)
         for text in row]
        for number, row in enumerate(_rows(kind, texts, chance))
    ]  # fmt: skip
    path = tmp_path_factory.mktemp("files") / "cells.xlsx"
    hostile_workbooks.write(path, hostile_workbooks.sheet(rows))
    with pytest.MonkeyPatch.context() as patched:
        # Each would be tried out in a process of its own first: some are, below.
        patched.setattr(workbook_sizes, "_try_out", lambda *_arguments: None)
        _take(book, kind.plural, path)
    _assert_kept_clean(book)


def _assert_kept_clean(book: Book) -> None:
    """Nothing that acts came in, wherever it stood."""
    with closing(connect(book.path)) as connection:
        for kind in RECORD_KINDS:
            for row in connection.execute(f"SELECT * FROM {kind.key}"):
                assert_plain("\n".join(each for each in row if isinstance(each, str)).encode())


def test_what_was_taken_is_sound_and_no_formula_in_the_workbook(book: Book, tmp_path: Path) -> None:
    """Also where another program wrote into the book what nobody cleaned."""
    with book.edit("another program") as edit:
        for text in (*FORMULAS, *MARKUP, *ESCAPES):
            customer = edit.add_record("customer", {"name": text, "note": text, "tags": text})
            edit.add_record("contact", {"customer_id": customer, "name": text, "phones": text})
            purchase = {"customer_id": customer, "day": TODAY, "amount": 1, "product": text}
            edit.add_record("purchase", purchase)
    assert_sound(book.path)
    target = tmp_path / "out.xlsx"
    export_workbook(book.path, target, language="zh")
    workbook = openpyxl.load_workbook(target)
    texts = set()
    for page in workbook:
        for cell in (each for row in page.iter_rows() for each in row):
            assert cell.data_type != "f", cell.value
            if isinstance(cell.value, str):
                texts.add(cell.value)
                assert cell.data_type == "s"
                if cell.value.startswith(tuple("=+-@")):
                    assert cell.quotePrefix or cell.number_format == "@", cell.value
    assert {clean(text) for text in FORMULAS} <= texts


_HEAD = "客户编号,客户名称,联系电话,备注\n"
_LARGE = {
    "a cell": _HEAD + "K77,名,," + "x" * 1_000_000,
    "a cell within csv's limit": _HEAD + "K77,名,," + "x" * 130_000,
    "columns": ",".join(f"c{n}" for n in range(10_000)) + "\n" + "1," * 10_000,
    "headers alike": ",".join(["客户名称"] * 1_999) + "\n" + "x," * 1_999,
    "headers that are long": "客户名称," + "长" * 100_000 + "\n" + "甲,1\n" * 50,
    "quotes": _HEAD + '"' * 300_001,
    "open quotes": _HEAD + '"a,b\n' * 5_000,
    "one line": "a" * 4_000_000,
    "commas": _HEAD + "," * 1_500_000,
    "marks": _HEAD + "K77,a" + "\u0301\u0327" * 60_000,
    "carriage returns": _HEAD.replace("\n", "\r") + "K1,乙\r" * 3_000,
    "no rows": "\n" * 1_000_000,
    "nothing": "",
    "a delimiter that is none": 'sep="\n' + _HEAD + "K77,名\n",
    "lone surrogates": _HEAD + "K77,\ud800\udfff甲",
}


@pytest.mark.parametrize("large", _LARGE)
def test_large_or_odd_text_files(book: Book, tmp_path: Path, large: str) -> None:
    path = tmp_path / "large.csv"
    path.write_bytes(_LARGE[large].encode("utf-8", "surrogatepass"))
    begun = time.process_time()
    imported = _take(book, "customers", path)
    assert time.process_time() - begun < _PATIENCE
    if imported is not None and imported.rejected_file is not None:
        assert imported.rejected_file.stat().st_size < 2 * path.stat().st_size + 10_000_000


_NAMES = [hostile_workbooks.cell(each) for each in ("客户编号", "客户名称", "备注")]
_ENTITY = '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd"><!ENTITY b "&a;&a;">]>'
_FAR = '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
_LARGE_CELL = hostile_workbooks.cell("x" * 2_000_000)
_BAD_SHEETS = {
    "an entity": hostile_workbooks.sheet([_NAMES, ["<c t='str'><v>&a;</v></c>"]], _ENTITY),
    "no character": hostile_workbooks.sheet([_NAMES, ["<c t='str'><v>&#xD800;</v></c>"]]),
    "not closed": "<worksheet><sheetData><row><c>",
    "a cell far out": hostile_workbooks.sheet([_NAMES]).replace("</sheetData>", _FAR),
    "a large cell": hostile_workbooks.sheet(
        [_NAMES, [hostile_workbooks.cell("x" * 2_000_000)] * 3]
    ),
}


@pytest.mark.parametrize("bad", _BAD_SHEETS)
def test_bad_workbooks(book: Book, tmp_path: Path, bad: str) -> None:
    path = hostile_workbooks.write(tmp_path / "bad.xlsx", _BAD_SHEETS[bad])
    imported = _take(book, "customers", path)
    assert imported is None or imported.added == 0
