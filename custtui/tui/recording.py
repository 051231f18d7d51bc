"""Opening the right form for a record and saving what it gives: every screen's one way in."""

from collections.abc import Mapping
from datetime import date
from functools import partial
from typing import TYPE_CHECKING

from custtui.reading.customer import (
    StoredRecord,
    WholeCustomer,
    name_of_customer,
    stored_record,
)
from custtui.reading.settings import settings
from custtui.tui.file_faults import into_this_book
from custtui.tui.gone import check_gone
from custtui.tui.unmasking import masks_now
from custtui.values.language import _, current, mark
from custtui.values.masking import mask_text
from custtui.values.money import format_money
from custtui.values.registry import CONTACT, CUSTOMER, FOLLOW_UP, RECORD_KINDS, Field, RecordKind

if TYPE_CHECKING:
    from custtui.store import Edit
    from custtui.tui.app import CusttuiApp
    from custtui.tui.screens.form import Save

KINDS = {kind.key: kind for kind in RECORD_KINDS}
#: The kinds with names that search knows the readings of.
_NAMED = (CUSTOMER.key, CONTACT.key)
#: What the log calls an edit, by record kind.
ADDED = {
    "customer": mark("new customer"),
    "contact": mark("new contact"),
    "follow_up": mark("log follow-up"),
    "purchase": mark("new purchase"),
    "need": mark("new need"),
    "survey": mark("new survey"),
    "contract": mark("new contract"),
}
CHANGED = {
    "customer": mark("change customer"),
    "contact": mark("change contact"),
    "follow_up": mark("change follow-up"),
    "purchase": mark("change purchase"),
    "need": mark("change need"),
    "survey": mark("change survey"),
    "contract": mark("change contract"),
}
DELETED = {
    "customer": mark("delete customer"),
    "contact": mark("delete contact"),
    "follow_up": mark("delete follow-up"),
    "purchase": mark("delete purchase"),
    "need": mark("delete need"),
    "survey": mark("delete survey"),
    "contract": mark("delete contract"),
}


def new_customer(app: "CusttuiApp", typed: str) -> None:
    """The form of a new customer, with what was searched for as its name."""
    name = {} if typed.strip().isdigit() else {"name": typed}
    if may_write(app, CUSTOMER.key):
        kind = app.session.customer_kind
        save = _adding(app, kind, None)
        _open_form(app, kind, _("New customer"), save, None, name)


def log_call(app: "CusttuiApp", customer_id: int) -> None:
    """The form that logs a follow-up with this customer, now."""
    customer = app.session.as_stored(stored_record, CUSTOMER, customer_id)
    if customer is not None and may_write(app):
        heading = _("Log call · {name}").format(name=customer.values["name"])
        save = _adding(app, FOLLOW_UP, customer_id)
        typed = {"author": app.account}
        _open_form(app, FOLLOW_UP, heading, save, customer_id, typed)


def add_record(app: "CusttuiApp", kind_key: str, customer_id: int) -> None:
    """The form of a new record of this customer."""
    if kind_key == "follow_up":
        log_call(app, customer_id)
        return
    kind = KINDS[kind_key]
    customer = app.session.as_stored(stored_record, CUSTOMER, customer_id)
    if customer is not None and may_write(app, kind_key):
        heading = f"{kind.label(current())} · {customer.values['name']}"
        save = _adding(app, kind, customer_id)
        _open_form(app, kind, heading, save, customer_id)


def edit_record(app: "CusttuiApp", kind_key: str, record_id: int) -> None:
    """The form of a record that is there."""
    kind = app.session.customer_kind if kind_key == CUSTOMER.key else KINDS[kind_key]
    stored = app.session.as_stored(stored_record, kind, record_id)
    if stored is None:
        app.say(_("This record was deleted meanwhile."), wrong=True)
        return
    if not may_write(app, kind_key):
        return

    from custtui.tui.screens.record_form import RecordForm

    form = RecordForm(
        kind,
        f"{kind.label(current())} · {_customer_of(app, stored, kind)}",
        into_this_book(app, partial(_save_change, app, kind)),
        app.session.start.today(),
        stored,
        app.session.as_stored(settings).time_zone,
    )
    form.place = {"record": kind_key, "id": record_id}
    app.push_screen(form)


def _customer_of(app: "CusttuiApp", stored: StoredRecord, kind: RecordKind) -> str:
    """The name of the customer that the record is, or that has it."""
    if kind.is_customer:
        return str(stored.values["name"])
    return app.session.as_stored(name_of_customer, kind, stored.id)


async def _save_change(
    app: "CusttuiApp", kind: RecordKind, opened: StoredRecord, columns: dict[str, object]
) -> str | None:
    """Save what a form changed; what others changed meanwhile stays, and is told."""
    if not columns:
        return None
    others: tuple[Field, ...] = ()

    def change(edit: "Edit") -> None:
        from custtui.store.merging import merge

        nonlocal others
        others = merge(edit, kind, opened, columns)

    def saved() -> str:
        told = _saved(kind, {**opened.values, **columns})
        if not others:
            return told
        names = ", ".join(field.label(current()) for field in others)
        return _("{saved} · changed by others and kept: {fields}").format(saved=told, fields=names)

    problem = await app.write(CHANGED[kind.key], saved, change)
    if problem is not None:
        check_gone(app, kind.key, opened.id)
    return problem


def first_promise(customer: WholeCustomer) -> int | None:
    """The follow-up with the earliest promise that is not kept."""
    open_promises = [
        (str(f.values["next_day"] or date.max), f.id)
        for f in customer.of(FOLLOW_UP)
        if (f.values["next_day"] or f.values["next_action"]) and not f.values["done"]
    ]
    return min(open_promises)[1] if open_promises else None


def mark_done(app: "CusttuiApp", follow_up_id: int) -> None:
    """Say that the promise of a follow-up is kept, or that it is not after all."""
    stored = app.session.as_stored(stored_record, FOLLOW_UP, follow_up_id)
    if stored is None or not may_write(app):
        return
    if not (stored.values["next_day"] or stored.values["next_action"]):
        return
    done = not stored.values["done"]
    said = _("Promise kept") if done else _("Promise open again")

    async def save() -> None:
        problem = await app.write(
            CHANGED["follow_up"], said,
            lambda edit: edit.change("follow_up", follow_up_id, {"done": done}),
        )  # fmt: skip
        if problem:
            app.say(problem, wrong=True)

    app.run_worker(save())


def delete_customer(app: "CusttuiApp", customer_id: int) -> None:
    """Delete a customer with all it has, after one question; the trash keeps it."""
    customer = app.session.as_stored(stored_record, CUSTOMER, customer_id)
    if customer is not None and may_write(app):
        name = str(customer.values["name"])
        name = mask_text(name) if masks_now(app.session, customer_id) else name
        question = _("Delete {name} with all records? The trash keeps them.").format(name=name)
        app.ask(question, _("Delete"), lambda: _delete(app, "customer", customer_id, name))


def delete_record(app: "CusttuiApp", kind_key: str, record_id: int) -> None:
    """Delete one record; undo and the trash bring it back."""
    if may_write(app):
        _delete(app, kind_key, record_id, KINDS[kind_key].label(current()))


def _delete(app: "CusttuiApp", kind_key: str, record_id: int, what: str) -> None:
    async def save() -> None:
        problem = await app.write(
            DELETED[kind_key], _("Deleted: {kind}").format(kind=what),
            lambda edit: edit.delete(kind_key, record_id),
        )  # fmt: skip
        if problem:
            app.say(problem, wrong=True)

    app.run_worker(save())


def _open_form(
    app: "CusttuiApp",
    kind: RecordKind,
    heading: str,
    save: "Save",
    customer_id: int | None,
    typed: Mapping[str, str] | None = None,
) -> None:
    from custtui.tui.screens.form import Form

    save = into_this_book(app, save)
    form = Form(kind, heading, save, app.session.start.today(), typed=typed)
    form.place = {"record": kind.key, "customer": customer_id}
    app.push_screen(form)


def _adding(app: "CusttuiApp", kind: RecordKind, customer_id: int | None) -> "Save":
    async def save(columns: dict[str, object]) -> str | None:
        def add(edit: "Edit") -> None:
            filled = {name: value for name, value in columns.items() if value is not None}
            if customer_id is not None:
                filled["customer_id"] = customer_id
            edit.add_record(kind.key, filled)

        problem = await app.write(ADDED[kind.key], _saved(kind, columns), add)
        if problem is not None and customer_id is not None:
            check_gone(app, CUSTOMER.key, customer_id)
        return problem

    return save


def _saved(kind: RecordKind, columns: Mapping[str, object]) -> str:
    amount = columns.get("amount")
    if isinstance(amount, int):
        return _("Saved: {kind} {amount}").format(
            kind=kind.label(current()), amount=format_money(amount)
        )
    return _("Saved: {kind}").format(kind=kind.label(current()))


def may_write(app: "CusttuiApp", kind: str = "") -> bool:
    """Whether this book may be written, which a record of that kind soon will be.

    Where it may not, that is said.
    """
    if refusal := app.session.refusal:
        app.say(refusal, wrong=True)
        return False
    ready = app.session.get_ready(names=kind in _NAMED)
    app.run_worker(ready, group="ready", exclusive=True, exit_on_error=False)
    return True
