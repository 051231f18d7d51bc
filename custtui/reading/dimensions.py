"""The dimensions of the book as screens show them: names, colours, badges, strategies.

Read from the JSON of the rules without checking it anew: that was done when it was saved.
"""

import json
import sqlite3
from collections.abc import Mapping
from typing import Any, NamedTuple

from custtui.reading.damage import damaged_rules
from custtui.values.language import current

_UNNAMED = {
    "unclassified": ("未分类", "Unclassified"),
    "not_filled_in": ("未填写", "Not filled in"),
}


class Words(NamedTuple):
    """A text in both languages; the other one where one is missing."""

    zh: str
    en: str

    def __str__(self) -> str:
        return (self.zh or self.en) if current() == "zh" else (self.en or self.zh)


class ShownSegment(NamedTuple):
    """A segment's name, badge and strategy."""

    key: str
    name: Words
    strategy: Words
    colour: str
    badge: str


class ShownDimension(NamedTuple):
    """A dimension with its segments by key."""

    key: str
    name: Words
    kind: str
    ordered: bool
    tags: bool
    segments: Mapping[str, ShownSegment]
    #: The key of those that no segment takes, where there may be any.
    rest: str = ""
    #: The key of those whom a relative kind does not rank or score.
    other: str = ""

    def knows(self, key: str) -> bool:
        """Whether a customer can stand in the segment of that key; in any value of a field."""
        return self.kind == "field" or key in self.segments or (bool(key) and key == self.rest)

    def segment(self, key: str) -> ShownSegment:
        """The segment of that key; a field's value, and an unknown key, is its own name."""
        found = self.segments.get(key)
        if found is not None:
            return found
        zh, en = _UNNAMED.get(key, (key, key))
        return ShownSegment(key, Words(zh, en), Words("", ""), "grey", "")


def dimensions(connection: sqlite3.Connection) -> tuple[ShownDimension, ...]:
    """All dimensions in their order; Damaged where another program has spoilt one."""
    rows = connection.execute("SELECT key, rule FROM dimension ORDER BY position, id")
    return tuple(_read(connection, key, rule) for key, rule in rows)


def _read(connection: sqlite3.Connection, key: str, rule: str) -> ShownDimension:
    try:
        return _dimension(json.loads(rule))
    except (ValueError, LookupError, TypeError, AttributeError) as error:
        raise damaged_rules(connection, f"{key}: {error}") from error


def _dimension(rule: Mapping[str, Any]) -> ShownDimension:
    segments = [*rule.get("segments", ()), *([rule["other"]] if "other" in rule else [])]
    return ShownDimension(
        rule["key"],
        _words(rule["name"]),
        rule["kind"],
        bool(rule.get("ordered")),
        bool(rule.get("tags")),
        {segment["key"]: _segment(segment) for segment in segments},
        _rest(rule),
        rule["other"]["key"] if "other" in rule else "",
    )


def _rest(rule: Mapping[str, Any]) -> str:
    """Where customers stand whom no segment of the rule takes; nowhere in a tag dimension."""
    match rule["kind"]:
        case "field":
            return "not_filled_in"
        case "conditions" if not rule.get("tags"):
            return "unclassified" if all("when" in s for s in rule["segments"]) else ""
        case "scores":
            taken = sum(len(segment.get("codes", ())) for segment in rule["segments"])
            return "unclassified" if taken < rule.get("steps", 5) ** 3 else ""
    return ""


def _segment(rule: Mapping[str, Any]) -> ShownSegment:
    return ShownSegment(
        rule["key"],
        _words(rule["name"]),
        _words(rule.get("strategy", {})),
        rule.get("colour", ""),
        rule.get("badge", ""),
    )


def _words(rule: Mapping[str, str]) -> Words:
    return Words(rule.get("zh", ""), rule.get("en", ""))
