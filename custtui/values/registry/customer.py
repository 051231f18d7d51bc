"""The fields of a customer (客户). Source: fields.md, documents 000 to 004."""

from custtui.values.registry import choices
from custtui.values.registry.field import Field, Form, RecordKind

CUSTOMER = RecordKind(
    "customer",
    "customers",
    "Customer",
    "客户",
    "客户资料",
    (
        Field("code", "Code", "客户编号", variants=("编号", "客户ID", "客户编码")),
        Field(
            "name",
            "Name",
            "客户名称",
            variants=(
                "姓名", "客户姓名", "企业全称", "公司名称", "企业名称", "单位名称", "客户全称",
                "客户名称/姓名", "customer name", "company",
            ),
            required=True,
        ),
        Field("kind", "Kind", "类别", Form.CHOICE, ("客户类别",), choices=choices.CUSTOMER_KINDS),
        Field("gender", "Gender", "性别", Form.CHOICE, ("sex",), choices=choices.GENDERS),
        Field("birthday", "Birthday", "出生日期", Form.DAY, ("生日", "出生年月日")),
        Field("birth_year", "Birth year", "出生年份", Form.BIRTH_YEAR, ("年龄", "age")),
        Field("industry", "Industry", "所属行业", Form.INDUSTRY, ("行业",)),
        Field("region", "Region", "区域", Form.REGION, ("地区", "所在地区", "省市", "所在区域")),
        Field("address", "Address", "地址", variants=("公司地址", "企业地址", "联系地址")),
        Field(
            "employees",
            "Employees",
            "企业规模",
            Form.EMPLOYEES,
            ("员工人数", "公司规模", "人数", "规模", "企业规模(员工人数/年营收)"),
        ),
        Field("annual_revenue", "Annual revenue", "年营收", Form.MONEY, ("年营业额", "年收入")),
        Field("founded_on", "Founded on", "成立时间", Form.DAY, ("成立日期",)),
        Field("source", "Source", "来源渠道", variants=("客户来源", "来源")),
        Field(
            "first_contact_on", "First contact on", "初次接触日期", Form.DAY,
            ("首次接触日期", "初次接触时间"),
        ),
        Field(
            "first_contact_channel", "First contact channel", "接触方式", Form.CHOICE,
            ("初次接触方式",), choices=choices.CHANNELS,
        ),
        Field("first_contact_note", "First contact note", "初次沟通内容", Form.LONG_TEXT),
        Field("owner", "Owner", "客户经理", variants=("负责人", "专属客服", "业务员", "销售")),
        Field(
            "stage", "Stage", "客户状态", Form.CHOICE, ("关系状态", "状态"),
            choices=choices.STAGES,
        ),
        Field("stated_grade", "Stated grade", "客户等级", variants=("等级", "客户分级")),
        Field("stated_segments", "Stated segments", "细分类型", variants=("客户细分", "客户分类")),
        Field("lost_reason", "Lost reason", "流失原因", Form.LONG_TEXT),
        Field("win_back_plan", "Win-back plan", "挽回措施", Form.LONG_TEXT),
        Field(
            "sensitive_id", "Id number", "证件号码",
            variants=("身份证号", "身份证号码", "证件号", "统一社会信用代码"),
        ),
        Field("tags", "Tags", "标签", Form.TAGS, ("客户标签",)),
        Field("note", "Note", "备注", Form.LONG_TEXT, ("说明", "remarks")),
    ),
)
