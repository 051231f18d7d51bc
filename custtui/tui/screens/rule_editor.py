"""The numbers of one rule, and what other numbers would do, shown as one types."""

import asyncio
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from rich.style import Style
from textual import on, work
from textual.app import ComposeResult
from textual.widgets import Input

from custtui.reading import customers as reading
from custtui.reading.connection import BookError
from custtui.reading.settings import settings
from custtui.segments.migration import Migration
from custtui.segments.rules import Dimension, Rules, is_tags
from custtui.segments.sentences import segment_name
from custtui.segments.stored import load
from custtui.segments.what_if import Trial, Tried
from custtui.tui.commands import RULE, bindings
from custtui.tui.screens.ask import Ask
from custtui.tui.screens.page import Page
from custtui.tui.theme import LOUD, QUIET, STRONG, WRONG
from custtui.tui.widgets.frame import HeaderLine, OneLine, StatusStrip
from custtui.tui.widgets.lines import Span
from custtui.tui.widgets.migration_matrix import Named
from custtui.tui.widgets.migration_view import MigrationView
from custtui.tui.widgets.rule_numbers import RuleNumbers
from custtui.values.language import _, mark, plural

if TYPE_CHECKING:
    from custtui.store import Edit

CHANGE_RULES = mark("change rules")
_PAUSE_SECONDS = 0.05  #: so long nothing is typed before a draft is judged
_SLOW_SECONDS = 0.2  #: what takes longer says so


class RuleEditor(Page):
    """Change the numbers of a dimension; `segment` is the one to begin with.

    Every draft is judged at once, beside the file. ctrl+s saves it as one edit, esc throws it away.
    """

    scope = RULE
    BINDINGS = bindings(RULE)
    CSS_PATH = "rule_editor.tcss"

    def __init__(self, rules: Rules, dimension: str, segment: str) -> None:
        super().__init__()
        self._rules = rules
        self._key = dimension
        self._segment = segment
        self._trial: Trial | None = None
        self._is_shown = False
        #: Counts the drafts, so that a late answer can tell that it is unwanted.
        self._wanted = 0
        self._judging = asyncio.Lock()

    @property
    def _dimension(self) -> Dimension:
        return self._rules.dimension(self._key)

    def compose(self) -> ComposeResult:
        yield HeaderLine()
        yield OneLine(id="rule")
        yield RuleNumbers(self._rules, self._key, self.session.now(settings).currency_symbol or "")
        yield MigrationView(self._read_customers)
        yield StatusStrip()
        yield self.footer()

    def on_mount(self) -> None:
        self._trial = Trial(self.session.path)
        self.show_frame()
        self.query_one(RuleNumbers).begin_with(self._segment)
        self._try()

    async def on_unmount(self) -> None:
        self._wanted += 1
        if self._trial is not None:
            await asyncio.to_thread(self._trial.close)

    def book_changed(self) -> None:
        self._read_rules()

    @work(exclusive=True, group="rules")
    async def _read_rules(self) -> None:
        """Somebody saved something: the draft is tried on what the book is now."""
        rules = await self.read(load)
        if self._dimension in rules.dimensions:
            self._rules = rules
            self._try()
        else:
            message = _("The rule of {dimension} was changed meanwhile. Open it again to see it.")
            self.desk.say(message.format(dimension=self._dimension.name), wrong=True)

    @on(Input.Changed)
    def _typed(self) -> None:
        self._try()

    @on(Input.Submitted)
    def _submitted(self) -> None:
        self.action_look_closer()

    @work(group="draft")
    async def _try(self) -> None:
        """Judge what is typed, unless something else is typed meanwhile."""
        self._wanted += 1
        wanted, trial = self._wanted, self._trial
        await asyncio.sleep(_PAUSE_SECONDS)
        if wanted != self._wanted or trial is None:
            return
        draft = self._draft()
        if draft is None and self._is_shown:
            return
        trial.stop()
        async with self._judging:
            if wanted != self._wanted:
                return
            slow = self.set_timer(_SLOW_SECONDS, lambda: self._show_rule(_("counting …")))
            tried = await asyncio.to_thread(
                trial.try_rules, draft or self._rules, self.session.as_of, also=(self._key,)
            )
            slow.stop()
        self.stop_when_left()
        if tried is not None and wanted == self._wanted:
            self._is_shown = True
            self._show_tried(tried, is_right=draft is not None)

    def _draft(self) -> Rules | None:
        draft = self.query_one(RuleNumbers).draft(self._rules)
        if draft is None:
            self._show_rule(_("one number is wrong; below is the last that was right"), WRONG)
        return draft

    def _show_rule(self, state: str, style: Style | None = None) -> None:
        typed = self.query_one(RuleNumbers).is_typed
        self.query_one("#rule", OneLine).put(
            Span(f" {self._dimension.name}  ", STRONG),
            Span(state, style or (LOUD if typed else QUIET)),
            right=(Span(_("not saved") + " ", LOUD),) if typed else (),
        )

    def _show_tried(self, tried: Tried, *, is_right: bool) -> None:
        if is_right:
            self._show_rule(_told(tried, self._key))
        migration = tried.migrations[self._key]
        self.query_one(MigrationView).show(
            migration, self._names(migration), tags=is_tags(self._dimension)
        )

    def _names(self, migration: Migration) -> Mapping[str, Named]:
        names = {}
        for each in migration.after:
            segment = self._rules.segment(self._key, each.segment)
            name = segment_name(self._rules, self._key, each.segment)
            names[each.segment] = Named(name, segment.badge, segment.colour)
        return names

    async def _read_customers(self, ids: Sequence[int]) -> Mapping[int, reading.CustomerRow]:
        return await self.read(reading.rows, ids, [])

    def action_next_number(self) -> None:
        if not self.query_one(RuleNumbers).go(1):
            self.query_one(MigrationView).matrix.focus()

    def action_previous_number(self) -> None:
        self.query_one(RuleNumbers).go(-1)

    def action_next_column(self) -> None:
        self.query_one(MigrationView).matrix.next_column()

    def action_previous_column(self) -> None:
        self.query_one(MigrationView).matrix.previous_column()

    def action_look_closer(self) -> None:
        """From the numbers to the matrix, from a cell to the names, from a name to the customer."""
        from custtui.tui.screens.customer import CustomerPage

        customer_id = self.query_one(MigrationView).look_closer()
        if customer_id is not None:
            self.app.push_screen(CustomerPage(customer_id))

    @work(exclusive=True, group="save")
    async def action_save(self) -> None:
        """Save the draft as one edit; the status strip tells how many moved."""
        if not self.query_one(RuleNumbers).is_typed:
            self.dismiss()
            return
        draft = self._draft()
        if draft is None:
            self.query_one(RuleNumbers).go_to_wrong()
            return
        before, after = self._dimension, draft.dimension(self._key)
        self._show_rule(_("saving …"))
        try:
            edited = await self.session.write(
                CHANGE_RULES, lambda edit: _change(edit, before, after), cause="rule"
            )
        except BookError as error:
            self._show_rule(str(error), WRONG)
            return
        moved = len({move.customer_id for move in edited.moves})
        saved = plural(
            "Rule saved: {dimension} · {count} customer moved",
            "Rule saved: {dimension} · {count} customers moved",
            moved,
        )
        self.desk.after_edit(saved.format(dimension=after.name, count=f"{moved:,}"), edited)
        self.dismiss()

    def action_leave(self) -> None:
        if not self.query_one(RuleNumbers).is_typed:
            self.dismiss()
            return
        self.app.push_screen(
            Ask(_("The draft is not saved. Throw it away?"), _("Throw away")), self._answered
        )

    def _answered(self, yes: bool | None) -> None:
        if yes:
            self.dismiss()


def _told(tried: Tried, dimension: str) -> str:
    """How many would move, and in which other dimensions some would move with them."""
    moved = tried.migrations[dimension].moved
    text = _("nobody would move")
    if moved:
        text = plural("{count} customer would move", "{count} customers would move", moved)
    text = text.format(count=f"{moved:,}")
    others = [
        f"{tried.rules.dimension(key).name} {migration.moved:,}"
        for key, migration in tried.migrations.items()
        if key != dimension and migration.moved
    ]
    if not others:
        return text
    message = _("{moving}, and with them: {others}")
    return message.format(moving=text, others=", ".join(others))


def _change(edit: "Edit", before: Dimension, after: Dimension) -> None:
    from custtui.store.rules import change_rule

    change_rule(edit, before, after)
