"""An import from the app: its dry run, then the import itself, both in a thread."""

import asyncio
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from custtui.exchange.errors import ExchangeError
from custtui.exchange.imported import Imported
from custtui.exchange.progress import Cancelled
from custtui.reading.connection import BookError
from custtui.tui.running import IMPORT, Running, found_running, under_way
from custtui.values.language import _, plural

if TYPE_CHECKING:
    from custtui.tui.app import CusttuiApp
    from custtui.tui.session import Session


@dataclass(frozen=True, slots=True)
class Order:
    """What is to be imported and how, as `import_file` takes it."""

    path: Path
    kind: str
    mapping: tuple[str, ...] = ()
    sheet: str | None = None
    create: bool = False
    update: bool = False
    keep_duplicates: bool = False
    replace_opening: bool = False
    create_fields: bool = False


async def rehearse(session: "Session", order: Order, running: Running[Imported]) -> None:
    """A dry run; what would come of it is the outcome of `running`."""
    try:
        running.outcome = await asyncio.to_thread(_import, session, order, running, dry_run=True)
    except (ExchangeError, BookError) as error:
        running.outcome = error
    finally:
        running.stop()


def import_under_way(app: "CusttuiApp") -> Running[Imported] | None:
    """The import that goes on, if one does."""
    return found_running(app, IMPORT)


def begin_import(app: "CusttuiApp", order: Order) -> Running[Imported]:
    """Start taking the file in; it goes on whatever is shown, and the strip tells the end."""
    running: Running[Imported] = Running()
    app.run_worker(_work(app, order, running), group=IMPORT)
    return running


async def _work(app: "CusttuiApp", order: Order, running: Running[Imported]) -> None:
    with under_way(app, IMPORT, running):
        try:
            running.outcome = await asyncio.to_thread(
                _import, app.session, order, running, dry_run=False
            )
        except (ExchangeError, BookError) as error:
            running.outcome = error
    _say(app, order, running.outcome)


def _import(
    session: "Session", order: Order, running: Running[Imported], *, dry_run: bool
) -> Imported:
    book = session.book()
    from custtui.exchange.importing import import_file

    return import_file(
        book,
        order.kind,
        order.path,
        today=session.start.as_of or session.start.today(),
        mapping=order.mapping,
        create=order.create,
        update=order.update,
        dry_run=dry_run,
        sheet=order.sheet,
        keep_duplicates=order.keep_duplicates,
        replace_opening=order.replace_opening,
        create_fields=order.create_fields,
        progress=running.tell,
        cancelled=running.stopped,
    )


def _say(app: "CusttuiApp", order: Order, outcome: Imported | Exception | None) -> None:
    if isinstance(outcome, Imported):
        told = _("{file} imported: {counts}").format(
            file=order.path.name, counts=" · ".join(counted(outcome))
        )
        if outcome.edited is not None:
            app.after_edit(told, outcome.edited)
        else:
            app.say(told)
    elif isinstance(outcome, Cancelled):
        app.say(_("The import was cancelled; nothing was changed."))
    else:
        app.say(str(outcome), wrong=True)


def counted(imported: Imported) -> list[str]:
    """What came of the rows, each count that is not 0 in words; that nothing did, if so."""
    counts = (
        (imported.added, plural("{count} added", "{count} added", imported.added)),
        (imported.updated, plural("{count} updated", "{count} updated", imported.updated)),
        (
            imported.already_there,
            plural("{count} already there", "{count} already there", imported.already_there),
        ),
        (imported.rejected, plural("{count} rejected", "{count} rejected", imported.rejected)),
        (
            imported.customers_made,
            plural("{count} customer made", "{count} customers made", imported.customers_made),
        ),
        (
            imported.openings_removed,
            plural(
                "{count} estimated purchase removed",
                "{count} estimated purchases removed",
                imported.openings_removed,
            ),
        ),
    )
    told = [text.format(count=f"{count:,}") for count, text in counts if count]
    return told or [_("no rows")]
