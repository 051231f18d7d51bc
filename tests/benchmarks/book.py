"""A book of any size to take times on: the same for the same numbers, with ties as in real life.

Orders follow a long tail (most customers few, a few very many); amounts are round; days lie over
three years, some are still to come; one purchase in forty is a refund.
"""

import random
import sqlite3
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import islice
from pathlib import Path
from typing import Any

from custtui.reading.connection import settle
from custtui.segments.judging.judge import judge_file
from custtui.store import Book, open_book

TODAY = date(2026, 11, 22)
_MADE_ONE_BY_ONE = 100_000
PURCHASES_EACH = 10
FOLLOW_UPS_EACH = 3

_SURNAMES = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧"
_NAMES = "伟芳娜敏静强磊军洋勇艳杰娟涛明超秀霞平刚桂英华文建国志新海"
_PLACES = ("北京", "上海", "广东-深圳", "浙江-杭州", "江苏-苏州", "四川-成都", "湖北-武汉")
_INDUSTRIES = ("制造业-专用设备", "批发零售-食品", "信息技术-软件", "建筑业", "教育", None)
_PRODUCTS = ("泵", "阀", "电机", "传感器", "轴承", "控制柜", None)

Row = dict[str, Any]


def made(path: Path, customers: int) -> None:
    """A new book at `path` as `book_of` makes it, which was last opened yesterday."""
    book_of(path, customers).close()


def book_of(path: Path, customers: int, seed: int = 7) -> Book:
    """A new book at `path` with that many customers and ten times as many purchases.

    A large one is a smaller one taken many times over, each time with slightly other amounts: made
    by SQL, it is there in minutes instead of an hour.
    """
    times_over = max(1, customers // _MADE_ONE_BY_ONE)
    book = _made(path, customers // times_over, seed)
    if times_over > 1:
        _take_over(path, customers // times_over, times_over)
    return book


def _made(path: Path, customers: int, seed: int) -> Book:
    chance = random.Random(seed)
    book = open_book(path, TODAY)
    with book.edit("sample", "import") as edit:
        ids = edit.add_rows("customer", _customers(chance, customers))
        edit.add_rows("contact", _contacts(chance, ids))
        owners = _long_tail(chance, ids)
        edit.add_rows("purchase", islice(_purchases(chance, owners), PURCHASES_EACH * customers))
        edit.add_rows("follow_up", _follow_ups(chance, ids, FOLLOW_UPS_EACH * customers))
        edit.add_rows("survey", _surveys(chance, ids, customers // 4))
        edit.add_rows("need", _needs(chance, ids, customers // 3))
        edit.add_rows("contract", _contracts(chance, ids, customers // 5))
    return book


def _take_over(path: Path, customers: int, times_over: int) -> None:
    """Everything again, `times_over` - 1 times, for customers of other numbers; judged anew.

    Search is left as it is: it knows the first customers.
    """
    connection = sqlite3.connect(path, isolation_level=None)
    settle(connection)
    connection.execute("PRAGMA cache_size = -200000")
    connection.execute("BEGIN IMMEDIATE")
    for kind in ("customer", "contact", "purchase", "follow_up", "survey", "need", "contract"):
        names = [row[1] for row in connection.execute(f"PRAGMA table_info({kind})")]
        (count,) = connection.execute(f"SELECT max(id) FROM {kind}").fetchone()
        for place in range(1, times_over):
            columns = ", ".join(_again(name, place, count, customers) for name in names)
            connection.execute(f"INSERT INTO {kind} SELECT {columns} FROM {kind} WHERE id <= ?",
                               (count,))  # fmt: skip
    connection.execute("DROP TABLE judged")
    judge_file(connection, TODAY)
    connection.execute("COMMIT")
    connection.close()


def _again(name: str, place: int, records: int, customers: int) -> str:
    """The SQL of a column for the copy of that number."""
    match name:
        case "id":
            return f"id + {place * records}"
        case "customer_id":
            return f"customer_id + {place * customers}"
        case "code":
            return f"'{place}-' || code"
        case "amount":
            return f"amount + {place}"
        case _:
            return f'"{name}"'


def _customers(chance: random.Random, count: int) -> Iterator[Row]:
    for number in range(1, count + 1):
        name = chance.choice(_SURNAMES) + "".join(chance.choices(_NAMES, k=2))
        low = chance.choice((None, 5, 20, 50, 120, 501, 3000))
        yield {
            "code": f"C{number:07}",
            "name": name if number % 3 else f"{name}{chance.choice(_PLACES)[:2]}有限公司",
            "industry": chance.choice(_INDUSTRIES),
            "region": chance.choice(_PLACES),
            "employees_low": low,
            "employees_high": low,
            "stage": chance.choice((None, "prospect", "intending", "customer", "customer")),
            "owner": chance.choice(_SURNAMES) + "经理",
        }


def _contacts(chance: random.Random, ids: range) -> Iterator[Row]:
    for identity in ids:
        yield {
            "customer_id": identity,
            "name": chance.choice(_SURNAMES) + chance.choice(_NAMES),
            "phones": f"1{chance.randrange(30, 100)}{chance.randrange(10**8):08}",
            "is_primary": True,
        }


def _long_tail(chance: random.Random, ids: range) -> Iterator[int]:
    """Whose the next purchase is: a fifth of the customers make most of them."""
    while True:
        yield ids[int(len(ids) * chance.random() ** 2.5)]


def _purchases(chance: random.Random, owners: Iterator[int]) -> Iterator[Row]:
    for owner in owners:
        amount = 100 * round(chance.lognormvariate(7.5, 1.2))
        yield {
            "customer_id": owner,
            "day": _day(chance),
            "amount": -amount if chance.random() < 0.025 else amount,
            "cost": amount * 3 // 5 if chance.random() < 0.5 else None,
            "product": chance.choice(_PRODUCTS),
        }


def _follow_ups(chance: random.Random, ids: range, count: int) -> Iterator[Row]:
    for _number in range(count):
        is_promised = chance.random() < 0.1
        yield {
            "customer_id": chance.choice(ids),
            "day": _day(chance),
            "direction": chance.choice(("we", "they")),
            "kind": chance.choice(("follow_up", "follow_up", "complaint", "praise")),
            "summary": "报价已发送, 等待确认",
            "next_day": TODAY + timedelta(days=chance.randrange(-10, 30)) if is_promised else None,
        }


def _surveys(chance: random.Random, ids: range, count: int) -> Iterator[Row]:
    for _number in range(count):
        yield {
            "customer_id": chance.choice(ids),
            "day": _day(chance),
            "score": chance.choice((1, 2, 3, 4, 4, 5, 5)),
        }


def _needs(chance: random.Random, ids: range, count: int) -> Iterator[Row]:
    kinds = ("function", "price", "quality", "service", "brand", "future_intent")
    for _number in range(count):
        yield {
            "customer_id": chance.choice(ids),
            "kind": chance.choice(kinds),
            "weight": chance.randrange(1, 4),
            "state": chance.choice(("open", "met")),
            "day": _day(chance),
        }


def _contracts(chance: random.Random, ids: range, count: int) -> Iterator[Row]:
    for _number in range(count):
        start = _day(chance)
        yield {
            "customer_id": chance.choice(ids),
            "start": start,
            "end": start + timedelta(days=365),
            "state": chance.choice(("running", "renewed", "ended")),
        }


def _day(chance: random.Random) -> date:
    return TODAY - timedelta(days=int(1095 * chance.random() ** 1.3) - 5)
