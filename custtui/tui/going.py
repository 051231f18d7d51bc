"""Going from screen to screen: the ones that every key and the list of all commands lead to."""

from collections.abc import Callable
from typing import Any

from textual.screen import Screen

from custtui.tui.commands import EVERYWHERE, applying, key_name, listed
from custtui.tui.file_faults import FaultsTold
from custtui.tui.screens.page import Page
from custtui.tui.unsaved import TypedInto
from custtui.values.language import _

_CUSTOMERS = 1  #: screen at the bottom: the list of customers


class Going(FaultsTold):
    """An app whose screens are reached from everywhere, and left without losing what was typed."""

    def action_go_customers(self) -> None:
        self.leave_screens(_CUSTOMERS)

    def action_go_segments(self) -> None:
        from custtui.tui.screens.segments import Segments

        for height, screen in enumerate(self.screen_stack, start=1):
            if isinstance(screen, Segments):
                self.leave_screens(height)
                return
        self.leave_screens(_CUSTOMERS, lambda: self.push_screen(Segments()))

    def leave_above(self, screen: Screen[Any]) -> None:
        """Leave whatever was opened over that screen."""
        while self.screen is not screen and screen in self.screen_stack:
            self.pop_screen()

    def leave_questions(self) -> None:
        """Leave what is about records of another book; only what is typed into a form stays."""
        while len(self.screen_stack) > _CUSTOMERS and not isinstance(self.screen, TypedInto):
            self.pop_screen()

    def leave_screens(self, height: int, then: Callable[[], object] | None = None) -> None:
        """Leave all screens above the first so many; what can't be kept is asked about.

        A form, a question, an editor is only left by its own keys.
        """
        if any(screen.is_modal for screen in self.screen_stack[height:]):
            return
        leaving = [screen for screen in self.screen_stack[height:] if isinstance(screen, Page)]

        def leave() -> None:
            while len(self.screen_stack) > height:
                self.pop_screen()
            if then is not None:
                then()

        if all(screen.keep() for screen in reversed(leaving)):
            leave()
        else:
            question = _("What is typed here is wrong and can't be kept. Throw it away?")
            self.ask(question, _("Throw away"), leave)

    def ask(
        self,
        question: str,
        yes: str,
        then: Callable[[], object],
        otherwise: Callable[[], object] = bool,
    ) -> None:
        """One question before what is hard to reverse; `then` follows where it is answered yes."""
        from custtui.tui.screens.ask import Ask

        def answered(is_yes: bool | None) -> None:
            (then if is_yes else otherwise)()

        if not isinstance(self.screen, Ask):
            self.push_screen(Ask(question, yes), answered)

    def action_palette(self) -> None:
        from custtui.tui.screens.pick import Option, Pick

        if isinstance(self.screen, Pick) or not getattr(self.screen, "allows_palette", True):
            return
        scopes = (getattr(self.screen, "scope", ""), EVERYWHERE)
        own = {c.id for c in applying(scopes[:1])}
        options = [
            Option(c.id, _(c.label), " ".join(map(key_name, c.keys)), words=c.label)
            for c in listed(scopes, may_write=not self.session.read_only)
            if c.id != "palette" and (scopes[0] in c.scopes or c.id not in own)
        ]
        self.push_screen(Pick(_("All commands"), options), self._carry_out)

    async def _carry_out(self, command: str | None) -> None:
        if command is not None:
            target = self.screen if hasattr(self.screen, f"action_{command}") else self
            await self.run_action(command, default_namespace=target)

    def action_help(self) -> None:
        from custtui.tui.screens.help import Help

        if not isinstance(self.screen, Help):
            self.push_screen(Help(getattr(self.screen, "scope", "")))

    def action_trash(self) -> None:
        from custtui.tui.screens.trash import Trash

        self.push_screen(Trash())

    def action_backups(self) -> None:
        from custtui.tui.screens.backups import Backups

        if not isinstance(self.screen, Backups):
            self.push_screen(Backups())

    def action_own_fields(self) -> None:
        from custtui.tui.screens.own_fields import OwnFields

        if not isinstance(self.screen, OwnFields):
            self.push_screen(OwnFields())

    def action_settings(self) -> None:
        from custtui.tui.screens.settings import SettingsPage

        if not isinstance(self.screen, SettingsPage):
            self.push_screen(SettingsPage())
