"""What a new dimension of each kind begins with: sound, and the usual one of its kind."""

from collections.abc import Mapping
from dataclasses import dataclass

from custtui.segments.presets import STANDARD, preset
from custtui.segments.rules import ByField, Conditions, Dimension, Scores, Share
from custtui.values.language import mark

_BY_VALUE = ("0.8", "0.15", "0.05")


@dataclass(frozen=True, slots=True)
class NewKind:
    """A kind to choose: its key, its name and what it does, to be translated when shown."""

    key: str
    label: str
    meaning: str


NEW_KINDS = (
    NewKind("conditions", mark("Rules"), mark("the first condition that holds gives the type")),
    NewKind("tags", mark("Tags"), mark("every condition that holds gives one")),
    NewKind("rank", mark("Shares by rank"), mark("the top 20 %, the next 50 % of the customers")),
    NewKind("value", mark("Shares of the sum"), mark("those who make 80 % of the amount")),
    NewKind("scores", mark("Scores (RFM)"), mark("how lately, how often, how much")),
    NewKind("field", mark("Field"), mark("each value of a field is a type")),
)


def new_dimension(kind: str, texts: Mapping[str, object]) -> Dimension:
    """A dimension of that kind, one of NEW_KINDS by key.

    `texts` are its key, name, note and whether it is ordered.
    """
    match kind:
        case "rank":
            return _share().model_copy(update=texts)
        case "value":
            share = _share()
            cut = zip(share.segments, _BY_VALUE, strict=True)
            segments = [{**each.model_dump(), "share": part} for each, part in cut]
            content = {**share.model_dump(), **texts, "by": "value", "segments": segments}
            return Share.model_validate(content)
        case "scores":
            scores = preset(STANDARD).dimension("behaviour")
            assert isinstance(scores, Scores)
            return scores.model_copy(update=texts)
        case "field":
            return ByField.model_validate({**texts, "kind": "field", "what": "source"})
        case _:
            content = {"kind": "conditions", "tags": kind == "tags", "segments": ()}
            return Conditions.model_validate({**texts, **content})


def _share() -> Share:
    grade = preset(STANDARD).dimension("grade")
    assert isinstance(grade, Share)
    return grade
