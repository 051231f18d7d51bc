"""Which segment takes which code of three scores."""

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical

from custtui.segments.editing.codes import given, nobodys, takers, twice_taken
from custtui.segments.rules import Rules, Scores
from custtui.tui.commands import CODES, bindings
from custtui.tui.questions.kind_rows import codes_told
from custtui.tui.screens.editor import Editor
from custtui.tui.screens.pick import Option, Pick
from custtui.tui.theme import LOUD, QUIET, STRONG, TEXT
from custtui.tui.widgets.code_grid import CodeGrid
from custtui.tui.widgets.frame import OneLine
from custtui.tui.widgets.key_lines import KeyLines
from custtui.tui.widgets.line_list import LineList
from custtui.tui.widgets.lines import Span
from custtui.values.language import _

_NOBODY = "\0nobody"


class CodesEditor(Editor[Scores, Scores]):
    """Gives the dimension with its codes as they were given out, or None when it is left."""

    scope = CODES
    BINDINGS = bindings(CODES)
    DEFAULT_CSS = """
    CodesEditor { background: $background; }
    CodesEditor > Vertical { padding: 1 1 0 1; }
    CodesEditor CodeGrid { margin: 1 0 0 0; }
    """

    def __init__(self, rules: Rules, dimension: Scores) -> None:
        super().__init__(rules, dimension)
        #: The segment that was picked last, or _NOBODY.
        self._last: str | None = None

    def compose(self) -> ComposeResult:
        with Vertical():
            yield OneLine(id="editor-title")
            yield CodeGrid()
            yield OneLine(id="here")
            yield OneLine(id="said")
            yield KeyLines(CODES)

    def on_mount(self) -> None:
        self.query_one(CodeGrid).focus()
        self.show_state()
        self.say("")

    def show_state(self) -> None:
        dimension = self.state
        self.query_one(CodeGrid).show(dimension)
        is_wrong = bool(nobodys(dimension) or twice_taken(dimension))
        spans = [
            Span(f" {dimension.name}", STRONG),
            Span(f"  {codes_told(dimension)}", LOUD if is_wrong else QUIET),
        ]
        right = (Span(_("not taken over yet") + " ", LOUD),) if self.is_changed else ()
        self.query_one("#editor-title", OneLine).put(*spans, right=right)

    @on(LineList.CursorMoved)
    def _show_here(self) -> None:
        code = self.query_one(CodeGrid).code
        keys = takers(self.state)[code]
        names = [str(s.name) for s in self.state.segments if s.key in keys] or [_("nobody")]
        message = _("R {recency}, F {frequency}, M {monetary}: {segments}")
        text = message.format(
            recency=code[0], frequency=code[1], monetary=code[2], segments=", ".join(names)
        )
        self.query_one("#here", OneLine).put(Span(" " + text, TEXT))

    @on(LineList.Chosen)
    def _chosen(self) -> None:
        self.action_change_code()

    def action_change_code(self) -> None:
        """Pick who takes the code under the cursor."""
        code = self.query_one(CodeGrid).code
        options = [Option(s.key, str(s.name), words=s.key) for s in self.state.segments]
        options.append(Option(_NOBODY, _("nobody: it is unclassified")))
        text = _("Who takes R {recency}, F {frequency}, M {monetary}?")
        heading = text.format(recency=code[0], frequency=code[1], monetary=code[2])
        self.app.push_screen(Pick(heading, options), self._picked)

    def _picked(self, key: str | None) -> None:
        if key is not None:
            self._last = key
            self.action_same_again()

    def action_same_again(self) -> None:
        """Give the code under the cursor to whom the last one was given."""
        if self._last is None:
            self.say(_("Give a code to a segment first; then this gives it the next one too."))
            return
        code = self.query_one(CodeGrid).code
        self.step(given(self.state, code, None if self._last == _NOBODY else self._last))

    def action_next_problem(self) -> None:
        """On to the next code that nobody takes, or that is taken twice."""
        wanted = [*nobodys(self.state), *twice_taken(self.state)]
        if wanted:
            self.query_one(CodeGrid).next_code(wanted)
        else:
            self.say(_("Each code is taken once."))

    def action_next_column(self) -> None:
        self.query_one(CodeGrid).move_column(1)

    def action_previous_column(self) -> None:
        self.query_one(CodeGrid).move_column(-1)

    def result(self) -> Scores | None:
        twice = twice_taken(self.state)
        if twice:
            message = _("The code {code} is taken twice: give it to one of them.")
            self.say(message.format(code=twice[0]), wrong=True)
            self.query_one(CodeGrid).next_code(twice)
            return None
        return self.state
