"""What rules may ask about: metrics, fields and segments, each with the SQL that gives it.

The SQL speaks of `m` (the metric row), `c` (the customer row) and `s` (the segment row), and of
the bound value `:as_of`. Identifiers in compiled rules come from here and nowhere else.
"""

from dataclasses import dataclass
from enum import StrEnum

from custtui.reading.own_fields import stored_value
from custtui.values.language import current
from custtui.values.registry import CUSTOMER, Choice, Field, Form, is_own
from custtui.values.registry.choices import NEED_KINDS


class Kind(StrEnum):
    """How a measure is compared and shown."""

    MONEY = "money"  #: minor units; thresholds in whole currency units
    COUNT = "count"
    NUMBER = "number"  #: thousandths; thresholds in whole ones
    AGE = "age"  #: days since a stored day
    DAY = "day"
    RATIO = "ratio"  #: one integer over another
    TEXT = "text"
    CHOICE = "choice"
    YES_NO = "yes_no"
    SET = "set"  #: several values at once: tags, products bought, open needs


@dataclass(frozen=True, slots=True)
class Measure:
    """One thing that can be compared, ranked or shown.

    `sql` is its stored value (of an age, the day it counts from; of a ratio, the numerator; empty
    where a set has no value of its own but only a test),
    `over` a ratio's denominator, `holds` the test of a set for the bound value `{value}`.
    `window` names the window of days that it looks at, as in `values.days.windows`.
    """

    key: str
    english: str
    chinese: str
    kind: Kind
    sql: str
    over: str | None = None
    holds: str | None = None
    window: str | None = None
    choices: tuple[Choice, ...] = ()
    money: bool = False

    @property
    def label(self) -> str:
        return self.chinese if current() == "zh" else self.english

    @property
    def scale(self) -> int:
        """How many of what is stored make one of what thresholds count."""
        if is_money(self):
            return 100
        return 1000 if self.kind is Kind.NUMBER else 1

    @property
    def number(self) -> str:
        """Its SQL as one integer, to rank by; a ratio has none."""
        if self.kind is Kind.AGE:
            return f"CAST(julianday(:as_of) - julianday({self.sql}) AS INTEGER)"
        return self.sql


_RECENCY = "CAST(julianday(:as_of) - julianday(m.last_purchase) AS INTEGER)"

METRICS = (
    Measure(
        "amount_12m",
        "Amount, 12 months",
        "近12个月交易金额",
        Kind.MONEY,
        "m.amount_12m",
        window="12m",
    ),
    Measure(
        "amount_prev_12m",
        "Amount, previous 12 months",
        "前12个月交易金额",
        Kind.MONEY,
        "m.amount_prev_12m",
        window="prev_12m",
    ),
    Measure(
        "amount_24m",
        "Amount, 24 months",
        "近24个月交易金额",
        Kind.MONEY,
        "m.amount_24m",
        window="24m",
    ),
    Measure("amount_total", "Amount, all time", "总消费金额", Kind.MONEY, "m.amount_total"),
    Measure(
        "amount_90d", "Amount, 90 days", "近90天交易金额", Kind.MONEY, "m.amount_90d", window="90d"
    ),
    Measure(
        "amount_prev_90d",
        "Amount, previous 90 days",
        "前90天交易金额",
        Kind.MONEY,
        "m.amount_prev_90d",
        window="prev_90d",
    ),
    Measure(
        "profit_12m",
        "Profit, 12 months",
        "近12个月利润贡献",
        Kind.MONEY,
        "m.profit_12m",
        window="12m",
    ),
    Measure(
        "orders_12m",
        "Orders, 12 months",
        "近12个月交易频次",
        Kind.COUNT,
        "m.orders_12m",
        window="12m",
    ),
    Measure(
        "orders_24m",
        "Orders, 24 months",
        "近24个月交易频次",
        Kind.COUNT,
        "m.orders_24m",
        window="24m",
    ),
    Measure(
        "orders_90d", "Orders, 90 days", "近90天交易频次", Kind.COUNT, "m.orders_90d", window="90d"
    ),
    Measure(
        "orders_prev_90d",
        "Orders, previous 90 days",
        "前90天交易频次",
        Kind.COUNT,
        "m.orders_prev_90d",
        window="prev_90d",
    ),
    Measure("orders_total", "Orders, all time", "总交易频次", Kind.COUNT, "m.orders_total"),
    Measure(
        "average_order",
        "Average order",
        "客单价",
        Kind.RATIO,
        "m.amount_12m",
        over="nullif(m.orders_12m, 0)",
        window="12m",
        money=True,
    ),
    Measure("first_purchase", "First purchase", "首次购买日期", Kind.DAY, "m.first_purchase"),
    Measure("last_purchase", "Last purchase", "最后购买日期", Kind.DAY, "m.last_purchase"),
    Measure(
        "recency_days", "Days since last purchase", "距最后购买天数", Kind.AGE, "m.last_purchase"
    ),
    Measure(
        "tenure_days", "Days since first purchase", "合作时长(天)", Kind.AGE, "m.first_purchase"
    ),
    Measure(
        "cycle_days",
        "Purchase cycle, days",
        "购买周期(天)",
        Kind.RATIO,
        "m.cycle_half_days",
        over="2",
    ),
    Measure(
        "cycle_ratio",
        "Recency over cycle",
        "间隔与周期之比",
        Kind.RATIO,
        f"2 * {_RECENCY}",
        over="m.cycle_half_days",
    ),
    Measure("main_product", "Main product", "主要产品", Kind.TEXT, "m.main_product", window="12m"),
    Measure("last_contact", "Last contact", "最近沟通时间", Kind.DAY, "m.last_contact"),
    Measure(
        "contact_age_days", "Days since last contact", "距最近沟通天数", Kind.AGE, "m.last_contact"
    ),
    Measure(
        "follow_ups_90d",
        "Follow-ups, 90 days",
        "近90天跟进次数",
        Kind.COUNT,
        "m.follow_ups_90d",
        window="90d",
    ),
    Measure(
        "inbound_90d",
        "Inquiries, 90 days",
        "近90天咨询频率",
        Kind.COUNT,
        "m.inbound_90d",
        window="90d",
    ),
    Measure(
        "complaints_90d",
        "Complaints, 90 days",
        "近90天投诉",
        Kind.COUNT,
        "m.complaints_90d",
        window="90d",
    ),
    Measure(
        "complaints_prev_90d",
        "Complaints, previous 90 days",
        "前90天投诉",
        Kind.COUNT,
        "m.complaints_prev_90d",
        window="prev_90d",
    ),
    Measure(
        "praises_12m",
        "Praises, 12 months",
        "近12个月表扬",
        Kind.COUNT,
        "m.praises_12m",
        window="12m",
    ),
    Measure(
        "satisfaction_12m",
        "Satisfaction, 12 months",
        "近12个月满意度",
        Kind.RATIO,
        "m.score_sum_12m",
        over="nullif(m.score_count_12m, 0)",
        window="12m",
    ),
    Measure(
        "satisfaction_last",
        "Latest satisfaction score",
        "客户满意度评分",
        Kind.COUNT,
        "m.satisfaction_last",
    ),
    Measure("next_due", "Next due", "下次跟进日期", Kind.DAY, "m.next_due"),
    Measure("contract_end", "Contract end", "合同到期日", Kind.DAY, "m.contract_end"),
    Measure(
        "renewal_rate",
        "Renewal rate",
        "续约率",
        Kind.RATIO,
        "m.contracts_renewed",
        over="nullif(m.contracts_renewed + m.contracts_ended, 0)",
    ),
    Measure(
        "leading_need",
        "Leading need",
        "主导需求",
        Kind.CHOICE,
        "m.leading_need",
        choices=(
            Choice("price", "Price", "价格"),
            Choice("quality", "Quality", "质量"),
            Choice("service", "Service", "服务"),
        ),
    ),
    Measure("employees", "Employees", "员工人数", Kind.COUNT, "m.employees"),
    Measure(
        "has_decision_maker",
        "Has a decision maker",
        "有决策者联系人",
        Kind.YES_NO,
        "m.has_decision_maker",
    ),
)

_SETS = (
    Measure(
        "products",
        "Products bought",
        "购买过的产品",
        Kind.SET,
        "",
        holds="EXISTS (SELECT 1 FROM purchase p WHERE p.customer_id = c.id AND p.amount > 0"
        " AND p.day <= :as_of AND p.product = {value})",
    ),
    Measure(
        "open_needs",
        "Open needs",
        "未满足的需求",
        Kind.SET,
        "",
        holds="EXISTS (SELECT 1 FROM need n WHERE n.customer_id = c.id AND n.state = 'open'"
        " AND (n.day IS NULL OR n.day <= :as_of) AND n.kind = {value})",
        choices=NEED_KINDS,
    ),
    Measure(
        "reachable",
        "Has a phone, e-mail or account",
        "有电话、邮箱或账号",
        Kind.YES_NO,
        "m.reachable",
    ),
)

_KINDS = {
    Form.TEXT: Kind.TEXT, Form.INDUSTRY: Kind.TEXT, Form.REGION: Kind.TEXT, Form.DAY: Kind.DAY,
    Form.MONEY: Kind.MONEY, Form.CHOICE: Kind.CHOICE, Form.BIRTH_YEAR: Kind.COUNT,
    Form.TAGS: Kind.SET, Form.QUANTITY: Kind.NUMBER, Form.YES_NO: Kind.YES_NO,
}  # fmt: skip


def of_field(field: Field) -> Measure:
    """The measure of a customer's field; of an own one it is called `field:KEY`."""
    column = stored_value(field.key) if is_own(field.key) else f"c.{field.key}"
    holds = f"instr(char(10) || {column} || char(10), char(10) || {{value}} || char(10)) > 0"
    return Measure(
        field.key, field.english, field.chinese, _KINDS[field.form], column,
        holds=holds if field.form is Form.TAGS else None, choices=field.choices,
    )  # fmt: skip


_FIELDS = tuple(of_field(field) for field in CUSTOMER.fields if field.form in _KINDS)

#: Every measure by its key, in the order in which an editor offers them.
MEASURES: dict[str, Measure] = {measure.key: measure for measure in (*METRICS, *_SETS, *_FIELDS)}


def is_money(measure: Measure) -> bool:
    """Whether its thresholds are in whole currency units while it is stored in minor ones."""
    return measure.kind is Kind.MONEY or measure.money


def is_moving(measure: Measure) -> bool:
    """Whether its value differs from day to day though nothing happens: ages, and what has one."""
    return ":as_of" in measure.number


def of_segment(dimension: str, *, tags: bool) -> Measure:
    """The measure `segment:DIMENSION`: the effective segment, or the tags, that it gives."""
    column = f's."{dimension}"'
    holds = f"instr(' ' || {column} || ' ', ' ' || {{value}} || ' ') > 0"
    kind = Kind.SET if tags else Kind.TEXT
    return Measure(
        f"segment:{dimension}", dimension, dimension, kind, column, holds=holds if tags else None
    )
