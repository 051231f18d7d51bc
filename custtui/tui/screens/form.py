"""The form of any record kind, drawn from the field registry."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, NamedTuple, cast

from rich.cells import cell_len
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.screen import ModalScreen
from textual.widget import Widget

from custtui.tui.commands import FORM, bindings
from custtui.tui.gone import Gone
from custtui.tui.screens.ask import Ask
from custtui.tui.theme import QUIET, STRONG, WRONG
from custtui.tui.waiting import SAVING, for_a_moment, import_told, is_saving
from custtui.tui.widgets.entries import (
    ChoiceEntry,
    Entry,
    LongEntry,
    TextEntry,
    entry_for,
    entry_id,
)
from custtui.tui.widgets.frame import FewLines, KeyFooter, OneLine, StatusStrip
from custtui.tui.widgets.lines import Span, fit
from custtui.tui.widgets.promise import PromiseEntry
from custtui.values.cleaning import clean
from custtui.values.columns import to_columns
from custtui.values.impossible import is_impossible, marked
from custtui.values.language import _, current
from custtui.values.registry import FOLLOW_UP, Field, RecordKind
from custtui.values.showing import show
from custtui.values.text import clean as clean_text
from custtui.values.unclean import Unclean

if TYPE_CHECKING:
    from custtui.tui.app import CusttuiApp

#: Saves the columns that a form gives; says what was wrong, or None.
Save = Callable[[dict[str, object]], Awaitable[str | None]]
_PROMISE = ("next_action", "next_day")
#: Cells of the labels, where no long one needs more, and the most they get.
_LABEL_WIDTH, _MOST_LABEL_WIDTH = 16, 24
_ENOUGH_FOR_LONG_LABELS = 60


class UnsavedTexts(NamedTuple):
    """What is typed in a form: over which texts, and which, by field."""

    heading: str
    fields: Sequence[Field]
    first: dict[str, str]
    typed: dict[str, str]


class FieldRow(Vertical):
    """A label, what is typed, and what is wrong with it."""

    def __init__(self, label: str, entry: Widget, width: int) -> None:
        super().__init__()
        self._label = label
        self._entry = entry
        self._width = width

    def compose(self) -> ComposeResult:
        with Horizontal():
            yield OneLine(classes="label")
            yield self._entry
        yield OneLine(classes="wrong")

    def on_mount(self) -> None:
        label = self.query_one(".label", OneLine)
        label.styles.width = self._width
        label.put(Span(fit(self._label, self._width - 1), QUIET))
        self.say("")

    def say(self, wrong: str) -> None:
        """Show, or take away, what is wrong."""
        line = self.query_one(".wrong", OneLine)
        line.display = bool(wrong)
        line.put(Span(" " * self._width + wrong, WRONG))


class Form(ModalScreen[bool]):
    """Type a record, or change one. ctrl+s saves; what was typed is never lost by an error.

    `stored` are the clean values of the record as it is, by field; `typed` are texts to start with.
    """

    scope = FORM
    BINDINGS = bindings(FORM)
    CSS_PATH = "form.tcss"

    #: Where it can be opened again with what was typed, as unsaved_places has it.
    place: Mapping[str, str | int | None] | None = None

    def __init__(
        self,
        kind: RecordKind,
        heading: str,
        save: Save,
        today: date,
        stored: Mapping[str, object] | None = None,
        typed: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__()
        self._kind = kind
        self._heading = heading
        self._save = save
        self._today = today
        self._stored = stored
        self._fields = [field for field in kind.fields if field.in_form]
        self._first = {f.key: self._first_text(f, typed or {}) for f in self._fields}
        self._promise = kind is FOLLOW_UP
        #: What the strip said when the form was opened.
        self._said_before: object = None

    def _first_text(self, field: Field, typed: Mapping[str, str]) -> str:
        if field.key in typed:
            return typed[field.key]
        if self._stored is not None:
            return as_typed(field, self._stored[field.key])
        if field.default == "today":
            return self._today.isoformat()
        if field.default and field.choices:
            return show(field, field.default, current())
        return field.default

    def compose(self) -> ComposeResult:
        width = self._label_width()
        with Vertical(id="form"):
            yield FewLines(id="form-title")
            with VerticalScroll(can_focus=False):
                for field in self._fields:
                    if self._promise and field.key in _PROMISE:
                        if field.key == "next_action":
                            yield FieldRow(_("Next"), self._promise_entry(), width)
                    else:
                        entry = self.entry_of(field, self._first[field.key])
                        yield FieldRow(_label(field), entry, width)
            yield StatusStrip()
            yield KeyFooter(FORM)

    def _label_width(self) -> int:
        if self.app.size.width < _ENOUGH_FOR_LONG_LABELS:
            return _LABEL_WIDTH
        longest = max((cell_len(_label(field)) for field in self._fields), default=0)
        return min(max(_LABEL_WIDTH, longest + 2), _MOST_LABEL_WIDTH)

    def entry_of(self, field: Field, typed: str) -> Entry:
        """The widget that a field is typed into."""
        return entry_for(field, typed)

    def _promise_entry(self) -> PromiseEntry:
        return PromiseEntry(self._first["next_action"], self._first["next_day"], self._today)

    def show_told(self) -> None:
        """What is said since the form was opened; else who is importing, for saving may wait."""
        desk = cast("CusttuiApp", self.app)
        text, wrong, _hint = (
            desk.status if desk.status is not self._said_before else ("", False, "")
        )
        if not text and desk.others_import is not None:
            text = import_told(desk.others_import)
        for strip in self.query(StatusStrip):
            strip.display = bool(text)
            strip.say(text, wrong=wrong)

    def on_mount(self) -> None:
        self._said_before = cast("CusttuiApp", self.app).status
        self.show_told()
        self._say_above(Span(self._heading, STRONG))
        for field in self._fields:
            value = self._stored[field.key] if self._stored is not None else None
            if is_impossible(value):
                self._say(field, marked(value))
        empty = (f for f in self._fields if f.required and not self._first[f.key])
        self._focus_field(next(empty, self._fields[0]))

    def _entry(self, field: Field) -> Entry:
        entry = self.query_one(f"#{entry_id(field)}")
        assert isinstance(entry, TextEntry | LongEntry | ChoiceEntry)
        return entry

    def typed(self) -> dict[str, str]:
        """What stands in every field now."""
        texts = {}
        for field in self._fields:
            if not (self._promise and field.key in _PROMISE):
                texts[field.key] = self._entry(field).typed
        if self._promise:
            action, day = self.query_one(PromiseEntry).promised()
            texts["next_action"], texts["next_day"] = action, day
        return texts

    def put(self, texts: Mapping[str, str]) -> None:
        """Let these texts stand in fields, by key, whatever was typed there."""
        for field in self._fields:
            if field.key in texts and not (self._promise and field.key in _PROMISE):
                self._entry(field).put(texts[field.key])
        if self._promise and not texts.keys().isdisjoint(_PROMISE):
            promised = {**self.typed(), **texts}
            self.query_one(PromiseEntry).put(promised["next_action"], promised["next_day"])

    def unsaved(self) -> UnsavedTexts:
        """What was typed over, and by what."""
        typed, first = self.typed(), self._first
        # Of a new record also what stood there when it was opened, unless nothing was typed.
        is_new = self._stored is None and typed != first
        typed = {k: text for k, text in typed.items() if text != first[k] or (is_new and text)}
        return UnsavedTexts(self._heading, self._fields, {k: first[k] for k in typed}, typed)

    def resume(self, first: Mapping[str, str], typed: Mapping[str, str]) -> None:
        """Go on with what was typed in a form that is gone, in which `first` stood before."""
        self.put(typed)

    async def action_save(self) -> None:
        if is_saving(self.app):
            return
        columns, wrong = self._cleaned()
        for field in self._fields:
            self._say(field, wrong.get(field.key, ""))
        if wrong:
            first = next(field for field in self._fields if field.key in wrong)
            self._focus_field(first)
            return
        saving = self.app.run_worker(self._save_columns(columns), group=SAVING)
        await for_a_moment(saving)
        if not saving.is_finished:
            self._say_above(Span(_("saving …"), QUIET))

    async def _save_columns(self, columns: dict[str, object]) -> None:
        try:
            problem = await self._save(columns)
        except Gone as gone:
            self._offer_back(gone)
            return
        if not self.app.is_running:  # it was quit meanwhile
            return
        if problem is None:
            self._close()
        else:
            self.complain(problem)

    def _close(self) -> None:
        """It is saved: what was opened over it meanwhile, such as help, goes with it."""
        cast("CusttuiApp", self.app).leave_above(self)
        self.dismiss(True)

    def _offer_back(self, gone: Gone) -> None:
        async def bring_back() -> None:
            problem = await gone.bring_back()
            if problem is None:
                await self.action_save()
            else:
                self.complain(problem)

        def answered(yes: bool | None) -> None:
            if yes:
                self.run_worker(bring_back())

        self.complain(_("Nothing is saved: the record was deleted meanwhile."))
        self.app.push_screen(Ask(gone.question, _("Take back, and save")), answered)

    def complain(self, problem: str) -> None:
        """Say over the form why it is not saved."""
        self._say_above(Span(problem, WRONG))

    def _say_above(self, text: Span) -> None:
        self.query_one("#form-title", FewLines).put(text)

    def _cleaned(self) -> tuple[dict[str, object], dict[str, str]]:
        """The columns of every field that was typed anew, and what is wrong, by field."""
        columns: dict[str, object] = {}
        wrong = {}
        for key, text in self.typed().items():
            field = self._kind.field(key)
            if self._stored is not None and text == self._first[key]:
                continue
            try:
                columns |= to_columns(field, clean(field, text, self._today))
            except Unclean as unclean:
                wrong[key] = unclean.message
        return columns, wrong

    def _row(self, field: Field) -> FieldRow | None:
        if self._promise and field.key in _PROMISE:
            selector: Widget = self.query_one(PromiseEntry)
        else:
            selector = self._entry(field)
        return next((a for a in selector.ancestors if isinstance(a, FieldRow)), None)

    def _say(self, field: Field, wrong: str) -> None:
        row = self._row(field)
        if row is not None and not (self._promise and field.key == "next_action"):
            row.say(wrong)

    def _focus_field(self, field: Field) -> None:
        if self._promise and field.key in _PROMISE:
            self.query_one(PromiseEntry).focus_text()
        else:
            self._entry(field).focus()

    def action_next_field(self) -> None:
        self.focus_next()

    def action_previous_field(self) -> None:
        self.focus_previous()

    def action_leave(self) -> None:
        if is_saving(self.app):
            return
        if self.typed() == self._first:
            self.dismiss(False)
            return
        question = _("Something was typed and is not saved. Throw it away?")
        self.app.push_screen(Ask(question, _("Throw away")), self._answered)

    def _answered(self, yes: bool | None) -> None:
        if yes:
            self.dismiss(False)


def _label(field: Field) -> str:
    return field.label(current()) + (" *" if field.required else "")


def as_typed(field: Field, value: object) -> str:
    """A stored value as a form shows it, to be typed over."""
    # A file that another program wrote may hold what a terminal would act on.
    return clean_text(str(value) if is_impossible(value) else show(field, value, current()))
