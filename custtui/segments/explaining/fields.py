"""Why a customer is in a segment of a field dimension: the field says so."""

from custtui.segments.explaining.counted import fact
from custtui.segments.explaining.explanation import Reasons, RuleLine
from custtui.segments.explaining.situation import Situation
from custtui.segments.rules import NOT_FILLED_IN, ByField
from custtui.segments.sentences import segment_name
from custtui.segments.wording import standard_of
from custtui.values.language import _


def why_field(situation: Situation, dimension: ByField) -> Reasons:
    """The value of the field, whole or at its first level."""
    key = str(situation.standing[dimension.key])
    found = fact(situation, dimension.what)
    message = _("{what} is empty") if key == NOT_FILLED_IN else _("{what}: {value}")
    line = RuleLine(
        key,
        segment_name(situation.rules, dimension.key, key),
        True,
        standard_of(situation.rules, dimension.key, key),
        (),
    )
    reason = message.format(what=found.label, value=found.value)
    return Reasons({key: reason}, (found,), (line,))
