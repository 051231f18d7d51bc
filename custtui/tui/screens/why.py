"""Why a customer stands where it stands: its dimensions, and the explanation of each."""

from textual import on, work
from textual.app import ComposeResult
from textual.containers import Horizontal

from custtui.reading.customer import stored_record
from custtui.segments.explain import explain_all
from custtui.segments.explaining.explanation import Explanation
from custtui.segments.explaining.masked import masked_explanation
from custtui.tui import pinning
from custtui.tui.commands import WHY, bindings
from custtui.tui.screens.page import Page
from custtui.tui.theme import ACCENT, LOUD, QUIET, STRONG, badge
from custtui.tui.unmasking import masks_now
from custtui.tui.widgets.frame import OneLine
from custtui.tui.widgets.line_list import LineList
from custtui.tui.widgets.lines import Span
from custtui.tui.widgets.reasons import Reasons
from custtui.tui.widgets.record_list import Column, RecordList, Row
from custtui.values.language import _
from custtui.values.masking import mask_text
from custtui.values.registry import CUSTOMER

_DIMENSION = "dimension"


class Why(Page):
    """Every dimension of one customer explained; `dimension` is the one to begin with."""

    scope = WHY
    BINDINGS = bindings(WHY)
    CSS_PATH = "why.tcss"

    def __init__(self, customer_id: int, dimension: str | None = None) -> None:
        super().__init__()
        self._customer_id = customer_id
        self._wanted = dimension
        self._explanations: list[Explanation] = []

    def body(self) -> ComposeResult:
        yield OneLine(id="who")
        with Horizontal(id="why"):
            yield RecordList(id="dimensions")
            yield Reasons()

    def on_mount(self) -> None:
        self.show_frame()
        self.query_one("#dimensions").focus()
        self._read()

    def book_changed(self) -> None:
        if self.is_mounted:
            self._read()

    @work(exclusive=True, group="why")
    async def _read(self) -> None:
        read = self.read
        try:
            found = await read(explain_all, self._customer_id)
        except KeyError:
            self.gone(_("This customer was deleted."))
            return
        self.found()
        masks = masks_now(self.session, self._customer_id)
        self._explanations = [masked_explanation(each) for each in found] if masks else found
        customer = await read(stored_record, CUSTOMER, self._customer_id)
        if customer is not None:
            name = str(customer.values["name"])
            self._show_who(mask_text(name) if masks else name, str(customer.values["code"]))
        self._show_dimensions()

    def _show_who(self, name: str, code: str) -> None:
        spans = [Span(" ")]
        graded = next((d for d in self.session.dimensions if d.ordered), None)
        for each in self._explanations:
            if graded is not None and each.dimension == graded.key and each.segments:
                segment = graded.segment(each.segments[0].key)
                spans.append(Span(f" {segment.badge or segment.name} ", badge(segment.colour)))
                if each.beside is not None:
                    spans.append(Span(" " + _("pinned"), ACCENT))
        self.query_one("#who", OneLine).put(
            *spans, Span(f" {name}  ", STRONG), Span(code, QUIET), right=(Span(_("Why "), QUIET),)
        )

    def _show_dimensions(self) -> None:
        tags = {d.key for d in self.session.dimensions if d.tags}
        rows = [
            Row(_DIMENSION, place, (Span(each.name, QUIET), _held(each, each.dimension in tags)))
            for place, each in enumerate(self._explanations)
        ]
        dimensions = self.query_one("#dimensions", RecordList)
        dimensions.show((Column(_("Dimension"), 10), Column(_("Segment"), 0)), rows, "")
        if self._wanted is not None:
            keys = [each.dimension for each in self._explanations]
            if self._wanted in keys:
                dimensions.cursor = keys.index(self._wanted)
                self.query_one(Reasons).focus()
            self._wanted = None
        self._show_reasons()

    @on(LineList.CursorMoved, "#dimensions")
    def _show_reasons(self) -> None:
        explanation = self._explanation
        if explanation is not None:
            self.query_one(Reasons).show(explanation)

    @property
    def _explanation(self) -> Explanation | None:
        place = self.query_one("#dimensions", RecordList).cursor
        return self._explanations[place] if place < len(self._explanations) else None

    @on(LineList.Chosen)
    def _chosen(self, event: LineList.Chosen) -> None:
        self.action_show_rows()

    def action_show_rows(self) -> None:
        """From the dimensions into the explanation; from a fact to the rows that it counts."""
        from custtui.tui.screens.counted import Counted

        reasons, explanation = self.query_one(Reasons), self._explanation
        if not reasons.has_focus:
            reasons.focus()
        elif reasons.fact is not None and explanation is not None:
            self.app.push_screen(
                Counted(self._customer_id, explanation.dimension, reasons.fact.key)
            )
        else:
            self.desk.say(_("No records lie behind this line; those with › have some."))

    async def action_pin_segment(self) -> None:
        """Pin in the dimension under the cursor, or release what is pinned there."""
        explanation = self._explanation
        if explanation is not None:
            await pinning.pick_segment(self.desk, self._customer_id, explanation.dimension)

    def action_to_reasons(self) -> None:
        self.query_one(Reasons).focus()

    def action_to_dimensions(self) -> None:
        self.query_one("#dimensions").focus()


def _held(explanation: Explanation, is_tags: bool) -> Span:
    if not explanation.segments:
        return Span("—", QUIET)
    pins = explanation.beside.pins if explanation.beside is not None else ()
    pinned = {pin.segment for pin in pins}
    message = _("{segment} pinned")
    names = ", ".join(
        message.format(segment=held.name) if held.key in pinned else held.name
        for held in explanation.segments
    )
    return Span(names, LOUD if is_tags else STRONG)
