"""Search: the same as a slow and obvious one, whatever is in the book and whatever is typed."""

import sqlite3
from collections.abc import Iterable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from custtui.model import Contact, Customer, FollowUp
from custtui.reading.connection import connect
from custtui.reading.search import matches, search
from custtui.segments.judging import tables
from custtui.store import Book, open_book, search_index
from custtui.store.migrate import steps
from custtui.values import pinyin
from tests.reading import slow_search as slow

TODAY = date(2026, 11, 22)

# Few characters, so that texts meet often: some with many readings, words, marks, other scripts.
_HAN = "单解曾重庆行长和张三华为东上海"
_RARE = "㐀〇𠮷尉迟嗯"
_LATIN = "abzs3X"
_OTHER = "（）·-'\"[]/+é ß😀か한㎏Ｚ\u0301"
NAMES = st.text(st.sampled_from(_HAN * 3 + _RARE + _LATIN * 2 + _OTHER), max_size=9)
_NUMBERS = st.from_regex(r"\A(\+?[013468]{5,12}|1380013800[0-3])(x80[0-2])?\Z")


@st.composite
def _customers(draw: st.DrawFn) -> list[slow.Customer]:
    count = draw(st.integers(1, 6))
    return [
        slow.Customer(
            id=place + 1,
            code=f"{draw(st.sampled_from(['C-', 'c', '客', '138', '']))}{place}",
            name=draw(NAMES),
            contacts=tuple(draw(st.lists(NAMES, max_size=2))),
            phones=tuple(draw(st.lists(_NUMBERS, max_size=2))),
            others=tuple(draw(st.lists(NAMES | st.just("zs.ab@az.com"), max_size=2))),
            last_contact=draw(st.sampled_from(["", "2026-01-01", "2026-11-21"])),
        )
        for place in range(count)
    ]


@st.composite
def _typed(draw: st.DrawFn, customers: list[slow.Customer]) -> str:
    """Something that a person looking for one of the customers may type, or anything else."""
    customer = draw(st.sampled_from(customers))
    texts = [customer.code, customer.name, *customer.contacts, *customer.phones, *customer.others]
    words = []
    for text in draw(st.lists(st.sampled_from(texts), min_size=1, max_size=3)):
        start = draw(st.integers(0, max(0, len(text) - 1)))
        part = text[start : draw(st.integers(start, len(text)))]
        words.append(_written(draw, part))
    separator = draw(st.sampled_from([" ", " ", "", "，", "-"]))
    return draw(st.just(separator.join(words)) | NAMES | st.text(max_size=6))


def _written(draw: st.DrawFn, part: str) -> str:
    """A piece of text as it stands, in some reading of pinyin, or as initials; perhaps cut off."""
    how = draw(st.sampled_from(["plain", "pinyin", "initials", "spaced"]))
    if how == "plain":
        return part
    syllables = [
        draw(st.sampled_from(sorted(found))) if found else "" for found in pinyin.syllables(part)
    ]
    if how == "initials":
        return "".join(syllable[:1] for syllable in syllables)
    typed = (" " if how == "spaced" else "").join(syllables)
    return typed[: draw(st.integers(0, len(typed)))]


def in_memory(customers: Iterable[slow.Customer]) -> sqlite3.Connection:
    """A book in memory with just what search reads, its index made by the program."""
    connection = sqlite3.connect(":memory:", isolation_level=None)
    for step in steps().values():
        connection.executescript(step)
    tables.create_metric(connection, "main")
    tables.set_judged(connection, "main", TODAY.isoformat(), "")
    counts = [name for name, form in tables.METRIC_COLUMNS.items() if "NOT NULL" in form]
    for customer in customers:
        connection.execute(
            "INSERT INTO customer (id, code, name, tags, recorded) VALUES (?, ?, ?, ?, '')",
            (customer.id, customer.code, customer.name, "\n".join(customer.others)),
        )
        connection.executemany(
            "INSERT INTO contact (customer_id, name, phones, recorded) VALUES (?, ?, ?, '')",
            [(customer.id, contact, None) for contact in customer.contacts]
            + [(customer.id, None, "\n".join(customer.phones))],
        )
        connection.execute(
            f"INSERT INTO metric (customer_id, last_contact, {', '.join(counts)})"
            f" VALUES (?, ?{', 0' * len(counts)})",
            (customer.id, customer.last_contact or None),
        )
    search_index.rebuild(connection)
    return connection


@settings(max_examples=150)
@given(st.data())
def test_equals_a_slow_and_obvious_search(data: st.DataObject) -> None:
    customers = data.draw(_customers())
    connection = in_memory(customers)
    for text in data.draw(st.lists(_typed(customers), min_size=4, max_size=12)):
        expected = slow.slow_search(customers, text)
        assert search(connection, text, 100) == expected, text
        assert search(connection, text, 2) == expected[:2], text
        newest = [c for c in slow.slow_search(customers, "") if c in expected]
        assert list(matches(connection, text)) == newest, text
    connection.close()


def _only(found: list[int], customers: list[slow.Customer]) -> list[str]:
    return [customers[identity - 1].name for identity in found]


def _looked_up(text: str, *names: str) -> list[str]:
    customers = [slow.Customer(place + 1, f"K{place:04}", name) for place, name in enumerate(names)]
    connection = in_memory(customers)
    found = search(connection, text)
    assert found == slow.slow_search(customers, text)
    connection.close()
    return _only(found, customers)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("zs", "张三"),
        ("zhangs", "张三"),
        ("zhang san", "张三"),
        ("ZhāngSān", "张三"),
        ("hwjs", "深圳华为技术有限公司"),
        ("jsyxgs", "深圳华为技术有限公司"),
        ("为技术", "深圳华为技术有限公司"),
        ("shan", "单伟"),
        ("dan", "单伟"),
        ("sw", "单伟"),
        ("xie", "解晓东"),
        ("jiexiao", "解晓东"),
        ("zeng", "曾国藩"),
        ("cengguo", "曾国藩"),
        ("chongqing", "重庆长安汽车"),
        ("zhongqing", "重庆长安汽车"),
        ("cqca", "重庆长安汽车"),
        ("wei chi", "尉迟恭"),
        ("yuchi", "尉迟恭"),
        ("lvbu", "吕布"),
        ("lü", "吕布"),
        ("huadongshanghai", "华东（上海）科技"),
        ("东上", "华东（上海）科技"),
        ("tclkj", "TCL科技"),
        ("tcl科", "TCL科技"),
        ("3mzg", "3M中国"),
        ("acme tr", "Ācme Trading 公司"),
        ("acmetra", "Ācme Trading 公司"),
        ("[/]", "[/]"),
        ("heilongjiangshengnongyejixiezhizaoyouxiangongsi", "黑龙江省农业机械制造有限公司"),
        ("和和和和和和", "和和和和和和和和"),
        ("hehuohuhehuohu", "和和和和和和和和"),
        ("hw", "华为3号"),
        ("hwя", "华为Я"),
    ],
)
def test_names_are_found_as_people_type_them(text: str, name: str) -> None:
    assert _looked_up(text, "无关公司", name, "Nobody 另外") == [name]


@pytest.mark.parametrize(
    "text", ["zsx", "huadongshanghaj", "hanwei", "angsan", "为华", "cme", "司"]
)
def test_what_only_looks_alike_is_not_found(text: str) -> None:
    assert _looked_up(text, "张三", "华东上海", "Acme", "华为技术", "单伟") == []


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("东上海", "东上上海"),
        ("dongshanghai", "东上上海"),
        ("dshn", "东上海西上海南"),
        ("internationalx", "International y x"),
        ("单重", "单和重"),
    ],
)
def test_what_has_all_the_pieces_is_not_found(text: str, name: str) -> None:
    assert _looked_up(text, name) == []


def test_pieces_of_a_number_are_not_the_number() -> None:
    customers = [slow.Customer(1, "K1", "张三", phones=("8002001", "020013800"))]
    connection = in_memory(customers)
    assert search(connection, "8001") == slow.slow_search(customers, "8001") == []
    connection.close()


@pytest.fixture
def book(tmp_path: Path) -> Book:
    return open_book(tmp_path / "book.db", TODAY)


def _add(book: Book, name: str, day: date | None = None, code: str = "", **contact: Any) -> int:
    with book.edit("new customer") as edit:
        customer = edit.add(Customer(code=code, name=name, recorded=""))
        if contact:
            edit.add(Contact(customer_id=customer, recorded="", **contact))
        if day is not None:
            edit.add(FollowUp(customer_id=customer, day=day, summary="电话", recorded=""))
    return customer


@pytest.mark.parametrize(
    "text",
    [
        "13800138001",
        "138 0013 8001",
        "138-0013-8001",
        "+86 138 0013 8001",
        "+8613800138001",
        "008613800138001",
        "8613800138001",
        "（138）00138001",
        "１３８００１３８００１",
        "0013 8001",
        "138001",
        "8001",
        "01",
        "王 8001",
    ],
)
def test_a_mobile_is_found_however_it_is_spelled(book: Book, text: str) -> None:
    customer = _add(book, "王三", phones="13800138001")
    _add(book, "王八零零", phones="13911138222\n021655577834x802")
    assert search(connect(book.path), text) == [customer]


@pytest.mark.parametrize("text", ["1", "13800", "+86138", "0086 13", "8613800", "00138"])
def test_a_number_is_found_while_it_is_typed(book: Book, text: str) -> None:
    customers = [_add(book, "王三", phones=f"1380013800{digit}") for digit in (1, 2)]
    _add(book, "王八", phones="85088222")
    assert search(connect(book.path), text) == customers[::-1]


def test_a_number_is_not_found_from_any_digit(book: Book) -> None:
    _add(book, "王三", phones="13800138222")
    for text in ("3800", "8001", "380013822"):
        assert search(connect(book.path), text) == []


@pytest.mark.parametrize(
    "text",
    ["010-65551234", "(010) 6555 1234", "65551234", "+86 10 6555 1234", "1065551234", "802"],
)
def test_a_landline_is_found_however_it_is_spelled(book: Book, text: str) -> None:
    _add(book, "王三", phones="13800138001")
    customer = _add(book, "王五", phones="13800138002\n01065551234x802")
    assert search(connect(book.path), text) == [customer]


@pytest.mark.parametrize("text", ["+44 20 7946", "0044207946", "79460958", "442079460958"])
def test_a_number_of_another_country_is_found(book: Book, text: str) -> None:
    customer = _add(book, "Smith", phones="+442079460958")
    assert search(connect(book.path), text) == [customer]


def test_best_first(book: Book) -> None:
    older, newer = TODAY - timedelta(days=9), TODAY - timedelta(days=1)
    inside = _add(book, "北京华东仪器", newer)
    inside_old = _add(book, "上海华东仪器", older)
    begins_old = _add(book, "华东机械", older)
    begins = _add(book, "华东电气", newer)
    never = _add(book, "华东物流")
    also_never = _add(book, "华东商贸")
    exact = _add(book, "别家", older, code="HD")
    connection = connect(book.path)
    found = [begins, begins_old, also_never, never, inside, inside_old]
    for text in ("华东", "huadong", "hua d"):
        assert search(connection, text) == found
        assert list(matches(connection, text)) == [
            begins, inside, begins_old, inside_old, also_never, never,
        ]  # fmt: skip
    assert search(connection, "hd") == [exact, *found]
    assert search(connection, "华东", 3) == found[:3]
    assert search(connection, "", 2) == [begins, inside]


def test_a_whole_number_comes_before_a_name_and_a_newer_contact(book: Book) -> None:
    exact = _add(book, "张三", phones="95588")
    named = _add(book, "95588 客服", TODAY)
    inside = _add(book, "李四", TODAY, phones="13895588001")
    assert search(connect(book.path), "95588") == [exact, named, inside]
    assert search(connect(book.path), "9558") == [named, inside, exact]


@pytest.mark.parametrize(
    "text",
    [
        '"', "'", "张三 OR 李四", "NOT 张", "张*", "NEAR(张 三)", "tokens:张", "^张", "(", "张 AND",
        "\x00", "张\x00三", "\ud800", "张\udfff三", "\u202e张", "*", "-张", "+", "a+b", "{a}", "\\",
        "𠮷", "🙂", "\U0010ffff", "\ufffe", "   ", "\n\t", "%", "_", "?1", "x" * 1_000_000,
        "张 " * 300_000, "z" * 500, "an" * 250, "a " * 250, "1 " * 250, "张" * 500, "86", "0086",
        "ﷺ" * 500, "ß" * 400, "，、；;|", "m()",
    ],
)  # fmt: skip
def test_hostile_text_is_only_text(text: str) -> None:
    customers = [
        slow.Customer(1, "C1", "张三", phones=("13800138001",)),
        slow.Customer(2, "C2", '"tokens": (OR) NOT {*}', contacts=("🙂",)),
    ]
    connection = in_memory(customers)
    assert search(connection, text) == slow.slow_search(customers, text)
    connection.close()
