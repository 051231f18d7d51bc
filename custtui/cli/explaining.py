"""`custtui why`: each segment of one customer explained."""

from custtui.cli.opening import opened
from custtui.cli.options import Options
from custtui.cli.printing import print_json, print_table, say
from custtui.cli.show import customer_of
from custtui.reading.customer import stored_record
from custtui.reading.dimensions import dimensions
from custtui.segments.explain import explain
from custtui.segments.explaining.explanation import Explanation, Fact
from custtui.segments.measured import plain
from custtui.segments.measures import MEASURES
from custtui.values import money
from custtui.values.registry import CUSTOMER

_INDENT = "  "


def run(options: Options) -> int:
    """Explain every dimension in turn; Refusal where no customer has the code."""
    with opened(options) as book:
        identity = customer_of(book, options.given.code)
        customer = stored_record(book.connection, CUSTOMER, identity)
        assert customer is not None, "read in the same snapshot as its id"
        found = [explain(book.connection, identity, d.key) for d in dimensions(book.connection)]
    code, name = str(customer.values["code"]), str(customer.values["name"])
    if options.given.json:
        print_json(
            {
                "code": code,
                "name": name,
                "as_of": book.as_of.isoformat(),
                "dimensions": [_as_json(each) for each in found],
            }
        )
        return 0
    say(f"{name}  {code}")
    for explanation in found:
        say()
        _print(explanation)
    return 0


def _print(explanation: Explanation) -> None:
    names = ", ".join(held.name for held in explanation.segments) or "—"
    say(f"{explanation.name}  {names}")
    say(_INDENT + explanation.headline)
    print_table(
        ((fact.label, fact.value, fact.detail) for fact in explanation.facts),
        right=(1,),
        indent=_INDENT,
    )
    lines = [
        *(line.line for line in explanation.rule),
        *(explanation.place.texts if explanation.place else ()),
        *(part.text for part in explanation.scores),
        *(held.moved.because for held in explanation.segments if held.moved),
        explanation.next_better or "",
        *explanation.warnings,
    ]
    for line in lines:
        if line:
            say(_INDENT + line)


def _as_json(explanation: Explanation) -> dict[str, object]:
    """Keys and figures beside the sentences that the text shows."""
    place, step = explanation.place, explanation.next_step
    return {
        "dimension": explanation.dimension,
        "name": explanation.name,
        "segments": [
            {
                "key": held.key,
                "name": held.name,
                "reason": held.reason,
                "since": held.moved.day.isoformat() if held.moved else None,
                "because": held.moved.because if held.moved else None,
            }
            for held in explanation.segments
        ],
        "headline": explanation.headline,
        "facts": [_fact(fact) for fact in explanation.facts],
        "rule": [
            {"segment": line.segment, "name": line.name, "met": line.met, "text": line.text}
            for line in explanation.rule
        ],
        "place": place
        and {
            "rank": place.rank,
            "ranked": place.ranked,
            "tied": place.tied,
            "first": place.first,
            "last": place.last,
            "texts": list(place.texts),
        },
        "scores": [
            {"letter": part.letter, "score": part.score, "metric": part.metric, "text": part.text}
            for part in explanation.scores
        ],
        "next": step
        and {
            "segment": step.segment,
            "name": step.name,
            "amount": money.plain(step.amount),
            "by": step.by.isoformat() if step.by else None,
            "text": step.text,
        },
        "warnings": list(explanation.warnings),
    }


def _fact(fact: Fact) -> dict[str, object]:
    measure = MEASURES.get(fact.key)
    window = (fact.first_day, fact.last_day)
    return {
        "key": fact.key,
        "label": fact.label,
        "value": plain(measure, fact.exact) if measure else fact.value,
        "window": [day.isoformat() if day else None for day in window] if any(window) else None,
        "records": len(fact.rows),
        "estimated": fact.estimated,
    }
