"""The rules that a file holds: one dimension a row, as JSON."""

import hashlib
import json
import sqlite3
from functools import lru_cache

from pydantic import ValidationError

from custtui.reading.damage import damaged_rules
from custtui.reading.own_fields import own_fields
from custtui.segments.rules import CustomField, Dimension, Rules
from custtui.values.registry import OwnField


def load(connection: sqlite3.Connection) -> Rules:
    """The rules in force in the file, and its own fields, which they may name.

    Damaged where they are no rules.
    """
    try:
        return checked(connection)
    except ValueError as error:
        raise damaged_rules(connection, told_in_short(error)) from error


def checked(connection: sqlite3.Connection) -> Rules:
    """The same; ValueError (pydantic's ValidationError, too) where they are no rules."""
    return _parsed(_texts(connection), own_fields(connection))


def told_in_short(error: ValueError) -> str:
    """What is wrong with rules, by the first of all mistakes, without what stands in them."""
    if isinstance(error, ValidationError):
        first = error.errors()[0]
        reason = first.get("ctx", {}).get("error")
        place = ".".join(str(each) for each in first["loc"])
        if not isinstance(reason, ValueError):
            return f"{place}: {first['msg']}" if place else str(first["msg"])
        return str(reason).rstrip(".")
    return str(error)


def mark(connection: sqlite3.Connection) -> str:
    """A short text that differs wherever the rules in force differ.

    Own fields are no part of it: what a rule uses of them, key and form, never changes.
    """
    return hashlib.blake2b("\0".join(_texts(connection)).encode(), digest_size=12).hexdigest()


def to_json(dimension: Dimension) -> str:
    """The JSON that the file holds for a dimension; what is default is left out."""
    return dimension.model_dump_json(by_alias=True, exclude_defaults=False, exclude_none=True)


def _texts(connection: sqlite3.Connection) -> tuple[str, ...]:
    rows = connection.execute("SELECT rule FROM dimension ORDER BY position, id")
    return tuple(rule for (rule,) in rows)


# Checking a rule set costs more than an edit: rules are frozen, so the last ones are kept.
@lru_cache(maxsize=4)
def _parsed(texts: tuple[str, ...], own: tuple[OwnField, ...]) -> Rules:
    return Rules.model_validate(
        {
            "dimensions": [json.loads(text) for text in texts],
            "fields": [CustomField.of(each) for each in own],
        }
    )
