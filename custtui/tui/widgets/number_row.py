"""A number of a rule as it is typed: whose it is, what it says, its unit, and what is wrong."""

from decimal import Decimal

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.widgets import Input

from custtui.segments.drafting.thresholds import Adjustable
from custtui.segments.drafting.typed_numbers import read_number, text_of, unit_text
from custtui.tui.theme import ACCENT, QUIET, STRONG, WRONG
from custtui.tui.widgets.frame import OneLine
from custtui.tui.widgets.lines import Span, fit
from custtui.tui.widgets.still import StillInput
from custtui.values.language import _

_NAME_WIDTH = 14


class NumberRow(Vertical):
    """One line, and a second one only while something is wrong."""

    DEFAULT_CSS = """
    NumberRow { height: auto; }
    NumberRow > Horizontal { height: 1; }
    NumberRow .label { width: 1fr; max-width: 52; margin: 0 1 0 0; }
    NumberRow Input { width: 14; background: $surface; }
    NumberRow Input:focus { background: $panel; }
    NumberRow .unit { width: 22; }
    NumberRow .wrong { height: 1; display: none; }
    """

    def __init__(self, number: Adjustable, name: str, currency_symbol: str) -> None:
        super().__init__()
        self.number = number
        self._owner = name
        self._unit = unit_text(number.unit, currency_symbol)
        self._first = text_of(number)
        self.is_wrong = False

    def compose(self) -> ComposeResult:
        with Horizontal():
            yield OneLine(classes="label")
            yield StillInput(self._first, compact=True, select_on_focus=True)
            yield OneLine(classes="unit")
        yield OneLine(classes="wrong")

    def on_mount(self) -> None:
        name = Span(" " + fit(self._owner, _NAME_WIDTH) + " ", STRONG)
        self.query_one(".label", OneLine).put(name, Span(self.number.label, QUIET))
        self._show_unit()

    def on_input_changed(self) -> None:
        self._show_unit()

    @property
    def entry(self) -> Input:
        """What it is typed into."""
        return self.query_one(Input)

    @property
    def is_changed(self) -> bool:
        """Whether something else stands there than at first."""
        return self.entry.value.strip() != self._first

    def value(self) -> Decimal:
        """The number that stands there; raises Unclean."""
        return read_number(self.number.unit, self.entry.value)

    def say(self, wrong: str) -> None:
        """Show, or take away, what is wrong."""
        self.is_wrong = bool(wrong)
        line = self.query_one(".wrong", OneLine)
        line.display = self.is_wrong
        line.put(Span(" " * (_NAME_WIDTH + 2) + wrong, WRONG))

    def _show_unit(self) -> None:
        spans = [Span(f" {self._unit}  ", QUIET)]
        if self.is_changed:
            spans.append(Span(_("was {value}").format(value=self._first), ACCENT))
        self.query_one(".unit", OneLine).put(*spans)
