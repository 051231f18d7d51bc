"""`custtui segments`: every customer's metrics and segments, and the counts."""

from custtui.cli.opening import Opened, opened
from custtui.cli.options import Options
from custtui.cli.printing import print_json, print_table, say
from custtui.reading.dimensions import ShownDimension, dimensions
from custtui.values.language import _
from custtui.values.money import format_money


def run(options: Options) -> int:
    """With `--json` the whole book, customer by customer; else the counts; or two days compared."""
    if options.given.compare is not None:
        from custtui.cli.comparing import run as compare

        return compare(options)
    with opened(options) as book:
        if options.given.json:
            from custtui.segments.listing import listing

            print_json(listing(book.connection, masked=book.masks), compact=True)
        else:
            print_counts(book)
    return 0


def print_counts(book: Opened) -> None:
    """Each dimension with its segments: customers, their part, their amount of 12 months."""
    from custtui.segments.standing import classified, is_unranked, members
    from custtui.segments.stored import load

    rules = load(book.connection)
    everybody = members(book.connection, rules)
    ranked = classified(rules, everybody)
    for dimension in dimensions(book.connection):
        own = [part for part in everybody if part.dimension == dimension.key]
        rule, total = rules.dimension(dimension.key), ranked[dimension.key]
        rows = [
            (
                str(dimension.segment(part.segment).name),
                f"{part.customers:,}",
                ""
                if dimension.tags
                else _percent(part.customers, 0 if is_unranked(rule, part.segment) else total),
                format_money(part.amount_12m),
            )
            for part in own
            if part.customers or dimension.kind != "field"
        ]
        say(_heading(dimension))
        print_table(rows, right=(1, 2, 3), indent="  ")


def _heading(dimension: ShownDimension) -> str:
    if dimension.tags:
        return _("{dimension} (several may apply)").format(dimension=dimension.name)
    return str(dimension.name)


def _percent(part: int, whole: int) -> str:
    return f"{100 * part / whole:.1f}%" if whole else "–"
