"""The numbers of one rule, and what other numbers would do, shown as one types."""

from collections.abc import Mapping, Sequence

from rich.style import Style
from textual import on, work
from textual.app import ComposeResult
from textual.widgets import Input

from custtui.reading import customers as reading
from custtui.reading.settings import settings
from custtui.segments.drafting.draft import Draft, differs
from custtui.segments.drafting.what_if import Tried
from custtui.segments.rules import Dimension, Rules, is_tags
from custtui.segments.stored import load
from custtui.tui import drafting
from custtui.tui.commands import RULE, bindings
from custtui.tui.screens.ask import Ask
from custtui.tui.screens.page import Page
from custtui.tui.theme import LOUD, QUIET, STRONG, WRONG
from custtui.tui.trying import Trying
from custtui.tui.waiting import SAVING, is_saving
from custtui.tui.widgets.frame import OneLine
from custtui.tui.widgets.lines import Span
from custtui.tui.widgets.migration_matrix import names_of
from custtui.tui.widgets.migration_view import MigrationView
from custtui.tui.widgets.rule_numbers import RuleNumbers
from custtui.values.language import _


class RuleEditor(Page):
    """Change the numbers of a dimension; `segment` is the one to begin with.

    What is typed is judged at once, beside the file. ctrl+s saves the whole draft as one edit; esc
    goes back with the numbers in the draft, as one step of it.
    """

    scope = RULE
    is_draft = True
    BINDINGS = bindings(RULE)
    CSS_PATH = "rule_editor.tcss"

    def __init__(self, draft: Draft, dimension: str, segment: str) -> None:
        super().__init__()
        self._draft = draft
        self._key = dimension
        self._segment = segment
        self._trying: Trying | None = None
        self._is_shown = False

    @property
    def _dimension(self) -> Dimension:
        return self._draft.now.dimension(self._key)

    def body(self) -> ComposeResult:
        yield OneLine(id="rule")
        symbol = self.session.now(settings).currency_symbol
        yield RuleNumbers(self._draft.now, self._key, symbol)
        yield MigrationView(self._read_customers)

    def on_mount(self) -> None:
        self._trying = Trying(self.session.path, lambda: self._show_rule(_("counting …")))
        self.show_frame()
        self.query_one(RuleNumbers).begin_with(self._segment)
        self._try()

    async def on_unmount(self) -> None:
        if self._trying is not None:
            await self._trying.close()

    def book_changed(self) -> None:
        self._read_rules()

    @work(exclusive=True, group="rules")
    async def _read_rules(self) -> None:
        """Somebody saved something: the draft is tried on what the book is now."""
        stored = await self.read(load)
        overtaken = drafting.follow(self.desk, stored)
        if overtaken is not None:
            self.desk.say(overtaken, wrong=True)
        draft = self.desk.draft or Draft.of(stored)
        if not _has_same(draft.now, self._dimension):
            message = _("The rule of {dimension} was changed meanwhile. Open it again to see it.")
            self.desk.say(message.format(dimension=self._dimension.name), wrong=True)
            return
        self._draft = draft
        self._try()

    @on(Input.Changed)
    def _typed(self) -> None:
        self._try()

    @on(Input.Submitted)
    def _submitted(self) -> None:
        self.action_look_closer()

    @work(group="draft")
    async def _try(self) -> None:
        """Judge what is typed, unless something else is typed meanwhile."""
        trying = self._trying
        if trying is None or not await trying.newest():
            return
        self.stop_when_left()
        rules = self._rules()
        if rules is None and self._is_shown:
            return
        tried = await trying.judge(rules or self._draft.now, self.session.as_of, (self._key,))
        self.stop_when_left()
        if tried is not None:
            self._is_shown = True
            self._show_tried(tried, is_right=rules is not None)

    def _rules(self) -> Rules | None:
        """The rules with the numbers as typed; None where one is wrong, which is told."""
        rules = self.query_one(RuleNumbers).draft(self._draft.now)
        if rules is None:
            self._show_rule(_("one number is wrong; below is the last that was right"), WRONG)
        return rules

    @property
    def _is_typed(self) -> bool:
        return self.query_one(RuleNumbers).is_typed

    def _show_rule(self, state: str, style: Style | None = None) -> None:
        changed = self._is_typed or self._draft.is_changed
        self.query_one("#rule", OneLine).put(
            Span(f" {self._dimension.name}  ", STRONG),
            Span(state, style or (LOUD if changed else QUIET)),
            right=(Span(_("not saved") + " ", LOUD),) if changed else (),
        )

    def _show_tried(self, tried: Tried, *, is_right: bool) -> None:
        if is_right:
            self._show_rule(drafting.told(tried, self._key))
        migration = tried.migrations[self._key]
        names = names_of(tried.rules, migration, self._draft.began)
        self.query_one(MigrationView).show(migration, names, tags=is_tags(self._dimension))

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

    def action_save(self) -> None:
        """Save the draft as one edit; the status strip tells how many moved."""
        if is_saving(self.app):
            return
        rules = self._rules()
        if rules is None:
            self.query_one(RuleNumbers).go_to_wrong()
            return
        draft = self._draft.stepped(rules)
        if draft.is_changed:
            self._show_rule(_("saving …"))
            self.app.run_worker(self._save(draft), group=SAVING)
        else:
            self.dismiss()

    async def _save(self, draft: Draft) -> None:
        problem = await drafting.save(self.desk, draft)
        if problem is not None:
            self.desk.say(problem, wrong=True)
        self.stop_when_left()
        if problem is None:
            self.desk.leave_above(self)
            self.dismiss()
        else:
            # Where it stays: the line of the rule tells what the draft would do.
            self._try()

    def rules_typed(self) -> Draft | None:
        numbers = self.query_one(RuleNumbers)
        rules = numbers.draft(self._draft.now) if numbers.is_typed else None
        return self.desk.draft if rules is None else self._draft.stepped(rules)

    def keep(self) -> bool:
        """Put the numbers into the draft of the app, as one step; False where one is wrong."""
        if self._is_typed:
            rules = self._rules()
            if rules is None:
                return False
            self.desk.draft = self._draft.stepped(rules)
        return True

    def action_leave(self) -> None:
        if is_saving(self.app):
            return
        if self.keep():
            self.dismiss()
            return
        self.app.push_screen(
            Ask(_("One number is wrong. Throw away what is typed here?"), _("Throw away")),
            self._answered,
        )

    def _answered(self, yes: bool | None) -> None:
        if yes:
            self.dismiss()


def _has_same(rules: Rules, dimension: Dimension) -> bool:
    return any(d.key == dimension.key and not differs(d, dimension) for d in rules.dimensions)
