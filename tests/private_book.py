"""A book with everything private that a customer may have, wherever people write it."""

from datetime import date, timedelta
from pathlib import Path

from custtui.model import Contact, Customer, FollowUp
from custtui.store import open_book
from custtui.store.own_fields import add_field
from custtui.store.settings import change_setting

NAME = "张慕容晓月"
NUMBER, LANDLINE, ID_NUMBER = "13987654321", "01065438765", "110101199001017654"
#: Each as it is stored or written; none of them may stand where things are masked.
PRIVATE = (NUMBER, LANDLINE, ID_NUMBER, "xiaoyue.zhang", "xiaoyue_wx", "7654321", "6543 8765")
MASKED_NUMBER, MASKED_EMAIL = "139****4321", "x***@example.com"


def make_private_book(path: Path, today: date, *, masked: bool) -> Path:
    """One customer, P1, due today; own fields and texts hold its number too."""
    book = open_book(path, today)
    with book.edit("fill") as edit:
        add_field(edit, {"key": "spare", "form": "text", "english": "Spare"})
        customer = edit.add_record(
            "customer",
            {"code": "P1", "name": NAME, "sensitive_id": ID_NUMBER, "kind": "person",
             "address": f"电话 {NUMBER}", "note": "010-6543 8765", "tags": f"手机:{NUMBER}",
             "field:spare": NUMBER},
        )  # fmt: skip
        edit.add(Customer(code="P2", name="李雷", recorded=""))
        edit.add(
            Contact(customer_id=customer, name=NAME, phones=f"{NUMBER}\n{LANDLINE}",
                    email="xiaoyue.zhang@example.com", accounts="微信: xiaoyue_wx", is_primary=True,
                    recorded="")
        )  # fmt: skip
        edit.add(
            FollowUp(customer_id=customer, day=today - timedelta(days=1), recorded="",
                     summary=f"微信 xiaoyue_wx, 139 8765 4321, {ID_NUMBER}",
                     next_action=f"回电 {NUMBER}", next_day=today)
        )  # fmt: skip
        if masked:
            change_setting(edit, "mask", "on")
    return path


def leaked(text: str) -> list[str]:
    """What is private of that customer and stands in a text."""
    return [each for each in PRIVATE if each in text]
