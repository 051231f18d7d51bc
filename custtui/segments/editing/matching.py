"""What the book has to say while a condition is edited: who meets it, and which texts there are."""

import sqlite3

from custtui.reading.settings import judged_day
from custtui.segments.checks.checking import measure_of
from custtui.segments.judging.compile import Compilation
from custtui.segments.measures import Kind
from custtui.segments.rules import Condition, Rules, comparisons

_SEGMENT = "segment:"
_FROM = (
    "FROM metric m JOIN customer c ON c.id = m.customer_id"
    " JOIN segment s ON s.customer_id = m.customer_id"
)
#: More texts than so many are not offered; any other can still be typed.
_MOST_TEXTS = 500
#: Products are looked for in so many of the newest purchases: a book may have a million.
_RECENT = 20_000


def matching_customers(
    connection: sqlite3.Connection, rules: Rules, condition: Condition | None
) -> int | None:
    """How many customers meet a condition, on the day and in the segments this connection sees.

    None where it asks for the segments of a dimension that the book was not judged by yet.
    """
    asked = {
        name.removeprefix(_SEGMENT)
        for comparison in comparisons(condition)
        for name in (comparison.what, comparison.than or "")
        if name.startswith(_SEGMENT)
    }
    if not asked <= set(_judged_dimensions(connection)):
        return None
    as_of = judged_day(connection)
    compilation = Compilation(rules, as_of)
    row = connection.execute(
        f"SELECT count(*) {_FROM} WHERE {compilation.condition(condition)}",
        {**compilation.values, "as_of": as_of.isoformat()},
    ).fetchone()
    return int(row[0])


def texts_in_use(connection: sqlite3.Connection, rules: Rules, what: str) -> list[str]:
    """The texts that customers have there, the commonest first: fields, tags, products."""
    if what == "products":
        recent = f"(SELECT product FROM purchase ORDER BY id DESC LIMIT {_RECENT})"
        return _commonest(connection, "p.product", f"FROM {recent} p")
    measure = measure_of(rules, what)
    if what.startswith(_SEGMENT):
        if what.removeprefix(_SEGMENT) not in _judged_dimensions(connection):
            return []
    elif not measure.sql or measure.kind not in (Kind.TEXT, Kind.SET):
        return []
    found = _commonest(connection, measure.sql, _FROM)
    if measure.kind is not Kind.SET:
        return found
    return list(dict.fromkeys(text for several in found for text in several.split("\n") if text))


def _commonest(connection: sqlite3.Connection, text: str, source: str) -> list[str]:
    rows = connection.execute(
        f"SELECT {text} {source} WHERE {text} <> '' GROUP BY 1 ORDER BY count(*) DESC, 1 LIMIT ?",
        (_MOST_TEXTS,),
    )
    return [str(found) for (found,) in rows]


def _judged_dimensions(connection: sqlite3.Connection) -> list[str]:
    rows = connection.execute("SELECT name FROM pragma_table_info('segment')")
    return [name for (name,) in rows if name != "customer_id"]
