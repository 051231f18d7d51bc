"""The Segments screen: going about in it, and what becomes of the draft."""

from textual import on

from custtui.tui import drafting
from custtui.tui.commands import SEGMENTS, bindings
from custtui.tui.screens.ask import Ask
from custtui.tui.screens.customers import Customers
from custtui.tui.screens.segment_steps import SegmentSteps
from custtui.tui.waiting import SAVING, is_saving
from custtui.tui.widgets.line_list import LineList
from custtui.values.language import _


class Segments(SegmentSteps):
    """F4. Everything that is changed goes into the draft of the app, and is tried at once."""

    scope = SEGMENTS
    BINDINGS = bindings(SEGMENTS)
    CSS_PATH = "segments.tcss"

    @on(LineList.Chosen)
    async def _chosen(self) -> None:
        await self.action_edit_rule()

    async def action_edit_rule(self) -> None:
        """The numbers first, or else the whole rule; in the matrix, deeper into it."""
        if not self.migration.has_focus_within:
            await self.edit_rule()
            return
        from custtui.tui.screens.customer import CustomerPage

        customer_id = self.migration.look_closer()
        if customer_id is not None:
            self.app.push_screen(CustomerPage(customer_id))

    def action_who_moves(self) -> None:
        """To the matrix of the dimension at hand, or of the first one in which anybody moves."""
        moving = self.tried.moving if self.tried is not None else ()
        if not moving:
            self.desk.say(_("Nobody would move."))
            return
        if self.place[0] not in moving:
            self.dimension_list.go_to(moving[0])
            self.show_below()
        self.migration.matrix.focus()
        self.migration.matrix.go_to_largest()

    def action_to_right(self) -> None:
        if self.migration.matrix.has_focus:
            self.migration.matrix.next_column()
        elif self.is_in_dimensions:
            self.standards.focus()

    def action_to_left(self) -> None:
        if self.migration.matrix.has_focus:
            self.migration.matrix.previous_column()
        elif self.standards.has_focus:
            self.dimension_list.focus()

    def action_show_members(self) -> None:
        """Back to the customers, only those of the segment under the cursor."""
        dimension, segment = self.place
        if dimension is None or not segment:
            return
        if self.session.dimension(dimension) is None:
            self.desk.say(_("Nobody stands there before the draft is saved."))
            return
        for screen in self.app.screen_stack:
            if isinstance(screen, Customers):
                screen.show_members(dimension, segment)
        self.desk.action_go_customers()

    def action_show_pins(self) -> None:
        from custtui.tui.screens.pins import Pins

        self.app.push_screen(Pins())

    def action_compare_days(self) -> None:
        """Where customers stood on another day, in the dimension under the cursor."""
        from custtui.tui.screens.compare import Compare

        key = self.place[0]
        is_stored = key is not None and self.session.dimension(key) is not None
        self.app.push_screen(Compare(key if is_stored else None))

    def action_export_file(self) -> None:
        from custtui.tui.screens.exporting import Export

        self.app.push_screen(Export())

    def action_save(self) -> None:
        """Save the draft as one edit; the status strip tells how many moved."""
        if not is_saving(self.app):
            self.app.run_worker(self._save(), group=SAVING)

    async def _save(self) -> None:
        await self.when_loaded()
        if not self.draft.is_changed:
            self.desk.say(_("There is nothing to save."))
            return
        problem = await drafting.save(self.desk, self.draft)
        if problem is not None:
            self.desk.say(problem, wrong=True)

    @property
    def undoes_edits(self) -> bool:
        """Not while there are steps of the draft to take back."""
        draft = self.desk.draft
        return super().undoes_edits and (draft is None or not draft.earlier)

    def action_undo(self) -> None:
        """Take back the last step of the draft; without one, the last edit of the book."""
        draft = self.desk.draft
        if draft is None or not draft.earlier:
            self.desk.action_undo()
            return
        self.desk.draft = draft.taken_back()
        self.desk.say(_("The last step of the draft is taken back."))
        self.draft_changed()

    def keep(self) -> bool:
        """The app keeps the draft; whoever goes elsewhere is told so."""
        if self.desk.draft is not None and self.desk.draft.is_changed:
            self.desk.say(_("The draft of the rules is kept, not saved: F4 goes on with it."))
        return True

    def action_leave(self) -> None:
        """Out of the matrix; then, after a question, out of the draft; then back."""
        if self.migration.has_focus_within:
            self.standards.focus()
        elif self.desk.draft is None or not self.desk.draft.is_changed:
            self.desk.draft = None
            self.dismiss()
        else:
            question = _("The draft is not saved. Throw it away?")
            self.app.push_screen(Ask(question, _("Throw away")), self._answered)

    def _answered(self, yes: bool | None) -> None:
        if yes:
            self.desk.draft = None
            self.desk.say(_("The draft is thrown away; the rules are as they were."))
            self.draft_changed()
