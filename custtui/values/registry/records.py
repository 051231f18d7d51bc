"""The fields of every record that a customer has. Source: fields.md, documents 000 to 004."""

from custtui.values.registry import choices
from custtui.values.registry.field import Field, Form, RecordKind

CONTACT = RecordKind(
    "contact",
    "contacts",
    "Contact",
    "联系人",
    "联系人",
    (
        Field("name", "Name", "姓名", variants=("联系人", "联系人姓名", "contact")),
        Field("title", "Title", "职位", variants=("职务", "岗位")),
        Field(
            "decision_role", "Decision role", "决策链角色", Form.CHOICE, ("决策角色", "角色"),
            choices=choices.DECISION_ROLES,
        ),
        Field(
            "phones", "Phones", "电话", Form.PHONES,
            ("手机", "企业电话", "联系电话", "手机号", "手机号码", "phone", "mobile", "联系方式"),
        ),
        Field("email", "E-mail", "邮箱", Form.EMAIL, ("电子邮箱", "email", "mail", "e-mail")),
        Field("accounts", "Accounts", "社交媒体账号", variants=("微信", "微信号", "wechat", "QQ")),
        Field(
            "is_primary", "Primary", "主要联系人", Form.YES_NO, ("是否主要联系人", "首要联系人"),
            when_empty=False,
        ),
        Field("birthday", "Birthday", "生日", Form.DAY, ("出生日期",)),
        Field("note", "Note", "备注", Form.LONG_TEXT),
    ),
)

FOLLOW_UP = RecordKind(
    "follow_up",
    "follow-ups",
    "Follow-up",
    "跟进记录",
    "跟进记录",
    (
        Field(
            "summary", "Summary", "内容摘要", Form.LONG_TEXT,
            ("沟通内容", "沟通内容摘要", "跟进内容", "内容"), required=True,
        ),
        Field("next_action", "Next action", "下次跟进", variants=("下一步", "下次跟进内容", "下次行动")),
        Field("next_day", "Next day", "下次跟进日期", Form.DAY, ("下次跟进时间", "下次联系时间")),
        Field("done", "Done", "已完成", Form.YES_NO, ("是否完成",), when_empty=False),
        Field(
            "day", "Day", "跟进日期", Form.DAY, ("沟通日期", "沟通时间", "跟进时间", "日期", "date"),
            required=True, default="today",
        ),
        Field(
            "channel", "Channel", "跟进方式", Form.CHOICE, ("沟通方式", "方式"),
            choices=choices.CHANNELS, default="phone",
        ),
        Field(
            "kind", "Kind", "跟进类型", Form.CHOICE, ("类型",),
            choices=choices.FOLLOW_UP_KINDS, default="follow_up",
        ),
        Field(
            "direction", "Direction", "方向", Form.CHOICE, ("发起方",),
            choices=choices.DIRECTIONS, default="we",
        ),
        Field("contact", "Contact", "联系人", variants=("沟通对象",)),
        Field("new_needs", "New needs", "新需求", Form.LONG_TEXT),
        Field("proposed_solution", "Proposed solution", "解决方案", Form.LONG_TEXT),
        Field("agreed", "Agreed", "共识", Form.LONG_TEXT, ("达成共识",)),
        Field("disagreed", "Disagreed", "分歧", Form.LONG_TEXT, ("存在分歧",)),
        Field("author", "Author", "记录人", variants=("跟进人", "作者")),
    ),
)

PURCHASE = RecordKind(
    "purchase",
    "purchases",
    "Purchase",
    "交易记录",
    "交易记录",
    (
        Field(
            "day", "Day", "购买日期", Form.DAY,
            ("交易时间", "交易日期", "日期", "下单日期", "date", "purchase date"),
            required=True, default="today",
        ),
        Field(
            "amount", "Amount", "交易金额", Form.MONEY, ("金额", "成交金额", "订单金额", "total"),
            required=True,
        ),
        Field("product", "Product", "产品/服务", variants=("产品", "产品名称", "商品", "服务")),
        Field("quantity", "Quantity", "数量", Form.QUANTITY, ("件数",)),
        Field("spec", "Spec", "规格", variants=("型号", "规格型号")),
        Field("unit_price", "Unit price", "单价", Form.MONEY, ("price",)),
        Field("cost", "Cost", "成本", Form.MONEY, ("成本金额",)),
        Field("order_number", "Order number", "订单号", variants=("订单编号", "单号")),
        Field("note", "Note", "备注", Form.LONG_TEXT),
        Field(
            "estimated", "Estimated", "期初估算", Form.YES_NO, ("期初",), in_form=False,
            when_empty=False,
        ),
    ),
)

NEED = RecordKind(
    "need",
    "needs",
    "Need",
    "需求与偏好",
    "需求与偏好",
    (
        Field(
            "kind", "Kind", "需求类型", Form.CHOICE, ("类型", "需求"),
            choices=choices.NEED_KINDS, required=True,
        ),
        Field("detail", "Detail", "需求内容", Form.LONG_TEXT, ("内容", "具体需求", "描述")),
        Field("weight", "Weight", "权重", Form.WEIGHT, ("重要程度",), default="1", when_empty=1),
        Field(
            "state", "State", "需求状态", Form.CHOICE, ("状态",),
            choices=choices.NEED_STATES, default="open", when_empty="open",
        ),
        Field("source", "Source", "来源", Form.CHOICE, ("收集方式",), choices=choices.NEED_SOURCES),
        Field("day", "Day", "记录日期", Form.DAY, ("日期", "date"), default="today"),
    ),
)

SURVEY = RecordKind(
    "survey",
    "surveys",
    "Satisfaction survey",
    "满意度调查",
    "满意度调查",
    (
        Field(
            "day", "Day", "调查日期", Form.DAY, ("日期", "date"), required=True, default="today"
        ),
        Field(
            "score", "Score", "满意度评分", Form.SCORE,
            ("评分", "分数", "满意度", "客户满意度评分", "客户满意度"), required=True,
        ),
        Field(
            "channel", "Channel", "调查方式", Form.CHOICE, ("方式", "渠道"),
            choices=choices.SURVEY_CHANNELS,
        ),
        Field("comment", "Comment", "评价内容", Form.LONG_TEXT, ("意见", "评价", "备注")),
    ),
)

CONTRACT = RecordKind(
    "contract",
    "contracts",
    "Contract",
    "合同",
    "合同",
    (
        Field("number", "Number", "合同编号", variants=("合同号", "编号")),
        Field("start", "Start", "开始日期", Form.DAY, ("生效日期", "起始日期", "开始时间")),
        Field("end", "End", "结束日期", Form.DAY, ("到期日期", "到期日", "截止日期", "结束时间")),
        Field("amount", "Amount", "合同金额", Form.MONEY, ("金额",)),
        Field(
            "state", "State", "合同状态", Form.CHOICE, ("状态",),
            choices=choices.CONTRACT_STATES, default="running", when_empty="running",
        ),
    ),
)
