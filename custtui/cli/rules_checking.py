"""`custtui rules check`: every mistake in a file of rules with its line, and what is doubtful."""

from collections.abc import Iterable, Sequence
from pathlib import Path

from custtui.cli.opening import opened
from custtui.cli.options import Options
from custtui.cli.printing import complain, print_json, say
from custtui.reading.connection import is_there
from custtui.segments.checks.finding import Finding
from custtui.segments.checks.lint import lint, lint_rules
from custtui.segments.files.reading import RuleFile, read_rules
from custtui.segments.judging.judge import judge_view
from custtui.segments.presets import STANDARD, preset, preset_content, presets
from custtui.segments.rules import Rules, segments_of
from custtui.segments.stored import load
from custtui.values.language import _, plural


def check(options: Options) -> int:
    """Tell all of it; 1 where there is a mistake. Warnings refuse nothing.

    The file is seen as it would be in the book, if there is one, and its rules on the customers.
    """
    name = options.given.file
    content = content_of(name)
    if is_there(options.path) or "db" in options.given:
        read, warnings = _beside_the_book(options, content)
    else:
        read = read_rules(content, preset(STANDARD))
        warnings = tuple(lint_rules(read.rules)) if read.rules else ()
    warnings = _of_the_file(read, warnings)
    if options.given.json:
        print_json(
            {"file": name, "problems": as_json(read.problems), "warnings": as_json(warnings)}
        )
    else:
        tell_problems(name, read.problems)
        for each in warnings:
            say(_("{place}: warning: {sentence}").format(
                place=_place(name, each), sentence=each.sentence))  # fmt: skip
        if read.rules is not None:
            _tell_sum(name, read, read.rules, len(warnings))
    return 1 if read.problems else 0


def content_of(name: str) -> bytes:
    """The file of that name, or the preset; OSError where there is neither."""
    return preset_content(name) if name in presets() else Path(name).read_bytes()


def tell_problems(name: str, problems: Sequence[Finding]) -> None:
    """Each mistake on stderr with its line and whose it is, then how many there are."""
    for each in problems:
        complain(f"{_place(name, each)}: {each.sentence}")
    if problems:
        message = plural(
            "{count} mistake in {file}; nothing was changed.",
            "{count} mistakes in {file}; nothing was changed.",
            len(problems),
        )
        complain(message.format(count=len(problems), file=name))


def as_json(found: Iterable[Finding]) -> list[dict[str, object]]:
    """Findings with the line, the keys of dimension and segment, and the sentence."""
    return [
        {
            "line": each.line,
            "dimension": each.dimension or None,
            "segment": each.segment or None,
            "text": each.sentence,
        }
        for each in found
    ]


def _beside_the_book(options: Options, content: bytes) -> tuple[RuleFile, tuple[Finding, ...]]:
    with opened(options, needs_segments=False) as book:
        read = read_rules(content, load(book.connection))
        if read.rules is None:
            return read, ()
        judge_view(book.connection, book.as_of, read.rules)
        return read, lint(book.connection, read.rules)


def _of_the_file(read: RuleFile, warnings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Warnings with their lines; what the book has beside the file is not the file's matter."""
    own = {dimension.key for dimension in read.dimensions}
    whole = read.about.scope == "whole"
    found = [read.located(each) for each in warnings if whole or each.dimension in own]
    return tuple(sorted(found, key=lambda each: (each.line is None, each.line or 0)))


def _tell_sum(name: str, read: RuleFile, rules: Rules, warnings: int) -> None:
    own = rules.dimensions if read.about.scope == "whole" else read.dimensions
    types = sum(len(segments_of(dimension)) for dimension in own)
    told = [
        plural("{count} dimension", "{count} dimensions", len(own)).format(count=len(own)),
        plural("{count} customer type", "{count} customer types", types).format(count=types),
        _("no mistakes"),
    ]
    if warnings:
        message = plural("{count} warning", "{count} warnings", warnings)
        told.append(message.format(count=warnings))
    say(f"{name}: {', '.join(told)}")


def _place(name: str, found: Finding) -> str:
    """File, line and whose it is: `my.toml:12: lifecycle/vip`."""
    line = f"{name}:{found.line}" if found.line is not None else name
    return f"{line}: {found.owner}" if found.owner else line
