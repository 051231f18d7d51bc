"""The quick look-up."""

from datetime import date
from pathlib import Path

from custtui.model import Contact, Customer, Purchase
from custtui.reading.connection import connect
from custtui.reading.find import Found, find
from custtui.store import open_book

TODAY = date(2026, 11, 22)


def test_what_was_found(tmp_path: Path) -> None:
    book = open_book(tmp_path / "book.db", TODAY)
    with book.edit("fill") as edit:
        first = edit.add(Customer(code="A1", name="华东仪器", industry="制造业-仪器", recorded=""))
        edit.add(Contact(customer_id=first, phones="02155512345", recorded=""))
        edit.add(Contact(
            customer_id=first, name="李强", phones="13800138001\n02155512345", is_primary=True,
            recorded="",
        ))  # fmt: skip
        edit.add(Purchase(customer_id=first, day=date(2026, 1, 5), amount=100, recorded=""))
        second = edit.add(Customer(code="A2", name="李四", recorded=""))
    connection = connect(book.path)
    found = find(connection, "li")
    assert [each.customer_id for each in found] == [second, first]
    assert found[0] == Found(second, "A2", "李四", (), None, found[0].segments)
    assert found[0].segments["risk"] == ["contact_missing"]
    assert (found[1].phones, found[1].contact) == (("13800138001", "02155512345"), "李强")
    assert list(found[1].segments) == [
        key for (key,) in connection.execute("SELECT key FROM dimension ORDER BY position")
    ]
    assert found[1].segments["grade"] == "A"
    assert found[1].segments["industry"] == "制造业"
    assert found[1].segments["risk"] == ["no_repurchase", "no_contact"]
    assert find(connection, "li", 1) == found[:1]
    assert find(connection, "查无此人") == []
