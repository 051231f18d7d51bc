"""The closed lists that choice fields offer, and the words under which old sheets hold them."""

from custtui.values.registry.field import Choice

CUSTOMER_KINDS = (
    Choice("company", "Company", "企业", ("公司", "单位", "企业客户")),
    Choice("person", "Person", "个人", ("个人客户", "散客")),
)
GENDERS = (
    Choice("male", "Male", "男", ("男性", "先生", "m")),
    Choice("female", "Female", "女", ("女性", "女士", "f")),
)
STAGES = (
    Choice("prospect", "Prospect", "潜在", ("潜在客户", "目标客户")),
    Choice("intending", "Intending", "意向", ("意向客户",)),
    Choice("customer", "Customer", "现有", ("现有客户", "合作中", "成交", "成交客户", "老客户")),
    Choice("lost", "Lost", "流失", ("流失客户", "已流失")),
)
CHANNELS = (
    Choice("phone", "Phone", "电话", ("电话沟通", "电话拜访", "来电", "call")),
    Choice("email", "E-mail", "邮件", ("邮箱", "电子邮件", "mail")),
    Choice("visit", "Visit", "拜访", ("面谈", "上门", "上门拜访", "实地拜访", "拜访/面谈")),
    Choice("wechat", "WeChat", "微信", ("微信沟通", "企业微信")),
    Choice("exhibition", "Exhibition", "展会", ("展览会",)),
    Choice("online_ad", "Online ad", "网络广告", ("网络", "广告", "线上广告")),
    Choice("other", "Other", "其他", ("其它",)),
)
DECISION_ROLES = (
    Choice("decision_maker", "Decision maker", "决策者", ("决策人", "拍板人")),
    Choice("user", "User", "使用者", ("使用人",)),
    Choice("influencer", "Influencer", "影响者", ("影响人",)),
    Choice("buyer", "Buyer", "采购", ("采购者", "采购人")),
)
DIRECTIONS = (
    Choice("we", "We began", "我方", ("我们", "主动", "outbound")),
    Choice("they", "They began", "对方", ("客户", "客户主动", "inbound")),
)
FOLLOW_UP_KINDS = (
    Choice("first_contact", "First contact", "初次接触", ("首次接触", "初次沟通")),
    Choice("follow_up", "Follow-up", "跟进", ("跟踪", "日常跟进")),
    Choice("return_visit", "Return visit", "回访", ("售后回访",)),
    Choice("complaint", "Complaint", "投诉", ("客诉", "抱怨")),
    Choice("praise", "Praise", "表扬", ("好评",)),
    Choice("event", "Event", "市场活动", ("活动",)),
)
NEED_KINDS = (
    Choice("function", "Function", "功能需求", ("功能",)),
    Choice("price", "Price", "价格偏好", ("价格", "价格敏感")),
    Choice("quality", "Quality", "质量", ("品质", "质量要求")),
    Choice("service", "Service", "服务要求", ("服务",)),
    Choice("brand", "Brand", "品牌偏好", ("品牌",)),
    Choice("pain_point", "Pain point", "痛点", ("问题",)),
    Choice("future_intent", "Future intent", "未来合作意向", ("合作意向", "意向")),
)
NEED_STATES = (
    Choice("open", "Open", "未满足", ("待解决", "进行中")),
    Choice("met", "Met", "已满足", ("已解决", "完成")),
)
NEED_SOURCES = (
    Choice("questionnaire", "Questionnaire", "问卷", ("问卷调查",)),
    Choice("interview", "Interview", "访谈", ("面谈", "电话访谈")),
    Choice("analysis", "Data analysis", "数据分析", ("分析",)),
)
SURVEY_CHANNELS = (
    Choice("questionnaire", "Questionnaire", "问卷", ("问卷调查",)),
    Choice("phone_visit", "Phone return visit", "电话回访", ("电话", "回访")),
    Choice("online_review", "Online review", "在线评价", ("线上评价", "网评")),
    Choice("after_sale", "After sale", "售后", ("售后评价",)),
)
CONTRACT_STATES = (
    Choice("running", "Running", "履行中", ("执行中", "有效", "进行中")),
    Choice("renewed", "Renewed", "已续约", ("续约", "续签", "已续签")),
    Choice("ended", "Ended", "已终止", ("终止", "已结束", "结束", "到期", "已到期")),
)
