"""A small book with every kind of record, and with names that would like to act."""

from datetime import date
from pathlib import Path

from custtui.model import Contact, Contract, Customer, FollowUp, Need, Purchase, Survey
from custtui.store import open_book

TODAY = date(2026, 11, 22)
HOSTILE = {
    "H1": "=1+1",
    "H2": "+cmd|' /C calc'!A0",
    "H3": "@SUM(A1)",
    "H4": "https://example.com/?a=1",
    "H5": "[/]",
    "H6": "红\x1b[31m字\u202e",
    "H7": "长" * 200,
    "H8": "<r><t>x</t></r>",
    "H9": "_x0041_ & <b>",
    "H10": "-1",
}


def make_book(path: Path) -> Path:
    """華東 with all records, 个人 with few, and a customer for each hostile name."""
    book = open_book(path, TODAY)
    with book.edit("fill") as edit:
        first = edit.add(
            Customer(
                code="0001", name="北京华东精密仪器有限公司", kind="company",
                industry="制造业-专用设备制造业", region="北京-海淀", employees_low=100,
                employees_high=200, annual_revenue=7_200_000_050, founded_on=date(2011, 5, 5),
                stage="customer", stated_grade="B", stated_segments="价值-高",
                sensitive_id="91110108SECRET", tags="行业:制造业\n需求:降本增效", note="付款\n月结",
                recorded="",
            )
        )  # fmt: skip
        edit.add(
            Customer(code="0002", name="李雷", kind="person", birthday=date(1900, 2, 28),
                     birth_year=1900, recorded="")
        )  # fmt: skip
        for code, name in HOSTILE.items():
            edit.add(Customer(code=code, name=name, recorded=""))
        edit.add(Contact(customer_id=first, name="陈静", title="工程师", recorded=""))
        edit.add(
            Contact(customer_id=first, name="张伟", title="采购总监",
                    phones="13800138000\n01065558800", decision_role="decision_maker",
                    is_primary=True, recorded="")
        )  # fmt: skip
        for month, minor in ((1, 123_456_789), (3, 5), (5, 99_999_99), (7, 40_000_00), (9, -333)):
            edit.add(
                Purchase(customer_id=first, day=date(2026, month, 28), amount=minor, cost=1,
                         product="泵", quantity=1_500, unit_price=12_345, order_number="00012",
                         recorded="")
            )  # fmt: skip
        for day, summary in ((date(2026, 11, 3), "较新"), (date(2026, 10, 1), "较旧"),
                             (date(2026, 12, 24), "以后")):  # fmt: skip
            edit.add(
                FollowUp(customer_id=first, day=day, summary=f"={summary}\n第二行", channel="phone",
                         kind="follow_up", direction="they", recorded="")
            )  # fmt: skip
        edit.add(Need(customer_id=first, kind="price", detail="便宜", recorded=""))
        edit.add(Survey(customer_id=first, day=date(2026, 6, 1), score=4, recorded=""))
        edit.add(Survey(customer_id=first, day=date(2026, 5, 1), score=5, recorded=""))
        edit.add(
            Contract(customer_id=first, number="0042", start=date(2026, 1, 1),
                     end=date(2026, 12, 1), amount=717_000_00, recorded="")
        )  # fmt: skip
    return path
