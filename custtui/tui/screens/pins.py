"""Where hand and rules disagree: pins, and what an old sheet says, beside the segments."""

from collections.abc import Mapping

from textual import on, work
from textual.app import ComposeResult

from custtui.reading.dimensions import ShownDimension
from custtui.reading.disagreements import Disagreements, Stated, disagreements
from custtui.reading.masked import masked_disagreements
from custtui.reading.pin_words import hand_text, names_of, pinned_text, state_text, why_and_who
from custtui.reading.pins import Pinned, State
from custtui.tui import pinning
from custtui.tui.commands import PINS, bindings
from custtui.tui.customer_pages import PAGES, segments
from custtui.tui.pins_told import PIN
from custtui.tui.screens.list_page import ListPage
from custtui.tui.theme import ACCENT, LOUD, QUIET, STRONG, TEXT
from custtui.tui.unmasking import masks_now
from custtui.tui.widgets.frame import OneLine
from custtui.tui.widgets.line_list import LineList
from custtui.tui.widgets.lines import Span, wrapped
from custtui.tui.widgets.paper import Paper
from custtui.tui.widgets.record_list import Column, Row
from custtui.values.language import _, plural

_LINES_BELOW = 2
#: The widths of name, dimension and segments where there is room, and on a small terminal.
_WIDE_FROM, _WIDE, _NARROW = 120, (36, 14, 18), (20, 10, 12)
_MOST = 1_000  #: rows of each sort; the line above them counts all


class Pins(ListPage):
    """Enter opens the customer; a pin is released, what the old sheet says is pinned."""

    scope = PINS
    BINDINGS = bindings(PINS)
    CSS = """
    Pins #counts { margin: 1 0 1 0; }
    Pins #whole { height: 2; padding: 0 1; margin: 1 0 0 0; }
    """

    def __init__(self) -> None:
        super().__init__()
        #: What each row is, by its kind and number.
        self._entries: dict[tuple[str, int], Pinned | Stated] = {}
        self._found: Disagreements | None = None

    def body(self) -> ComposeResult:
        yield OneLine(id="counts")
        yield from super().body()
        yield Paper(id="whole")

    @work(exclusive=True, group="pins")
    async def read_records(self) -> None:
        found = await self.read(disagreements, _MOST)
        self._found = masked_disagreements(found) if masks_now(self.session, None) else found
        self._show()

    def _show(self) -> None:
        found = self._found
        if found is None:
            return
        known = {dimension.key: dimension for dimension in self.session.dimensions}
        self._entries = {}
        rows = [self._pin_row(known, each) for each in found.pins]
        rows += [self._stated_row(known, each) for each in found.stated]
        name, dimension, segment = _WIDE if self.size.width >= _WIDE_FROM else _NARROW
        columns = (
            Column(_("Customer"), name),
            Column(_("Dimension"), dimension),
            Column(_("By hand"), segment),
            Column(_("By the rules"), segment),
            Column(_("Who and why"), 0),
        )
        self.records.show(columns, rows, _("Hand and rules agree."))
        self.query_one("#counts", OneLine).put(Span(" " + _counted(found), TEXT))

    def _pin_row(self, known: Mapping[str, ShownDimension], each: Pinned) -> Row:
        self._entries[PIN, each.pin.id] = each
        dimension = known.get(each.pin.dimension)
        differs = each.state is State.DIFFERS
        told = why_and_who(each.pin)
        if not differs:
            told = _("{state}; {by_hand}").format(state=state_text(each.state), by_hand=told)
        return Row(
            PIN,
            each.pin.id,
            (
                Span(each.name, STRONG),
                Span(str(dimension.name) if dimension else each.pin.dimension, QUIET),
                Span(hand_text(dimension, each.pin), ACCENT if differs else QUIET),
                Span(names_of(dimension, each.computed), TEXT),
                Span(told, TEXT if differs else LOUD),
            ),
        )

    def _stated_row(self, known: Mapping[str, ShownDimension], each: Stated) -> Row:
        kind = f"{each.dimension} {each.segment}"
        self._entries[kind, each.customer_id] = each
        dimension = known[each.dimension]
        told = _("old sheet: {text}")
        if each.effective != each.computed:
            told = _("old sheet: {text}; pinned here: {segment}")
        return Row(
            kind,
            each.customer_id,
            (
                Span(each.name, STRONG),
                Span(str(dimension.name), QUIET),
                Span(str(dimension.segment(each.segment).name), TEXT),
                Span(names_of(dimension, each.computed), TEXT),
                Span(
                    told.format(text=each.text, segment=names_of(dimension, each.effective)), QUIET
                ),
            ),
        )

    def on_resize(self) -> None:
        self._show()

    @on(LineList.CursorMoved)
    def _show_whole(self) -> None:
        """Below the list, all of what its row has no room for."""
        entry = self._entry
        text = self._whole(entry) if entry is not None else ""
        lines = wrapped(text, max(20, self.size.width - 2), TEXT)
        self.query_one("#whole", Paper).put(lines[:_LINES_BELOW])

    def _whole(self, entry: Pinned | Stated) -> str:
        dimension = self.session.dimension(_dimension(entry))
        computed = names_of(dimension, entry.computed)
        if isinstance(entry, Stated):
            message = _("The old sheet says “{text}”; by the rules: {computed}.")
            return message.format(text=entry.text, computed=computed)
        is_tag = dimension is not None and dimension.tags
        name = str(dimension.segment(entry.pin.segment).name) if dimension else entry.pin.segment
        told = pinned_text(name, entry.pin, is_tag=is_tag)
        if entry.state is State.DIFFERS:
            message = _("{pins}; by the rules: {computed}")
            return message.format(pins=told, computed=computed)
        return _("{state}; {by_hand}").format(state=told, by_hand=state_text(entry.state))

    @property
    def _entry(self) -> Pinned | Stated | None:
        row = self.records.row
        return self._entries.get((row.kind, row.record_id)) if row is not None else None

    @on(LineList.Chosen)
    def _chosen(self) -> None:
        self.action_open_customer()

    def action_open_customer(self) -> None:
        """The customer, at its segments."""
        from custtui.tui.screens.customer import CustomerPage

        entry = self._entry
        if entry is not None:
            page = next(place for place, each in enumerate(PAGES) if each.table is segments)
            self.app.push_screen(CustomerPage(_customer(entry), page))

    def action_why(self) -> None:
        from custtui.tui.screens.why import Why

        entry = self._entry
        if entry is not None:
            self.app.push_screen(Why(_customer(entry), _dimension(entry)))

    async def action_pin_segment(self) -> None:
        """Pin what the old sheet says; of a pin, change its reason and last day."""
        match self._entry:
            case Stated() as stated:
                pinning.fill_in(
                    self.desk,
                    stated.customer_id,
                    stated.dimension,
                    stated.segment,
                    reason=_("as in the old sheet"),
                )
            case Pinned(pin=pin, state=State.ORPHANED):
                await pinning.pick_segment(self.desk, pin.customer_id, pin.dimension)
            case Pinned(pin=pin):
                pinning.change_pin(self.desk, pin)

    def action_release_pin(self) -> None:
        match self._entry:
            case Pinned(pin=pin):
                pinning.release_pin(self.desk, pin)
            case Stated():
                self.desk.say(_("The old sheet says this, no pin does. i pins it."))


def _customer(entry: Pinned | Stated) -> int:
    return entry.pin.customer_id if isinstance(entry, Pinned) else entry.customer_id


def _dimension(entry: Pinned | Stated) -> str:
    return entry.pin.dimension if isinstance(entry, Pinned) else entry.dimension


def _counted(found: Disagreements) -> str:
    """How many of each sort there are, the rows that are not shown counted too."""
    pins, counts = found.counts.pins, found.counts
    without = pins[State.EXPIRED] + pins[State.ORPHANED]
    parts = [
        (plural("{count} pin differs", "{count} pins differ", pins[State.DIFFERS]), True),
        (plural("{count} agrees", "{count} agree", pins[State.AGREES]), True),
        (plural("{count} without effect", "{count} without effect", without), False),
        (plural("old sheet: {count} differs", "old sheet: {count} differ", counts.stated), True),
        (plural("{count} unknown word", "{count} unknown words", counts.not_understood), False),
    ]
    numbers = [
        pins[State.DIFFERS],
        pins[State.AGREES],
        without,
        counts.stated,
        counts.not_understood,
    ]
    return " · ".join(
        text.format(count=f"{number:,}")
        for (text, always), number in zip(parts, numbers, strict=True)
        if number or always
    )
