"""A modal list that filters as one types; it stands alone, since lists over panes lose glyphs."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import ClassVar

from rich.cells import cell_len
from rich.style import Style
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Input

from custtui.tui.commands import PICK, bindings
from custtui.tui.theme import QUIET, TEXT, WRONG
from custtui.tui.widgets.frame import OneLine, title
from custtui.tui.widgets.line_list import LineList
from custtui.tui.widgets.lines import Line, Span, fit
from custtui.tui.widgets.still import StillInput
from custtui.values import pinyin
from custtui.values.language import _

SWATCH = " Aa "


@dataclass(frozen=True, slots=True)
class Option:
    """One row to pick: what is given back, what is shown, and further words that find it.

    `swatch` is the style of a patch of colour before the label.
    """

    key: str
    label: str
    hint: str = ""
    words: str = ""
    swatch: Style | None = None

    def answers(self, typed: str) -> bool:
        """Whether the typed text stands in its label, its words, or their pinyin initials."""
        wanted = typed.casefold().strip()
        if wanted in f"{self.label} {self.words} {self.hint}".casefold():
            return True
        return wanted.isascii() and _has_initials(self.label, wanted)


def _has_initials(label: str, wanted: str) -> bool:
    """Whether these are pinyin initials of characters in a row, in any of their readings."""
    if label.isascii():
        return False
    syllables = pinyin.syllables(label)
    initials = [{reading[:1] for reading in readings} for readings in syllables if readings]
    return any(
        all(letter in each for letter, each in zip(wanted, initials[start:], strict=False))
        for start in range(len(initials) - len(wanted) + 1)
    )


class OptionLines(LineList):
    """The options that answer what is typed."""

    has_head = False

    def __init__(self, options: list[Option]) -> None:
        super().__init__()
        self.options = options

    @property
    def row_count(self) -> int:
        return len(self.options)

    def row_line(self, index: int, width: int) -> Line:
        option = self.options[index]
        hint = f" {option.hint} " if option.hint else ""
        if option.swatch is None:
            label = fit(f" {option.label}", max(0, width - cell_len(hint)))
            return (Span(label, TEXT), Span(hint, QUIET))
        label = fit(f"  {option.label}", max(0, width - cell_len(hint) - 1 - len(SWATCH)))
        return (Span(" "), Span(SWATCH, option.swatch), Span(label, TEXT), Span(hint, QUIET))

    def empty_line(self) -> str:
        return _("Nothing here answers to that.")


class Pick(ModalScreen[str | None]):
    """Pick one of `options`; gives its key, or None on esc.

    `typed_option` makes a last one of what is typed, where that can be picked too.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        *bindings(PICK),
        Binding("down", "down", priority=True),
        Binding("up", "up", priority=True),
        Binding("pagedown", "page_down", priority=True),
        Binding("pageup", "page_up", priority=True),
    ]
    DEFAULT_CSS = """
    Pick { align: center middle; background: $background; }
    Pick > Vertical { width: 72; max-width: 96%; height: 80%; padding: 1 2; }
    Pick Input { margin: 1 0; background: $panel; }
    """

    def __init__(
        self,
        title: str,
        options: list[Option],
        typed: str = "",
        typed_option: Callable[[str], Option | None] | None = None,
    ) -> None:
        super().__init__()
        self._title = title
        self._typed_option = typed_option
        self._options = options
        self._typed = typed

    def compose(self) -> ComposeResult:
        with Vertical():
            yield OneLine(id="pick-title")
            yield StillInput(self._typed, compact=True, select_on_focus=False)
            yield OptionLines(self._options)

    def on_mount(self) -> None:
        self.query_one("#pick-title", OneLine).put(title(self._title, 60))
        self.query_one(OptionLines).can_focus = False
        self.query_one(Input).focus()
        self._filter(self._typed)
        if not all(option.label.isascii() for option in self._options):
            # The first letter typed may ask for pinyin: till then it is there.
            self.run_worker(pinyin.get_ready, thread=True)

    def complain(self, problem: str) -> None:
        """Say over the options what is wrong."""
        self.query_one("#pick-title", OneLine).put(Span(problem, WRONG))

    def on_input_changed(self, event: Input.Changed) -> None:
        self._filter(event.value)

    def on_input_submitted(self) -> None:
        lines = self.query_one(OptionLines)
        if lines.options:
            self.dismiss(lines.options[lines.cursor].key)

    def on_line_list_chosen(self) -> None:
        self.on_input_submitted()

    def _filter(self, typed: str) -> None:
        lines = self.query_one(OptionLines)
        lines.options = [option for option in self._options if option.answers(typed)]
        own = self._typed_option(typed) if self._typed_option else None
        if own is not None:
            lines.options.append(own)
        lines.cursor = 0
        lines.rows_changed()

    def action_leave(self) -> None:
        self.dismiss(None)

    def action_down(self) -> None:
        self.query_one(OptionLines).action_cursor_down()

    def action_up(self) -> None:
        self.query_one(OptionLines).action_cursor_up()

    def action_page_down(self) -> None:
        self.query_one(OptionLines).action_page_down()

    def action_page_up(self) -> None:
        self.query_one(OptionLines).action_page_up()
