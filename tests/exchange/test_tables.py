"""Files as rows: encodings, delimiters, quotes gone wrong, workbooks."""

import zipfile
from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from custtui.exchange import workbook_sizes, workbooks
from custtui.exchange.errors import ExchangeError
from custtui.exchange.tables import Line, cell_text, open_table
from tests.exchange.files import write_csv, write_workbook

_ROWS = [
    ["客户编号", "客户名称", "备注"],
    ["0001", "华东精密", "第一行\n第二行"],
    ["0002", "a,b;c", ""],
]


def lines(path: Path, sheet: str | None = None) -> list[Line]:
    return list(open_table(path, sheet).lines())


def cells(path: Path) -> list[list[object]]:
    return [list(line.cells) for line in lines(path)]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_encodings_and_delimiters(tmp_path: Path, encoding: str, delimiter: str) -> None:
    path = write_csv(tmp_path / "a.csv", _ROWS, encoding, delimiter)
    assert cells(path) == _ROWS
    assert [line.number for line in lines(path)] == [1, 2, 4]
    notices = open_table(path).notices
    assert notices == (("The file was read as GB18030 text.",) if encoding == "gb18030" else ())


def test_semicolons_beside_decimal_commas(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("code;amount\n1;2,50\n2;3,75\n", "utf-8")
    assert cells(path) == [["code", "amount"], ["1", "2,50"], ["2", "3,75"]]


def test_a_spreadsheet_names_the_delimiter(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("sep=;\r\ncode;name\r\n1;a,b,c\r\n", "utf-8")
    assert [(line.number, list(line.cells)) for line in lines(path)] == [
        (2, ["code", "name"]), (3, ["1", "a,b,c"]),
    ]  # fmt: skip


def test_blank_lines_count_but_are_no_rows(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("\n\ncode,name\n\n1,x\n,\n", "utf-8")
    found = lines(path)
    assert [line.number for line in found] == [3, 5, 6]
    assert [line.is_blank() for line in found] == [False, False, True]


def test_damaged_utf8_is_no_chinese(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes("编号,名称\n1,好\n".encode() + b"2,bad\xed\xa0\x80name\n3,nul\x00\xff\n")
    assert [line.number for line in lines(path)] == [1, 2, 3, 4]
    assert cells(path)[1] == ["1", "好"]
    assert "4 bytes" in open_table(path).notices[0]
    path.write_bytes(b"code,name\n2,bad\xed\xa0\x80name\n")
    assert cells(path)[0] == ["code", "name"]
    assert open_table(path).notices[0].startswith("3 bytes")


def test_a_quotation_mark_nobody_closes_costs_one_row(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    rows = "".join(f'{number},name {number},"ok"\n' for number in range(3, 20_000))
    for tail in ("", rows):
        path.write_text(f'code,name,note\n1,one,"\n2,two,\n{tail}'.replace('"ok"', "ok"), "utf-8")
        found = lines(path)
        assert [line.number for line in found[:3]] == [1, 2, 3]
        within = " within 131072 characters" if tail else ""
        assert found[1].problem == f"A quotation mark in this row is not closed{within}"
        assert not any(line.problem for line in (*found[:1], *found[2:]))
        assert len(found) == 3 + tail.count("\n")


@pytest.mark.parametrize("quote", ["", '"'])
def test_a_cell_far_too_long_costs_one_row(tmp_path: Path, quote: str) -> None:
    path = tmp_path / "a.csv"
    path.write_text(f"code,name\n1,{quote}{'x' * 200_000}{quote}\n2,two\n", "utf-8")
    assert [line.problem for line in lines(path)] == [
        "", "A cell of this row is far too long: at most 131072 characters are read", "",
    ]  # fmt: skip


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be", "utf-32"])
@pytest.mark.parametrize("name", ["华东精密", "Example Ltd"])
def test_wide_encodings(tmp_path: Path, encoding: str, name: str) -> None:
    rows = [["编号", "名称", "电话", "备注"], ["1", name, "13800138000", ""]]
    path = write_csv(tmp_path / "a.csv", rows, encoding)
    assert cells(path) == rows
    assert open_table(path).notices == ()


def test_chinese_in_utf16_has_few_nuls(tmp_path: Path) -> None:
    rows = [
        ["客户名称", "地址"],
        *([f"第{each}号精密仪器有限公司", "市区街道" * 8] for each in "一二三四"),
    ]
    for encoding in ("utf-16-le", "utf-16-be"):
        assert cells(write_csv(tmp_path / "a.csv", rows, encoding)) == rows


@pytest.mark.parametrize(
    "content",
    [
        b"\x00" * 50,
        "name,phone\nA,1\n".encode("utf-32-le"),
        bytes(range(256)) * 4,
        b"SQLite format 3\x00\x10\x00\x01\x01\x00\x40\x20\x20" + b"\x00" * 50,
    ],
)
def test_what_is_no_text(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(content)
    with pytest.raises(ExchangeError, match=r"a\.csv is no text that can be read"):
        open_table(path)


def test_a_few_nuls_are_damage(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(b"name,phone\nab\x00c,123\n")
    assert cells(path)[0] == ["name", "phone"]
    path.write_bytes(b"name,phone\n" + b"ab\x00\x00c,123\n" * 9)
    assert cell_text(cells(path)[1][0]) == "abc"


@pytest.mark.parametrize("content", [b"", b"\n\n", b"\x00" * 3, b"\xff\xfe", b'"', b"a"])
def test_hardly_a_file(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(content)
    assert len(lines(path)) <= 1


@given(content=st.binary(max_size=200) | st.text(max_size=200).map(str.encode))
def test_no_bytes_break_the_reader(
    tmp_path_factory: pytest.TempPathFactory, content: bytes
) -> None:
    path = tmp_path_factory.getbasetemp() / "any.csv"
    path.write_bytes(content)
    try:
        found = lines(path)
    except ExchangeError:  # four bytes of the right kind say it is a workbook, NULs that it is none
        assert content.startswith(workbooks.FIRST_BYTES) or content.count(0) >= 4
        return
    assert all(isinstance(cell, str) for line in found for cell in line.cells)


_CELL = st.text(st.characters(codec="utf-8", exclude_characters="\r\n\x00\ufeff"), max_size=8)


@given(
    rows=st.lists(st.lists(_CELL, min_size=2, max_size=2), min_size=2, max_size=8),
    encoding=st.sampled_from(["utf-8", "utf-8-sig", "gb18030"]),
)
def test_what_is_written_is_read(
    tmp_path_factory: pytest.TempPathFactory, rows: Sequence[list[str]], encoding: str
) -> None:
    marked = [["编号", "名称"], *([f"x{row[0]}", row[1]] for row in rows)]
    path = write_csv(tmp_path_factory.getbasetemp() / "law.csv", marked, encoding)
    assert cells(path) == marked


def test_workbooks_keep_rows_types_and_numbers(tmp_path: Path) -> None:
    day, moment = date(2026, 5, 1), datetime(2026, 5, 1, 9, 30)
    path = write_workbook(
        tmp_path / "a.xlsx", {"表": [["标题"], [], ["code", "day"], [1, day], [2.5, moment]]}
    )
    found = lines(path)
    assert [line.number for line in found] == [1, 2, 3, 4, 5]
    assert found[1].is_blank()
    assert list(found[3].cells) == [1.0, day]
    assert list(found[4].cells) == [2.5, moment]


def test_the_sheet_that_is_read(tmp_path: Path) -> None:
    path = write_workbook(
        tmp_path / "a.xlsx", {"说明": [["x"]], "交易记录": [["y"]], "别的": [["z"]]}
    )
    assert cells(path) == [["x"]]
    assert [list(line.cells) for line in lines(path, "别的")] == [["z"]]
    preferred = open_table(path, preferred=("交易记录",))
    assert [list(line.cells) for line in preferred.lines()] == [["y"]]
    assert "说明" in preferred.notices[0]
    with pytest.raises(ExchangeError, match="说明, 交易记录, 别的"):
        open_table(path, "没有")
    with pytest.raises(ExchangeError, match="no sheets"):
        open_table(write_csv(tmp_path / "a.csv", [["x"]]), "s")


def test_files_that_can_not_be_read(tmp_path: Path) -> None:
    for path in (tmp_path / "none.csv", tmp_path):
        with pytest.raises(ExchangeError, match="can't be read"):
            open_table(path)
    broken = tmp_path / "broken.xlsx"
    broken.write_bytes(b"PK\x03\x04 and nothing more")
    with pytest.raises(ExchangeError, match=r"as \.xlsx again"):
        open_table(broken)


def test_a_workbook_that_says_it_is_huge(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = write_workbook(tmp_path / "a.xlsx", {"s": [["x" * 1000]]})
    monkeypatch.setattr(workbook_sizes, "MOST_BYTES", 4096)
    with pytest.raises(ExchangeError, match="unpacked"):
        open_table(path)


def test_a_workbook_larger_than_it_says(tmp_path: Path) -> None:
    path = write_workbook(tmp_path / "a.xlsx", {"s": [["x"] * 500]})
    content = bytearray(path.read_bytes())
    with zipfile.ZipFile(path) as archive:
        part = archive.getinfo("xl/worksheets/sheet1.xml")
    lie = (100).to_bytes(4, "little")
    name = content.rindex(b"xl/worksheets/sheet1.xml")  # in the directory at the end
    content[name - 22 : name - 18] = lie
    content[part.header_offset + 22 : part.header_offset + 26] = lie
    path.write_bytes(content)
    with pytest.raises(ExchangeError, match="can't be read as a workbook"):
        open_table(path)


@pytest.mark.parametrize("cell", ["XFD1048576", "ZZ1048576"])
def test_a_stray_cell_far_out(tmp_path: Path, cell: str) -> None:
    import openpyxl

    workbook = openpyxl.Workbook()
    workbook.active["A1"] = "编号"
    workbook.active[cell] = "x"
    workbook.save(tmp_path / "a.xlsx")
    with pytest.raises(ExchangeError, match="row 1048576"):
        open_table(tmp_path / "a.xlsx")


def _with_sheet(path: Path, part: str, sheet_data: str, prefix: str = "") -> Path:
    """A workbook whose only sheet is written as given, in a part of any name."""
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    bound = f"xmlns:{prefix}" if prefix else "xmlns"
    tag = f"{prefix}:" if prefix else ""
    parts = {
        "[Content_Types].xml": "<Types/>",
        "_rels/.rels": f'<Relationships><Relationship Id="r0" Type="{office}/officeDocument"'
        ' Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{main}" xmlns:r="{office}"><sheets><sheet name="s"'
        ' sheetId="1" r:id="r1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": "<Relationships><Relationship"
        f' Id="r1" Type="{office}/worksheet" Target="{part}"/></Relationships>',
        f"xl/{part}": f'<{tag}worksheet {bound}="{main}"><{tag}sheetData>{sheet_data}'
        f"</{tag}sheetData></{tag}worksheet>",
    }
    with zipfile.ZipFile(path, "w") as archive:
        for name, text in parts.items():
            archive.writestr(name, text)
    return path


_NEAR_CELL = '<row r="1"><c r="A1"><v>1</v></c></row>'


@pytest.mark.parametrize(
    ("part", "row", "prefix"),
    [
        ("worksheets/sheet1.xml", '<row r="1048576"><c   r = "XFD1048576"><v>1</v></c></row>', ""),
        ("worksheets/sheet1.xml", "<row><c\nr\t=\n'XFD1048576'\n><v>1</v></c></row>", ""),
        ("other/data.bin", '<row><c r="XFD1048576"><v>1</v></c></row>', ""),
        ("worksheets/sheet1.xml", '<x:row><x:c r="XFD1048576"><x:v>1</x:v></x:c></x:row>', "x"),
        (
            "worksheets/sheet1.xml",
            f'{" " * ((1 << 20) - 900)}<c r="XFD1048576" {" " * 2000}><v>1</v></c>',
            "",
        ),
    ],
)
def test_a_stray_cell_however_it_is_written(
    tmp_path: Path, part: str, row: str, prefix: str
) -> None:
    near = _NEAR_CELL if not prefix else ""
    path = _with_sheet(tmp_path / "a.xlsx", part, near + row, prefix)
    with pytest.raises(ExchangeError, match="row 1048576 and column 16384"):
        open_table(path)


def test_formatted_cells_far_out_hold_nothing(tmp_path: Path) -> None:
    row = '<row r="2"><c r = "XFD2" s="0" /><c r="XFD1048576"/></row>'
    path = _with_sheet(tmp_path / "a.xlsx", "worksheets/sheet1.xml", _NEAR_CELL + row)
    assert cells(path) == [[1.0]]


def test_a_workbook_that_ends_its_reader_is_named(tmp_path: Path) -> None:
    counted = "<c/>" * 16_383 + "<c><v>1</v></c>"  # columns that only the reader counts
    row = f'<row r="1048576">{counted}</row>'
    path = _with_sheet(tmp_path / "a.xlsx", "worksheets/sheet1.xml", _NEAR_CELL + row)
    with pytest.raises(ExchangeError, match=r"a\.xlsx can't be read as a workbook: it takes more"):
        open_table(path)
