"""Masking on screen: what the book asks for, and the one customer that is shown whole."""

from typing import TYPE_CHECKING

from custtui.reading.settings import settings
from custtui.tui.commands import CUSTOMER, key_of
from custtui.values.language import _

if TYPE_CHECKING:
    from custtui.reading.customer import WholeCustomer
    from custtui.reading.customers import CustomerRow
    from custtui.reading.standing import Standing
    from custtui.tui.app import CusttuiApp
    from custtui.tui.session import Session


def masks_now(session: "Session", customer_id: int | None) -> bool:
    """Whether what is private of that customer, or of several, is masked now."""
    return (customer_id is None or session.unmasked != customer_id) and session.now(settings).mask


def as_shown(session: "Session", customer: "WholeCustomer") -> "WholeCustomer":
    """The customer as it may be shown now.

    Whoever was shown whole is masked again as soon as another customer is looked at.
    """
    if session.unmasked != customer.id:
        session.unmasked = None
    if session.unmasked is not None or not session.now(settings).mask:
        return customer
    from custtui.reading.masked import masked_customer

    return masked_customer(customer)


def standing_as_shown(session: "Session", customer_id: int, stands: "Standing") -> "Standing":
    """Where that customer stands, as it may be shown now; to be asked after `as_shown`."""
    if not masks_now(session, customer_id):
        return stands
    from custtui.reading.masked import masked_standing

    return masked_standing(stands)


def rows_as_shown(session: "Session", rows: "dict[int, CustomerRow]") -> "dict[int, CustomerRow]":
    """Lines of the list as they may be shown."""
    if not session.now(settings).mask:
        return rows
    from custtui.reading.masked import masked_row

    return {identity: masked_row(row) for identity, row in rows.items()}


def show_masked(app: "CusttuiApp", customer_id: int) -> None:
    """Show that customer whole, or masked again."""
    from custtui.tui.screens.page import Page

    session = app.session
    if not session.now(settings).mask:
        app.say(_("Nothing is masked: the setting “Masking” of this book is off."))
        return
    session.unmasked = None if session.unmasked == customer_id else customer_id
    for screen in app.screen_stack:
        if isinstance(screen, Page) and screen.is_mounted:
            screen.masking_changed()
    if session.unmasked is None:
        app.say(_("Masked again"))
    else:
        told = _("Shown whole until you look at another customer; {key} masks it again")
        app.say(told.format(key=key_of("show_masked", CUSTOMER)))
