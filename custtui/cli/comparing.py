"""`custtui segments --compare DAY`: where customers stood on another day and where they stand."""

from collections.abc import Mapping

from custtui.cli.opening import opened
from custtui.cli.options import Options
from custtui.cli.printing import print_json, say, table
from custtui.cli.refusals import Refusal
from custtui.cli.terminal import columns
from custtui.reading.customer import customer_codes
from custtui.segments.drafting.migration import Cell, Migration
from custtui.segments.over_time.time_travel import TwoDays, compare
from custtui.segments.rules import Rules, is_tags
from custtui.segments.sentences import segment_name
from custtui.segments.stored import load
from custtui.values.language import _, plural
from custtui.values.text import width

_NOBODY = "·"
_INDENT = "  "


def run(options: Options) -> int:
    """Compare the day that `--compare` names with as-of; Refusal for an unknown dimension."""
    wanted = options.given.dimension
    with opened(options, needs_segments=False) as book:
        known = [dimension.key for dimension in load(book.connection).dimensions]
        if wanted is not None and wanted not in known:
            message = _("There is no dimension {key}. There are: {keys}.")
            raise Refusal(message.format(key=wanted, keys=", ".join(known)))
        only = None if wanted is None else {wanted}
        compared = compare(book.connection, options.given.compare, book.as_of, only)
        if options.given.json:
            print_json(as_json(compared, customer_codes(book.connection)), compact=True)
        else:
            _print(compared)
    return 0


def as_json(compared: TwoDays, codes: Mapping[int, str]) -> dict[str, object]:
    """The cells of every migration matrix, and who moved; of a tag that came, `from` is null."""
    return {
        "from": compared.before.isoformat(),
        "to": compared.after.isoformat(),
        "dimensions": {
            key: {
                "moved": migration.moved,
                "cells": [
                    {**_ends(cell), "customers": count} for cell, count in migration.cells.items()
                ],
                "movers": [
                    {"code": codes[identity], **_ends(cell)}
                    for cell, ids in migration.movers.items()
                    for identity in ids
                ],
            }
            for key, migration in compared.migrations.items()
        },
    }


def _ends(cell: Cell) -> dict[str, str | None]:
    return {"from": cell[0], "to": cell[1]}


def _print(compared: TwoDays) -> None:
    """A matrix for each dimension; where it is too wide for the terminal, only the moves."""
    say(f"{compared.before.isoformat()} → {compared.after.isoformat()}")
    room = columns() - len(_INDENT)
    for key, migration in compared.migrations.items():
        moved = plural("{count} customer moved", "{count} customers moved", migration.moved)
        say()
        say(f"{compared.rules.dimension(key).name}  {moved.format(count=f'{migration.moved:,}')}")
        lines = _matrix(compared.rules, migration)
        if max(map(width, lines)) > room:
            lines = _moves(compared.rules, migration)
        for line in lines:
            say(_INDENT + line)


def _matrix(rules: Rules, migration: Migration) -> list[str]:
    """Only segments that somebody was or is in; of tags who has them still, anew, no more."""
    pairs = zip(migration.before, migration.after, strict=True)
    keys = [before.segment for before, after in pairs if before.customers or after.customers]
    names = {key: segment_name(rules, migration.dimension, key) for key in keys}
    if is_tags(rules.dimension(migration.dimension)):
        head = ["", _("stay"), _("come"), _("go")]
        cells: list[list[Cell]] = [[(key, key), (None, key), (key, None)] for key in keys]
    else:
        head = [_("before ↓ after →"), *names.values()]
        cells = [[(before, after) for after in keys] for before in keys]
    rows = [
        [names[key], *(_counted(migration, cell) for cell in row)]
        for key, row in zip(keys, cells, strict=True)
    ]
    return table([head, *rows], right=range(1, len(head)))


def _moves(rules: Rules, migration: Migration) -> list[str]:
    """A line for each cell from which somebody moved, the most first."""
    cells = sorted(migration.movers, key=lambda cell: -len(migration.movers[cell]))
    rows = [
        (
            " → ".join(
                segment_name(rules, migration.dimension, key) if key else _NOBODY for key in cell
            ),
            _counted(migration, cell),
        )
        for cell in cells
    ]
    return table(rows, right=(1,))


def _counted(migration: Migration, cell: Cell) -> str:
    count = migration.cells.get(cell, 0)
    return f"{count:,}" if count else _NOBODY
