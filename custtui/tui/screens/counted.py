"""The records that a fact counts, with their sum: an explanation that can be added up by hand."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from typing import cast

from textual import on, work
from textual.app import ComposeResult

from custtui.reading.customer import KINDS, StoredRecord, whole_customer
from custtui.reading.standing import standing
from custtui.segments.explain import explain
from custtui.segments.explaining.explanation import Fact
from custtui.segments.explaining.masked import masked_explanation
from custtui.tui import customer_pages, recording
from custtui.tui.commands import COUNTED, bindings
from custtui.tui.customer_pages import Table, Told
from custtui.tui.screens.list_page import ListPage
from custtui.tui.theme import QUIET, STRONG, TEXT
from custtui.tui.unmasking import as_shown, masks_now, standing_as_shown
from custtui.tui.widgets.card_lines import Glance
from custtui.tui.widgets.frame import OneLine
from custtui.tui.widgets.line_list import LineList
from custtui.tui.widgets.lines import Line, Span, fit
from custtui.values.language import _, plural
from custtui.values.money import format_money

_TABLES: dict[str, Callable[[Told], Table]] = {
    "purchase": customer_pages.purchases,
    "follow_up": customer_pages.timeline,
    "survey": customer_pages.needs,
    "need": customer_pages.needs,
    "contract": customer_pages.contracts,
    "contact": customer_pages.contacts,
}


class Counted(ListPage):
    """The rows behind one fact; enter opens a row, and what is changed there is counted anew."""

    scope = COUNTED
    BINDINGS = bindings(COUNTED)
    CSS = """
    Counted #fact { margin: 1 0 0 0; }
    Counted #window { margin: 0 0 1 0; }
    """

    def __init__(self, customer_id: int, dimension: str, fact: str) -> None:
        super().__init__()
        self._customer_id = customer_id
        self._dimension = dimension
        self._fact = fact

    def body(self) -> ComposeResult:
        yield OneLine(id="fact")
        yield OneLine(id="window")
        yield from super().body()
        yield OneLine(id="sum")

    @work(exclusive=True, group="counted")
    async def read_records(self) -> None:
        read, session = self.read, self.session
        no_more = _("This is no longer part of the explanation.")
        try:
            explanation = await read(explain, self._customer_id, self._dimension)
        except KeyError:
            self.gone(no_more)
            return
        customer = await read(whole_customer, self._customer_id)
        stands = await read(standing, self._customer_id)
        if masks_now(session, self._customer_id):
            explanation = masked_explanation(explanation)
        fact = next((each for each in explanation.facts if each.key == self._fact), None)
        if customer is None or stands is None or fact is None or fact.kind is None:
            self.gone(no_more)
            return
        self.found()
        customer = as_shown(session, customer)
        stands = standing_as_shown(session, self._customer_id, stands)
        counts = frozenset(fact.rows)
        kind = recording.KINDS[fact.kind]
        records = tuple(record for record in customer.of(kind) if record.id in counts)
        only = {each.key: records if each is kind else () for each in KINDS}
        glance = Glance(
            replace(customer, records=only), stands, session.dimensions, explanation.as_of
        )
        self._show(customer.name, fact, _TABLES[fact.kind](Told(glance, ())), records)

    def _show(self, name: str, fact: Fact, table: Table, records: Sequence[StoredRecord]) -> None:
        self.query_one("#fact", OneLine).put(
            Span(f" {fact.label}  ", TEXT),
            Span(fact.value, STRONG),
            right=(Span(f"{name} ", QUIET),),
        )
        self.query_one("#window", OneLine).put(Span(f" {fact.detail}", QUIET))
        self.records.show(*table, _("No record counts any more."))
        self.query_one("#sum", OneLine).put(*_sum_line(fact, records))

    def masking_changed(self) -> None:
        self.read_records()

    @on(LineList.Chosen)
    def _chosen(self) -> None:
        self.action_open_record()

    def action_open_record(self) -> None:
        row = self.records.row
        if row is not None and row.kind:
            recording.edit_record(self.desk, row.kind, row.record_id)


def _sum_line(fact: Fact, records: Sequence[StoredRecord]) -> Line:
    """Under the columns of the list, what they add up to."""
    count = plural("{count} record", "{count} records", len(records)).format(count=len(records))
    if fact.kind == "purchase":
        total = _sum(records, "amount")
        days = {cast(date, r.values["day"]) for r in records if cast(int, r.values["amount"]) > 0}
        told = plural("{count} order day", "{count} order days", len(days))
        parts = [count, told.format(count=len(days))]
        if fact.key == "profit_12m":
            profit = format_money(total - _sum(records, "cost"))
            parts.append(_("less cost {amount}").format(amount=profit))
        amount = fit(format_money(total), 15, right=True)
        return (
            Span(f" {fit(_('Sum'), 11)} ", QUIET),
            Span(f"{amount}  ", STRONG),
            Span(" · ".join(parts), QUIET),
        )
    if fact.kind == "survey":
        told = _("{count}, scores add up to {sum}").format(count=count, sum=_sum(records, "score"))
        return (Span(f" {told}", QUIET),)
    return (Span(f" {count}", QUIET),)


def _sum(records: Sequence[StoredRecord], key: str) -> int:
    return sum(cast(int, record.values[key] or 0) for record in records)
