"""The app: one open book, its screens, what happened last, and keeping up with other people."""

import asyncio
import gc
from collections.abc import Callable
from typing import TYPE_CHECKING

from textual import events, work
from textual.geometry import Size
from textual.widget import Widget

from custtui.reading.announced import Announcement
from custtui.reading.connection import BookError
from custtui.reading.log import last_own_edit, last_own_undo
from custtui.reading.settings import is_far
from custtui.reading.summary import summary
from custtui.tui import backing_up, travelling
from custtui.tui.commands import EVERYWHERE, bindings
from custtui.tui.file_watch import FileWatch
from custtui.tui.going import Going
from custtui.tui.recording import may_write
from custtui.tui.screens.customers import Customers
from custtui.tui.screens.page import Page
from custtui.tui.session import Session
from custtui.tui.start import Start
from custtui.tui.theme import CSS, LOW, NARROW, THEME
from custtui.tui.told import on_its_day, tell
from custtui.tui.waiting import ToldOver, follow_others, waited_for
from custtui.tui.widgets.frame import HeaderLine
from custtui.values import language
from custtui.values.account import account_name, account_number
from custtui.values.language import _

if TYPE_CHECKING:
    from custtui.segments.drafting.draft import Draft
    from custtui.store import Edit, Edited

_POLL_SECONDS = 0.5


class CusttuiApp(Going):
    """custtui on one book."""

    ENABLE_COMMAND_PALETTE = False
    TITLE = "custtui"
    BINDINGS = bindings(EVERYWHERE)
    # The screen at the bottom is not pushed, and only screens that are pushed bring their own.
    CSS_PATH = CSS
    HORIZONTAL_BREAKPOINTS = NARROW
    VERTICAL_BREAKPOINTS = LOW
    ESCAPE_TO_MINIMIZE = False

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.session = session
        self.file_watch = FileWatch()
        self.account = account_name()
        #: How many customers there are; None while they are not counted.
        self.customer_count: int | None = None
        #: The day that it was when the book was last brought to today.
        self._day = session.start.today()
        self.due_count = 0
        #: The draft of rules that is not saved yet: it outlives the screens that show it.
        self.draft: Draft | None = None
        #: For how many days what was changed is in no backup, where that is too long.
        self.unsaved_days: int | None = None
        #: The import of somebody else that goes on.
        self.others_import: Announcement | None = None
        #: What happened last: the sentence, whether it went wrong, and what can be done about it.
        self.status: tuple[str, bool, str] = ("", False, "")
        #: One at a time: which edit is the last one is only known after the one before.
        self._taking_back = asyncio.Lock()
        self._told_size = Size(0, 0)
        self.register_theme(THEME)
        self.theme = THEME.name

    def on_resize(self, event: events.Resize) -> None:
        """Textual tells only the screen on top, and what can be seen through it."""
        for screen in self.screen_stack[:-1]:
            screen.post_message(event)
        # Of quick changes only the last is told: where it leads back, nothing seems to have
        # changed, and the terminal, which was smaller meanwhile, has lost what stood there.
        if event.size == self._told_size:
            self.draw_anew()
        self._told_size = event.size

    def get_default_screen(self) -> Customers:
        return Customers()

    def on_mount(self) -> None:
        self.set_interval(_POLL_SECONDS, self._poll)
        self.await_ending()
        self.call_after_refresh(self._load_the_rest)

    def _load_the_rest(self) -> None:
        """What the first frame does not wait for."""
        gc.freeze()
        gc.enable()
        self._count()
        self.begin()
        self.keep_what_is_typed()

    @work(thread=False)
    async def begin(self) -> None:
        """Roll the file forward, or judge the view, while the stored state is on screen."""
        session = self.session
        self._day = session.start.today()
        if session.travelled_to is not None or session.read_only:
            await self.settle()
        elif session.as_of >= self._day:
            self._work_out_month_ends()
        elif not is_far(session.as_of, self._day):
            await self._roll(far=False)
        else:
            question = _("The book stands for {day}, over a year ago. Bring it to today?")
            self.ask(
                question.format(day=session.as_of),
                _("Bring it to today"),
                lambda: self.run_worker(self._roll(far=True)),
            )
        # Beside the work above it would take the processor from the keys.
        backing_up.back_up_daily(self)

    async def _roll(self, *, far: bool) -> None:
        session = self.session
        try:
            edited = await asyncio.to_thread(session.roll_forward, far=far)
        except BookError as error:
            self.say(str(error), wrong=True)
            return
        self._refresh()
        if edited is not None and edited.moves:
            self.say(self._told(_("A new day"), edited))

    def open_book(self, start: Start) -> None:
        """Go over to another book."""
        self.unsaved.look(at_once=True)
        self.go_over(Session(start))
        self.draft = None
        self.unsaved.go_over(start.path)
        self._refresh()

    def go_over(self, session: Session) -> None:
        """Read from now on from another state of the book, or from another one."""
        before, self.session = self.session, session
        before.close()

    def _poll(self) -> None:
        if not self.file_watch.look(self):
            return
        with self.faults_said():
            if self._day != self.session.start.today():
                self.begin()
            if self.session.has_changed():
                self._follow()
            if self.session.was_put_back:
                backing_up.follow_restored(self)
            follow_others(self)

    @work(group="follow")
    async def _follow(self) -> None:
        await self.settle()

    async def settle(self) -> None:
        """Bring the screens to the day asked for and to what the file holds now."""
        try:
            await self.session.settle()
        except BookError as error:
            self.say(str(error), wrong=True)
        self._refresh()

    @work(group="month_ends")
    async def _work_out_month_ends(self) -> None:
        if await self.session.settle_month_ends():
            for page in self.pages():
                page.month_ends_known()

    def _refresh(self) -> None:
        self._count()
        for page in self.pages():
            page.book_changed()
            page.show_frame()
        self._work_out_month_ends()

    def pages(self) -> list[Page]:
        """The full screens that can be shown: not those that are not built yet, or no more."""
        if not self.is_running:  # it closes, and takes them apart
            return []
        return [
            screen
            for screen in self.screen_stack
            if isinstance(screen, Page) and screen.is_mounted and screen.query(HeaderLine)
        ]

    def on_unmount(self) -> None:
        self.session.stop()

    @work(exclusive=True, group="count")
    async def _count(self) -> None:
        counted = await self.session.read(summary, self.session.as_of)
        self.customer_count = counted.customers
        self.due_count = counted.overdue + counted.due_today
        for page in self.pages():
            page.show_frame()

    def fault_said(self, text: str) -> None:
        self.say(text, wrong=True)

    def say(self, text: str, *, wrong: bool = False, hint: str = "") -> None:
        """Put one sentence on the status strip."""
        self.status = (text, wrong, hint)
        for page in self.pages():
            page.show_status()
        self.tell_forms()

    def tell_forms(self) -> None:
        """A form hides header and strip: what is said meanwhile is said in it too."""
        for screen in self.screen_stack:
            if isinstance(screen, ToldOver):
                screen.show_told()

    async def write(
        self,
        what: str,
        saved: str | Callable[[], str],
        change: Callable[["Edit"], None],
        cause: str = "edit",
    ) -> str | None:
        """Make one edit and tell what came of it; gives what went wrong, or None."""
        try:
            edited = await waited_for(self, self.session.write(what, change, cause))
        except BookError as error:
            return self.fault_told(error)
        except KeyError:
            return _("This record was deleted meanwhile.")
        self.after_edit(saved if isinstance(saved, str) else saved(), edited)
        return None

    def after_edit(self, saved: str, edited: "Edited", hint: str = "") -> None:
        """Show everywhere what an edit changed, and say who moved."""
        self.session.has_changed()
        self._follow()
        for page in self.pages():
            page.forget_typing()
        hint = hint or _("undo {key}").format(key="ctrl+z")
        self.say(self._told(saved, edited), hint=hint)

    def _told(self, saved: str, edited: "Edited") -> str:
        session = self.session
        told = session.as_stored(tell, session.dimensions, saved, edited.customers, edited.moves)
        # What moved is told of the day of the file, which is not the one that the screens show.
        return told if edited.day == session.as_of else on_its_day(told, edited.day)

    def action_as_of(self) -> None:
        """Ask for the day to see the book on."""
        if isinstance(self.screen, Page):
            travelling.ask_for_day(self)

    def _is_drafting(self) -> bool:
        """Whether something is being typed that undo must leave alone, the search line aside."""
        return not isinstance(self.screen, Page) or self.screen.is_draft

    @work
    async def action_undo(self) -> None:
        if self._is_drafting() or not may_write(self):
            return
        async with self._taking_back:
            edit = self.session.as_stored(last_own_edit, account_number(), self.session.since)
            if edit is None:
                self.say(_("There is nothing to take back."))
                return
            await self.take_back(edit.id, _("Taken back: {what}").format(what=_(edit.what)))

    @work
    async def action_redo(self) -> None:
        if self._is_drafting() or not may_write(self):
            return
        async with self._taking_back:
            edit = self.session.as_stored(last_own_undo, account_number(), self.session.since)
            if edit is None or edit.undoes is None:
                self.say(_("There is nothing to redo."))
                return
            hint = _("undo {key}").format(key="ctrl+z")
            await self.take_back(edit.id, _("Done again"), hint=hint)

    async def take_back(self, edit_id: int, said: str, hint: str = "") -> None:
        """Undo one edit and tell what came of it."""
        try:
            edited = await waited_for(self, self.session.take_back(edit_id))
        except BookError as error:
            self.say(str(error), wrong=True)
            return
        self.after_edit(said, edited, hint=hint or _("redo {key}").format(key="ctrl+y"))

    def action_language(self) -> None:
        language.use("en" if language.current() == "zh" else "zh")
        self._refresh()
        for screen in self.screen_stack:
            for widget in screen.walk_children(Widget):
                widget.refresh(layout=True)
        self.say(_("The language is English now."))

    def action_suspend(self) -> None:
        why_not = self.why_not_suspended()
        if why_not is None:
            self.action_suspend_process()
        else:
            self.say(why_not, wrong=True)

    def action_back_up(self) -> None:
        backing_up.back_up_now(self)

    def action_leave_app(self) -> None:
        if self.draft is None or not self.draft.is_changed:
            self.exit()
        else:
            question = _("The draft of the rules is not saved. Quit without it?")
            self.ask(question, _("Quit"), self._exit_without_draft)

    def _exit_without_draft(self) -> None:
        self.draft = None
        self.exit()
