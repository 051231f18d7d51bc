"""The rules that a file holds: one dimension a row, as JSON."""

import json
import sqlite3

from custtui.segments.rules import Dimension, Rules


def load(connection: sqlite3.Connection) -> Rules:
    """The rules in force in the file."""
    rows = connection.execute("SELECT rule FROM dimension ORDER BY position, id")
    return Rules.model_validate({"dimensions": [json.loads(rule) for (rule,) in rows]})


def to_json(dimension: Dimension) -> str:
    """The JSON that the file holds for a dimension; what is default is left out."""
    return dimension.model_dump_json(by_alias=True, exclude_defaults=False, exclude_none=True)
