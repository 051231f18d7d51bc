"""The pages of a customer: for each, its columns and rows, made of frozen values."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import cast

from custtui.reading.customer import StoredRecord
from custtui.reading.dimensions import ShownDimension
from custtui.reading.standing import LoggedMove
from custtui.tui.pins_told import lost_rows, marked, pin_rows, pinned_in
from custtui.tui.theme import ACCENT, LOUD, QUIET, STRONG, TEXT, WRONG
from custtui.tui.widgets.card_lines import Glance
from custtui.tui.widgets.lines import Span
from custtui.tui.widgets.month_letters import months_told, plain_letters
from custtui.tui.widgets.record_list import Column, Row
from custtui.values.impossible import is_impossible
from custtui.values.language import _, current, mark
from custtui.values.registry import CONTACT, CONTRACT, FOLLOW_UP, NEED, PURCHASE, SURVEY, RecordKind
from custtui.values.showing import show
from custtui.values.spoken_days import ago, due

#: The kind of a row that is no record.
NO_RECORD = ""
DIMENSION = "dimension"


@dataclass(frozen=True, slots=True)
class Told:
    """What pages are made of: the glance, and the moves that the log holds."""

    glance: Glance
    moves: tuple[LoggedMove, ...]


Table = tuple[Sequence[Column], Sequence[Row]]


@dataclass(frozen=True, slots=True)
class PageOf:
    """One page: its name, its table, the kind that `n` adds, and what stands where it is empty."""

    label: str
    table: Callable[[Told], Table] | None
    adds: str
    empty: str = ""


def _text(record: StoredRecord, kind: RecordKind, key: str) -> str:
    value = record.values[key]
    return _crossed(value) if is_impossible(value) else show(kind.field(key), value, current())


def _crossed(value: object) -> str:
    """What can't be, short enough for a column of days or signs; its form says what it is not."""
    return f"✗{value}"


def timeline(told: Told) -> Table:
    """Follow-ups, purchases, surveys and moves in one stream, the newest first."""
    glance = told.glance
    rows: list[tuple[date, int, Row]] = []
    for follow_up in glance.customer.of(FOLLOW_UP):
        rows.append((_day(follow_up), follow_up.id, _follow_up_row(follow_up, glance.today)))
    for purchase in glance.customer.of(PURCHASE):
        what = f"{_text(purchase, PURCHASE, 'amount')}  {purchase.values['product'] or ''}"
        what += _estimated(purchase) + _later(purchase, glance.today)
        row = _stream_row(PURCHASE, purchase, glance.today, what)
        rows.append((_day(purchase), purchase.id, row))
    for survey in glance.customer.of(SURVEY):
        what = f"{_signs('★', survey.values['score'], 5)}  {survey.values['comment'] or ''}"
        row = _stream_row(SURVEY, survey, glance.today, what + _later(survey, glance.today))
        rows.append((_day(survey), survey.id, row))
    for place, move in enumerate(told.moves):
        rows.append((move.day, -place, _move_row(move, glance)))
    rows.sort(key=lambda each: (each[0], each[1]), reverse=True)
    columns = (Column(_("Day"), 13), Column("", 10), Column(_("What"), 0))
    return columns, [row for _day_of, _place, row in rows]


def _ago(record: StoredRecord, today: date) -> str:
    day = _day(record)
    return _crossed(day) if is_impossible(day) else ago(day, today)


def _signs(sign: str, count: object, most: int) -> str:
    """So many signs; a count that another program wrote and that can't be, as it stands."""
    if isinstance(count, int) and 0 <= count <= most:
        return sign * count
    return _crossed(count)


def _day(record: StoredRecord) -> date:
    return cast(date, record.values["day"])


def _stream_row(kind: RecordKind, record: StoredRecord, today: date, what: str) -> Row:
    day = Span(_ago(record, today), QUIET)
    return Row(kind.key, record.id, (day, Span(_STREAM[kind.key][current()], ACCENT), Span(what)))


_STREAM = {
    "follow_up": {"zh": "跟进", "en": "Follow-up"},
    "purchase": {"zh": "交易", "en": "Purchase"},
    "survey": {"zh": "满意度", "en": "Survey"},
}


def _follow_up_row(record: StoredRecord, today: date) -> Row:
    values = record.values
    channel, kind = _text(record, FOLLOW_UP, "channel"), _text(record, FOLLOW_UP, "kind")
    words = " ".join(str(w) for w in (values["contact"], values["summary"]) if w)
    next_day = values["next_day"]
    if next_day or values["next_action"]:
        when = due(next_day, today) if isinstance(next_day, date) else _("no day yet")
        when = _("kept") if values["done"] else when
        words = f"→ {when} {values['next_action'] or ''} · {words}"
    words += _later(record, today)
    overdue = isinstance(next_day, date) and not values["done"] and next_day <= today
    style = LOUD if overdue else WRONG if values["kind"] == "complaint" else TEXT
    label = channel if values["kind"] in (None, "follow_up") else kind
    return Row(
        "follow_up", record.id,
        (Span(_ago(record, today), QUIET), Span(label or "", ACCENT), Span(words, style)),
    )  # fmt: skip


def _move_row(move: LoggedMove, glance: Glance) -> Row:
    dimension = next((d for d in glance.dimensions if d.key == move.dimension), None)
    text = move_text(move, dimension)
    day = Span(ago(move.day, glance.today), QUIET)
    return Row(NO_RECORD, 0, (day, Span(_("Moved"), QUIET), Span(text, QUIET)))


_CAUSES = {
    "edit": mark("by an edit"),
    "import": mark("by an import"),
    "rule": mark("by a rule change"),
    "pin": mark("by a pin"),
    "clock": mark("by the passing of time"),
    "repair": mark("by a repair"),
}


def move_text(move: LoggedMove, dimension: ShownDimension | None) -> str:
    """A move in words: `Grade B → A, by an edit`."""
    if dimension is None:
        return f"{move.dimension} {move.before or ''} → {move.after or ''}"
    before = str(dimension.segment(move.before).name) if move.before else "·"
    after = str(dimension.segment(move.after).name) if move.after else "·"
    return f"{dimension.name} {before} → {after}  {_(_CAUSES.get(move.cause, move.cause))}"


def _later(record: StoredRecord, today: date) -> str:
    """What is dated after the day that is looked at counts in nothing."""
    return "  " + _("(not counted yet)") if _day(record) > today else ""


def _estimated(purchase: StoredRecord) -> str:
    return "  " + _("(estimated)") if purchase.values["estimated"] else ""


def contacts(told: Told) -> Table:
    """The people one can reach."""
    rows = []
    for contact in told.glance.customer.of(CONTACT):
        values = contact.values
        reach = " ".join(
            part
            for part in (
                _text(contact, CONTACT, "phones"),
                str(values["email"] or ""),
                str(values["accounts"] or ""),
            )
            if part
        )
        name = ("★ " if values["is_primary"] else "") + str(values["name"] or _("(no name)"))
        who = " ".join(
            part
            for part in (str(values["title"] or ""), _text(contact, CONTACT, "decision_role"))
            if part
        )
        rows.append(Row("contact", contact.id, (Span(name, STRONG), Span(who, QUIET), Span(reach))))
    return (Column(_("Person"), 14), Column(_("Title"), 20), Column(_("Reach"), 0)), rows


def purchases(told: Told) -> Table:
    """What was bought, the newest first."""
    rows = []
    for purchase in told.glance.customer.of(PURCHASE):
        amount = cast(int, purchase.values["amount"])
        what = " ".join(
            str(purchase.values[key]) for key in ("product", "spec", "note") if purchase.values[key]
        )
        rows.append(
            Row(
                "purchase",
                purchase.id,
                (
                    Span(_text(purchase, PURCHASE, "day"), QUIET),
                    Span(_text(purchase, PURCHASE, "amount"), WRONG if amount < 0 else STRONG),
                    Span(_text(purchase, PURCHASE, "quantity"), QUIET),
                    Span(what + _estimated(purchase) + _later(purchase, told.glance.today)),
                ),
            )
        )
    columns = (
        Column(_("Day"), 11),
        Column(_("Amount"), 15, right=True),
        Column(_("Quantity"), 8, right=True),
        Column(_("Product"), 0),
    )
    return columns, rows


def needs(told: Told) -> Table:
    """Needs, open ones first, then the surveys."""
    rows = []
    for need in told.glance.customer.of(NEED):
        style = STRONG if need.values["state"] == "open" else QUIET
        state = f"{_text(need, NEED, 'state')} {_signs('●', need.values['weight'], 3)}"
        rows.append(
            Row(
                "need",
                need.id,
                (
                    Span(_text(need, NEED, "day"), QUIET),
                    Span(_text(need, NEED, "kind"), style),
                    Span(state, QUIET),
                    Span(str(need.values["detail"] or "")),
                ),
            )
        )
    for survey in told.glance.customer.of(SURVEY):
        score = cast(int, survey.values["score"])
        rows.append(
            Row(
                "survey",
                survey.id,
                (
                    Span(_text(survey, SURVEY, "day"), QUIET),
                    Span(_("Survey"), STRONG),
                    Span(_signs("★", score, 5), WRONG if score <= 2 else TEXT),
                    Span(str(survey.values["comment"] or "")),
                ),
            )
        )
    columns = (
        Column(_("Day"), 11),
        Column(_("Kind"), 14),
        Column(_("State"), 12),
        Column(_("Detail"), 0),
    )
    return columns, rows


def contracts(told: Told) -> Table:
    """Contracts, the latest end first."""
    rows = []
    for contract in told.glance.customer.of(CONTRACT):
        end = contract.values["end"]
        when = due(end, told.glance.today) if isinstance(end, date) else ""
        running = contract.values["state"] == "running"
        rows.append(
            Row(
                "contract",
                contract.id,
                (
                    Span(_text(contract, CONTRACT, "number"), STRONG),
                    Span(_text(contract, CONTRACT, "start"), QUIET),
                    Span(_text(contract, CONTRACT, "end"), TEXT),
                    Span(_text(contract, CONTRACT, "amount")),
                    Span(f"{_text(contract, CONTRACT, 'state')} {when if running else ''}", QUIET),
                ),
            )
        )
    columns = (
        Column(_("Number"), 16),
        Column(_("Start"), 11),
        Column(_("End"), 11),
        Column(_("Amount"), 15, right=True),
        Column(_("State"), 0),
    )
    return columns, rows


def segments(told: Told) -> Table:
    """Where the customer stands in every dimension, with its pins; `w` or enter says why."""
    rows = []
    for place, dimension in enumerate(told.glance.dimensions):
        keys = told.glance.standing.segments.get(dimension.key, "")
        names = [keys] if not dimension.tags else keys.split()
        stands, day = told.glance.standing, told.glance.today
        pinned = {pin.segment for pin in pinned_in(stands, dimension, day)}
        text = marked(dimension, keys, pinned) or "—"
        strategy = "; ".join(
            str(dimension.segment(key).strategy)
            for key in names
            if key and str(dimension.segment(key).strategy)
        )
        rows.append(
            Row(
                DIMENSION,
                place,
                (Span(str(dimension.name), QUIET), Span(text, STRONG), Span(strategy, TEXT)),
            )
        )
        rows += pin_rows(dimension, stands, day)
        months = told.glance.months
        if months is not None and months.dimension == dimension.key:
            line, when = plain_letters(months, dimension), months_told(months)
            rows.append(Row(DIMENSION, place, (Span(""), Span(line, TEXT), Span(when, QUIET))))
    rows += lost_rows({d.key: d for d in told.glance.dimensions}, told.glance.standing)
    stated = told.glance.customer.customer.values
    for key in ("stated_grade", "stated_segments"):
        if stated[key]:
            label = _("Old sheet")
            rows.append(
                Row(NO_RECORD, 0, (Span(label, QUIET), Span(str(stated[key]), QUIET), Span("")))
            )
    columns = (Column(_("Dimension"), 12), Column(_("Segment"), 24), Column(_("Strategy"), 0))
    return columns, rows


PAGES = (
    PageOf(mark("Overview"), None, "follow_up"),
    PageOf(mark("Timeline"), timeline, "follow_up", mark("Nothing yet. f logs the first call.")),
    PageOf(mark("Contacts"), contacts, "contact", mark("Nobody yet. n adds a contact.")),
    PageOf(mark("Purchases"), purchases, "purchase", mark("None yet. p adds a purchase.")),
    PageOf(mark("Needs"), needs, "need", mark("None yet. n adds a need or a survey.")),
    PageOf(mark("Contracts"), contracts, "contract", mark("None yet. n adds a contract.")),
    PageOf(mark("Segments"), segments, "follow_up"),
)
