"""Erasing a customer for good from the screen: as it has no undo, code or name is typed again."""

import asyncio
from collections.abc import Callable
from typing import TYPE_CHECKING

from custtui.reading.called import Called, known
from custtui.reading.connection import BookError
from custtui.reading.erased_words import left_lines
from custtui.reading.kept_copies import copies_holding, kept_copies
from custtui.tui.recording import may_write
from custtui.values.language import _

if TYPE_CHECKING:
    from custtui.tui.app import CusttuiApp


def ask_to_erase(app: "CusttuiApp", customer_id: int, leave: Callable[[], object]) -> None:
    """Ask for the code or the name; `leave` closes what shows the customer, before it goes."""
    from custtui.tui.screens.type_again import TypeAgain

    if not may_write(app):
        return
    customer = app.session.as_stored(known, customer_id)

    def answered(is_typed: bool | None) -> None:
        if is_typed:
            leave()
            app.run_worker(_erase(app, customer))

    question = _(
        "Erase {name} ({code}) for good? All records go, and every trace in history, trash and"
        " search. The file is written anew; others wait until it is. There is no undo."
    ).format(name=customer.name, code=customer.code)
    app.push_screen(
        TypeAgain(question, _("Type the code or the name"), (customer.code, customer.name)),
        answered,
    )


async def _erase(app: "CusttuiApp", customer: Called) -> None:
    def erase() -> tuple[str, ...]:
        book = app.session.book()
        from custtui.store.erasing import erase

        erased = erase(book, customer.id)
        copies = copies_holding(kept_copies(app.session.path), customer.id)
        return tuple(left_lines(erased.mentions, erased.drafts, copies, erased.unfinished))

    app.say(_("Erasing; the file is written anew."))
    try:
        left = await asyncio.to_thread(erase)
    except BookError as error:
        app.say(str(error), wrong=True)
        return
    await app.settle()
    app.say(_("Erased for good: customer number {number}.").format(number=customer.id))
    if left and app.is_running:
        from custtui.tui.screens.sheet import Sheet

        app.push_screen(Sheet(_("What erasing did not reach"), left))
