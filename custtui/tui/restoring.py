"""A backup put in the place of the open book, from the app: the question, the work, its end.

The work runs in a process of its own. Until its last step nothing is changed, and it can be
stopped.
"""

import asyncio
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from custtui.reading.backups.inside import Apart, Inside
from custtui.reading.backups.names import Backup
from custtui.reading.connection import BookError
from custtui.tui.backing_up import go_on
from custtui.tui.running import RESTORE, Running, under_way
from custtui.values.language import _, plural
from custtui.values.moments import in_zone
from custtui.values.spoken_days import moment_ago

if TYPE_CHECKING:
    from custtui.store.backups.restoring import Restored, Step
    from custtui.tui.app import CusttuiApp
    from custtui.tui.screens.restoring import Restoring
    from custtui.tui.session import Session

#: The second one within a second is named for the next second.
_NEW = timedelta(minutes=1)


class RunningRestore(Running["Restored"]):
    """A restore that goes on: what it does now, and of that the pages done and all."""

    step = ""

    def __init__(self, moment: str) -> None:
        """`moment` is that of the backup, as people read it."""
        super().__init__()
        self.moment = moment

    def tell_step(self, step: "Step", done: int, total: int) -> None:
        """Called by the work."""
        self.step = step.value
        self.tell(done, total)


def moment_text(backup: Backup, zone: str | None) -> str:
    """When a backup was made, by the clock of the book's time zone."""
    return f"{in_zone(backup.moment.isoformat(), zone):%Y-%m-%d %H:%M}"


def age_text(backup: Backup, zone: str | None) -> str:
    """How long ago a backup was made; that its moment is still to come, if a clock ran ahead."""
    now, moment = datetime.now(UTC), backup.moment
    if moment - now > _NEW:
        return _("in the future")
    return moment_ago(in_zone(moment.isoformat(), zone), in_zone(now.isoformat(), zone))


def question(backup: Backup, zone: str | None, inside: Inside, apart: Apart, customers: int) -> str:
    """What is asked before: what will happen to the book, which has so many customers now."""
    then = plural("{count} customer", "{count} customers", inside.customers)
    now = plural("{count} customer", "{count} customers", customers)
    sentences = [
        _("Restore the book as it was on {moment}, {ago}? Then it has {then}; now it has {now}.")
        .format(
            moment=moment_text(backup, zone),
            ago=age_text(backup, zone),
            then=then.format(count=f"{inside.customers:,}"),
            now=now.format(count=f"{customers:,}"),
        ),
        apart_text(apart),
        _("What is there now is backed up first, so you can go back to it."),
        _("Everybody who has the book open sees the restored one."),
    ]  # fmt: skip
    return "\n".join(sentence for sentence in sentences if sentence)


def apart_text(apart: Apart) -> str:
    """Which edits go out of sight, and which come back."""
    gone = plural(
        "{count} edit made since then goes out of sight.",
        "{count} edits made since then go out of sight.",
        apart.gone,
    ).format(count=f"{apart.gone:,}")
    back = plural(
        "{count} edit that the book does not hold now comes back.",
        "{count} edits that the book does not hold now come back.",
        apart.back,
    ).format(count=f"{apart.back:,}")
    told = [text for text, count in ((gone, apart.gone), (back, apart.back)) if count]
    return "\n".join(told) or _("Nothing was edited since then.")


def begin_restore(app: "CusttuiApp", backup: Backup, zone: str | None) -> None:
    """Put that backup in the place of the open book; a screen of its own shows how far it is."""
    from custtui.tui.screens.restoring import Restoring

    running = RunningRestore(moment_text(backup, zone))
    screen = Restoring(running)
    app.push_screen(screen)
    app.run_worker(_work(app, backup, running, screen), group=RESTORE)


async def _work(
    app: "CusttuiApp", backup: Backup, running: RunningRestore, screen: "Restoring"
) -> None:
    with under_way(app, RESTORE, running):
        try:
            running.outcome = await asyncio.to_thread(_restore, app.session, backup, running)
        except BookError as error:
            running.outcome = error
    if isinstance(running.outcome, BookError):
        from custtui.store.backups.restoring_apart import Unanswered

        sentence = _plainly(str(running.outcome), app.session, backup, running.moment)
        screen.fail(sentence, is_unchanged=not isinstance(running.outcome, Unanswered))
        return
    screen.leave()
    if running.outcome is None:
        app.say(_("The restore was stopped; nothing was changed."))
        return
    await go_on(app, _told(running.outcome, running.moment))


def _restore(session: "Session", backup: Backup, running: RunningRestore) -> "Restored | None":
    """What came of it; None where it was stopped in time."""
    from custtui.store.backups.copying import Halt, Halted
    from custtui.store.backups.restoring_apart import restore_aside

    halt = Halt(running.stopped)
    try:
        return restore_aside(
            session.path, backup.path, session.start.today(), halt, running.tell_step
        )
    except Halted:
        return None


def _plainly(sentence: str, session: "Session", backup: Backup, moment: str) -> str:
    """Whoever chose it from a list knows it by its moment, and the book by its name."""
    name = _("the backup of {moment}").format(moment=moment)
    return sentence.replace(str(backup.path), name).replace(str(session.path), session.path.name)


def _told(done: "Restored", moment: str) -> str:
    counted = plural("{count} customer", "{count} customers", done.customers)
    counted = counted.format(count=f"{done.customers:,}")
    if done.was_damaged:
        told = _("Restored to {moment}: {customers}. The damaged file was moved to {path}.")
        return told.format(moment=moment, customers=counted, path=done.replaced)
    told = _("Restored to {moment}: {customers}. What was there is a backup now.")
    return told.format(moment=moment, customers=counted)
