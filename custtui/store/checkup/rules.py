"""Whether the rules, the day that the book stands for and the own fields can be understood."""

import json
import sqlite3
from collections.abc import Iterator
from datetime import date

from custtui.reading.own_fields import own_fields
from custtui.segments.stored import checked, told_in_short
from custtui.store.checkup.finding import Finding, Ground, Mend
from custtui.values.language import _


def rules(ground: Ground) -> Iterator[Finding]:
    """Each rule that is no JSON; rules that do not go together; no rules at all."""
    connection = ground.connection
    rows = connection.execute("SELECT key, rule FROM dimension ORDER BY position, id").fetchall()
    todo = _(
        "Rules are people's work, so they are not made anew: take the last edit of them back"
        " (custtui log), or put a backup back."
    )
    broken = [key for key, rule in rows if not _is_object(rule)]
    for key in broken:
        message = _("The rule of the dimension {key} is damaged: it is no JSON.")
        yield Finding("rules", message.format(key=key), todo)
    if not rows:
        yield Finding("rules", _("There are no rules in the book."), todo)
    elif not broken and (reason := _mistake(connection)):
        message = _("The rules can't be used: {reason}.")
        yield Finding("rules", message.format(reason=reason), todo)
    yield from _own_fields(connection)


def day(ground: Ground) -> Iterator[Finding]:
    """The day that segments stand for: there has to be one, and it has to be a day."""
    try:
        rows = ground.connection.execute("SELECT day FROM main.judged").fetchall()
    except sqlite3.DatabaseError:
        rows = []
    if len(rows) != 1 or not _is_day(rows[0][0]):
        yield Finding(
            "day",
            _("The day that the book stands for is missing or damaged."),
            mend=Mend.JUDGE_TODAY,
        )


def _own_fields(connection: sqlite3.Connection) -> Iterator[Finding]:
    known = {each.key for each in own_fields(connection)}
    for (key,) in connection.execute("SELECT key FROM custom_field ORDER BY position, id"):
        if key not in known:
            message = _("The own field {key} has a key, form or choices that no field can have.")
            yield Finding(
                "rules", message.format(key=key), _("Put a backup back, or delete its row.")
            )


def _mistake(connection: sqlite3.Connection) -> str:
    try:
        checked(connection)
    except ValueError as error:
        return told_in_short(error)
    return ""


def _is_object(text: object) -> bool:
    try:
        return isinstance(json.loads(str(text)), dict)
    except ValueError:
        return False


def _is_day(stored: object) -> bool:
    try:
        date.fromisoformat(str(stored))
    except ValueError:
        return False
    return True
