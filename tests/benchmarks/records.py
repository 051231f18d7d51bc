"""What the records of a made-up book say: a number of rows of each kind, made by chance.

They are dealt out to any number of customers (`tests.benchmarks.dealing`). Orders follow a long
tail (most customers few, a few very many); amounts are round; days lie over three years, some are
still to come; one purchase in forty is a refund.
"""

import random
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from custtui.cli.clock import today

#: In the time zone that a new book has, by which the app knows its day.
TODAY = today("Asia/Shanghai")
#: For which day a new book is judged: it is opened for the first time today.
YESTERDAY = TODAY - timedelta(days=1)

PURCHASES_EACH = 10
FOLLOW_UPS_EACH = 3

_SURNAMES = (
    "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎"
    "余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段章钱汤尹黎易常武乔贺赖龚文"
)
_GIVEN = (
    "伟芳娜敏静强磊军洋勇艳杰娟涛明超秀霞平刚桂英华文建国志新海红玲丽燕辉鹏飞波斌宇浩凯健俊帆雪梅琳慧婷"
    "颖洁晶欣怡佳倩雯萍兰凤云莉荣琴春菊翠雅芝玉淑惠珠莲真环爱妹香月莺媛瑞凡嘉琼勤珍贞光天达安岩中茂进林有坚"
    "和彪博诚先敬震振壮会思群豪心邦承乐绍功松善厚庆民友裕河哲江亮政谦亨奇固之轮翰朗伯宏言若鸣朋梁栋维启克"
)
_PLACES = ("北京", "上海", "广东-深圳", "浙江-杭州", "江苏-苏州", "四川-成都", "湖北-武汉")
_TRADES = ("机械", "电子", "贸易", "科技", "食品", "建材", "物流", "仪表", "包装", "纺织")
_WORDS = (
    "Acme",
    "Nova",
    "Delta",
    "Orion",
    "Pacific",
    "Summit",
    "Vertex",
    "Union",
    "Golden",
    "Sino",
)
_INDUSTRIES = ("制造业-专用设备", "批发零售-食品", "信息技术-软件", "建筑业", "教育", None)
_PRODUCTS = ("泵", "阀", "电机", "传感器", "轴承", "控制柜", None)
_NEEDS = ("function", "price", "quality", "service", "brand", "future_intent")

#: The columns that are no columns of the record: what stands on both sides of a given name.
AROUND_A_NAME = ("before", "behind")

Row = tuple[object, ...]


@dataclass(frozen=True, slots=True)
class Sort:
    """A kind of record: how many there are for each customer, its columns and a row by chance."""

    each: float
    columns: tuple[str, ...]
    row: Callable[[random.Random], Row]


def given_name(chance: random.Random) -> str:
    """One or two characters; what companies call themselves too."""
    return "".join(chance.choices(_GIVEN, k=2 if chance.random() < 0.9 else 1))


def _customer(chance: random.Random) -> Row:
    place, surname = chance.choice(_PLACES), chance.choice(_SURNAMES)
    low = chance.choice((None, 5, 20, 50, 120, 501, 3000))
    kind = chance.random()
    before, behind = surname, ""
    if kind < 0.05:
        before, behind = f"{chance.choice(_WORDS)} {chance.choice(_WORDS)} ", ""
    elif kind < 0.4:
        before, behind = place[:2], f"{chance.choice(_TRADES)}有限公司"
    return (
        before,
        behind,
        chance.choice(_INDUSTRIES),
        place,
        low,
        low,
        chance.choice((None, "prospect", "intending", "customer", "customer")),
        f"{chance.choice(_SURNAMES[:28])}经理",
        "重点" if chance.random() < 0.05 else None,
    )


def _contact(chance: random.Random) -> Row:
    return (chance.choice(_SURNAMES),)


def _purchase(chance: random.Random) -> Row:
    amount = 100 * round(chance.lognormvariate(7.5, 1.2))
    return (
        _day(chance),
        -amount if chance.random() < 0.025 else amount,
        amount * 3 // 5 if chance.random() < 0.5 else None,
        chance.choice(_PRODUCTS),
    )


def _follow_up(chance: random.Random) -> Row:
    is_promised = chance.random() < 0.1
    next_day = TODAY + timedelta(days=chance.randrange(-10, 30))
    return (
        _day(chance),
        chance.choice(("we", "they")),
        chance.choice(("follow_up", "follow_up", "complaint", "praise")),
        "报价已发送, 等待确认",
        next_day.isoformat() if is_promised else None,
    )


def _survey(chance: random.Random) -> Row:
    return _day(chance), chance.choice((1, 2, 3, 4, 4, 5, 5))


def _need(chance: random.Random) -> Row:
    weight, state = chance.randrange(1, 4), chance.choice(("open", "met"))
    return chance.choice(_NEEDS), weight, state, _day(chance)


def _contract(chance: random.Random) -> Row:
    start = date.fromisoformat(_day(chance))
    end = start + timedelta(days=365)
    return start.isoformat(), end.isoformat(), chance.choice(("running", "renewed", "ended"))


def _day(chance: random.Random) -> str:
    return (TODAY - timedelta(days=int(1095 * chance.random() ** 1.3) - 5)).isoformat()


SORTS = {
    "customer": Sort(
        1,
        ("before", "behind", "industry", "region", "employees_low", "employees_high", "stage",
         "owner", "tags"),
        _customer,
    ),
    "contact": Sort(1, ("before",), _contact),
    "purchase": Sort(PURCHASES_EACH, ("day", "amount", "cost", "product"), _purchase),
    "follow_up": Sort(
        FOLLOW_UPS_EACH, ("day", "direction", "kind", "summary", "next_day"), _follow_up
    ),
    "survey": Sort(1 / 4, ("day", "score"), _survey),
    "need": Sort(1 / 3, ("kind", "weight", "state", "day"), _need),
    "contract": Sort(1 / 5, ("start", "end", "state"), _contract),
}  # fmt: skip
