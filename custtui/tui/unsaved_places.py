"""Where a draft was typed, and opening that place again with it."""

import json
from typing import TYPE_CHECKING

from custtui.segments.drafting.draft import Draft as DraftOfRules
from custtui.tui import drafting, pinning, recording
from custtui.tui.unsaved import FORM, RULES
from custtui.values.drafts import Draft
from custtui.values.language import _
from custtui.values.registry import CUSTOMER, Field, RecordKind
from custtui.values.registry import Form as Kept

if TYPE_CHECKING:
    from custtui.segments.rules import Rules
    from custtui.tui.app import CusttuiApp

_BEGAN, _NOW = "began", "now"


def open_again(app: "CusttuiApp", draft: Draft) -> None:
    """Open the place with what was typed; where it is gone, a sheet to copy it from."""
    if draft.kind == RULES:
        is_open = _open_rules(app, draft)
    else:
        is_open = draft.kind == FORM and _open_form(app, draft)
    if not is_open:
        _open_sheet(app, draft)


def _open_form(app: "CusttuiApp", draft: Draft) -> bool:
    from custtui.tui.screens.form import Form

    match draft.place:
        case {"record": str(kind), "id": int(record)} if kind in recording.KINDS:
            recording.edit_record(app, kind, record)
        case {"record": CUSTOMER.key, "customer": None}:
            recording.new_customer(app, "")
        case {"record": str(kind), "customer": int(customer)} if kind in recording.KINDS:
            recording.add_record(app, kind, customer)
        case {"pin": str(dimension), "segment": str(segment), "customer": int(customer),
              "holds": int(holds)}:  # fmt: skip
            pinning.fill_in(app, customer, dimension, segment, holds=bool(holds))
    form = app.screen
    if not isinstance(form, Form):
        return False
    form.call_after_refresh(form.resume, draft.first, draft.texts)
    return True


def draft_of_rules(rules: DraftOfRules, moment: str) -> Draft:
    """The draft that keeps a draft of rules."""
    heading = _("Rules: {dimension}").format(dimension=drafting.what_changed(rules))
    texts = {_BEGAN: _written(rules.began), _NOW: _written(rules.now)}
    return Draft(RULES, heading, moment, texts=texts)


def _open_rules(app: "CusttuiApp", draft: Draft) -> bool:
    """Put the draft on the rules in force; what others changed meanwhile is told."""
    from pydantic import ValidationError

    from custtui.segments.stored import load

    stored = app.session.as_stored(load)
    try:
        began, now = (_read(draft.texts[key], stored) for key in (_BEGAN, _NOW))
    except (KeyError, ValueError, ValidationError):
        return False
    app.draft = DraftOfRules(began, now, (began,))
    overtaken = drafting.follow(app, stored)
    app.action_go_segments()
    if overtaken is not None:
        app.say(overtaken, wrong=True)
    return True


def _written(rules: "Rules") -> str:
    from custtui.segments.stored import to_json

    return json.dumps([json.loads(to_json(dimension)) for dimension in rules.dimensions])


def _read(text: str, stored: "Rules") -> "Rules":
    from custtui.segments.rules import Rules

    return Rules.model_validate({"dimensions": json.loads(text), "fields": stored.fields})


def _open_sheet(app: "CusttuiApp", draft: Draft) -> None:
    from custtui.tui.screens.form import Form

    fields = [
        Field(f"text_{number}", label, label, Kept.LONG_TEXT)
        for number, label in enumerate(draft.texts)
    ]
    kind = RecordKind("sheet", "sheets", "Draft", "草稿", "", tuple(fields))
    typed = dict(zip((field.key for field in fields), draft.texts.values(), strict=True))

    async def refuse(_columns: dict[str, object]) -> str:
        return _("What this belonged to is gone: copy what you need; esc throws it away.")

    sheet = Form(kind, draft.heading, refuse, app.session.start.today())
    app.push_screen(sheet)
    sheet.call_after_refresh(sheet.resume, {}, typed)
