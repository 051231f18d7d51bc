"""Export: where the workbook is to lie, then how far it is."""

import asyncio
import os
from pathlib import Path

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical

from custtui.exchange.errors import ExchangeError
from custtui.exchange.new_workbook import check_target
from custtui.exchange.workbook import Exported, Privacy
from custtui.reading.settings import settings
from custtui.tui.commands import EXPORT, WORKING, applying, bindings, key_of
from custtui.tui.exporting import begin_export, export_under_way
from custtui.tui.running import Running
from custtui.tui.screens.ask import Ask
from custtui.tui.screens.page import Page
from custtui.tui.theme import ACCENT, QUIET, STRONG, TEXT
from custtui.tui.typed_paths import documents, free_name, short
from custtui.tui.widgets.frame import KeyFooter, OneLine
from custtui.tui.widgets.lines import Span
from custtui.tui.widgets.path_entry import PathEntry
from custtui.tui.widgets.progress_line import ProgressLine
from custtui.values.language import _

_SUFFIX = ".xlsx"
_SECONDS_BETWEEN_LOOKS = 0.1


def _tick(is_so: bool) -> Span:
    return Span(" ✓ " if is_so else "   ", ACCENT)


class Export(Page):
    """The whole book as one workbook."""

    scope = EXPORT
    BINDINGS = bindings(EXPORT, WORKING)
    CSS = """
    Export #title { margin: 1 0 0 0; }
    Export #about { margin: 0 0 1 0; }
    Export > Vertical { height: 1fr; }
    """

    def __init__(self) -> None:
        super().__init__()
        self._export: Running[Exported] | None = None
        self._privacy = Privacy()

    def body(self) -> ComposeResult:
        yield OneLine(id="title")
        yield OneLine(id="about")
        name = f"custtui-{self.session.as_of.isoformat()}"
        first = free_name(documents(), name, _SUFFIX)
        with Vertical():
            yield PathEntry((_SUFFIX,), short(first), must_exist=False)
            yield ProgressLine()
            yield OneLine(id="privacy")
            yield OneLine(id="ids")

    def footer(self) -> ComposeResult:
        yield from super().footer()
        yield KeyFooter(WORKING)

    def on_mount(self) -> None:
        self._privacy = Privacy(mask=self.session.now(settings).mask)
        self.show_frame()
        self._watched = self.set_interval(_SECONDS_BETWEEN_LOOKS, self._look)
        self._follow(export_under_way(self.desk))

    def show_frame(self) -> None:
        super().show_frame()
        self.query_one("#title", OneLine).put(Span(" " + _("Export"), STRONG))
        about = _(
            "The whole book as an Excel workbook: customers with their segments, and every record."
        )
        self.query_one("#about", OneLine).put(Span(f" {about}", QUIET))
        self._show_privacy()

    def _show_privacy(self) -> None:
        """What is masked, and what is left out, with the keys that change it."""
        told = (
            _("Phones, e-mails, accounts and id numbers masked, also in texts")
            if self._privacy.mask
            else _("Phones, e-mails and accounts whole")
        )
        ids = _("with id numbers") if self._privacy.id_numbers else _("without id numbers")
        masking, id_numbers = key_of("switch_masking", EXPORT), key_of("switch_id_numbers", EXPORT)
        self.query_one("#privacy", OneLine).put(
            _tick(self._privacy.mask), Span(f"{told}  ", TEXT), Span(f"{masking}   ", ACCENT)
        )
        self.query_one("#ids", OneLine).put(
            _tick(self._privacy.id_numbers), Span(f"{ids}  ", TEXT), Span(id_numbers, ACCENT)
        )

    def action_switch_masking(self) -> None:
        """Mask what is private in the workbook, or not."""
        self._privacy = self._privacy._replace(mask=not self._privacy.mask)
        self._show_privacy()

    def action_switch_id_numbers(self) -> None:
        """Write the column of id numbers, or leave it out."""
        self._privacy = self._privacy._replace(id_numbers=not self._privacy.id_numbers)
        self._show_privacy()

    def _follow(self, running: Running[Exported] | None) -> None:
        """Show an export that goes on; without one, the path to type."""
        self._export = running
        entry = self.query_one(PathEntry)
        entry.display = running is None
        plain, working = self.query(KeyFooter)
        plain.display, working.display = running is None, running is not None
        self.query_one(ProgressLine).put()
        if running is None:
            entry.focus_text()
        self._look()

    def _look(self) -> None:
        running = self._export
        if running is None:
            return
        if running.outcome is None:
            told = _("The workbook is being written …")
            self.query_one(ProgressLine).tell(told, running.done, running.total)
            return
        self._follow(None)
        entry = self.query_one(PathEntry)
        if isinstance(running.outcome, Exported):
            if self.is_active:
                self.dismiss()
        elif isinstance(running.outcome, Exception):
            entry.say(str(running.outcome), wrong=True)

    @on(PathEntry.Taken)
    async def _taken(self, event: PathEntry.Taken) -> None:
        """Start, once the file can be written, and may be replaced where one is there."""
        path = event.path if event.path.suffix else event.path.with_name(event.path.name + _SUFFIX)
        target = Path(os.path.abspath(path))
        try:
            await asyncio.to_thread(check_target, target, self.session.path)
        except ExchangeError as error:
            for entry in self.query(PathEntry):
                entry.say(str(error), wrong=True)
            return
        if not target.exists():
            self._begin(target)
            return

        def replace(yes: bool | None) -> None:
            if yes:
                self._begin(target)

        question = _("{path} is there already. Replace it?").format(path=short(target))
        self.app.push_screen(Ask(question, _("Replace")), replace)

    def _begin(self, target: Path) -> None:
        self.desk.say("")
        self._follow(begin_export(self.desk, target, self._privacy))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """While it is written only esc acts, and stops it; without that, all but stopping."""
        commands = {command.id for command in applying((EXPORT, WORKING))}
        return action not in commands or (action == "cancel") == self._is_written

    @property
    def _is_written(self) -> bool:
        return self._export is not None and self._export.outcome is None

    async def action_start_export(self) -> None:
        await self.query_one(PathEntry).take()

    async def action_complete_path(self) -> None:
        await self.query_one(PathEntry).complete()

    def action_cancel(self) -> None:
        """Stop writing; nothing is left behind."""
        if self._export is not None:
            self._export.stop()
