"""All numbers of one rule as they are typed, and the rules that they make."""

from decimal import Decimal

from textual.app import ComposeResult
from textual.containers import VerticalScroll

from custtui.segments.drafting.adjusting import Refused, adjusted
from custtui.segments.drafting.thresholds import Place, adjustable, rest_of
from custtui.segments.rules import Rules
from custtui.segments.sentences import number_text, segment_name
from custtui.tui.theme import QUIET
from custtui.tui.widgets.frame import OneLine
from custtui.tui.widgets.lines import Span
from custtui.tui.widgets.number_row import NumberRow
from custtui.values.language import _
from custtui.values.unclean import Unclean


class RuleNumbers(VerticalScroll, can_focus=False):
    """A row a number; of shares, a last line tells what the last class gets."""

    DEFAULT_CSS = """
    RuleNumbers { height: auto; max-height: 22%; scrollbar-size-vertical: 1; }
    RuleNumbers #rest { height: 1; }
    """

    def __init__(self, rules: Rules, dimension: str, currency_symbol: str) -> None:
        super().__init__()
        self._rules = rules
        self._key = dimension
        self._currency_symbol = currency_symbol

    def compose(self) -> ComposeResult:
        above = ""
        for number in adjustable(self._rules, self._key):
            name = number.segment and segment_name(self._rules, self._key, number.segment)
            yield NumberRow(number, "" if name == above else name, self._currency_symbol)
            above = name
        if rest_of(self._rules, self._key) is not None:
            yield OneLine(id="rest")

    @property
    def rows(self) -> list[NumberRow]:
        """The rows from top to bottom."""
        return list(self.query(NumberRow))

    @property
    def is_typed(self) -> bool:
        """Whether something else stands there than at first."""
        return any(row.is_changed for row in self.rows)

    def begin_with(self, segment: str) -> None:
        """Put the caret into the first number of that segment, or into the first of all."""
        own = [row for row in self.rows if row.number.segment == segment]
        (own or self.rows)[0].entry.focus()

    def go(self, steps: int) -> bool:
        """Put the caret so many numbers further down; False where there is none."""
        rows = self.rows
        places = [place for place, row in enumerate(rows) if row.entry.has_focus]
        wanted = places[0] + steps if places else -1
        if 0 <= wanted < len(rows):
            rows[wanted].entry.focus()
            return True
        return False

    def draft(self, rules: Rules) -> Rules | None:
        """The rules with the numbers as typed; None where one is wrong, which is told beside it."""
        # The number under the caret comes last: what does not go together is blamed on it.
        rows = sorted(self.rows, key=lambda row: row.entry.has_focus)
        wrong: dict[Place, str] = {}
        changes: dict[Place, Decimal] = {}
        for row in rows:
            try:
                value = row.value()
            except Unclean as unclean:
                wrong[row.number.place] = unclean.message
            else:
                if value != row.number.value:
                    changes[row.number.place] = value
        draft = None
        if not wrong:
            try:
                draft = adjusted(rules, changes)
            except Refused as refused:
                wrong[refused.place or rows[-1].number.place] = refused.message
        for row in rows:
            row.say(wrong.get(row.number.place, ""))
        self._show_rest(draft)
        return draft

    def go_to_wrong(self) -> None:
        """Put the caret into the first number that is wrong."""
        for row in self.rows:
            if row.is_wrong:
                row.entry.focus()
                return

    def _show_rest(self, draft: Rules | None) -> None:
        rest = rest_of(draft, self._key) if draft is not None else None
        for line in self.query("#rest").results(OneLine):
            if rest is None:
                line.put()
                return
            name = segment_name(self._rules, self._key, rest[0])
            text = _("{segment} takes the rest: {percent} %")
            line.put(Span(" " + text.format(segment=name, percent=number_text(rest[1])), QUIET))
