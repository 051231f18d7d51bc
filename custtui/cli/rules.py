"""`custtui rules`: the standards table, the rules as a file, the presets."""

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from custtui.cli.opening import opened
from custtui.cli.options import Options
from custtui.cli.printing import print_json, print_table, say
from custtui.cli.refusals import Refusal
from custtui.segments.files.about import About
from custtui.segments.files.writing import to_toml
from custtui.segments.presets import about_preset, preset, presets
from custtui.segments.rules import Rules
from custtui.segments.standards import Standard, standards
from custtui.segments.stored import load
from custtui.values import money
from custtui.values.language import _, mark

if TYPE_CHECKING:
    from fractions import Fraction

_SCOPES = {
    "whole": mark("a whole set of rules"),
    "dimensions": mark("in place of a single dimension"),
}


def run(options: Options) -> int:
    """Do what was asked; Refusal where there is no such dimension or preset."""
    match options.given.action:
        case "show":
            return _show(options)
        case "export":
            return _export(options)
        case "presets":
            return _presets(options)
        case "check":
            from custtui.cli.rules_checking import check

            return check(options)
        case _:
            from custtui.cli.rules_importing import import_rules

            return import_rules(options)


def _show(options: Options) -> int:
    """The standards table with the members of each segment, dimension by dimension."""
    with opened(options) as book:
        rules, rows = standards(book.connection)
    known = [dimension.key for dimension in rules.dimensions]
    wanted = options.given.dimension or known
    for key in wanted:
        if key not in known:
            message = _("The book has no dimension {key}; it has {known}.")
            raise Refusal(message.format(key=key, known=", ".join(known)))
    tables = {key: [row for row in rows if row.dimension == key] for key in wanted}
    if options.given.json:
        print_json([_as_json(rules, key, found) for key, found in tables.items()])
        return 0
    for place, (key, found) in enumerate(tables.items()):
        if place:
            say()
        _print_table(rules, key, found)
    return 0


def _print_table(rules: Rules, key: str, rows: Sequence[Standard]) -> None:
    say(f"{rules.dimension(key).name}  {key}")
    print_table(
        (
            (row.badge, row.name, row.standard, f"{row.customers:,}", _percent(row.share),
             row.description, row.strategy)
            for row in rows
        ),
        right=(3, 4),
        indent="  ",
    )  # fmt: skip
    for note in rows[0].notes if rows else ():
        say(f"  {note}")


def _as_json(rules: Rules, key: str, rows: Sequence[Standard]) -> dict[str, object]:
    dimension = rules.dimension(key)
    return {
        "dimension": key,
        "name": str(dimension.name),
        "kind": dimension.kind,
        "ordered": dimension.ordered,
        "segments": [
            {
                "key": row.segment,
                "name": row.name,
                "indicator": row.indicator,
                "standard": row.standard,
                "description": row.description,
                "strategy": row.strategy,
                "customers": row.customers,
                "share": None if row.share is None else float(row.share),
                "amount_12m": money.plain(row.amount_12m),
            }
            for row in rows
        ],
    }


def _percent(share: "Fraction | None") -> str:
    return "" if share is None else f"{float(100 * share):.1f}%"


def _export(options: Options) -> int:
    """The rules in force as TOML: on stdout, or whole into a file."""
    with opened(options, needs_segments=False) as book:
        text = to_toml(load(book.connection))
    if options.given.file is None:
        sys.stdout.write(text)
        return 0
    from custtui.exchange.errors import ExchangeError
    from custtui.exchange.own_files import refuse_to_write_over_book
    from custtui.exchange.whole_file import whole_file

    target: Path = options.given.file
    try:
        refuse_to_write_over_book(target, options.path)
        with whole_file(target) as part:
            part.write_text(text, "utf-8")
    except ExchangeError as error:
        raise Refusal(str(error)) from error
    except OSError as error:
        message = _("{path} could not be written: {reason}.")
        raise Refusal(message.format(path=target, reason=error.strerror)) from error
    say(_("The rules are in {path}.").format(path=target))
    return 0


def _presets(options: Options) -> int:
    """The presets with what they say of themselves, or one as a whole file."""
    name = options.given.preset
    if name is not None:
        if name not in presets():
            message = _("There is no preset {name}; there are {known}.")
            raise Refusal(message.format(name=name, known=", ".join(presets())))
        about = about_preset(name).model_copy(update={"based_on": None})
        if options.given.json:
            print_json(_preset_as_json(name, about))
        else:
            sys.stdout.write(to_toml(preset(name), about))
        return 0
    known = [(each, about_preset(each)) for each in presets()]
    if options.given.json:
        print_json([_preset_as_json(each, about) for each, about in known])
        return 0
    for each, about in known:
        say(f"{each}  {about.name} ({_(_SCOPES[about.scope])})")
        say(f"  {about.description}")
    return 0


def _preset_as_json(name: str, about: About) -> dict[str, object]:
    return {
        "preset": name,
        "name": str(about.name),
        "description": str(about.description),
        "scope": about.scope,
        "dimensions": [dimension.key for dimension in preset(name).dimensions],
    }
