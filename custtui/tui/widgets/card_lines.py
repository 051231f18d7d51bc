"""What a card says: who it is, how much it matters, what was promised."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, cast

from rich.cells import cell_len
from rich.style import Style

from custtui.reading.customer import StoredRecord, WholeCustomer
from custtui.reading.dimensions import ShownDimension
from custtui.reading.pin_words import hand_text, why_and_who
from custtui.reading.standing import Standing
from custtui.tui.pins_told import beside, pinned_in
from custtui.tui.theme import ACCENT, LOUD, QUIET, STRONG, TEXT, badge
from custtui.tui.widgets.bars import month_bars
from custtui.tui.widgets.lines import Line, Span, fit, wrapped
from custtui.tui.widgets.month_letters import letters, months_told
from custtui.values.days import windows
from custtui.values.language import _, current, plural
from custtui.values.money import format_money
from custtui.values.phone_form import show_phone
from custtui.values.registry import CONTACT, CUSTOMER, FOLLOW_UP, PURCHASE, is_own
from custtui.values.showing import show
from custtui.values.spoken_days import ago, due

if TYPE_CHECKING:
    from custtui.segments.over_time.month_ends import MonthLine

_CONTACTS_SHOWN = 3
_PROMISES_SHOWN = 3
_LABEL = 10


@dataclass(frozen=True, slots=True)
class Glance:
    """What a card speaks of: a customer, where it stands, the dimensions, and the day.

    `months` are its segments at the last month-ends, None while they are not known.
    """

    customer: WholeCustomer
    standing: Standing
    dimensions: Sequence[ShownDimension]
    today: date
    months: "MonthLine | None" = None


def card_lines(glance: Glance, width: int) -> list[Line]:
    """The lines of the card: what needs action first."""
    lines = head_lines(glance, width)
    for part in (
        promise_lines(glance, width) + risk_lines(glance, width),
        strategy_lines(glance, width),
        pin_lines(glance, width),
        contact_lines(glance, width),
        purchase_lines(glance, width) + month_lines(glance, width) + last_lines(glance, width),
        own_lines(glance, width),
    ):
        if part:
            lines += [(), *part]
    return lines


def head_lines(glance: Glance, width: int) -> list[Line]:
    """Badge and name; then what kind of customer it is."""
    segments = glance.standing.segments
    spans: list[Span] = []
    for dimension in [d for d in glance.dimensions if d.ordered][:1]:
        segment = dimension.segment(segments[dimension.key])
        spans.append(Span(f" {segment.badge or str(segment.name)} ", badge(segment.colour)))
        if any(pin.holds for pin in pinned_in(glance.standing, dimension, glance.today)):
            spans.append(Span(" " + _("pinned"), ACCENT))
    room = width - 2 - sum(cell_len(span.text) for span in spans)
    name = wrapped(glance.customer.name, max(4, room), STRONG)
    lines: list[Line] = [(*spans, Span(" "), *name[0])]
    lines += [(Span("    "), *rest) for rest in name[1:]]
    lines += wrapped(" · ".join(_about(glance.customer)), width, QUIET)
    standing = " · ".join(
        beside(d, glance.standing, glance.today)
        for d in glance.dimensions
        if not d.tags and d.kind != "field" and d.key in segments
    )
    return [*lines, *wrapped(standing, width, ACCENT)]


def _about(customer: WholeCustomer) -> list[str]:
    values = customer.customer.values
    parts = [customer.code, values["industry"], values["region"]]
    if values["employees"]:
        size = show(CUSTOMER.field("employees"), values["employees"], current())
        parts.append(_("{count} people").format(count=size))
    if values["owner"]:
        parts.append(_("owner {name}").format(name=values["owner"]))
    return [str(part) for part in parts if part]


def promise_lines(glance: Glance, width: int) -> list[Line]:
    """What was promised and is not done, the earliest first."""
    promises = [
        (cast(date | None, f.values["next_day"]), str(f.values["next_action"] or ""))
        for f in glance.customer.of(FOLLOW_UP)
        if (f.values["next_day"] or f.values["next_action"])
        and not f.values["done"]
        and cast(date, f.values["day"]) <= glance.today
    ]
    promises.sort(key=lambda promise: promise[0] or date.max)
    lines: list[Line] = []
    for day, action in promises[:_PROMISES_SHOWN]:
        when = due(day, glance.today) if day else _("no day yet")
        style = LOUD if day and day <= glance.today else TEXT
        lines += labelled(_("Promised"), f"{when}  {action}", width, style)
    return lines


def risk_lines(glance: Glance, width: int) -> list[Line]:
    """The tags that apply."""
    lines: list[Line] = []
    for dimension in glance.dimensions:
        keys = glance.standing.segments.get(dimension.key, "").split() if dimension.tags else ()
        if keys:
            names = beside(dimension, glance.standing, glance.today)
            lines += labelled(str(dimension.name), names, width, LOUD)
    return lines


def pin_lines(glance: Glance, width: int) -> list[Line]:
    """What is fixed by hand and counts: who, till when, why."""
    lines: list[Line] = []
    for dimension in glance.dimensions:
        for pin in pinned_in(glance.standing, dimension, glance.today):
            named = {"dimension": dimension.name, "segment": hand_text(dimension, pin)}
            text = _("{dimension} {segment}: {by_hand}").format(by_hand=why_and_who(pin), **named)
            lines += labelled(_("Pinned"), text, width, TEXT)
    return lines


def strategy_lines(glance: Glance, width: int) -> list[Line]:
    """What to do with such a customer: the strategy of its first segment that has one."""
    for dimension in glance.dimensions:
        segment = dimension.segment(glance.standing.segments.get(dimension.key, ""))
        if str(segment.strategy):
            return labelled(_("Strategy"), str(segment.strategy), width, TEXT)
    return []


def contact_lines(glance: Glance, width: int) -> list[Line]:
    """The first contacts: who they are, then how to reach them."""
    lines: list[Line] = []
    for contact in glance.customer.of(CONTACT)[:_CONTACTS_SHOWN]:
        lines += wrapped(" · ".join(_who(contact)) or _("(no name)"), width, STRONG)
        values = contact.values
        phones = [show_phone(p) for p in str(values["phones"] or "").split("\n") if p]
        reach = [*phones, *(str(values[k]) for k in ("email", "accounts") if values[k])]
        lines += [(Span("  "), *rest) for rest in wrapped("  ".join(reach), width - 2) if reach]
    return lines


def _who(contact: StoredRecord) -> list[str]:
    values = contact.values
    role = show(CONTACT.field("decision_role"), values["decision_role"], current())
    return [str(word) for word in (values["name"], values["title"], role) if word]


def purchase_lines(glance: Glance, width: int) -> list[Line]:
    """Twelve months of purchases as bars, their sum, their number and the average order."""
    purchases = glance.customer.of(PURCHASE)
    if not purchases:
        return []
    amount = glance.standing.number("amount_12m")
    orders = glance.standing.number("orders_12m")
    bars = month_bars(
        ((cast(date, p.values["day"]), cast(int, p.values["amount"])) for p in purchases),
        glance.today,
    )
    first, last = windows(glance.today)["12m"]
    is_estimated = any(
        p.values["estimated"] and first <= cast(date, p.values["day"]) <= last for p in purchases
    )
    told = f"{bars}  {format_money(amount)}" + ("  " + _("(estimated)") if is_estimated else "")
    lines = labelled(_("12 months"), told, width, TEXT)
    if orders:
        told = plural("{count} order, average {amount}", "{count} orders, average {amount}", orders)
        average = format_money(round(amount / orders), places=False)
        lines += labelled("", told.format(count=orders, amount=average), width, QUIET)
    return lines


def month_lines(glance: Glance, width: int) -> list[Line]:
    """How it was graded at the last month-ends."""
    months = glance.months
    dimension = next((d for d in glance.dimensions if months and d.key == months.dimension), None)
    if months is None or dimension is None:
        return []
    label = Span(fit(str(dimension.name), _LABEL - 1) + " ", QUIET)
    told = labelled("", months_told(months), width, QUIET)
    return [(label, *letters(months, dimension, width - _LABEL)), *told]


def last_lines(glance: Glance, width: int) -> list[Line]:
    """The newest follow-up."""
    for follow_up in glance.customer.of(FOLLOW_UP):
        values = follow_up.values
        day = cast(date, values["day"])
        if day <= glance.today:
            channel = show(FOLLOW_UP.field("channel"), values["channel"], current())
            text = f"{ago(day, glance.today)} {channel}  {values['summary']}"
            return labelled(_("Newest"), text, width, TEXT)
    return []


def own_lines(glance: Glance, width: int) -> list[Line]:
    """What stands in the fields that a department added, one after another."""
    values, language = glance.customer.customer.values, current()
    told = [
        (field.label(language), show(field, values[field.key], language))
        for field in glance.customer.kind.fields
        if is_own(field.key) and values[field.key] is not None
    ]
    longest = max((cell_len(label) for label, _text in told), default=0)
    room = min(longest + 1, max(_LABEL, width // 3))
    lines: list[Line] = []
    for label, text in told:
        lines += labelled(label, text, width, TEXT, room)
    return lines


def labelled(label: str, text: str, width: int, style: Style, room: int = _LABEL) -> list[Line]:
    """A quiet label, and the text beside it in as many lines as it takes."""
    return [
        (Span(fit("" if place else label, room - 1) + " ", QUIET), *spans)
        for place, spans in enumerate(wrapped(text, max(4, width - room), style))
    ]
