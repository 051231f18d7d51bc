"""What a field of a form is typed into: one widget a form of field, each giving typed text."""

from rich.text import Text
from textual import events
from textual.app import RenderResult
from textual.message import Message
from textual.reactive import reactive
from textual.widget import Widget
from textual.widgets import TextArea

from custtui.tui.screens.pick import Option, Pick
from custtui.tui.theme import QUIET, TEXT
from custtui.tui.widgets.still import StillInput
from custtui.values.language import current
from custtui.values.registry import Choice, Field, Form
from custtui.values.text import harmless, shown


def entry_id(field: Field) -> str:
    """What its widget is called in a form: no key holds a hyphen, so none is taken for another."""
    return f"field-{field.key.replace(':', '-')}"


class TextEntry(StillInput):
    """One line of text."""

    def __init__(self, field: Field, typed: str) -> None:
        super().__init__(typed, id=entry_id(field), compact=True, select_on_focus=False)

    @property
    def typed(self) -> str:
        return self.value

    def put(self, text: str) -> None:
        """Let this stand in the field, whatever was typed."""
        self.value = shown(text)


class LongEntry(TextArea):
    """Several lines of text; the box grows with them."""

    cursor_blink = reactive(False, init=False)

    DEFAULT_CSS = """
    LongEntry { height: auto; min-height: 1; max-height: 6; border: none; padding: 0;
                background: $surface; }
    LongEntry:focus { border: none; background: $panel; }
    """

    def __init__(self, field: Field, typed: str) -> None:
        super().__init__(
            typed,
            id=entry_id(field),
            compact=True,
            tab_behavior="focus",
            highlight_cursor_line=False,
        )

    @property
    def typed(self) -> str:
        return self.text

    def put(self, text: str) -> None:
        """Let this stand in the field, whatever was typed."""
        self.text = harmless(text)


class ChoiceEntry(Widget, can_focus=True):
    """One of a closed list: typing or enter opens a list that filters as one types."""

    DEFAULT_CSS = """
    ChoiceEntry { height: 1; background: $surface; }
    ChoiceEntry:focus { background: $panel; }
    """

    class Changed(Message):
        """Another choice was taken."""

    def __init__(self, field: Field, typed: str) -> None:
        super().__init__(id=entry_id(field))
        self._field = field
        self.typed = typed

    def render(self) -> RenderResult:
        text = Text(no_wrap=True, end="")
        text.append(shown(self.typed) or "—", TEXT if self.typed else QUIET)
        return text.append(" ▾", QUIET)

    def on_key(self, event: events.Key) -> None:
        if event.key in ("enter", "space", "down"):
            self._open("")
        elif event.key in ("backspace", "delete"):
            self._take("")
        elif event.is_printable and event.character:
            self._open(event.character)
        else:
            return
        event.stop()
        event.prevent_default()

    def on_click(self) -> None:
        self._open("")

    def _open(self, typed: str) -> None:
        pick = Pick(self._field.label(current()), self.options(), typed)
        self.app.push_screen(pick, self._take)

    def options(self) -> list[Option]:
        """What can be picked."""
        language = current()
        choices = self._field.choices or _YES_NO
        return [Option(choice.label(language), choice.label(language)) for choice in choices]

    def _take(self, label: str | None) -> None:
        if label is not None and label != self.typed:
            self.put(label)
            self.post_message(self.Changed())

    def put(self, text: str) -> None:
        """Let this choice stand in the field."""
        self.typed = shown(text)
        self.refresh()


_YES_NO = (Choice("yes", "yes", "是"), Choice("no", "no", "否"))

Entry = TextEntry | LongEntry | ChoiceEntry


def entry_for(field: Field, typed: str) -> Entry:
    """The widget that a field is typed into."""
    match field.form:
        case Form.CHOICE | Form.YES_NO:
            return ChoiceEntry(field, typed)
        case Form.LONG_TEXT:
            return LongEntry(field, typed)
        case _:
            return TextEntry(field, typed)
