"""Names of sheets and heads of columns that no field and no metric has.

They stand here in both languages, as the labels of fields do: a head is part of a file's form,
by which import knows the column again, and most come from the templates of document 004.
"""

from typing import NamedTuple


class Heading(NamedTuple):
    """One name in both languages."""

    english: str
    chinese: str

    def label(self, language: str) -> str:
        return self.chinese if language == "zh" else self.english


CUSTOMER_CODE = Heading("Customer code", "客户编号")
CUSTOMER_NAME = Heading("Customer name", "客户名称")

# 客户资料, template 1 of 004, where a metric or a record has another name there.
CONTACT = Heading("Contact", "联系人")
CONTACT_PHONES = Heading("Contact phones", "联系方式")
FIRST_PURCHASE = Heading("First purchase", "首次合作时间")
ORDERS_12M = Heading("Orders, 12 months", "近12个月合作次数")
MAIN_PRODUCT = Heading("Main product", "主推产品/服务")
GRADE = Heading("Grade", "客户等级")
SEGMENTS = Heading("Segments", "细分类型")
LAST_SUMMARY = Heading("Last contact summary", "沟通内容摘要")
OF_IT_ESTIMATED = Heading("Of it estimated, 12 months", "其中期初估算(近12个月)")
STATED_GRADE = Heading("Stated grade", "原客户等级")
STATED_SEGMENTS = Heading("Stated segments", "原细分类型")
SEGMENT_OF = Heading("Segment: {dimension}", "细分: {dimension}")

# 客户细分标准, template 2 of 004.
STANDARDS = Heading("Segment standards", "客户细分标准")
DIMENSION = Heading("Dimension", "细分维度")
INDICATOR = Heading("Indicator", "细分指标")
STANDARD = Heading("Standard", "细分标准")
CUSTOMER_TYPE = Heading("Customer type", "客户类型")
DESCRIPTION = Heading("Description", "特征描述")
STRATEGY = Heading("Strategy", "运营策略")
MEMBERS = Heading("Customers", "客户数")
PART = Heading("Share", "占比")
AMOUNT_12M = Heading("Net amount, 12 months", "近12个月净交易额")

# 手工固定.
PINS = Heading("Pins", "手工固定")
PINNED_SEGMENT = Heading("Pinned segment", "固定类型")
PINNED_HOW = Heading("How", "方式")
BY_THE_RULES = Heading("By the rules", "按规则")
PIN_STATE = Heading("Pin state", "状态")
PIN_REASON = Heading("Reason", "固定原因")
PIN_AUTHOR = Heading("Who", "固定人")
FIXED_ON = Heading("Fixed on", "固定日期")
PIN_LAST_DAY = Heading("Last day of the pin", "最后一天")

# 汇总.
SUMMARY = Heading("Summary", "汇总")
AS_OF = Heading("As of", "截至日期")
WINDOW = Heading("Window", "统计区间")
FIRST_DAY = Heading("First day", "首日")
LAST_DAY = Heading("Last day", "末日")
WINDOWS = {
    "12m": Heading("Last 12 months", "近12个月"),
    "prev_12m": Heading("Previous 12 months", "前12个月"),
    "24m": Heading("Last 24 months", "近24个月"),
    "90d": Heading("Last 90 days", "近90天"),
    "prev_90d": Heading("Previous 90 days", "前90天"),
}
