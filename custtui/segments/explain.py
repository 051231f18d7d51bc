"""Why a customer stands where it stands: exact, and such that it can be added up by hand.

It reads whatever tables the connection sees, stored or shadowed by `judge_view`, so the same call
explains the stored state, another as-of day and a draft of rules.
"""

import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from custtui.segments.checks.checking import own_measures
from custtui.segments.explaining.by_time import by_time
from custtui.segments.explaining.conditions import why_conditions
from custtui.segments.explaining.explanation import ByTime, Explanation, Held, Reasons
from custtui.segments.explaining.fields import why_field
from custtui.segments.explaining.moved import history, last_move
from custtui.segments.explaining.next_better import next_step
from custtui.segments.explaining.pinned import ByRule, with_pins
from custtui.segments.explaining.plain import as_json
from custtui.segments.explaining.scores import why_scores
from custtui.segments.explaining.shares import why_share
from custtui.segments.explaining.situation import Situation, situation_of
from custtui.segments.rules import (
    ByField,
    Conditions,
    Dimension,
    Rules,
    Scores,
    Share,
    is_tags,
)
from custtui.segments.sentences import segment_name
from custtui.segments.stored import load
from custtui.values.language import _, plural

__all__ = ["Explanation", "as_json", "explain", "explain_all"]


def explain(
    connection: sqlite3.Connection, customer_id: int, dimension: str, rules: Rules | None = None
) -> Explanation:
    """Why the customer is in its segment of that dimension.

    `rules` are those that the tables were judged by, where they are not the file's own: a draft.
    KeyError when there is no such customer or dimension.
    """
    with _one_state(connection):
        rules = rules or load(connection)
        whole = rules.dimension(dimension)
        situation = situation_of(connection, rules, customer_id)
        return with_pins(situation, whole, _by_rule(by_time(situation, [whole])))


def explain_all(
    connection: sqlite3.Connection, customer_id: int, rules: Rules | None = None
) -> list[Explanation]:
    """Why the customer is in its segment of each dimension, in their order; as `explain`."""
    with _one_state(connection):
        rules = rules or load(connection)
        situation = situation_of(connection, rules, customer_id)
        by_rule = _by_rule(by_time(situation, rules.dimensions))
        return [with_pins(situation, each, by_rule) for each in rules.dimensions]


def _by_rule(ahead: Mapping[str, ByTime]) -> ByRule:
    """What explains by the rules alone; what time does is told of what stands, pins and all."""
    return lambda situation, dimension: _explained(situation, dimension, ahead)


def _explained(
    situation: Situation, dimension: Dimension, ahead: Mapping[str, ByTime]
) -> Explanation:
    """Why the rules alone give the segment that the situation says."""
    found = _reasons(situation, dimension)
    held = tuple(
        Held(
            key=key,
            name=segment_name(situation.rules, dimension.key, key),
            reason=reason,
            moved=last_move(situation, dimension, key),
        )
        for key, reason in found.reasons.items()
    )
    return Explanation(
        customer_id=situation.customer_id,
        as_of=situation.as_of,
        dimension=dimension.key,
        name=str(dimension.name),
        note=str(dimension.note),
        is_tags=is_tags(dimension),
        segments=held,
        headline=_headline(dimension, held),
        facts=found.facts,
        rule=found.rule,
        place=found.place,
        scores=found.scores,
        next_step=next_step(situation, dimension),
        by_time=ahead.get(dimension.key),
        history=history(situation, dimension),
        warnings=found.warnings,
        own_fields=own_measures(situation.rules),
    )


def _reasons(situation: Situation, dimension: Dimension) -> Reasons:
    match dimension:
        case Conditions():
            return why_conditions(situation, dimension)
        case Share():
            return why_share(situation, dimension)
        case Scores():
            return why_scores(situation, dimension)
        case ByField():
            return why_field(situation, dimension)


def _headline(dimension: Dimension, held: tuple[Held, ...]) -> str:
    if not held:
        assert is_tags(dimension)
        count = len(dimension.segments)
        message = plural("The one rule does not hold.", "None of the {count} rules holds.", count)
        return message.format(count=count)
    message = _("{segment}: {reason}")
    return " · ".join(message.format(segment=each.name, reason=each.reason) for each in held)


@contextmanager
def _one_state(connection: sqlite3.Connection) -> Iterator[None]:
    """All that is read comes from one state of the file, whoever writes meanwhile."""
    if connection.in_transaction:
        yield
        return
    connection.execute("BEGIN")
    try:
        yield
    finally:
        connection.execute("COMMIT")
