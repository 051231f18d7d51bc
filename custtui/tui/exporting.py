"""An export from the app: in a process of its own, so that no key waits for it."""

import asyncio
from pathlib import Path
from typing import TYPE_CHECKING

from custtui.exchange.errors import ExchangeError
from custtui.exchange.export_process import start_export
from custtui.exchange.progress import Cancelled
from custtui.exchange.workbook import Exported, Language, Privacy
from custtui.tui.running import Running, found_running, under_way
from custtui.tui.typed_paths import short
from custtui.values.language import _, current, plural

if TYPE_CHECKING:
    from custtui.tui.app import CusttuiApp

_EXPORT = "export"
_SECONDS_BETWEEN_LOOKS = 0.1


def export_under_way(app: "CusttuiApp") -> Running[Exported] | None:
    """The export that goes on, if one does."""
    return found_running(app, _EXPORT)


def begin_export(app: "CusttuiApp", target: Path, privacy: Privacy) -> Running[Exported]:
    """Start writing the workbook; it goes on whatever is shown, and the strip tells the end."""
    running: Running[Exported] = Running()
    app.run_worker(_export(app, target, privacy, running), group=_EXPORT)
    return running


async def _export(
    app: "CusttuiApp", target: Path, privacy: Privacy, running: Running[Exported]
) -> None:
    session = app.session
    language: Language = "zh" if current() == "zh" else "en"
    with under_way(app, _EXPORT, running):
        try:
            process = await asyncio.to_thread(
                start_export, session.path, target,
                language=language, as_of=session.as_of, privacy=privacy,
            )  # fmt: skip
        except ExchangeError as error:
            running.outcome = error
        else:
            try:
                while isinstance(state := process.poll(), tuple):
                    running.tell(*state)
                    if running.stopped():
                        process.cancel()
                    await asyncio.sleep(_SECONDS_BETWEEN_LOOKS)
                running.outcome = state
            finally:
                process.cancel()
    _say(app, running.outcome)


def _say(app: "CusttuiApp", outcome: Exported | Exception | None) -> None:
    if isinstance(outcome, Exported):
        told = plural(
            "{count} customer exported to {path}",
            "{count} customers exported to {path}",
            outcome.customers,
        )
        app.say(told.format(count=f"{outcome.customers:,}", path=short(outcome.path)))
    elif isinstance(outcome, Cancelled):
        app.say(_("The export was cancelled; nothing was written."))
    else:
        app.say(str(outcome), wrong=True)
