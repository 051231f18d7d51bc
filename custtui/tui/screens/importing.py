"""Import: which file, and if one likes, what kind of record it holds."""

import asyncio
from pathlib import Path

from textual import on, work
from textual.app import ComposeResult

from custtui.exchange.errors import ExchangeError
from custtui.exchange.own_files import refuse_book
from custtui.exchange.preview import look_at
from custtui.reading.own_fields import own_fields
from custtui.tui.commands import IMPORT, bindings, key_of
from custtui.tui.screens.page import Page
from custtui.tui.screens.pick import Option, Pick
from custtui.tui.theme import ACCENT, QUIET, STRONG, TEXT
from custtui.tui.typed_paths import short
from custtui.tui.widgets.frame import OneLine
from custtui.tui.widgets.lines import Span
from custtui.tui.widgets.path_entry import PathEntry
from custtui.values.language import _, current
from custtui.values.registry import RECORD_KINDS, RecordKind

SUFFIXES = (".csv", ".xlsx", ".xls", ".ods", ".tsv", ".txt")


class Import(Page):
    """The first step: a path. Enter looks at the file, and shows what would come of it."""

    scope = IMPORT
    BINDINGS = bindings(IMPORT)
    CSS = """
    Import #title { margin: 1 0 0 0; }
    Import #kind { margin: 0 0 1 0; }
    """

    def __init__(self) -> None:
        super().__init__()
        self._kind: RecordKind | None = None

    def body(self) -> ComposeResult:
        yield OneLine(id="title")
        yield OneLine(id="kind")
        yield PathEntry(SUFFIXES, must_exist=True)

    def on_mount(self) -> None:
        self.show_frame()
        self.query_one(PathEntry).focus_text()

    def show_frame(self) -> None:
        super().show_frame()
        title = _("Import: type or paste the path of an Excel or CSV file")
        self.query_one("#title", OneLine).put(Span(f" {title}", STRONG))
        kind = self._kind.label(current()) if self._kind else _("told from its headers")
        self.query_one("#kind", OneLine).put(
            Span(" " + _("Kind of record") + "  ", QUIET),
            Span(kind, TEXT if self._kind else QUIET),
            Span(f"  {key_of('choose_kind', IMPORT)}", ACCENT),
        )

    def on_screen_resume(self) -> None:
        super().on_screen_resume()
        if self.is_mounted and self.query(PathEntry):
            self.query_one(PathEntry).look_again()

    @on(PathEntry.Taken)
    def _taken(self, event: PathEntry.Taken) -> None:
        self._look(event.path)

    @work(exclusive=True, group="look")
    async def _look(self, path: Path) -> None:
        """Read the file's first rows; what can't be read is told here, where the path stands."""
        from custtui.tui.screens.import_preview import ImportPreview

        entry = self.query_one(PathEntry)
        entry.say(_("Reading {path} …").format(path=short(path)))
        nobody = self.desk.customer_count == 0
        try:
            refuse_book(path, self.session.path)
            preview = await asyncio.to_thread(
                look_at,
                path,
                self._kind,
                customers_first=nobody,
                own=self.session.as_stored(own_fields),
            )
        except ExchangeError as error:
            self.stop_when_left()
            entry.say(str(error), wrong=True)
            return
        self.stop_when_left()
        entry.say("")
        if self.is_active:
            self.app.push_screen(ImportPreview(preview, create=nobody))

    async def action_take_file(self) -> None:
        await self.query_one(PathEntry).take()

    async def action_complete_path(self) -> None:
        await self.query_one(PathEntry).complete()

    def action_choose_kind(self) -> None:
        from_headers = Option("", _("told from its headers"))
        self.app.push_screen(Pick(_("Kind of record"), [from_headers, *kind_options()]), self._pick)

    def _pick(self, picked: str | None) -> None:
        if picked is not None:
            self._kind = kind_of(picked) if picked else None
            self.show_frame()


def kind_options() -> list[Option]:
    """The kinds of record to pick from."""
    return [
        Option(kind.plural, kind.label(current()), words=f"{kind.english} {kind.chinese}")
        for kind in RECORD_KINDS
    ]


def kind_of(plural: str) -> RecordKind:
    """The kind that an option of `kind_options` stands for."""
    return next(kind for kind in RECORD_KINDS if kind.plural == plural)
