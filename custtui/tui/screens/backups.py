"""The backups of the open book: when and why each was made, what it holds, and the way back."""

import asyncio
import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from textual import on, work
from textual.app import ComposeResult

from custtui.reading.backups.inside import Apart, Inside, apart, inside_of
from custtui.reading.backups.names import Backup, backups_in, reason_text
from custtui.reading.backups.places import folders
from custtui.reading.backups.standing import set_folder
from custtui.reading.history import edit_text
from custtui.reading.settings import settings
from custtui.tui import restoring
from custtui.tui.commands import BACKUPS, bindings, key_of
from custtui.tui.restoring import age_text, apart_text, moment_text
from custtui.tui.running import IMPORT, found_running
from custtui.tui.screens.list_page import ListPage
from custtui.tui.theme import LOUD, QUIET, STRONG, TEXT, WRONG
from custtui.tui.typed_paths import short
from custtui.tui.widgets.frame import OneLine
from custtui.tui.widgets.line_list import LineList
from custtui.tui.widgets.lines import Span, wrapped
from custtui.tui.widgets.paper import Paper
from custtui.tui.widgets.record_list import Column, Row
from custtui.values.file_sizes import format_bytes
from custtui.values.language import _, plural
from custtui.values.moments import in_zone

#: So many backups are looked into before what was found is shown.
_AT_ONCE = 50
_PADDING = 2


@dataclass(frozen=True, slots=True)
class Listed:
    """The backups, the newest first, and the folders where they lie, that for new ones first."""

    backups: tuple[Backup, ...] = ()
    folders: tuple[Path, ...] = ()
    zone: str | None = None
    #: Whether a folder for new ones was set, and is not there.
    is_away: bool = False
    #: Whether there are backups in more than one of them.
    lie_apart: bool = False


class Backups(ListPage):
    """The list; below it, what is inside the one under the cursor. enter restores it."""

    scope = BACKUPS
    BINDINGS = bindings(BACKUPS)
    CSS = """
    Backups #title { margin: 1 0 0 0; }
    Backups #place { margin: 0 0 1 0; }
    Backups Paper { height: 3; padding: 0 1; }
    """

    def __init__(self) -> None:
        super().__init__()
        self._listed = Listed()
        #: What was found in each; None where it can't be read.
        self._inside: dict[Backup, Inside | None] = {}
        self._apart: dict[Backup, Apart | None] = {}

    def body(self) -> ComposeResult:
        yield OneLine(id="title")
        yield OneLine(id="place")
        yield from super().body()
        yield Paper(id="about")

    def show_frame(self) -> None:
        super().show_frame()
        self._show()

    def backups_changed(self) -> None:
        self.read_records()

    def book_changed(self) -> None:
        self._apart.clear()
        super().book_changed()

    @work(exclusive=True, group="backups")
    async def read_records(self) -> None:
        self._listed = await self.read(_listed, self.session.path)
        self._show()
        self._look_closer()
        unknown = [each for each in self._listed.backups if each not in self._inside]
        for start in range(0, len(unknown), _AT_ONCE):
            some = unknown[start : start + _AT_ONCE]
            found = await asyncio.to_thread(_insides, some)
            self.stop_when_left()
            self._inside.update(found)
            self._show()

    @on(LineList.CursorMoved)
    @work(exclusive=True, group="apart")
    async def _look_closer(self) -> None:
        """How far the one under the cursor is from the book."""
        self._show_about()
        backup = self._backup
        if backup is not None and backup not in self._apart:
            self._apart[backup] = await self.read(apart, backup.path)
            self._show_about()

    def _show(self) -> None:
        listed = self._listed
        count = len(listed.backups)
        told = plural("{count} backup", "{count} backups", count).format(count=f"{count:,}")
        if listed.backups:
            newest = _("the newest {ago}").format(ago=age_text(_newest(listed), listed.zone))
            told = f"{told} · {newest}"
        title = _("Backups of {book}").format(book=self.session.path.stem)
        right = (Span(f"{told} ", QUIET),) if listed.folders else ()
        self.query_one("#title", OneLine).put(Span(f" {title}", STRONG), right=right)
        self.query_one("#place", OneLine).put(self._place())
        columns = [
            Column(_("When"), 16),
            Column(_("How long ago"), 14),
            Column(_("Customers"), 13, right=True),
            Column(_("Size"), 9, right=True),
        ]
        if self._listed.lie_apart:
            columns.append(Column(_("Folder"), 15))
        columns.append(Column(_("Reason"), 0))
        empty = _("None yet. The first one is made by itself; {key} makes one now.")
        told = empty.format(key=key_of("back_up", BACKUPS)) if listed.folders else ""
        self.records.show(columns, [self._row(each) for each in listed.backups], told)
        self._show_about()

    def _place(self) -> Span:
        listed = self._listed
        if not listed.folders:
            return Span("")
        folder = short(listed.folders[0])
        if listed.is_away:
            told = _("{folder} is not there: connect its disk, or set another backup folder.")
            return Span(" " + told.format(folder=folder), LOUD)
        return Span(" " + _("They lie in {folder}").format(folder=folder), QUIET)

    def _row(self, backup: Backup) -> Row:
        zone, inside = self._listed.zone, self._inside.get(backup)
        if inside is not None:
            customers = Span(f"{inside.customers:,}", TEXT)
        elif backup in self._inside:
            customers = Span(_("can't be read"), WRONG)
        else:
            customers = Span("…", QUIET)
        cells = [
            Span(moment_text(backup, zone), TEXT),
            Span(age_text(backup, zone), QUIET),
            customers,
            Span(format_bytes(backup.size), QUIET),
        ]
        if self._listed.lie_apart:
            is_first = backup.path.parent == self._listed.folders[0]
            cells.append(Span(_("as set") if is_first else _("the usual place"), QUIET))
        cells.append(Span(reason_text(backup.reason), TEXT))
        return Row(str(backup.path), 0, tuple(cells))

    @property
    def _backup(self) -> Backup | None:
        row = self.records.row
        found = (each for each in self._listed.backups if row and str(each.path) == row.kind)
        return next(found, None)

    def _show_about(self) -> None:
        room = max(20, self.app.size.width - 2 * _PADDING)
        self.query_one("#about", Paper).put(wrapped(self._about(), room, QUIET))

    def _about(self) -> str:
        """The backup under the cursor: what it ends with, how far that is from now, its file."""
        backup = self._backup
        if backup is None:
            return _(
                "A backup is made on the first opening of each day, before each import and before"
                " each restore, unless nothing was changed."
            )
        lines = []
        inside, distance = self._inside.get(backup), self._apart.get(backup)
        if inside is not None and inside.last is not None:
            lines.append(
                _("It ends with “{what}” of {account}, {moment}.").format(
                    what=edit_text(inside.last.what, None),
                    account=inside.last.account,
                    moment=f"{in_zone(inside.last.moment, self._listed.zone):%Y-%m-%d %H:%M}",
                )
            )
        if distance is not None:
            lines.append(apart_text(distance).replace("\n", " "))
        is_usual = backup.path.parent == self._listed.folders[0]
        lines.append(backup.path.name if is_usual else short(backup.path))
        return "\n".join(lines)

    def on_resize(self) -> None:
        self._show_about()

    def action_back_up(self) -> None:
        self.desk.action_back_up()

    @on(LineList.Chosen)
    @work(exclusive=True, group="ask")
    async def action_restore(self) -> None:
        """Ask once, saying what will happen, and restore."""
        backup, zone = self._backup, self._listed.zone
        if backup is None:
            return
        problem = self.session.refusal
        if not problem and found_running(self.desk, IMPORT):
            problem = _("An import goes on. Restore when it is done, or cancel it.")
        if problem:
            self.desk.say(problem, wrong=True)
            return
        inside = await asyncio.to_thread(inside_of, backup.path)
        distance = await self.read(apart, backup.path)
        customers = await self.read(_customers)
        if inside is None or distance is None:
            self._say_unusable(backup)
        elif self.is_current:
            self.desk.ask(
                restoring.question(backup, zone, inside, distance, customers),
                _("Restore"),
                lambda: restoring.begin_restore(self.desk, backup, zone),
            )

    def _say_unusable(self, backup: Backup) -> None:
        if backup.path.exists():
            told = _("The backup of {moment} is damaged. Choose another one.")
        else:
            told = _("The backup of {moment} is gone. Choose another one.")
        moment = moment_text(backup, self._listed.zone)
        self.desk.say(told.format(moment=moment), wrong=True)
        self.read_records()


def _listed(connection: sqlite3.Connection, path: Path) -> Listed:
    setting = set_folder(connection)
    places = folders(path, setting)
    found = tuple(backups_in(path, places))
    return Listed(
        found,
        places,
        settings(connection).time_zone,
        is_away=bool(setting) and not Path(setting).is_dir(),
        lie_apart=len({each.path.parent for each in found}) > 1,
    )


def _newest(listed: Listed) -> Backup:
    """One of a clock that ran ahead is only taken where there is no other."""
    now = datetime.now(UTC)
    return next((each for each in listed.backups if each.moment <= now), listed.backups[0])


def _insides(backups: Iterable[Backup]) -> dict[Backup, Inside | None]:
    return {each: inside_of(each.path) for each in backups}


def _customers(connection: sqlite3.Connection) -> int:
    return int(connection.execute("SELECT count(*) FROM customer").fetchone()[0])
