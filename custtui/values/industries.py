"""Industries: two levels joined by a hyphen, the first as in the national classification."""

import re

from custtui.values.text import one_line

#: The sections (门类) of GB/T 4754-2017, A to T.
SECTIONS = (
    "农、林、牧、渔业",
    "采矿业",
    "制造业",
    "电力、热力、燃气及水生产和供应业",
    "建筑业",
    "批发和零售业",
    "交通运输、仓储和邮政业",
    "住宿和餐饮业",
    "信息传输、软件和信息技术服务业",
    "金融业",
    "房地产业",
    "租赁和商务服务业",
    "科学研究和技术服务业",
    "水利、环境和公共设施管理业",
    "居民服务、修理和其他服务业",
    "教育",
    "卫生和社会工作",
    "文化、体育和娱乐业",
    "公共管理、社会保障和社会组织",
    "国际组织",
)
_SEPARATORS = re.compile(r"[-—–−－/／\\>＞→·・:：|｜]+")


def clean_industry(text: str) -> str:
    """`text` as `first level-second level`: 制造业—专用设备制造 and 制造业 > 专用设备制造 alike."""
    levels = (level.strip() for level in _SEPARATORS.split(one_line(text)))
    return "-".join(level for level in levels if level)


def known(text: str) -> bool:
    """Whether the first level of a clean industry is a section of GB/T 4754."""
    return text.partition("-")[0] in SECTIONS
