"""Marks in the customer list, and the acts that go for all who are marked at once."""

import asyncio
from abc import abstractmethod
from collections.abc import Callable
from typing import TYPE_CHECKING

from textual import work

from custtui.reading.log import deleted_since
from custtui.tui import recording
from custtui.tui.marks import Marks
from custtui.tui.screens.page import Page
from custtui.tui.widgets.customer_list import CustomerList
from custtui.values.language import _, plural

if TYPE_CHECKING:
    from custtui.tui.marked_acts import Whom
    from custtui.tui.session import Session


def marked_told(count: int) -> str:
    """How many are marked, in words; nothing where nobody is."""
    told = plural("{count} marked", "{count} marked", count)
    return told.format(count=f"{count:,}") if count else ""


class Marking(Page):
    """A page with a customer list in which customers are marked.

    Where nobody is marked, an act goes for the customer under the cursor.
    """

    def __init__(self) -> None:
        super().__init__()
        self.marks = Marks()
        #: The book that they are marked in, and the last edit that the marks know of.
        self._marked_in: Session | None = None
        self._known_edit = 0
        #: Set while the list shows all whom it is to show, and not the first page only.
        self.is_whole = asyncio.Event()
        #: Clear while many are to be marked, as soon as the list is whole.
        self._are_marked = asyncio.Event()
        self._are_marked.set()

    @abstractmethod
    async def _when_read(self) -> int | None:
        """Who is under the cursor, once the list shows what was asked for."""

    @property
    @abstractmethod
    def is_everybody(self) -> bool:
        """Whether the list is to show all customers of the book."""

    @abstractmethod
    def _show_view(self) -> None:
        """Say what is shown, and how many are marked."""

    def on_mount(self) -> None:
        self.settle_marks()

    def settle_marks(self) -> None:
        """The book changed: whoever is gone is marked no more; in another book nobody is."""
        if self._marked_in is not self.session:
            self._marked_in, self._known_edit = self.session, self.session.since
            self.marks.clear()
        self._forget_deleted()

    @work(exclusive=True, group="marks")
    async def _forget_deleted(self) -> None:
        self._known_edit, gone = await self.read(deleted_since, self._known_edit)
        if self.marks and gone:
            self.marks.remove(gone)
            self._marks_changed()

    async def action_mark(self) -> None:
        """Mark or unmark the customer under the cursor and go on to the next."""
        customer = await self._when_read()
        if customer is not None:
            self.marks.turn(customer)
            # Both lines are drawn anew where the cursor moves; on the last one it does not.
            customers = self._customers
            if customers.cursor == customers.row_count - 1:
                customers.draw_changed()
            customers.action_cursor_down()
            self._show_view()

    def action_mark_range(self) -> None:
        """Mark everybody from the last one marked to the cursor."""
        place = self._customers.cursor

        def mark_range() -> None:
            if self.marks.add_up_to(place, self._customers.ids):
                self._marks_changed()
            else:
                told = _("Mark the first of them with space, then go to the last one and press V.")
                self.desk.say(told, wrong=True)

        self._when_whole(mark_range)

    def action_mark_all(self) -> None:
        """Mark everybody whom the list shows."""

        def mark_all() -> None:
            self.marks.add(self._customers.ids)
            self._marks_changed()

        self._when_whole(mark_all)

    def _when_whole(self, then: Callable[[], None]) -> None:
        """Do that once the list is whole; of 1,000,000 customers that may take seconds."""
        if self.is_whole.is_set():
            then()
        else:
            self._are_marked.clear()
            self._mark_later(then)

    @work(exclusive=True, group="mark_many")
    async def _mark_later(self, then: Callable[[], None]) -> None:
        await self.is_whole.wait()
        then()
        self._are_marked.set()

    def action_unmark_all(self) -> None:
        """Unmark everybody, also those whom the list does not show."""
        self.leave_marking()
        self.marks.clear()
        self._marks_changed()

    def leave_marking(self) -> None:
        """What waits for the list to be whole is not marked: another one is wanted."""
        if not self._are_marked.is_set():
            self.workers.cancel_group(self, "mark_many")
            self._are_marked.set()

    def _marks_changed(self) -> None:
        self._customers.draw_changed()
        self._show_view()

    @property
    def _customers(self) -> CustomerList:
        return self.query_one(CustomerList)

    async def action_delete_customer(self) -> None:
        customer = await self._when_read()
        if self.marks or not self._are_marked.is_set():
            self._delete_marked()
        elif customer is not None:
            recording.delete_customer(self.desk, customer)

    @work(exclusive=True, group="act")
    async def _delete_marked(self) -> None:
        from custtui.tui import marked_acts

        whom = await self._whom()
        if whom is not None:
            marked_acts.delete(self.desk, whom)

    @work(exclusive=True, group="act")
    async def action_change_tags(self) -> None:
        from custtui.tui import marked_acts

        whom = await self._whom()
        if whom is not None:
            await marked_acts.change_tags(self.desk, whom)

    @work(exclusive=True, group="act")
    async def action_change_owner(self) -> None:
        from custtui.tui import marked_acts

        whom = await self._whom()
        if whom is not None:
            await marked_acts.change_owner(self.desk, whom)

    async def _whom(self) -> "Whom | None":
        """Whom an act goes for: all who are marked, else the one under the cursor, if any is."""
        from custtui.tui.marked_acts import Whom

        await self._are_marked.wait()
        await self._when_read()
        if self.marks:
            return Whom(tuple(self.marks), hidden=await self._hidden())
        row = self._customers.row
        return Whom((row.id,), name=row.name) if row else None

    async def _hidden(self) -> int:
        """How many of the marked the list does not show."""
        if self.is_everybody:
            return 0
        await self.is_whole.wait()
        return len(self.marks) - self.marks.among(self._customers.ids)
