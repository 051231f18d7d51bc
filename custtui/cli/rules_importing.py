"""`custtui rules import`: rules from a file or a preset into the book, as one edit."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

from custtui.cli import clock
from custtui.cli.opening import opened, settings_of_a_new_book, zone_of
from custtui.cli.options import Options
from custtui.cli.printing import print_json, print_table, say
from custtui.cli.rules_checking import as_json, content_of, tell_problems
from custtui.reading.connection import is_there
from custtui.segments.drafting.migration import Cell
from custtui.segments.files.reading import RuleFile, read_rules
from custtui.segments.presets import STANDARD, preset
from custtui.segments.rules import Rules
from custtui.segments.sentences import segment_name
from custtui.segments.stored import load, to_json
from custtui.values.language import _, mark, plural

_INDENT = "  "


@dataclass
class _Done:
    """What came of it: the rules before and after, and who moved, by dimension and cell."""

    before: Rules
    after: Rules
    cells: dict[str, Counter[Cell]] = field(default_factory=dict)
    customers: dict[str, set[int]] = field(default_factory=dict)

    def add(self, dimension: str, cell: Cell, customers: set[int]) -> None:
        """Customers who move; those whom a new dimension gives a first segment do not."""
        if dimension not in {each.key for each in self.before.dimensions}:
            return
        self.cells.setdefault(dimension, Counter())[cell] += len(customers)
        self.customers.setdefault(dimension, set()).update(customers)

    def changes(self) -> dict[str, list[str]]:
        """The keys of the dimensions that are new, other than before, and gone."""
        old = {each.key: to_json(each) for each in self.before.dimensions}
        new = {each.key: to_json(each) for each in self.after.dimensions}
        return {
            "added": [key for key in new if key not in old],
            "replaced": [key for key in new if key in old and new[key] != old[key]],
            "removed": [key for key in old if key not in new],
        }


class _Refused(Exception):
    """What the file has wrong beside the rules that the book has by now."""

    def __init__(self, read: RuleFile) -> None:
        super().__init__()
        self.read = read


def import_rules(options: Options) -> int:
    """Take them in and tell who moved; 1 where the file has a mistake, and nothing is changed."""
    content = content_of(options.given.file)
    try:
        done = _tried(options, content) if options.given.dry_run else _taken(options, content)
    except _Refused as refused:
        if options.given.json:
            print_json({"problems": as_json(refused.read.problems)})
        else:
            tell_problems(options.given.file, refused.read.problems)
        return 1
    if options.given.json:
        print_json(_as_json(done, dry_run=options.given.dry_run))
    else:
        _tell(done, dry_run=options.given.dry_run)
    return 0


def _read(options: Options, content: bytes, base: Rules) -> tuple[RuleFile, Rules]:
    read = read_rules(content, base, options.given.dimension)
    if read.rules is None:
        raise _Refused(read)
    return read, read.rules


def _base(options: Options) -> Rules:
    """The rules of the book; those that it will begin with where there is none yet."""
    if not is_there(options.path):
        return preset(STANDARD)
    with opened(options, needs_segments=False) as book:
        return load(book.connection)


def _tried(options: Options, content: bytes) -> _Done:
    """What it would do, without writing."""
    from custtui.segments.drafting.what_if import try_rules

    with opened(options, needs_segments=False) as book:
        base, as_of = load(book.connection), book.as_of
    _file, rules = _read(options, content, base)
    done = _Done(base, rules)
    for key, migration in try_rules(options.path, rules, as_of).migrations.items():
        for cell, movers in migration.movers.items():
            done.add(key, cell, set(movers))
    return done


def _taken(options: Options, content: bytes) -> _Done:
    from custtui.store import open_book
    from custtui.store.rules import change_rules

    _read(options, content, _base(options))  # a file that is refused makes no book, and no new day
    today = clock.today(zone_of(options.path))
    book = open_book(options.path, today, settings_of_a_new_book())
    # First the day, so that only what the rules move is put down to them.
    book.roll_forward(today)
    with book.edit(mark("import rules"), "rule") as edit:
        base = load(edit.connection)
        _file, rules = _read(options, content, base)
        change_rules(edit, base, rules)
    done = _Done(base, rules)
    assert edit.result is not None
    for move in edit.result.moves:
        done.add(move.dimension, (move.before, move.after), {move.customer_id})
    return done


def _as_json(done: _Done, *, dry_run: bool) -> dict[str, object]:
    return {
        "dry_run": dry_run,
        **done.changes(),
        "moved": len(_everybody(done.customers)),
        "dimensions": {
            key: {
                "moved": len(done.customers[key]),
                "moves": [
                    {"from": before, "to": after, "customers": count}
                    for (before, after), count in _largest_first(cells)
                ],
            }
            for key, cells in done.cells.items()
        },
    }


def _tell(done: _Done, *, dry_run: bool) -> None:
    if dry_run:
        say(_("Only told, nothing is written:"))
    changes = done.changes()
    labels = {"added": _("New"), "replaced": _("Replaced"), "removed": _("Removed")}
    for key, label in labels.items():
        if changes[key]:
            keys = ", ".join(changes[key])
            say(_("{label}: {keys}").format(label=label, keys=keys))
    if not any(changes.values()):
        say(_("The book has these rules already."))
        return
    moved = len(_everybody(done.customers))
    text = plural("{count} customer moved", "{count} customers moved", moved)
    if dry_run:
        text = plural("{count} customer would move", "{count} customers would move", moved)
    say(text.format(count=f"{moved:,}"))
    for key, cells in done.cells.items():
        _tell_moves(done, key, cells)


def _tell_moves(done: _Done, key: str, cells: Counter[Cell]) -> None:
    rules = done.after if key in {each.key for each in done.after.dimensions} else done.before
    count = len(done.customers[key])
    message = plural("{dimension}: {count} customer", "{dimension}: {count} customers", count)
    say(_INDENT + message.format(dimension=rules.dimension(key).name, count=f"{count:,}"))

    def name(segment: str | None) -> str:
        return "–" if segment is None else segment_name(rules, key, segment)

    print_table(
        ((f"{name(before)} → {name(after)}", f"{customers:,}")
         for (before, after), customers in _largest_first(cells)),
        right=(1,),
        indent=2 * _INDENT,
    )  # fmt: skip


def _largest_first(cells: Counter[Cell]) -> list[tuple[Cell, int]]:
    return sorted(cells.items(), key=lambda each: (-each[1], each[0][0] or "", each[0][1] or ""))


def _everybody(customers: Mapping[str, set[int]]) -> set[int]:
    return {identity for ids in customers.values() for identity in ids}
