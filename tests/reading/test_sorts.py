"""The orders of the customer list: each is what a slow and obvious sort gives."""

import tempfile
from collections.abc import Callable
from contextlib import closing
from fractions import Fraction
from pathlib import Path
from sqlite3 import Connection
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from custtui.reading import sorts
from custtui.reading.connection import connect
from custtui.reading.customers import View, ids, rows
from custtui.reading.dimensions import dimensions
from custtui.segments.measures import METRICS, Kind
from custtui.store import open_book
from custtui.values.pinyin_order import order_key
from custtui.values.registry import CUSTOMER
from tests.own_fields import add_fields
from tests.segments.test_exactness import DAY, books, fill

CHOICES = {field.key: [choice.key for choice in field.choices] for field in CUSTOMER.fields}
OWN = ("field:terms", "field:machines", "field:listed")


def slow_value(connection: Connection, sort: str, customer: int) -> Any:
    """What the customer sorts by, None for none; read by itself, compared in Python."""
    tables = (
        "FROM customer c, metric m, segment s WHERE c.id = :id AND m.customer_id = :id"
        " AND s.customer_id = :id"
    )

    def read(sql: str) -> Any:
        values = {"id": customer, "as_of": DAY.isoformat()}
        return connection.execute(f"SELECT {sql} {tables}", values).fetchone()[0]

    if sort.startswith("segment:"):
        (dimension,) = [d for d in dimensions(connection) if f"segment:{d.key}" == sort]
        held = read(f's."{dimension.key}"')
        if dimension.kind == "field":
            return None if held == "not_filled_in" else order_key(held)
        placed = [key for key in dimension.segments if key not in ("unrated", "unscored")]
        return min((placed.index(key) for key in held.split() if key in placed), default=None)
    measure = next((m for m in METRICS if m.key == sort), None)
    if measure is not None:
        value = read(measure.sql)
        if measure.kind is Kind.RATIO:
            over = read(str(measure.over))
            return Fraction(value, over) if value is not None and over else None
        return order_key(value) if sort == "main_product" and value else value
    field = next((field for field in CUSTOMER.fields if field.key == sort), None)
    if field is None:
        own = read(f"json_extract(c.custom, '$.{sort.removeprefix('field:')}')")
        return ["月结", "预付", "无"].index(own) if sort == "field:terms" and own else own
    value = read(f"c.{sort}")
    if field.choices:
        return CHOICES[sort].index(value) if value else None
    return order_key(value) if value and isinstance(value, str) and sort != "code" else value


def in_order(sort: str, value: Callable[[int], Any], everybody: list[int], down: bool) -> list[int]:
    """Everybody by value, none last both ways, ties by number."""
    having = [each for each in everybody if value(each) is not None]
    by_value = sorted(having, key=value, reverse=down)  # stable: ties stay by number
    return by_value + [each for each in everybody if value(each) is None]


def every_sort(connection: Connection) -> list[str]:
    segments = [sorts.SEGMENT + dimension.key for dimension in dimensions(connection)]
    return [*sorts.METRICS, *sorts.FIELDS, *segments, *OWN]


@settings(max_examples=15, suppress_health_check=list(HealthCheck))
@given(content=books, data=st.data())
def test_every_order_is_that_of_a_slow_sort(content: list[Any], data: st.DataObject) -> None:
    with tempfile.TemporaryDirectory() as folder:
        book = open_book(Path(folder) / "book.db", DAY)
        add_fields(book)
        names = st.sampled_from(("张三", "章三", "单雄信", "阿里", "Acme", "长沙机床"))
        own = st.fixed_dictionaries(
            {
                "field:terms": st.sampled_from(("月结", "预付", "无", None)),
                "field:machines": st.sampled_from((1, 2000, None)),
                "field:listed": st.booleans(),
                "owner": st.sampled_from(("李强", "王敏", None)),
                "tags": st.sampled_from(("展会", "VIP\n展会", None)),
            }
        )
        for customer, *_children in content:
            customer |= {"name": data.draw(names), **data.draw(own)}
        fill(book, content)
        everybody = list(range(1, len(content) + 1))
        with closing(connect(book.path)) as connection:
            for sort in every_sort(connection):
                values = {each: slow_value(connection, sort, each) for each in everybody}
                for down in (False, True):
                    found = list(ids(connection, View(sort=sort, descending=down)))
                    assert found == in_order(sort, values.__getitem__, everybody, down), sort


def test_every_metric_but_ages_can_be_sorted_by() -> None:
    kept = {measure.key for measure in METRICS if measure.kind is not Kind.AGE} - {"employees"}
    assert set(sorts.METRICS) == kept
    assert {"employees", "name", "code", "stage", "tags"} <= set(sorts.FIELDS)
    assert not {"sensitive_id", "note", "lost_reason"} & set(sorts.FIELDS)


def test_a_row_has_what_it_is_sorted_by(tmp_path: Path) -> None:
    book = open_book(tmp_path / "book.db", DAY)
    add_fields(book)
    with book.edit("fill") as edit:
        edit.add_record(
            "customer",
            {"name": "甲", "employees_low": 5, "employees_high": 9, "field:terms": "月结"},
        )
        edit.add_record("purchase", {"customer_id": 1, "day": DAY, "amount": 500})
    with closing(connect(book.path)) as connection:
        for sort, expected in (
            ("employees", {"employees_low": 5, "employees_high": 9}),
            ("average_order", {"average_order": 500, "over average_order": 1}),
            ("first_purchase", {"first_purchase": DAY.isoformat()}),
            ("field:terms", {"field:terms": "月结"}),
            ("segment:grade", {}),
        ):
            assert rows(connection, [1], ["grade"], sort)[1].further == expected


def test_what_is_gone_sorts_as_the_default(tmp_path: Path) -> None:
    book = open_book(tmp_path / "book.db", DAY)
    with book.edit("fill") as edit:
        for name in "甲乙":
            edit.add_record("customer", {"name": name})
    with closing(connect(book.path)) as connection:
        for sort in ("field:gone", "segment:gone", "sensitive_id"):
            assert list(ids(connection, View(sort=sort))) == [1, 2]
            assert set(rows(connection, [1], [], sort)) == {1}


def test_only_tables_that_are_needed_are_read() -> None:
    assert sorts.source(()) == ("c.id", "FROM customer c")
    assert sorts.source(("m.last_contact",)) == ("m.customer_id", "FROM metric m")
    assert sorts.source(('s."grade" = :segment', "m.amount_12m")) == (
        "m.customer_id",
        "FROM metric m JOIN segment s ON s.customer_id = m.customer_id",
    )
