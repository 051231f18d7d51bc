"""What `custtui segments --json` gives: every customer's metrics and segments, and the counts."""

import sqlite3
from dataclasses import replace

from custtui.reading.settings import judged_day
from custtui.segments.measured import Measured, measured, plain, shown
from custtui.segments.standing import Standing, members, standings
from custtui.segments.stored import load
from custtui.values.days import windows
from custtui.values.masking import mask_text, mask_texts


def listing(connection: sqlite3.Connection, *, masked: bool = False) -> dict[str, object]:
    """The whole book as this connection sees it, with keys as in definitions.md.

    Where it is `masked`, phones and the like in names, tags and own fields are.
    """
    as_of = judged_day(connection)
    rules = load(connection)
    measures = shown(connection)
    standing = dict(standings(connection, rules))
    everybody = measured(connection)
    counts: dict[str, dict[str, int]] = {d.key: {} for d in rules.dimensions}
    for part in members(connection, rules):
        counts[part.dimension][part.segment] = part.customers
    return {
        "as_of": as_of.isoformat(),
        "windows": {
            name: [first.isoformat(), last.isoformat()]
            for name, (first, last) in windows(as_of).items()
        },
        "customers": [
            {
                "code": customer.code,
                "name": customer.name,
                "metrics": {m.key: plain(m, customer.values[m.key]) for m in measures},
                "segments": plain_segments(standing[customer.customer_id]),
            }
            for customer in (map(_masked, everybody) if masked else everybody)
        ],
        "counts": counts,
    }


def _masked(customer: Measured) -> Measured:
    return replace(customer, name=mask_text(customer.name), values=mask_texts(customer.values))


def plain_segments(standing: dict[str, Standing]) -> dict[str, object]:
    """Segments as JSON has them: a key, or a list of keys for tags."""
    return {
        dimension: list(value) if isinstance(value, tuple) else value
        for dimension, value in standing.items()
    }
