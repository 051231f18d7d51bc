"""`custtui show`: one customer whole."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict

from custtui.cli.disagreeing import pin_json
from custtui.cli.opening import Opened, opened
from custtui.cli.options import Options
from custtui.cli.printing import print_json
from custtui.cli.refusals import Refusal
from custtui.cli.segment_names import plain_segments
from custtui.reading.customer import (
    KINDS,
    StoredRecord,
    WholeCustomer,
    customer_id,
    whole_customer,
)
from custtui.reading.dimensions import ShownDimension, dimensions
from custtui.reading.estimated import Estimated, estimated
from custtui.reading.masked import masked_customer, masked_standing, without_id_numbers
from custtui.reading.standing import Standing, standing
from custtui.segments.measured import Value, measured, plain, shown
from custtui.segments.measures import MEASURES
from custtui.segments.over_time.month_ends import MonthLine, month_line
from custtui.values import showing
from custtui.values.language import _
from custtui.values.masking import mask_texts
from custtui.values.registry import Field
from custtui.values.text import one_line


def run(options: Options) -> int:
    """Show one customer; Refusal where no customer has the code."""
    with opened(options) as book:
        identity = customer_of(book, options.given.code)
        customer = whole_customer(book.connection, identity)
        stands = standing(book.connection, identity)
        assert customer is not None, "read in the same snapshot as its id"
        assert stands is not None, "every customer is judged"
        values: Mapping[str, Value] = next(measured(book.connection, identity)).values
        part = estimated(book.connection, identity, book.as_of)
        known = dimensions(book.connection)
        if book.masks:
            customer, values = masked_customer(customer), mask_texts(values)
            stands = masked_standing(stands)
        elif not options.given.unmask:
            customer = without_id_numbers(customer)
        # The last to be read: working it out may take the shadowing tables away.
        months = month_line(book.connection, identity, book.as_of)
        if options.given.json:
            print_json(as_json(book, customer, stands, values, part, known, months))
        else:
            from custtui.cli.show_text import print_customer

            print_customer(book, customer, stands, values, part, known, months)
    return 0


def customer_of(book: Opened, code: str) -> int:
    """The id of the customer with that code; Refusal, naming the way out, where there is none."""
    wanted = one_line(code)
    if not wanted:
        message = _("{code} is no code: nothing of it can be seen.")
        raise Refusal(message.format(code=ascii(code)))
    identity = customer_id(book.connection, wanted)
    if identity is None:
        message = _("No customer has the code {code}. custtui find {code} looks for it elsewhere.")
        raise Refusal(message.format(code=wanted))
    return identity


def as_json(
    book: Opened,
    customer: WholeCustomer,
    stands: Standing,
    values: Mapping[str, Value],
    part: Estimated,
    known: Sequence[ShownDimension],
    months: MonthLine | None,
) -> dict[str, object]:
    """The customer with every field, its metrics and segments, and a list for each record kind.

    `estimated` has that part of the metrics of the same keys which estimated purchases make,
    `computed` what the rules alone say where a pin is in force, `month_ends` the segments at the
    last month-ends in the dimension that grades.
    """
    return {
        **_plain(customer.kind.fields, customer.customer),
        "as_of": book.as_of.isoformat(),
        "metrics": {m.key: plain(m, values[m.key]) for m in shown(book.connection)},
        "estimated": {key: plain(MEASURES[key], value) for key, value in asdict(part).items()},
        "segments": plain_segments(known, stands.segments),
        "computed": plain_segments(known, stands.computed),
        "pins": [pin_json(pin) for pin in stands.pins],
        "month_ends": None if months is None else _plain_months(months),
        **{
            kind.plural.replace("-", "_"): [_plain(kind.fields, r) for r in customer.of(kind)]
            for kind in KINDS
        },
    }


def _plain_months(months: MonthLine) -> dict[str, object]:
    ends = zip(months.days, months.segments, strict=True)
    return {
        "dimension": months.dimension,
        "segments": [{"day": day.isoformat(), "segment": segment} for day, segment in ends],
    }


def _plain(fields: Sequence[Field], record: StoredRecord) -> dict[str, object]:
    return {field.key: showing.plain(field, record.values[field.key]) for field in fields}
