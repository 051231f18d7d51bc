"""The latest edits."""

from datetime import date
from pathlib import Path

from custtui.model import Customer, Purchase
from custtui.reading.connection import connect
from custtui.reading.history import latest_edits
from custtui.store import open_book, take_back

DAY = date(2026, 11, 22)


def test_what_was_done_and_what_came_of_it(tmp_path: Path) -> None:
    book = open_book(tmp_path / "book.db", DAY)
    with book.edit("import", "import") as edit:
        edit.add_rows("customer", [{"code": f"K{n}", "name": "x"} for n in range(5)])
        edit.add(Customer(code="", name="y", recorded=""))
    with book.edit("new purchase") as edit:
        edit.add(Purchase(customer_id=1, day=DAY, amount=100, recorded=""))
    assert edit.result is not None
    take_back(book, edit.result.edit_id)
    connection = connect(book.path)
    undo, purchase, imported = latest_edits(connection, 3)
    connection.close()
    assert (undo.what, undo.undone) == ("undo", "new purchase")
    assert (purchase.records, purchase.moves) == (1, len(edit.result.moves))
    assert purchase.moves > 0
    assert (imported.what, imported.cause, imported.records) == ("import", "import", 6)
    assert imported.undone is None
