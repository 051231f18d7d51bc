"""The fields that a department has added to the customer (新增栏目): add, change, move, delete."""

import sqlite3
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual import on, work
from textual.app import ComposeResult

from custtui.reading.own_fields import filled, own_fields
from custtui.segments.checks.checking import names_using
from custtui.segments.stored import load
from custtui.tui.commands import OWN_FIELDS, bindings, key_of
from custtui.tui.file_faults import into_this_book
from custtui.tui.recording import may_write
from custtui.tui.screens.form import Form
from custtui.tui.screens.list_page import ListPage
from custtui.tui.theme import ACCENT, QUIET, STRONG, TEXT
from custtui.tui.widgets.frame import OneLine
from custtui.tui.widgets.line_list import LineList
from custtui.tui.widgets.lines import Span
from custtui.tui.widgets.record_list import Column, Row
from custtui.values.language import _, current, mark, plural
from custtui.values.registry import OwnField
from custtui.values.registry.own import CHANGED_FIELD, FORM_CHOICES, NEW_FIELD

if TYPE_CHECKING:
    from custtui.store import Edit

_FORMS = {choice.key: choice for choice in FORM_CHOICES}
_KIND = "field"


@dataclass(frozen=True, slots=True)
class FieldUse:
    """An own field, how many customers have a value in it, and the rules that look at it."""

    field: OwnField
    customers: int
    rules: tuple[str, ...]


def field_uses(connection: sqlite3.Connection) -> tuple[FieldUse, ...]:
    """Every own field of the book with its use."""
    rules = load(connection)
    return tuple(
        FieldUse(
            own,
            filled(connection, own.field.key),
            tuple(names_using(rules, own.field.key)),
        )
        for own in own_fields(connection)
    )


class OwnFields(ListPage):
    """The list of own fields."""

    scope = OWN_FIELDS
    BINDINGS = bindings(OWN_FIELDS)
    CSS = "OwnFields #title { margin: 1 0; }"

    def __init__(self) -> None:
        super().__init__()
        self._uses: tuple[FieldUse, ...] = ()
        #: The key of the field that the cursor is to stand on, once it is shown.
        self._stand_on: str | None = None

    def body(self) -> ComposeResult:
        yield OneLine(id="title")
        yield from super().body()

    def show_frame(self) -> None:
        super().show_frame()
        told = _("Own fields: what your department keeps of a customer besides the rest")
        self.query_one("#title", OneLine).put(Span(f" {told}", STRONG))

    @work(exclusive=True, group="fields")
    async def read_records(self) -> None:
        self._uses = await self.read(field_uses)
        columns = (
            Column(_("Name"), 22),
            Column(_("Form"), 9),
            Column(_("Filled in"), 9, right=True),
            Column(_("Key"), 14),
            Column(_("Choices, rules"), 0),
        )
        rows = [_row(place, use) for place, use in enumerate(self._uses)]
        key = key_of("add_field", OWN_FIELDS)
        told = _("None yet. {key} adds a field.").format(key=key)
        self.records.show(columns, rows, told)
        keys = [use.field.key for use in self._uses]
        if self._stand_on in keys:
            self.records.cursor = keys.index(self._stand_on)
            self._stand_on = None

    def _go_to(self, key: str) -> None:
        self._stand_on = key
        self.read_records()

    @property
    def _use(self) -> FieldUse | None:
        cursor = self.records.cursor
        return self._uses[cursor] if cursor < len(self._uses) else None

    def action_add_field(self) -> None:
        async def save(columns: dict[str, object]) -> str | None:
            made: list[OwnField] = []

            def add(edit: "Edit") -> None:
                from custtui.store.own_fields import add_field

                made.append(add_field(edit, columns))

            problem = await self._write(mark("new field"), _("Field added"), add)
            for own in made[-1:] if problem is None else ():
                self._go_to(own.key)
            return problem

        save_here = into_this_book(self.desk, save)
        self._open(Form(NEW_FIELD, _("New field"), save_here, self.session.start.today()))

    @on(LineList.Chosen)
    def _chosen(self) -> None:
        self.action_edit_field()

    def action_edit_field(self) -> None:
        """Its names and choices; what it is, and what rules call it, stays."""
        use = self._use
        if use is None:
            return
        own = use.field

        async def save(columns: dict[str, object]) -> str | None:
            typed = {name: value or "" for name, value in columns.items()}
            if not typed:
                return None

            def change(edit: "Edit") -> None:
                from custtui.store.own_fields import change_field

                change_field(edit, own.key, typed)

            said = _("Field changed: {field}").format(field=own.label(current()))
            return await self._write(mark("change field"), said, change)

        stored = {
            "chinese": own.chinese,
            "english": own.english,
            "choices": "\n".join(own.choices) or None,
        }
        heading = f"{own.label(current())} · {_FORMS[own.form].label(current())}"
        save_here, today = into_this_book(self.desk, save), self.session.start.today()
        self._open(Form(CHANGED_FIELD, heading, save_here, today, stored=stored))

    def _open(self, form: Form) -> None:
        if may_write(self.desk):
            self.app.push_screen(form)

    def action_move_up(self) -> None:
        self._move(-1)

    def action_move_down(self) -> None:
        self._move(1)

    def _move(self, steps: int) -> None:
        place, use = self.records.cursor, self._use
        if use is None or not 0 <= place + steps < len(self._uses):
            return
        self.desk.run_worker(self._move_field(use.field, steps))

    async def _move_field(self, own: OwnField, steps: int) -> None:
        def move(edit: "Edit") -> None:
            from custtui.store.own_fields import move_field

            move_field(edit, own.key, steps)

        said = _("Field moved: {field}").format(field=own.label(current()))
        problem = await self._write(mark("move field"), said, move)
        if problem:
            self.desk.say(problem, wrong=True)
        self.stop_when_left()
        self._go_to(own.key)

    def action_delete_field(self) -> None:
        """Delete it; where customers have values in it, after one question that says how many."""
        use = self._use
        if use is None or not may_write(self.desk):
            return
        name = use.field.label(current())
        if use.rules:
            told = _("{rules} uses the field {field}: change the rule first.")
            self.desk.say(told.format(rules=", ".join(use.rules), field=name), wrong=True)
        elif use.customers:
            question = plural(
                "Delete {field} with the value of {count} customer? Undo brings it back.",
                "Delete {field} with the values of {count} customers? Undo brings them back.",
                use.customers,
            ).format(field=name, count=f"{use.customers:,}")
            self.desk.ask(question, _("Delete"), lambda: self._delete(use.field))
        else:
            self._delete(use.field)

    def _delete(self, own: OwnField) -> None:
        self.desk.run_worker(self._delete_field(own))

    async def _delete_field(self, own: OwnField) -> None:
        def delete(edit: "Edit") -> None:
            from custtui.store.own_fields import delete_field

            delete_field(edit, own.key, with_values=True)

        said = _("Deleted: {kind}").format(kind=own.label(current()))
        problem = await self._write(mark("delete field"), said, delete)
        if problem:
            self.desk.say(problem, wrong=True)

    async def _write(self, what: str, said: str, change: Callable[["Edit"], object]) -> str | None:
        def make(edit: "Edit") -> None:
            change(edit)

        return await self.desk.write(what, said, make)


def _row(place: int, use: FieldUse) -> Row:
    own = use.field
    rules = _("rules: {names}").format(names=", ".join(use.rules)) if use.rules else ""
    rest = "  ".join(part for part in (rules, ", ".join(own.choices)) if part)
    return Row(
        _KIND,
        place,
        (
            Span(own.label(current()), STRONG),
            Span(_FORMS[own.form].label(current()), TEXT),
            Span(f"{use.customers:,}" if use.customers else "—", QUIET),
            Span(own.key, QUIET),
            Span(rest, ACCENT if use.rules else QUIET),
        ),
    )
