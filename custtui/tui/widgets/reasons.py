"""An explanation to read line by line; lines of facts lead to the rows that they count."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rich.cells import cell_len
from rich.style import Style
from textual import events

from custtui.segments.explaining.explanation import Check, Explanation, Fact, RuleLine
from custtui.tui.theme import ACCENT, GOOD, LOUD, QUIET, STRONG, TEXT
from custtui.tui.widgets.line_list import LineList
from custtui.tui.widgets.lines import Line, Span, fit, wrapped
from custtui.values.language import _

_LEADS = " ›"
_WIDEST_LABEL = 24
_WIDEST_VALUE = 24


@dataclass(frozen=True, slots=True)
class ReasonLine:
    """One line, and the fact whose rows it leads to, if it does."""

    line: Line
    fact: Fact | None = None


class Reasons(LineList):
    """The explanation of one dimension."""

    has_head = False

    def __init__(self) -> None:
        super().__init__()
        self._explanation: Explanation | None = None
        self._lines: list[ReasonLine] = []

    def show(self, explanation: Explanation) -> None:
        """Show this one; the cursor of another dimension does not stay."""
        known = self._explanation
        self._explanation = explanation
        self._lay_out()
        if known is None or known.dimension != explanation.dimension:
            self.top = 0
            places = [place for place, line in enumerate(self._lines) if line.fact]
            self.cursor = places[0] if places else 0
        self.rows_changed()

    def on_resize(self, event: events.Resize) -> None:
        super().on_resize(event)
        self._lay_out()

    @property
    def fact(self) -> Fact | None:
        """The fact under the cursor, if rows lie behind it."""
        return self._lines[self.cursor].fact if self.cursor < len(self._lines) else None

    @property
    def row_count(self) -> int:
        return len(self._lines)

    def row_line(self, index: int, width: int) -> Line:
        return (Span(" "), *self._lines[index].line)

    def _lay_out(self) -> None:
        if self._explanation is not None:
            width = max(20, self.size.width - 2)
            self._lines = list(reason_lines(self._explanation, width))


def reason_lines(explanation: Explanation, width: int) -> Iterator[ReasonLine]:
    """What holds, what it was told by, what changes it, the rules, and how it came there."""
    told_first = explanation.telling
    rules, place = list(_rules(explanation, width)), list(_place(explanation, width))
    ahead = list(_ahead(explanation, width))
    is_short = all(len(line.checks) < 2 for line in explanation.rule)
    parts = (
        list(_what_holds(explanation, width)),
        list(_facts(told_first, width)),
        # Long rules go down, so that what is to come is seen without a key.
        *((rules, place, ahead) if is_short else (place, ahead, rules)),
        list(_history(explanation, width)),
        list(_rest([fact for fact in explanation.facts if fact not in told_first], width)),
    )
    first = True
    for part in parts:
        if part and not first:
            yield ReasonLine(())
        yield from part
        first = first and not part


def _text(text: str, width: int, style: Style, indent: int = 0) -> Iterator[ReasonLine]:
    for line in wrapped(text, max(8, width - indent), style):
        yield ReasonLine((Span(" " * indent), *line))


def _what_holds(explanation: Explanation, width: int) -> Iterator[ReasonLine]:
    yield from _text(explanation.headline, width, STRONG)
    for held in explanation.segments:
        if held.since:
            yield from _text(held.since, width, QUIET)
    if explanation.note:
        yield from _text(explanation.note, width, QUIET)
    for warning in explanation.warnings:
        yield from _text(warning, width, LOUD)


def _facts(facts: Sequence[Fact], width: int) -> Iterator[ReasonLine]:
    """Label and value of each fact; what it counts beside them where that fits, else below."""
    if not facts:
        return
    label_width = min(_WIDEST_LABEL, max(cell_len(fact.label) for fact in facts))
    value_width = min(_WIDEST_VALUE, max(cell_len(fact.value) for fact in facts))
    room = width - label_width - value_width - 4 - len(_LEADS)
    for fact in facts:
        target = fact if fact.rows else None
        leads = Span(_LEADS if target else "", ACCENT)
        head = (
            Span(fit(fact.label, label_width) + "  ", TEXT),
            Span(fit(fact.value, value_width, right=True) + "  ", STRONG),
        )
        if cell_len(fact.detail) <= room:
            yield ReasonLine((*head, Span(fact.detail, QUIET), leads), target)
        else:
            yield ReasonLine((*head, leads), target)
            for line in wrapped(fact.detail, width - 2, QUIET):
                yield ReasonLine((Span("  "), *line), target)


def _place(explanation: Explanation, width: int) -> Iterator[ReasonLine]:
    """The rank or the scores, and what the next better segment asks for."""
    for text in explanation.placing:
        yield from _text(text, width, TEXT)
    for part in explanation.scores:
        yield from _text(f"{part.letter} {part.score}  {part.text}", width, TEXT)
    if explanation.next_better:
        yield from _text(explanation.next_better, width, ACCENT)


def _ahead(explanation: Explanation, width: int) -> Iterator[ReasonLine]:
    """What time alone does, first things first."""
    ahead = explanation.by_time
    if ahead is None or not ahead.turns:
        return
    yield from _text(ahead.heading, width, QUIET)
    for turn in ahead.turns:
        yield from _text(turn.text, width, TEXT, 2)


def _rules(explanation: Explanation, width: int) -> Iterator[ReasonLine]:
    """Every rule that was looked at; those that hold first, where several may."""
    if not explanation.rule:
        return
    yield ReasonLine((Span(_("Rule"), QUIET),))
    for line in sorted(explanation.rule, key=lambda each: explanation.is_tags and not each.met):
        yield from _rule(line, width)


def _rule(line: RuleLine, width: int) -> Iterator[ReasonLine]:
    if len(line.checks) < 2:
        text = _("{segment}: {reason}").format(segment=line.name, reason=line.text)
        yield from _marked(line.met, text, _actual(line.checks), width, 0)
        return
    yield from _marked(line.met, line.name, "", width, 0)
    for check in line.checks:
        yield from _marked(check.met, check.text, check.actual or "", width, 2 + 2 * check.depth)


def _actual(checks: Sequence[Check]) -> str:
    return next((check.actual for check in checks if check.actual), "")


def _marked(met: bool, text: str, actual: str, width: int, indent: int) -> Iterator[ReasonLine]:
    """A line with its mark, and the value that was met behind it."""
    mark = Span(" " * indent + ("✓ " if met else "✗ "), GOOD if met else QUIET)
    style = TEXT if met else QUIET
    lines = wrapped(text, max(8, width - indent - 2), style)
    told = Span(f"  ({actual})", QUIET) if actual else Span("")
    if cell_len(lines[-1][0].text) + cell_len(told.text) > width - indent - 2:
        lines.append((Span(told.text.strip(), QUIET),))
    else:
        lines[-1] = (*lines[-1], told)
    yield ReasonLine((mark, *lines[0]))
    for rest in lines[1:]:
        yield ReasonLine((Span(" " * (indent + 2)), *rest))


def _history(explanation: Explanation, width: int) -> Iterator[ReasonLine]:
    if explanation.history:
        yield ReasonLine((Span(_("History"), QUIET),))
    for moved in explanation.history:
        yield from _text(moved.text, width, TEXT, 2)


def _rest(facts: Sequence[Fact], width: int) -> Iterator[ReasonLine]:
    """What rules that do not hold looked at: it can be drilled into all the same."""
    if facts:
        yield ReasonLine((Span(_("Also looked at"), QUIET),))
    yield from _facts(facts, width)
