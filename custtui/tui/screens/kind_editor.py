"""What a share, score or field dimension is made of, set line by line."""

from pydantic import ValidationError
from rich.cells import cell_len
from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical

from custtui.segments.drafting.adjusting import refusal
from custtui.segments.editing.shares import rest_on_last, total
from custtui.segments.rules import Dimension, Rules, Scores, Share
from custtui.segments.sentences import percent
from custtui.tui.commands import KIND, bindings
from custtui.tui.questions.kind_rows import (
    CODES,
    REST,
    TURNS,
    Kinds,
    Row,
    can_turn,
    rows_of,
    turned,
)
from custtui.tui.questions.kinds import changing
from custtui.tui.screens.codes_editor import CodesEditor
from custtui.tui.screens.editor import Editor
from custtui.tui.theme import LOUD, QUIET, STRONG, TEXT
from custtui.tui.widgets.frame import OneLine
from custtui.tui.widgets.key_lines import KeyLines
from custtui.tui.widgets.line_list import LineList
from custtui.tui.widgets.lines import Line, Span, fit
from custtui.values.language import _, mark

_LABEL_WIDTH = 18
_KINDS = {
    "share": mark("shares of ranked customers"),
    "scores": mark("scores"),
    "field": mark("values of a field"),
}


class KindLines(LineList):
    """Label and value, line by line."""

    has_head = False

    def __init__(self) -> None:
        super().__init__()
        self._rows: list[Row] = []

    def show(self, rows: list[Row]) -> None:
        """Show these; the cursor stays on its row."""
        stood = self.row.key if self.row else None
        self._rows = rows
        keys = [row.key for row in rows]
        if stood in keys:
            self.cursor = keys.index(stood)
        self.rows_changed()

    @property
    def row(self) -> Row | None:
        """The row under the cursor."""
        return self._rows[self.cursor] if self.cursor < len(self._rows) else None

    @property
    def row_count(self) -> int:
        return len(self._rows)

    def row_line(self, index: int, width: int) -> Line:
        row = self._rows[index]
        label = " " + fit(row.label, _LABEL_WIDTH) + " "
        style = LOUD if row.is_wrong else TEXT
        return (Span(label, QUIET), Span(fit(row.value, max(0, width - cell_len(label))), style))


class KindEditor(Editor[Kinds, Dimension]):
    """Gives the dimension as it was set, or None when it is left."""

    scope = KIND
    BINDINGS = bindings(KIND)
    DEFAULT_CSS = """
    KindEditor { background: $background; }
    KindEditor > Vertical { padding: 1 1 0 1; }
    KindEditor KindLines { margin: 1 0; }
    """

    def __init__(self, rules: Rules, dimension: Kinds) -> None:
        super().__init__(rules, dimension)

    def compose(self) -> ComposeResult:
        with Vertical():
            yield OneLine(id="editor-title")
            yield KindLines()
            yield OneLine(id="said")
            yield KeyLines(KIND)

    def on_mount(self) -> None:
        self.query_one(KindLines).focus()
        self.show_state()
        self.say("")

    def show_state(self) -> None:
        self.query_one(KindLines).show(rows_of(self._rules, self.state))
        spans = [
            Span(f" {self.state.name}", STRONG),
            Span(f"  {_(_KINDS[self.state.kind])}", QUIET),
        ]
        if self.is_changed:
            spans.append(Span("  " + _("not taken over yet"), LOUD))
        self.query_one("#editor-title", OneLine).put(*spans)

    @on(LineList.Chosen)
    def _chosen(self) -> None:
        self.action_change_part()

    def action_change_part(self) -> None:
        """Change what stands under the cursor."""
        row, dimension = self.query_one(KindLines).row, self.state
        if row is None:
            return
        if row.key == (REST,):
            self.action_rest_on_last()
        elif row.key == (CODES,) and isinstance(dimension, Scores):
            self.app.push_screen(CodesEditor(self._rules, dimension), self._take_codes)
        elif row.key[-1] in TURNS:
            if can_turn(self._rules, dimension, row.key):
                self.step(turned(dimension, row.key))
            else:
                self.say(_("A day has no fixed values to be scored by, only its rank."))
        else:
            setting, key = self.setting(dimension.key), row.key
            heading = str(dimension.name)
            self.ask(heading, lambda: changing(setting, dimension, key), self.step)

    def _take_codes(self, dimension: Scores | None) -> None:
        if dimension is not None:
            self.step(dimension)

    def action_rest_on_last(self) -> None:
        """The last share becomes what the others leave."""
        if not isinstance(self.state, Share):
            return
        changed = rest_on_last(self.state)
        if changed is None:
            message = _("The others leave nothing for {segment}: make one of them smaller.")
            self.say(message.format(segment=self.state.segments[-1].name), wrong=True)
            return
        last = changed.segments[-1]
        message = _("{segment} takes the rest: {percent} %")
        self.step(changed, message.format(segment=last.name, percent=percent(last.share)))

    def result(self) -> Dimension | None:
        """The dimension, where the whole set of rules is sound with it."""
        dimension = self.state
        if isinstance(dimension, Share) and total(dimension) != 1:
            self.say(_("The shares must come to 100 % together."), wrong=True)
            return None
        others = [each for each in self._rules.dimensions if each.key != dimension.key]
        try:
            self._rules.with_dimensions((*others, dimension))
        except ValidationError as error:
            self.say(refusal(error), wrong=True)
            return None
        return dimension
