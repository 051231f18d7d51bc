"""Time travel in the app: every screen on another day, and back to today."""

from datetime import date
from typing import TYPE_CHECKING

from custtui.tui.commands import EVERYWHERE, key_of
from custtui.values.language import _
from custtui.values.spoken_days import spoken_day

if TYPE_CHECKING:
    from custtui.tui.app import CusttuiApp


def ask_for_day(app: "CusttuiApp") -> None:
    """Ask for the day to see the book on, and go there."""
    from custtui.tui.screens.as_of import AsOf

    def go(day: date | None) -> None:
        if day is not None:
            app.run_worker(travel(app, day), group="travel")

    session = app.session
    heading = _("See the book as of")
    app.push_screen(AsOf(heading, session.start.today(), session.travelled_to), go)


async def travel(app: "CusttuiApp", day: date) -> None:
    """Put every screen on that day; until it is judged they stay on the one that they show."""
    session = app.session
    wanted = day if day != session.start.today() else None
    if wanted == session.travelled_to:
        return
    session.travel(wanted)
    app.say(_("Judging the book as of {day} …").format(day=spoken_day(day)))
    await app.settle()
    if session.travelled_to != wanted:
        return  # meanwhile somebody asked for yet another day
    if wanted is None:
        app.say(_("The book as of today."))
        app.begin()
    else:
        hint = _("back to today {key}").format(key=f"{key_of('as_of', EVERYWHERE)} enter")
        app.say(_("The book as of {day}.").format(day=spoken_day(day)), hint=hint)
