"""Whether a dimension of a file has the shape of one: which keys it has, and what stands in them.

What pydantic finds is told in plain sentences. What is wrong is then mended in a copy, so that all
the rest of the dimension can still be checked in the same go.
"""

import re
from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass
from typing import Any

from pydantic import TypeAdapter, ValidationError
from pydantic_core import ErrorDetails

from custtui.segments.checks.finding import Finding, Place
from custtui.segments.rules import (
    All,
    AnyOf,
    ByField,
    Comparison,
    Conditions,
    ConditionSegment,
    Dimension,
    Rule,
    Score,
    Scores,
    ScoreSegment,
    Segment,
    Share,
    ShareSegment,
    Words,
)
from custtui.values.language import _

_ADAPTER: TypeAdapter[Dimension] = TypeAdapter(Dimension)
_KINDS: dict[str, type[Rule]] = {
    "conditions": Conditions,
    "share": Share,
    "scores": Scores,
    "field": ByField,
}
_SEGMENTS: dict[str, type[Rule]] = {
    "conditions": ConditionSegment,
    "share": ShareSegment,
    "scores": ScoreSegment,
    "field": Segment,
}
_BRANCHES: dict[str, type[Rule]] = {"Comparison": Comparison, "All": All, "AnyOf": AnyOf}
_WORDS = ("name", "note", "indicator", "standard", "description", "strategy")
_SCORES = ("recency", "frequency", "monetary")
_QUOTED = re.compile(r"'([^']*)'")
#: Holds for nobody in particular, and says nothing of any metric.
_UNREAD = {"what": "stage", "is": "filled"}


@dataclass(frozen=True, slots=True)
class Shaped:
    """A dimension as far as it could be read, and what is wrong with its shape."""

    dimension: Dimension | None
    findings: tuple[Finding, ...]


def shaped(raw: object, place: Place) -> Shaped:
    """Read the dimension that stands at `place`."""
    try:
        return Shaped(_ADAPTER.validate_python(raw), ())
    except ValidationError as error:
        problems = list(_problems(raw, error.errors()))
    findings = tuple(
        Finding(_key(raw), _segment_key(raw, way), sentence, (*place, *way))
        for way, sentence in problems
    )
    ways = [way for way, _sentence in problems]
    return Shaped(_mended(raw, ways, unread_key(int(place[-1]))), findings)


def unread_key(number: int) -> str:
    """A key for what has none that can be read: unlike any other, and a key all the same."""
    return f"unread_{number}"


def known_keys(model: type[Rule]) -> list[str]:
    """The keys that a part of the rules may have, as they are written."""
    return [field.alias or name for name, field in model.model_fields.items()]


def _problems(raw: object, errors: list[ErrorDetails]) -> Iterator[tuple[Place, str]]:
    """The way to each mistake within the dimension, and the sentence; one for each place."""
    told: set[Place] = set()
    for error in errors:
        way = _way(raw, error["loc"])
        if way is not None and way not in told:
            told.add(way)
            yield way, _sentence(raw, way, error)


def _way(raw: object, loc: tuple[int | str, ...]) -> Place | None:
    """Where pydantic's `loc` leads in the file; None for a branch that was not meant.

    A condition is tried as a comparison, as `all` and as `any`; only what the keys say counts.
    """
    way: list[int | str] = []
    node: Any = raw  # whatever the file holds there
    for place, step in enumerate(loc):
        if place == 0 and step in _KINDS:
            continue
        if step in _BRANCHES and way and (way[-1] == "when" or isinstance(way[-1], int)):
            if step != _branch(node):
                return None
            continue
        way.append(step)
        if way[-2:-1] == ["value"] or step == "value":
            return (*way[: way.index("value")], "value")
        try:
            node = node[step]
        except (KeyError, IndexError, TypeError):
            break
    return tuple(way)


def _branch(node: object) -> str:
    if isinstance(node, dict) and "all" in node:
        return "All"
    return "AnyOf" if isinstance(node, dict) and "any" in node else "Comparison"


def _sentence(raw: object, way: Place, error: ErrorDetails) -> str:
    key = str(next((step for step in reversed(way) if isinstance(step, str)), "dimensions"))
    match error["type"]:
        case "union_tag_invalid" | "union_tag_not_found":
            return _one_of("kind", list(_KINDS))
        case "missing":
            return _("{key} is missing.").format(key=key)
        case "extra_forbidden":
            return unknown_key(key, known_keys(_model(raw, way[:-1])))
        case "literal_error":
            return _one_of(key, _QUOTED.findall(str(error["ctx"]["expected"])))
        case "string_pattern_mismatch":
            return _(
                "“{value}” is no key: a key begins with a letter and has only letters without"
                " accents, figures and _, 40 at most."
            ).format(value=error["input"])
        case "string_type":
            return _("{key} must be a text in quotation marks.").format(key=key)
        case "bool_type" | "bool_parsing" if key != "value":
            return _("{key} must be true or false.").format(key=key)
        case "tuple_type":
            return _("{key} must be a list.").format(key=key)
        case "model_type" | "model_attributes_type":
            return _of_table(key, _model(raw, way))
    if key == "share":
        return _("share must be a number above 0 and at most 1: 0.2 is 20 %.")
    if key == "steps":
        return _("steps must be a whole number from 2 to 9.")
    if key == "value":
        return _("value must be a number, a text, a day, true or false, or a list of texts.")
    return _("{key} must be a number.").format(key=key)


def unknown_key(key: str, known: list[str]) -> str:
    """The sentence for a key that has no meaning where it stands."""
    return _("{key} is not known here; known are {known}.").format(key=key, known=", ".join(known))


def _one_of(key: str, choices: list[str]) -> str:
    return _("{key} must be one of {choices}.").format(key=key, choices=", ".join(choices))


def _of_table(key: str, model: type[Rule]) -> str:
    if model is Words:
        return _('{key} must be written in both languages: {{ zh = "…", en = "…" }}.').format(
            key=key
        )
    return _("{key} must be a table with the keys {known}.").format(
        key=key, known=", ".join(known_keys(model))
    )


def _model(raw: object, way: Place) -> type[Rule]:
    """The part of the rules that stands at the end of the way."""
    kind = str(raw.get("kind")) if isinstance(raw, dict) else ""
    if "when" in way:
        return _BRANCHES[_branch(_at(raw, way))]
    match way:
        case ():
            return _KINDS.get(kind, ByField)
        case (*_before, last) if last in _WORDS:
            return Words
        case (last,) if last in _SCORES:
            return Score
        case ("segments", *_rest):
            return _SEGMENTS.get(kind, Segment)
        case _:
            return Segment


def _at(raw: object, way: Place) -> Any:
    node: Any = raw
    for step in way:
        node = node[step]
    return node


def _key(raw: object) -> str:
    key = raw.get("key") if isinstance(raw, dict) else None
    return key if isinstance(key, str) else ""


def _segment_key(raw: object, way: Place) -> str:
    if way[:1] == ("other",) and isinstance(raw, dict):
        return _key(raw.get("other"))
    if way[:1] == ("segments",) and len(way) > 1:
        return _key(_at(raw, way[:2]))
    return ""


def _mended(raw: object, ways: list[Place], key: str) -> Dimension | None:
    """The dimension with what is wrong left out or made harmless; None where that can't be."""
    if not isinstance(raw, dict) or raw.get("kind") not in _KINDS:
        return None
    copy = deepcopy(raw)
    for way in sorted(ways, key=len, reverse=True):  # what is inside first
        if way == ("key",):
            copy["key"] = key
        else:
            _mend(copy, way)
    try:
        return _ADAPTER.validate_python(copy)
    except ValidationError:
        return None


def _mend(dimension: dict[str, Any], way: Place) -> None:
    if "when" in way:
        _mend_condition(dimension, way)
        return
    container, rest = dimension, way
    if way[0] == "segments" and len(way) > 1:
        number = int(way[1])
        if len(way) == 2:
            dimension["segments"][number] = _segment(number, str(dimension["kind"]))
            return
        container, rest = dimension["segments"][number], way[2:]
    elif way[0] in ("other", *_SCORES) and len(way) > 1:
        container, rest = dimension[str(way[0])], way[1:]
    key = str(rest[0])
    number = int(way[1]) if container is not dimension and way[0] == "segments" else 0
    needed = _needed(number)
    if key in needed:
        container[key] = needed[key]
    else:
        container.pop(key, None)


def _needed(number: int) -> dict[str, Any]:
    """Something harmless for each key that can't be left out."""
    return {
        "key": unread_key(number),
        "name": {},
        "segments": [],
        "share": 1,
        "metric": "orders_total",
        "what": "stage",
        "other": {"key": "unread_other", "name": {}},
        **{score: {"metric": "orders_total"} for score in _SCORES},
    }


def _segment(number: int, kind: str) -> dict[str, Any]:
    needed = _needed(number)
    keys = ("key", "name", "share") if kind == "share" else ("key", "name")
    return {key: needed[key] for key in keys} | ({"when": _UNREAD} if kind == "conditions" else {})


def _mend_condition(dimension: dict[str, Any], way: Place) -> None:
    """Put something that says nothing in the place of the innermost comparison that is wrong."""
    end = way.index("when") + 1
    while (
        end + 1 < len(way)
        and way[end] in ("all", "any")
        and isinstance(way[end + 1], int)
        and _branch(_at(dimension, way[:end])) != "Comparison"
    ):
        end += 2
    outer, wrong = _at(dimension, way[: end - 1]), _at(dimension, way[:end])
    what = wrong.get("what") if isinstance(wrong, dict) else None
    outer[way[end - 1]] = {**_UNREAD, "what": what} if isinstance(what, str) else _UNREAD
