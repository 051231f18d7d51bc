"""What every full screen shares: header, status strip, footer, keeping up with the book."""

import asyncio
import sqlite3
from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING, ClassVar, Concatenate, ParamSpec, TypeVar, cast

from rich.style import Style
from textual import events, on
from textual.app import ComposeResult
from textual.screen import Screen
from textual.widgets import Input

from custtui.tui.commands import Command
from custtui.tui.theme import LOUD, QUIET, STRONG, TEXT
from custtui.tui.waiting import import_told
from custtui.tui.widgets.frame import HeaderLine, KeyFooter, StatusStrip
from custtui.tui.widgets.lines import Span
from custtui.tui.widgets.still import StillInput
from custtui.values.language import _, plural
from custtui.values.spoken_days import spoken_day

if TYPE_CHECKING:
    from custtui.segments.drafting.draft import Draft
    from custtui.tui.app import CusttuiApp
    from custtui.tui.session import Session

P = ParamSpec("P")
T = TypeVar("T")


class Page(Screen[None]):
    """A full screen on the open book. `scope` names its commands in the registry."""

    scope: ClassVar[str]
    #: Whether all of it is being typed and not saved yet: undo of edits leaves it alone.
    is_draft: ClassVar[bool] = False
    #: As of the last look at the frame: whoever moves the cursor does not ask the disk.
    _may_write = True
    #: Why it is left as soon as nothing stands over it; empty while it stays.
    _gone = ""

    def compose(self) -> ComposeResult:
        yield HeaderLine()
        yield from self.body()
        yield StatusStrip()
        yield from self.footer()

    def body(self) -> ComposeResult:
        """What stands between the header and the status strip."""
        yield from ()

    def footer(self) -> ComposeResult:
        """The keys of this screen's commands."""
        yield KeyFooter(self.scope)

    @property
    def desk(self) -> "CusttuiApp":
        """The app, typed."""
        return cast("CusttuiApp", self.app)

    @property
    def session(self) -> "Session":
        """The open book."""
        return self.desk.session

    def applies(self, command: Command) -> bool:
        """Whether a command of this screen does something now: what does not, no footer names."""
        return self._may_write or not command.writes

    def show_keys(self) -> None:
        """Let the footer name what applies now."""
        for footer in self.query(KeyFooter):
            footer.look_again()

    async def read(
        self,
        query: Callable[Concatenate[sqlite3.Connection, P], T],
        *args: P.args,
        **kwargs: P.kwargs,
    ) -> T:
        """Read in a thread, for this screen: where it was left meanwhile, its worker ends here."""
        answer = await self.session.read(query, *args, **kwargs)
        self.stop_when_left()
        return answer

    def stop_when_left(self) -> None:
        """End the worker that asks, where nobody looks at this screen any more."""
        # An app that closes takes its screens apart before it ends their workers.
        if self not in self.app.screen_stack or not self.app.is_running:
            raise asyncio.CancelledError

    def book_changed(self) -> None:
        """Read again what is shown: somebody, we too, saved something."""

    def month_ends_known(self) -> None:
        """Show the segments of the last month-ends, which were worked out meanwhile."""

    def backups_changed(self) -> None:
        """Show a backup that was made meanwhile."""

    def masking_changed(self) -> None:
        """Show masked or whole what is shown: somebody asked for it."""

    def forget_typing(self) -> None:
        """From now on undo is about the edit just made, not about what was typed before."""
        for field in self.query(StillInput):
            field.forget_typing()

    def keep(self) -> bool:
        """Keep what was typed here and is not saved, since this screen is left; False if it can't.

        What can't be kept is only thrown away after a question.
        """
        return True

    def rules_typed(self) -> "Draft | None":
        """The draft of rules, with what is typed here of it."""
        return self.desk.draft

    def show_frame(self) -> None:
        """Bring header and status strip up to date."""
        app, session = self.desk, self.session
        day = session.as_of
        left = [
            Span(" custtui ", QUIET),
            Span(_("sample data") if session.start.is_demo else session.path.stem, STRONG),
        ]
        if app.draft is not None and app.draft.is_changed:
            left.append(Span("  " + _("draft not saved"), LOUD))
        if session.read_only:
            left.append(Span("  " + _("read only"), LOUD))
        if app.unsaved_days is not None:
            text = plural("no backup: {count} day", "no backup: {count} days", app.unsaved_days)
            left.append(Span("  " + text.format(count=app.unsaved_days), LOUD))
        if app.others_import is not None:
            text = _("import {percent} % · {account}")
            others = app.others_import
            told = text.format(account=others.account, percent=others.percent)
            left.append(Span("  " + told, QUIET))
        right = [_day_span(day, session.start.today() if session.is_elsewhen else day)]
        right.append(Span(f" · {app.account} · ", QUIET))
        if app.customer_count is not None:
            count = plural("{count} customer", "{count} customers", app.customer_count)
            right.append(Span(count.format(count=f"{app.customer_count:,}"), TEXT))
        if app.due_count:
            text = plural("{count} due", "{count} due", app.due_count).format(count=app.due_count)
            right += [Span(" · ", QUIET), Span(text, LOUD)]
        self.query_one(HeaderLine).put(*left, right=(*right, Span(" ")))
        self.show_status()
        self._may_write = not session.read_only
        self.show_keys()

    @property
    def undoes_edits(self) -> bool:
        """Whether undo and redo are about edits of the book now, and not about what is typed."""
        field = self.focused
        return not self.is_draft and not (isinstance(field, StillInput) and field.has_undo)

    def on_descendant_focus(self) -> None:
        self.show_keys()
        self.show_status()

    @on(events.Resize)
    def _strip_follows_size(self) -> None:
        for strip in self.query(StatusStrip):
            strip.settle()

    @on(Input.Changed)
    def _hint_follows_typing(self) -> None:
        self.show_status()

    def show_status(self) -> None:
        """Show what happened last; how to undo it only while the key does that."""
        text, wrong, hint = self.desk.status
        hint = hint if self.undoes_edits else ""
        others = self.desk.others_import
        if not text and others is not None:
            text = import_told(others)
        self.query_one(StatusStrip).say(text, wrong=wrong, hint=hint)

    def on_screen_resume(self) -> None:
        if self.is_mounted and self.query(HeaderLine):
            self.show_frame()
        self._leave_the_gone()

    def found(self) -> None:
        """What is shown here is there, or is back: somebody took its deletion back."""
        self._gone = ""

    def gone(self, told: str) -> None:
        """What is shown here is no more: say so and leave, once nothing stands over it."""
        self._gone = told
        self._leave_the_gone()

    def _leave_the_gone(self) -> None:
        if self._gone and self.is_active:
            self.desk.say(self._gone)
            self._gone = ""
            self.dismiss()

    def action_leave(self) -> None:
        """Back to the screen below."""
        self.dismiss()


def _day_span(day: date, today: date) -> Span:
    """The day that the screen stands for; that it is not today is said, not only coloured."""
    if day == today:
        return Span(spoken_day(day), TEXT)
    text = _("as of {day}").format(day=spoken_day(day))
    return Span(f" ◀ {text} " if day < today else f" {text} ▶ ", LOUD + Style(reverse=True))
