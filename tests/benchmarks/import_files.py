"""The files that imports are timed on: as a department's own lists are, written in several ways."""

import csv
import random
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from pathlib import Path

from tests.benchmarks.records import PURCHASES_EACH, TODAY, given_name

#: Of a list of customers as CSV; a workbook has the further ones too, 25 in all.
CUSTOMER_HEADERS = (
    "客户编号", "客户名称", "类别", "所属行业", "区域", "地址", "企业规模", "年营收", "成立时间",
    "来源渠道", "客户经理", "客户状态", "标签", "备注", "联系人", "职位", "电话", "邮箱",
)  # fmt: skip
FURTHER_HEADERS = (
    "微信", "客户等级", "细分类型", "初次接触日期", "接触方式", "初次沟通内容", "证件号码",
)  # fmt: skip
PURCHASE_HEADERS = (
    "客户编号", "购买日期", "交易金额", "产品/服务", "数量", "单价", "成本", "订单号",
)  # fmt: skip
FOLLOW_UP_HEADERS = ("客户编号", "跟进日期", "沟通内容")

_SURNAMES = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧"
_PLACES = ("北京", "上海", "广东-深圳", "浙江-杭州", "江苏-苏州", "四川省成都市", "湖北-武汉")
_INDUSTRIES = ("制造业-专用设备制造业", "批发和零售业", "信息技术", "建筑业", "教育", "")
_SIZES = ("", "5", "20", "50-100人", "120", "501", "3000人以上")
_PRODUCTS = ("泵", "阀", "电机", "传感器", "轴承", "控制柜", "")
_OWNERS = tuple(f"{surname}经理" for surname in _SURNAMES)
_SOURCES = ("展会", "网络推广", "老客户介绍", "电话", "")
_STAGES = ("", "潜在", "意向", "现有", "现有客户", "成交")
_TAGS = ("", "重点", "需求:降本增效", "重点;需求:降本增效", "行业:制造业, 重点")
_TITLES = ("采购经理", "总经理", "厂长", "")
_CHANNELS = ("电话", "微信", "拜访", "展会", "")

Row = Sequence[str | int | date]


def write_customers(path: Path, count: int) -> None:
    """A list of customers as CSV."""
    chance = random.Random(7)
    _write_csv(path, CUSTOMER_HEADERS, (_customer(chance, 1 + n) for n in range(count)))


def write_workbook(path: Path, count: int) -> None:
    """A workbook of customers with every column, days as days."""
    import xlsxwriter

    chance = random.Random(7)
    options = {"constant_memory": True, "default_date_format": "yyyy-mm-dd"}
    with xlsxwriter.Workbook(path, options) as workbook:
        sheet = workbook.add_worksheet("客户资料")
        sheet.write_row(0, 0, (*CUSTOMER_HEADERS, *FURTHER_HEADERS))
        for number in range(1, count + 1):
            sheet.write_row(number, 0, [*_customer(chance, number), *_further(chance)])


def write_purchases(path: Path, customers: int, count: int | None = None) -> None:
    """A list of their purchases as CSV, the oldest first: a few customers have most."""
    count = PURCHASES_EACH * customers if count is None else count
    _write_csv(path, PURCHASE_HEADERS, _purchases(customers, count))


def write_follow_ups(path: Path, customers: int) -> None:
    """A list of as many follow-ups as customers, by which about two in three were last called."""
    chance = random.Random(9)
    rows = (
        (_code(chance.randint(1, customers)), TODAY - timedelta(days=chance.randrange(300)), "电话")
        for _row in range(customers)
    )
    _write_csv(path, FOLLOW_UP_HEADERS, rows)


def _write_csv(path: Path, headers: Sequence[str], rows: Iterable[Row]) -> None:
    """As spreadsheets save it: UTF-8 with a mark, lines that end in CR LF."""
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(headers)
        writer.writerows(rows)


def _purchases(customers: int, count: int) -> Iterator[Row]:
    chance = random.Random(8)
    for number in range(1, count + 1):
        amount = round(chance.lognormvariate(7.5, 1.2)) + chance.choice((0, 0, 0, 0.5, 0.25))
        quantity = chance.randrange(1, 20)
        yield (
            _code(1 + int(customers * chance.random() ** 2.5)),
            _written(TODAY - timedelta(days=1095 - 1095 * number // count), chance),
            _amount(-amount if chance.random() < 0.025 else amount, chance),
            chance.choice(_PRODUCTS),
            quantity,
            f"{amount / quantity:.2f}",
            f"{amount * 3 // 5:.0f}" if chance.random() < 0.5 else "",
            f"SO{number:08}",
        )


def _customer(chance: random.Random, number: int) -> list[str | date]:
    name = chance.choice(_SURNAMES) + given_name(chance)
    place = chance.choice(_PLACES)
    company = number % 3 == 0
    return [
        _code(number),
        f"{name}{place[:2]}有限公司" if company else name,
        "企业" if company else "个人",
        chance.choice(_INDUSTRIES),
        place,
        f"{place[:2]}市中山路{chance.randrange(1, 2000)}号",
        chance.choice(_SIZES),
        f"{chance.randrange(10, 9000)}万" if company else "",
        TODAY - timedelta(days=chance.randrange(300, 9000)) if company else "",
        chance.choice(_SOURCES),
        chance.choice(_OWNERS),
        chance.choice(_STAGES),
        chance.choice(_TAGS),
        f"上次报价{chance.randrange(100, 9999)}元, 等待确认" if number % 4 == 0 else "",
        chance.choice(_SURNAMES) + given_name(chance),
        chance.choice(_TITLES),
        _phone(chance),
        f"c{number}@example.com" if number % 2 else "",
    ]


def _further(chance: random.Random) -> list[str | date]:
    return [
        f"wx{chance.randrange(10**8)}",
        chance.choice(("A", "B", "C类", "")),
        chance.choice(("价值-中、行为-活跃", "")),
        TODAY - timedelta(days=chance.randrange(2000)),
        chance.choice(_CHANNELS),
        chance.choice(("询问价格和交货期", "要求寄送样品", "")),
        f"9133{chance.randrange(10**14):014}",
    ]


def _code(number: int) -> str:
    return f"K{number:07}"


def _phone(chance: random.Random) -> str:
    number = f"1{chance.randrange(30, 100)}{chance.randrange(10**8):08}"
    match chance.randrange(6):
        case 0:
            return f"{number[:3]} {number[3:7]} {number[7:]}"
        case 1:
            return f"010-6{chance.randrange(10**7):07}"
        case _:
            return number


def _written(day: date, chance: random.Random) -> str:
    match chance.randrange(4):
        case 0:
            return f"{day.year}/{day.month}/{day.day}"
        case 1:
            return f"{day.year}年{day.month}月{day.day}日"
        case _:
            return day.isoformat()


def _amount(amount: float, chance: random.Random) -> str:
    match chance.randrange(5):
        case 0:
            return f"{amount:,.2f}"
        case 1:
            return f"¥{amount:.2f}"
        case _:
            return f"{amount:g}" if abs(amount) < 1e5 else f"{amount:.0f}"
