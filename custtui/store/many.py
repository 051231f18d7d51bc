"""Acts on many customers in one edit, set-based: deleted, tagged, given to another owner.

Whoever is gone meanwhile is left out. Each gives how many customers it changed.
"""

from collections.abc import Iterable

from custtui.store.edit import Edit
from custtui.values.text import LIMITS

_CHOSEN = "IN (SELECT id FROM temp.chosen)"
_TAGS = "char(10) || coalesce(tags, '') || char(10)"
_TAG = "char(10) || :value || char(10)"


def delete_customers(edit: Edit, customers: Iterable[int]) -> int:
    """Delete customers with all they have; the log keeps every image."""
    count = _choose(edit, customers, "TRUE")
    edit.delete_customers(_CHOSEN, {})
    return count


def set_owner(edit: Edit, customers: Iterable[int], owner: str | None) -> int:
    """Give customers to an owner, or to nobody with None."""
    count = _choose(edit, customers, "owner IS NOT :value", owner)
    edit.keep_images("customer", f"id {_CHOSEN}", {}, words=False)
    _change(edit, "owner = :value", owner)
    return count


def add_tag(edit: Edit, customers: Iterable[int], tag: str) -> int:
    """Put a tag behind the others of those who do not have it and have room; `tag` is clean."""
    has_room = f"length(coalesce(tags, '')) + 1 + length(:value) <= {LIMITS.long_text}"
    count = _choose(edit, customers, f"instr({_TAGS}, {_TAG}) = 0 AND {has_room}", tag)
    edit.keep_images("customer", f"id {_CHOSEN}", {})
    _change(edit, "tags = coalesce(nullif(tags, '') || char(10), '') || :value", tag)
    return count


def remove_tag(edit: Edit, customers: Iterable[int], tag: str) -> int:
    """Take a tag from those who have it."""
    count = _choose(edit, customers, f"instr({_TAGS}, {_TAG}) > 0", tag)
    edit.keep_images("customer", f"id {_CHOSEN}", {})
    without = f"replace({_TAGS}, {_TAG}, char(10))"
    _change(edit, f"tags = nullif(trim({without}, char(10)), '')", tag)
    return count


def _choose(edit: Edit, customers: Iterable[int], which: str, value: str | None = None) -> int:
    """Note in `temp.chosen` those of the customers that a test in SQL names."""
    connection = edit.connection
    for table in ("asked", "chosen"):
        connection.execute(f"CREATE TEMP TABLE IF NOT EXISTS {table} (id INTEGER PRIMARY KEY)")
        connection.execute(f"DELETE FROM temp.{table}")
    rows = ((identity,) for identity in customers)
    connection.executemany("INSERT OR IGNORE INTO temp.asked VALUES (?)", rows)
    return connection.execute(
        "INSERT INTO temp.chosen SELECT id FROM temp.asked CROSS JOIN customer USING (id)"
        f" WHERE {which}",
        {"value": value},
    ).rowcount


def _change(edit: Edit, assignment: str, value: str | None) -> None:
    edit.connection.execute(
        f"UPDATE customer SET {assignment} WHERE id {_CHOSEN}", {"value": value}
    )
    edit.session.expire_all()
