"""What the modal editors of rules share: steps that can be undone, taking over, leaving."""

from abc import abstractmethod
from collections.abc import Callable
from typing import TYPE_CHECKING, ClassVar, Generic, TypeVar, cast

from textual.screen import ModalScreen

from custtui.reading.settings import settings
from custtui.segments.editing.matching import texts_in_use
from custtui.segments.rules import Rules
from custtui.tui.questions.asking import Talk
from custtui.tui.questions.of_rules import Setting
from custtui.tui.screens.ask import Ask
from custtui.tui.screens.dialogue import Dialogue
from custtui.tui.theme import QUIET, WRONG
from custtui.tui.widgets.frame import OneLine
from custtui.tui.widgets.lines import Span
from custtui.values.language import _

if TYPE_CHECKING:
    from custtui.tui.app import CusttuiApp
    from custtui.tui.session import Session

State = TypeVar("State")
Result = TypeVar("Result")
T = TypeVar("T")


class Editor(ModalScreen[Result | None], Generic[State, Result]):
    """Changes a state step by step. ctrl+z takes a step back, ctrl+s takes over, esc leaves."""

    scope: ClassVar[str]

    def __init__(self, rules: Rules, state: State) -> None:
        super().__init__()
        self._rules = rules
        self._first = state
        self._steps: list[State] = [state]

    @property
    def state(self) -> State:
        """What stands there now."""
        return self._steps[-1]

    @property
    def session(self) -> "Session":
        """The open book."""
        return cast("CusttuiApp", self.app).session

    @property
    def is_changed(self) -> bool:
        """Whether taking over would change anything."""
        return self.differ(self.state, self._first)

    def differ(self, one: State, other: State) -> bool:
        """Whether two states are not the same rule."""
        return one != other

    def step(self, state: State, said: str = "") -> None:
        """Go on to this state; ctrl+z comes back from it."""
        if self.differ(state, self.state):
            self._steps.append(state)
        self.show_state()
        self.say(said)

    @abstractmethod
    def show_state(self) -> None:
        """Bring the screen up to what stands there now."""

    @abstractmethod
    def result(self) -> Result | None:
        """What is given to whoever opened the editor; None where it can't be, which is said."""

    def say(self, text: str, *, wrong: bool = False) -> None:
        """One sentence at the bottom."""
        self.query_one("#said", OneLine).put(Span(" " + text, WRONG if wrong else QUIET))

    def setting(self, dimension: str) -> Setting:
        """What questions about the rules of that dimension need to know."""
        symbol = self.session.now(settings).currency_symbol
        return Setting(self._rules, dimension, self.session.as_of, symbol)

    def ask(self, heading: str, talk: Callable[[], Talk[T]], then: Callable[[T], None]) -> None:
        """Ask questions one after another; `then` gets what they come to."""

        def answered(answer: T | None) -> None:
            if answer is not None:
                then(answer)

        self.app.push_screen(Dialogue(heading, talk, self._texts_in_use), answered)

    async def _texts_in_use(self, what: str) -> list[str]:
        return await self.session.read(texts_in_use, self._rules, what)

    def action_undo_step(self) -> None:
        if len(self._steps) == 1:
            self.say(_("There is nothing to take back."))
            return
        self._steps.pop()
        self.show_state()
        self.say(_("One step taken back"))

    def action_take_over(self) -> None:
        result = self.result()
        if result is not None:
            self.dismiss(result)

    def action_leave(self) -> None:
        if not self.is_changed:
            self.dismiss(None)
            return
        question = _("What was changed here is not taken over. Throw it away?")
        self.app.push_screen(Ask(question, _("Throw away")), self._answered)

    def _answered(self, yes: bool | None) -> None:
        if yes:
            self.dismiss(None)
