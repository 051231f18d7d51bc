"""What is being typed is kept as drafts, and offered at the next start if it was never saved.

The screens are looked at once a second; no key waits for the disk. What the app has ended with is
looked at once more when it ends, in whatever way that leaves it a chance to.
"""

import asyncio
import threading
from collections.abc import Iterator, Mapping
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, runtime_checkable

from textual.css.query import NoMatches

from custtui.reading.file_errors import reason_of
from custtui.reading.settings import settings
from custtui.tui.screens.page import Page
from custtui.values.drafts import Draft, DraftFile, Left, take_left
from custtui.values.language import _, current
from custtui.values.moments import in_zone

if TYPE_CHECKING:
    from custtui.tui.app import CusttuiApp
    from custtui.tui.screens.form import UnsavedTexts

FORM, RULES, SHEET = "form", "rules", "sheet"


@runtime_checkable
class TypedInto(Protocol):
    """A screen that can say what was typed into it, and where that is to be opened again."""

    place: "Mapping[str, str | int | None] | None"

    def unsaved(self) -> "UnsavedTexts":
        """What was typed over, and by what."""


class Unsaved:
    """The drafts of one app: those on its screens, and those that earlier ones left."""

    def __init__(self, app: "CusttuiApp") -> None:
        self._app = app
        self._file: DraftFile | None = None
        self._left: list[Draft] = []
        #: Whether the first of those left is to be asked about when no question is open.
        self._is_asking = False
        self._known: list[Draft] = []
        self._is_written = True
        #: Why drafts can't be written, and whether that was said.
        self._fault: OSError | None = None
        self._is_fault_told = False
        self._turn = threading.Lock()

    def now_and_then(self) -> None:
        """Keep what is typed by now, and ask about what was left."""
        self.look()
        self._tell_fault()
        if self._is_asking and isinstance(self._app.screen, Page):
            self._is_asking = False
            if self._left:
                self._offer(self._left[0])

    def look(self, *, at_once: bool = False) -> None:
        """Keep what is typed by now; in a thread, unless it is to be on the disk at once."""
        if self._file is None:
            return
        drafts = [*self._left, *self._with_known_moments(self._typed())]
        if drafts == self._known and self._is_written:
            return
        self._known, self._is_written = drafts, False
        if at_once or not drafts:
            self.write()
        else:
            self._app.run_worker(asyncio.to_thread(self.write), group="drafts")

    def write(self) -> None:
        """Put on the disk what was last known, if it is not there."""
        with self._turn:
            if self._file is None or self._is_written:
                return
            drafts, self._is_written = self._known, True
            try:
                self._file.put(drafts)
                self._fault, self._is_fault_told = None, False
            except OSError as error:
                self._is_written = False  # a full disk: the next look tries again
                self._fault = error

    def _tell_fault(self) -> None:
        """Say once that what is typed would be lost with the app; again after it was kept."""
        if self._fault is None or self._is_fault_told or self._file is None:
            return
        self._is_fault_told = True
        told = _("What is typed can't be kept as a draft: {reason}. Save it soon.")
        self._app.say(told.format(reason=reason_of(self._fault)), wrong=True)

    async def take_left(self) -> None:
        """Take over what earlier apps left for this book, and ask about it."""
        session = self._app.session
        if session.start.is_demo or session.read_only:
            return
        file = DraftFile(session.path)
        left = await asyncio.to_thread(_taken, file)
        self._file, self._left = file, list(left.drafts)
        self._known = list(left.drafts)
        if left.unreadable:
            told = _("Here lies a draft that can't be read: {path}")
            self._app.say(told.format(path=left.unreadable[0]), wrong=True)
        self._is_asking = True
        self.now_and_then()

    def go_over(self, book: Path) -> None:
        """That book was opened; what is typed was looked at before.

        The screens of another book hold nothing that is typed. One into which a backup was put back
        is the same: a form stays open over it, and its draft in the file where it is.
        """
        if self._file is None or self._file.book != book.absolute():
            self._file, self._left, self._is_asking = None, [], False
            self._app.run_worker(self.take_left(), group="left")

    def _offer(self, draft: Draft) -> None:
        question = _("{heading}: this was typed and not saved, {moment}. Open it?")
        self._app.ask(
            question.format(heading=draft.heading, moment=self._moment(draft)),
            _("Open"),
            lambda: self._open(draft),
            lambda: self._ask_away(draft),
        )

    def _moment(self, draft: Draft) -> str:
        zone = self._app.session.as_stored(settings).time_zone
        then = in_zone(draft.moment, zone)
        is_today = then.date() == in_zone(_now(), zone).date()
        return f"{then:%H:%M}" if is_today else f"{then:%Y-%m-%d %H:%M}"

    def _ask_away(self, draft: Draft) -> None:
        def away() -> None:
            self._settle(draft)
            self._app.say(_("Thrown away: {heading}").format(heading=draft.heading))

        def later() -> None:
            told = _("{heading}: what was typed is kept, and offered again at the next start.")
            self._app.say(told.format(heading=draft.heading))

        question = _("Throw away what was typed? {heading}").format(heading=draft.heading)
        self._app.ask(question, _("Throw away"), away, later)

    def _open(self, draft: Draft) -> None:
        from custtui.tui.unsaved_places import open_again

        open_again(self._app, draft)
        self._settle(draft)

    def _settle(self, draft: Draft) -> None:
        """It is open again, or thrown away."""
        self._left.remove(draft)
        self._is_asking = True
        self.look(at_once=True)

    def _typed(self) -> Iterator[Draft]:
        """What stands on the screens, the lowest first."""
        screens = self._app.screen_stack
        # One that is being built, or taken apart, can't say anything.
        with suppress(NoMatches):
            rules = next(
                (screen.rules_typed() for screen in reversed(screens) if isinstance(screen, Page)),
                None,
            )
            if rules is not None and rules.is_changed:
                from custtui.tui.unsaved_places import draft_of_rules

                yield draft_of_rules(rules, _now())
        for screen in screens:
            with suppress(NoMatches):
                if isinstance(screen, TypedInto) and (unsaved := screen.unsaved()).typed:
                    yield _draft_of(unsaved, screen.place)

    def _with_known_moments(self, drafts: Iterator[Draft]) -> Iterator[Draft]:
        """What is as it was at the last look was typed no later than then."""
        known = {_without_moment(draft): draft for draft in self._known}
        for draft in drafts:
            yield known.get(_without_moment(draft), draft)


def _taken(file: DraftFile) -> Left:
    try:
        return take_left(file)
    except OSError:
        return Left((), ())


def _draft_of(unsaved: "UnsavedTexts", place: "Mapping[str, str | int | None] | None") -> Draft:
    if place is None:
        labels = {field.key: field.label(current()) for field in unsaved.fields}
        texts = {labels[key]: text for key, text in unsaved.typed.items()}
        return Draft(SHEET, unsaved.heading, _now(), texts=texts)
    return Draft(FORM, unsaved.heading, _now(), dict(place), unsaved.typed, unsaved.first)


def _without_moment(draft: Draft) -> str:
    return repr((draft.kind, draft.heading, draft.place, draft.texts, draft.first))


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
