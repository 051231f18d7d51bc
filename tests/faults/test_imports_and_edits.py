"""The law of imports beside edits: in whatever order they meet, one came after the other."""

import random
import shutil
import sqlite3
from contextlib import AbstractContextManager, closing
from pathlib import Path
from typing import Any

import pytest

from custtui.exchange.imported import Imported
from custtui.exchange.importing import import_file
from custtui.model import Contact, Customer, Purchase
from custtui.store import Book, Edit
from custtui.store.erasing import erase
from custtui.store.own_fields import add_field, delete_field
from custtui.store.staging import Staging
from tests.agreement import assert_agreement
from tests.exchange.files import write_csv
from tests.faults.filled_books import TODAY, filled

_CODES = ("K00000", "K00001", "K00002", "C00005", "C00006", "C00007", "C00008")
_NAMES = ("甲", "乙", "丙", "丁")


def _edit(book: Book, chance: random.Random) -> None:
    """An edit that a colleague may make at any moment; what can't be done is not."""
    with closing(sqlite3.connect(book.path)) as connection:
        ids = [row[0] for row in connection.execute("SELECT id FROM customer")]
    one, what = chance.choice(ids), chance.randrange(10)
    if what == 9:
        if len(ids) > 1:
            erase(book, one, patience_milliseconds=0)
        return
    with book.edit("x") as edit:
        match what:
            case 0:
                code = chance.choice(_CODES)
                taken = edit.connection.execute("SELECT 1 FROM customer WHERE code = ?", (code,))
                if taken.fetchone() is None:
                    edit.change("customer", one, {"code": code})
            case 1:
                edit.change("customer", one, {"name": chance.choice(_NAMES)})
            case 2 if len(ids) > 1:
                edit.delete("customer", one)
            case 3:
                edit.add(Customer(code="", name=chance.choice(_NAMES), recorded=""))
            case 4:
                edit.change("customer", one, {"owner": "王敏", "tags": "重点"})
            case 5:
                edit.add(Contact(customer_id=one, name="张", phones="13800138000", recorded=""))
            case 6:
                keys = edit.connection.execute("SELECT key FROM custom_field").fetchall()
                if keys:
                    delete_field(edit, keys[0][0], with_values=True)
                else:
                    add_field(edit, {"chinese": "楼层", "english": "Floor", "form": "text"})
            case _:
                amount, day = chance.randrange(1, 4) * 100, TODAY
                estimated = chance.random() < 0.2
                edit.add(Purchase(customer_id=one, day=day, amount=amount, estimated=estimated,
                                  recorded=""))  # fmt: skip


def _random_file(folder: Path, kind: str, chance: random.Random) -> Path:
    def code() -> str:
        return chance.choice((*_CODES, "", ""))

    lines: list[list[object]]
    if kind == "customers":
        lines = [["客户编号", "客户名称", "标签", "楼层", "联系人", "手机"]]
        for _row in range(12):
            person, phone = chance.choice((("", ""), ("张", "13800138000"), ("李", "")))
            tag = chance.choice(("", "重点", "老客户"))
            lines.append([code(), chance.choice(_NAMES), tag, chance.choice("12"), person, phone])
    else:
        lines = [["客户编号", "客户名称", "购买日期", "交易金额"]]
        for _row in range(12):
            lines.append([code(), chance.choice(_NAMES), TODAY, chance.randrange(1, 4)])
    return write_csv(folder / f"{kind}.csv", lines)


def _content(path: Path) -> dict[str, list[tuple[object, ...]]]:
    """All records, with customers called by name; the codes given by the program are left out."""
    whose = "(SELECT iif(code LIKE 'K%', code, name) FROM customer c WHERE c.id = customer_id)"
    queries = {
        "customer": "SELECT iif(code LIKE 'C%', '', code), name, owner, tags, note, custom",
        "contact": f"SELECT {whose}, name, phones, is_primary",
        "purchase": f"SELECT {whose}, day, amount, estimated",
    }
    with closing(sqlite3.connect(path)) as connection:
        return {
            kind: sorted(connection.execute(f"{query} FROM {kind}"), key=str)
            for kind, query in queries.items()
        }


def _take(book: Book, kind: str, file: Path, wishes: dict[str, Any]) -> Imported:
    return import_file(book, kind, file, today=TODAY, **wishes)


@pytest.mark.parametrize("round_", range(40))
def test_edits_meanwhile_are_as_edits_before(
    tmp_path: Path, round_: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Colleagues edit between staging and the lock, again and again: as if all came before."""
    chance = random.Random(round_)
    kind = chance.choice(("customers", "purchases"))
    wishes: dict[str, Any] = {"keep_duplicates": chance.random() < 0.3}
    if kind == "customers":
        wishes |= {"update": chance.random() < 0.6, "create_fields": chance.random() < 0.4}
    else:
        wishes |= {"create": chance.random() < 0.6, "replace_opening": chance.random() < 0.4}
    file = _random_file(tmp_path, kind, chance)
    before = tmp_path / "before.db"
    book = filled(before, 4)
    for _turn in range(6):
        _edit(book, chance)
    book.close()
    meanwhile, then = tmp_path / "meanwhile.db", tmp_path / "then.db"
    shutil.copy(before, meanwhile)
    shutil.copy(before, then)
    seeds = [chance.randrange(2**32) for _turn in range(chance.choice((1, 1, 3, 8)))]

    colleagues, coming, unhindered = Book(meanwhile), iter(seeds), Book.edit

    def edit(
        book: Book,
        what: str,
        cause: str = "edit",
        undoes: int | None = None,
        staging: Staging | None = None,
    ) -> AbstractContextManager[Edit]:
        seed = None if staging is None else next(coming, None)
        if seed is not None:
            _edit(colleagues, random.Random(seed))
        return unhindered(book, what, cause, undoes, staging)

    monkeypatch.setattr(Book, "edit", edit)
    done = _take(Book(meanwhile), kind, file, wishes)
    monkeypatch.setattr(Book, "edit", unhindered)
    came = len(seeds) - len(list(coming))
    for seed in seeds[:came]:
        _edit(Book(then), random.Random(seed))
    wanted = _take(Book(then), kind, file, wishes)
    assert (done.added, done.updated, done.already_there, done.rejected) == (
        wanted.added, wanted.updated, wanted.already_there, wanted.rejected
    )  # fmt: skip
    assert _content(meanwhile) == _content(then)
    assert_agreement(meanwhile, TODAY)
