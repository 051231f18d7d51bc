"""A few questions one after another in one place: what is typed ahead stays typed ahead.

Going back is going through the talk again with one answer less. Each question shows, as one types,
what enter takes.
"""

from collections.abc import Awaitable, Callable
from typing import ClassVar, Generic, TypeVar

from rich.cells import cell_len
from textual import work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.screen import ModalScreen
from textual.widgets import Input

from custtui.tui.commands import DIALOGUE, bindings
from custtui.tui.questions.asking import Answer, Question, Talk
from custtui.tui.screens.pick import Option, OptionLines
from custtui.tui.theme import ACCENT, QUIET, TEXT, WRONG
from custtui.tui.widgets.frame import OneLine, title
from custtui.tui.widgets.key_lines import KeyLines
from custtui.tui.widgets.lines import Line, Span, fit
from custtui.tui.widgets.still import StillInput
from custtui.values.language import _
from custtui.values.unclean import Unclean

T = TypeVar("T")

#: Reads the texts that are in use for a measure.
ReadTexts = Callable[[str], Awaitable[list[str]]]
_TAKE = "\0take"


class Answers(OptionLines):
    """What can be taken; several can be ticked."""

    def __init__(self) -> None:
        super().__init__([])
        self.ticked: tuple[str, ...] | None = None
        self.is_wrong = False

    def empty_line(self) -> str:
        # What is wrong stands above already.
        return "" if self.is_wrong else super().empty_line()

    def row_line(self, index: int, width: int) -> Line:
        if self.ticked is None:
            return super().row_line(index, width)
        option = self.options[index]
        is_ticked = option.key in self.ticked
        mark, style = (" ✓ ", ACCENT) if is_ticked or option.key == _TAKE else ("   ", TEXT)
        hint = f" {option.hint} " if option.hint else ""
        label = fit(option.label, max(0, width - cell_len(mark) - cell_len(hint)))
        return (Span(mark, ACCENT), Span(label, style), Span(hint, QUIET))


class Dialogue(ModalScreen[T | None], Generic[T]):
    """Asks the questions of a talk; gives what it comes to, or None when it is left.

    enter takes an answer, esc goes one question back.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        *bindings(DIALOGUE),
        Binding("down", "down", priority=True),
        Binding("up", "up", priority=True),
        Binding("pagedown", "page_down", priority=True),
        Binding("pageup", "page_up", priority=True),
    ]
    DEFAULT_CSS = """
    Dialogue { align: center middle; background: $background; }
    Dialogue > Vertical { width: 76; max-width: 100%; height: 90%; padding: 1 2 0 2; }
    Dialogue Horizontal { height: 1; margin: 1 0 0 0; }
    Dialogue Input { width: 1fr; background: $panel; }
    Dialogue KeyLines { margin: 1 0 0 0; }
    """
    scope = DIALOGUE

    def __init__(
        self, heading: str, talk: Callable[[], Talk[T]], read_texts: ReadTexts | None = None
    ) -> None:
        super().__init__()
        self._heading = heading
        self._talk = talk
        self._read_texts = read_texts
        #: The answers so far, each with what was typed for it.
        self._answers: list[tuple[Answer, str]] = []
        self._question: Question | None = None
        self._texts: dict[str, list[str]] = {}
        #: enter was pressed before the texts in use were there.
        self._enter_waits = False

    def compose(self) -> ComposeResult:
        with Vertical():
            yield OneLine(id="dialogue-title")
            yield OneLine(id="question")
            with Horizontal():
                yield StillInput(compact=True, select_on_focus=False)
                yield OneLine(id="unit")
            yield OneLine(id="wrong")
            yield Answers()
            yield KeyLines(DIALOGUE)

    def on_mount(self) -> None:
        self.query_one("#dialogue-title", OneLine).put(title(self._heading, 70))
        self.query_one(Answers).can_focus = False
        self.query_one(Input).focus()
        self._ask()

    def _ask(self, typed: str | None = None) -> None:
        """Go through the talk with the answers there are: to a question, or to its end."""
        talk = self._talk()
        try:
            question = next(talk)
            for answer, _typed in self._answers:
                question = talk.send(answer)
        except StopIteration as end:
            self.dismiss(end.value)
            return
        self._question = question
        self._enter_waits = False
        lines, entry = self.query_one(Answers), self.query_one(Input)
        lines.ticked = question.ticked
        self.query_one("#question", OneLine).put(Span(question.text, TEXT))
        unit = self.query_one("#unit", OneLine)
        unit.styles.width = cell_len(question.unit) + 2 if question.unit else 0
        unit.put(Span(f" {question.unit}", QUIET))
        with self.prevent(Input.Changed):
            entry.value = question.typed if typed is None else typed
        entry.select_all()
        self._load(question)
        self._offer()

    @property
    def _is_loading(self) -> bool:
        question = self._question
        return (
            question is not None
            and question.about is not None
            and self._read_texts is not None
            and question.about not in self._texts
        )

    @work(exclusive=True, group="texts")
    async def _load(self, question: Question) -> None:
        """Read the texts in use, off the key path."""
        if question.about is None or self._read_texts is None or question.about in self._texts:
            return
        texts = await self._read_texts(question.about)
        self._texts[question.about] = texts
        if self._question is question and self.is_attached:
            self._offer()
            if self._enter_waits:
                self.action_take_answer()

    def _offer(self, stood: str = "") -> None:
        """Show what can be taken of what is typed, with the cursor on that key, if it is there."""
        question, lines = self._question, self.query_one(Answers)
        if question is None:
            return
        typed = self.query_one(Input).value
        wrong = ""
        try:
            options = question.offer(typed, self._texts.get(question.about or "", ()))
        except Unclean as unclean:
            options, wrong = [], unclean.message
        if lines.ticked and not typed.strip():
            options = self._with_ticked(options, lines.ticked)
        lines.options, lines.is_wrong = options, bool(wrong)
        lines.cursor = 0
        lines.rows_changed()
        self.query_one("#wrong", OneLine).put(Span(wrong, WRONG))
        if typed == question.typed and not lines.ticked:
            self._stand_on(question.first)
        self._stand_on(stood)

    def _with_ticked(self, options: list[Option], ticked: tuple[str, ...]) -> list[Option]:
        """First of all what is ticked, to be taken."""
        known = {option.key: option for option in options}
        labels = [known[key].label if key in known else key for key in ticked]
        take = Option(_TAKE, _("Take these: {names}").format(names=", ".join(labels)))
        unknown = [Option(key, key) for key in ticked if key not in known]
        return [take, *unknown, *options]

    def _stand_on(self, key: str) -> None:
        lines = self.query_one(Answers)
        keys = [option.key for option in lines.options]
        if key in keys:
            lines.cursor = keys.index(key)

    def on_input_changed(self) -> None:
        self._offer()

    def on_input_submitted(self) -> None:
        self.action_take_answer()

    def on_line_list_chosen(self) -> None:
        self.action_take_answer()

    def action_take_answer(self) -> None:
        """Take the answer under the cursor; of several, tick it, or take those that are ticked."""
        if self._is_loading:
            self._enter_waits = True
            return
        lines = self.query_one(Answers)
        if not lines.options:
            return
        key = lines.options[lines.cursor].key
        if lines.ticked is None:
            self._answer((key,))
        elif key == _TAKE:
            self._answer(lines.ticked)
        else:
            has = key in lines.ticked
            rest = tuple(each for each in lines.ticked if each != key)
            lines.ticked = rest if has else (*rest, key)
            entry = self.query_one(Input)
            # Whoever types goes on typing, or takes what is ticked; who goes by arrows goes on.
            stood = "" if entry.value.strip() else key
            with self.prevent(Input.Changed):
                entry.value = ""
            self._offer(stood)

    def complain(self, problem: str) -> None:
        """Say below what is typed what is wrong."""
        self.query_one("#wrong", OneLine).put(Span(problem, WRONG))

    def action_take_all(self) -> None:
        """Take those that are ticked, or the one under the cursor."""
        lines = self.query_one(Answers)
        if lines.ticked:
            self._answer(lines.ticked)
        else:
            self.action_take_answer()

    def _answer(self, answer: Answer) -> None:
        self._answers.append((answer, self.query_one(Input).value))
        self._ask()

    def action_leave(self) -> None:
        """One question back; from the first one, out."""
        if not self._answers:
            self.dismiss(None)
            return
        _answer, typed = self._answers.pop()
        self._ask(typed)

    def action_down(self) -> None:
        self.query_one(Answers).action_cursor_down()

    def action_up(self) -> None:
        self.query_one(Answers).action_cursor_up()

    def action_page_down(self) -> None:
        self.query_one(Answers).action_page_down()

    def action_page_up(self) -> None:
        self.query_one(Answers).action_page_up()
