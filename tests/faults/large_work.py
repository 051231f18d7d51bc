"""Work that needs room in the file: one of each kind, on a book with so many records."""

import random
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path

from custtui.exchange.importing import import_file
from custtui.segments.rules import Share, Words
from custtui.segments.stored import load
from custtui.store import Book, many, open_book, take_back
from custtui.store.rules import change_rule

TODAY = date(2026, 11, 22)
LATER = TODAY + timedelta(days=100)
CUSTOMERS, PURCHASES = 40, 2_000
_IMPORT = 3  #: the number of that edit, behind the making and the filling of the book
_LONG = "长" * 9_000  #: some pages of it


def make_book(path: Path) -> Book:
    """A book of some customers with many purchases, the last edit their import; beside it a file
    with as many purchases again."""
    book = open_book(path, TODAY)
    with book.edit("fill") as edit:
        edit.add_rows("customer", ({"code": f"K{n}", "name": f"客户{n}"} for n in range(CUSTOMERS)))
    with book.edit("import purchases", "import") as edit:
        edit.add_rows("purchase", purchases())
    write_purchases(path.with_name("purchases.csv"))
    return book


def purchases() -> Iterator[dict[str, object]]:
    """Purchases round the edges of the windows, and some far back; the same ones each time."""
    chance = random.Random(5)
    for _place in range(PURCHASES):
        day = TODAY - timedelta(days=chance.choice((0, 1, 89, 90, chance.randrange(800))))
        amount = chance.randrange(-1_000, 90_000)
        yield {"customer_id": 1 + chance.randrange(CUSTOMERS), "day": day, "amount": amount}


def write_purchases(path: Path) -> None:
    """The same as a file, with one row at its end that is refused."""
    rows = (f"K{row['customer_id']},{row['day']},{row['amount']}" for row in purchases())
    refused = "nobody,2026-01-01,much"
    path.write_text("\n".join(["客户编号,交易日期,交易金额", *rows, refused]), "utf-8")


def _add(book: Book) -> None:
    with book.edit("new customer") as edit:
        customer = edit.add_record("customer", {"name": "新客户", "note": _LONG})
        edit.add_record("purchase", {"customer_id": customer, "day": TODAY, "amount": 1})


def _change(book: Book) -> None:
    with book.edit("change customer") as edit:
        edit.change("customer", 3, {"name": "别名", "note": _LONG})


def _delete(book: Book) -> None:
    with book.edit("delete customer") as edit:
        edit.delete("customer", 1)


def _delete_many(book: Book) -> None:
    with book.edit("delete customers") as edit:
        many.delete_customers(edit, range(1, CUSTOMERS))


def _tag_many(book: Book) -> None:
    with book.edit("tag customers") as edit:
        many.add_tag(edit, range(1, CUSTOMERS), "重点" * 200)


def _import(book: Book) -> None:
    path = book.path.with_name("purchases.csv")
    import_file(book, "purchases", path, today=TODAY, keep_duplicates=True)


def _undo(book: Book) -> None:
    take_back(book, _IMPORT)


def _new_day(book: Book) -> None:
    book.roll_forward(LATER)


def _change_rule(book: Book) -> None:
    with book.edit("change rule", "rule") as edit:
        before = load(edit.connection).dimension("grade")
        assert isinstance(before, Share)
        after = before.model_copy(update={"by": "value", "note": Words(zh=_LONG, en="long")})
        change_rule(edit, before, after)


WORKS: dict[str, Callable[[Book], None]] = {
    "add": _add,
    "change": _change,
    "delete": _delete,
    "delete many": _delete_many,
    "tag many": _tag_many,
    "import": _import,
    "undo": _undo,
    "new day": _new_day,
    "change rule": _change_rule,
}
