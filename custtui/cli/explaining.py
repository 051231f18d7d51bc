"""`custtui why`: each segment of one customer explained."""

from custtui.cli.opening import opened
from custtui.cli.options import Options
from custtui.cli.printing import print_json, print_table, say
from custtui.cli.show import customer_of
from custtui.reading.customer import stored_record
from custtui.segments.explain import Explanation, as_json, explain_all
from custtui.segments.explaining.masked import masked_explanation
from custtui.values.language import _, plural
from custtui.values.masking import mask_text
from custtui.values.registry import CUSTOMER

_INDENT = "  "
_MOVES_SHOWN = 5


def run(options: Options) -> int:
    """Explain every dimension in turn; Refusal where no customer has the code."""
    with opened(options) as book:
        identity = customer_of(book, options.given.code)
        customer = stored_record(book.connection, CUSTOMER, identity)
        assert customer is not None, "read in the same snapshot as its id"
        code, name = str(customer.values["code"]), str(customer.values["name"])
        found = explain_all(book.connection, identity)
        if book.masks:
            name = mask_text(name)
            found = [masked_explanation(each) for each in found]
    if options.given.json:
        print_json(
            {
                "code": code,
                "name": name,
                "as_of": book.as_of.isoformat(),
                "dimensions": [as_json(each) for each in found],
            }
        )
        return 0
    say(f"{name}  {code}")
    for explanation in found:
        say()
        _print(explanation)
    return 0


def _print(explanation: Explanation) -> None:
    """The answer first, then the values it was made from, the rules, and what would change it."""
    say(explanation.name)
    say(_INDENT + explanation.headline)
    print_table(
        ((fact.label, fact.value, fact.detail) for fact in explanation.telling),
        right=(1,),
        indent=_INDENT,
    )
    ahead, moves = explanation.by_time, explanation.history
    older = len(moves) - _MOVES_SHOWN
    for line in (
        *explanation.placing,
        *(rule.line for rule in explanation.rule),
        *(f"{part.letter} {part.score}  {part.text}" for part in explanation.scores),
        *((explanation.next_better,) if explanation.next_better else ()),
        *((ahead.heading,) if ahead and ahead.turns else ()),
        *(_INDENT + turn.text for turn in (ahead.turns if ahead else ())),
        *((_("History"),) if moves else ()),
        *(_INDENT + moved.text for moved in moves[:_MOVES_SHOWN]),
        *((_INDENT + _older(older),) if older > 0 else ()),
        *((explanation.note,) if explanation.note else ()),
        *explanation.warnings,
    ):
        say(_INDENT + line)


def _older(count: int) -> str:
    message = plural("… and {count} earlier move", "… and {count} earlier moves", count)
    return message.format(count=count)
