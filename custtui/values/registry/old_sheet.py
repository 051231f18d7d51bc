"""The summary columns of an old customer sheet (旧表): no fields of a customer, yet known."""

from custtui.values.registry.field import Field, Form, RecordKind
from custtui.values.registry.records import CONTACT, SURVEY

#: On a customers import they become records (fields.md).
OLD_SHEET = RecordKind(
    "old_sheet",
    "old_sheets",
    "Old sheet",
    "旧表",
    "",
    (
        Field(
            "contact", "Contact", "联系人",
            variants=("联系人姓名", "主要联系人", "姓名+职位", "姓名", "contact person"),
        ),
        Field(
            "title", "Contact title", "职位",
            variants=(*CONTACT.field("title").variants, "联系人职位"),
        ),
        Field(
            "decision_role", "Decision role", "决策链角色", Form.CHOICE,
            CONTACT.field("decision_role").variants,
            choices=CONTACT.field("decision_role").choices,
        ),
        Field("contact_details", "Contact details", "联系方式", Form.LONG_TEXT),
        Field(
            "phones", "Phones", "电话", Form.PHONES,
            ("手机", "手机号", "手机号码", "企业电话", "公司电话", "联系电话", "联系人电话", "座机",
             "phone", "mobile"),
        ),
        Field("email", "E-mail", "邮箱", Form.EMAIL, CONTACT.field("email").variants),
        Field("wechat", "WeChat", "微信", variants=("微信号",)),
        Field("accounts", "Accounts", "社交媒体账号", variants=("QQ",)),
        Field(
            "first_purchase", "First purchase", "首次合作时间", Form.DAY,
            ("首次购买日期", "首次合作日期", "首次购买时间", "首次交易时间", "首次交易日期",
             "合作开始时间"),
        ),
        Field(
            "last_purchase", "Last purchase", "最后购买日期", Form.DAY,
            ("最后购买时间", "最近购买日期", "最近购买时间", "最后交易日期", "最后交易时间",
             "最近交易日期", "最近交易时间", "上次购买日期"),
        ),
        Field(
            "amount_12m", "Amount, 12 months", "近12个月交易金额", Form.MONEY,
            ("近12个月交易额", "近12个月消费金额", "近12个月购买金额", "近12个月采购金额",
             "近一年交易金额", "近一年交易额", "近一年消费金额", "年交易额", "年交易金额"),
        ),
        Field(
            "orders_12m", "Orders, 12 months", "交易频次",
            variants=("近12个月合作次数", "近12个月交易次数", "近12个月购买次数",
                      "近12个月交易频次", "近一年交易次数", "近一年合作次数", "交易次数",
                      "购买频次", "购买次数", "合作次数"),
        ),
        Field(
            "amount_total", "Amount, total", "总消费金额", Form.MONEY,
            ("累计消费金额", "累计交易金额", "累计交易额", "总交易金额", "总交易额",
             "累计购买金额", "历史交易总额"),
        ),
        Field(
            "products", "Main products", "主推产品/服务", Form.TAGS,
            ("主推产品", "主推服务", "购买产品", "购买产品/服务", "意向产品"),
        ),
        Field(
            "last_contact", "Last contact", "最近沟通时间", Form.DAY,
            ("最近沟通日期", "最近联系时间", "最近联系日期", "最后联系时间", "最后沟通时间",
             "最近跟进时间", "最近跟进日期"),
        ),
        Field(
            "last_contact_summary", "Last contact summary", "沟通内容摘要", Form.LONG_TEXT,
            ("沟通内容", "最近沟通内容", "沟通摘要", "最近跟进内容", "跟进内容"),
        ),
        Field(
            "score", "Satisfaction score", "客户满意度评分", Form.SCORE,
            SURVEY.field("score").variants,
        ),
    ),
)  # fmt: skip
