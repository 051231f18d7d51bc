"""The customer list: ids in an array, rows fetched a window at a time, drawn line by line."""

from array import array
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from rich.cells import cell_len
from textual.message import Message

from custtui.reading.customers import CustomerRow, View
from custtui.reading.dimensions import ShownDimension
from custtui.reading.sorts import SEGMENT
from custtui.tui.commands import CUSTOMERS, key_of
from custtui.tui.marks import Marks
from custtui.tui.theme import ACCENT, LOUD, QUIET, STRONG, TEXT, badge
from custtui.tui.widgets.line_list import LineList
from custtui.tui.widgets.lines import Line, Span, fit
from custtui.values.language import _, current
from custtui.values.money import format_money
from custtui.values.spoken_days import ago, due

if TYPE_CHECKING:
    from custtui.tui.list_columns import ListColumn

_WINDOW = 90
_GAP = " "
_AMOUNT = "amount_12m"
#: Before a marked customer; one cell wide in every terminal, unlike most other signs.
_MARK = Span("✓", ACCENT)
#: What a column gets that is shown only since the list is sorted by it.
_LEAST, _MOST = 14, 18
#: A name that is shorter is nobody's: other columns make room for it.
_NARROWEST = 12
#: The column of the badge.
_BADGE = 4

#: The rows of these customers, with their segments in the dimensions of these keys.
Fetch = Callable[[Iterable[int], Sequence[str]], dict[int, CustomerRow]]


@dataclass(frozen=True, slots=True)
class _Column:
    key: str
    label: str
    width: int
    right: bool = False


class CustomerList(LineList):
    """Customers in the order of a view; `fetch` reads the rows of a few ids."""

    class HeadClicked(Message):
        """Somebody clicked on the head of the column of that key."""

        def __init__(self, key: str) -> None:
            super().__init__()
            self.key = key

    def __init__(self, fetch: Fetch, marks: Marks) -> None:
        super().__init__()
        self._fetch = fetch
        self._marks = marks
        self._ids: array[int] = array("q")
        self._rows: dict[int, CustomerRow] = {}
        self._dimensions: dict[str, ShownDimension] = {}
        self._sorted_by: ListColumn | None = None
        self._laid_out: list[_Column] = []
        #: The width and the language that the columns were worked out for.
        self._laid_out_for: tuple[int, str] | None = None
        self._today = date.min
        #: What the rows were read for: the sort, the day, the dimensions.
        self._taken_for: tuple[str, date, object] | None = None
        #: Whether it goes to the last row once everybody is known.
        self.goes_last = False
        #: Whether rows are missing because the file can't be read.
        self.is_unreadable = False
        self.view = View()
        #: Whether it shows all customers of the view, or only the first page as yet.
        self.is_whole = True

    def show(
        self,
        ids: "array[int]",
        view: View,
        dimensions: Sequence[ShownDimension],
        today: date,
        *,
        place: int | None = None,
        is_whole: bool = True,
        sorted_by: "ListColumn | None" = None,
    ) -> None:
        """Show these customers. `place` is where the cursor goes then; None where it stays.

        In another view it goes to the first. What the list is `sorted_by` gets a column.
        """
        self._follows = view != self.view or self.shows_cursor
        if view != self.view:
            self.cursor, self.goes_last = 0, False
        self._ids, self.view = ids, view
        self.is_whole = is_whole
        self._sorted_by = sorted_by
        # Rows that are here already stay; what changed meanwhile is read again by `read_again`.
        if self._taken_for != (view.sort, today, dimensions):
            self._take(dimensions, today)
        if is_whole and self.goes_last:
            place, self.goes_last = len(ids) - 1, False
        if place is not None:
            self.cursor = place
        self.rows_changed()
        self._follows = True

    def read_again(
        self,
        dimensions: Sequence[ShownDimension],
        today: date,
        sorted_by: "ListColumn | None" = None,
    ) -> None:
        """Draw the rows that are shown as the book has them now."""
        self._sorted_by = sorted_by
        self._take(dimensions, today)
        self.draw_changed()

    def _take(self, dimensions: Sequence[ShownDimension], today: date) -> None:
        self._dimensions = {d.key: d for d in list_dimensions(dimensions, self.view.sort)}
        self._today = today
        self._taken_for = (self.view.sort, today, dimensions)
        self._laid_out_for = None
        self._rows.clear()

    def action_last(self) -> None:
        """To the last row, as soon as it is known which one that is."""
        super().action_last()
        self.goes_last = not self.is_whole

    def _move(self, to: int) -> None:
        self.goes_last = False
        super()._move(to)

    @property
    def ids(self) -> "array[int]":
        """Everybody in the list, in its order."""
        return self._ids

    @property
    def customer_id(self) -> int | None:
        """Who is under the cursor."""
        return self._ids[self.cursor] if self.cursor < len(self._ids) else None

    @property
    def row(self) -> CustomerRow | None:
        """The row under the cursor."""
        return self._row(self.cursor) if self.cursor < len(self._ids) else None

    @property
    def row_count(self) -> int:
        return len(self._ids)

    def empty_line(self) -> str:
        if self.view.text:
            return _("Nobody answers to that. esc clears the search.")
        if self.view.segment or self.view.own:
            key = key_of("filter_segment", CUSTOMERS)
            return _("Nobody answers to that. {key} takes another filter.").format(key=key)
        return ""

    def head_line(self, width: int) -> Line:
        return (Span(" ", QUIET), *(Span(self._head_cell(c), QUIET) for c in self._columns(width)))

    def _head_cell(self, column: _Column) -> str:
        label = column.label
        if column.key == self.view.sort and not self.view.text:
            # The arrow is never cut.
            label = fit(label, min(cell_len(label), column.width - 1))
            label += "↓" if self.view.descending else "↑"
        return fit(label, column.width, right=column.right) + _GAP

    def head_clicked(self, x: int) -> None:
        end = 1
        for column in self._columns(self._width):
            end += column.width + 1
            if x < end:
                self.post_message(self.HeadClicked(column.key))
                break

    def row_line(self, index: int, width: int) -> Line:
        row = self._row(index)
        if row is None:
            missing = _(" (can't be read now)") if self.is_unreadable else _(" (deleted meanwhile)")
            return (Span(missing, QUIET),)
        spans: list[Span] = [_MARK if row.id in self._marks else Span(" ")]
        for column in self._columns(width):
            spans.extend(self._cell(row, column))
        return tuple(spans)

    def _columns(self, width: int) -> list[_Column]:
        """What fits, worked out once for all rows."""
        stands_for = (width, current())
        if stands_for != self._laid_out_for:
            self._laid_out, self._laid_out_for = self._lay_out(width), stands_for
        return self._laid_out

    def _lay_out(self, width: int) -> list[_Column]:
        """What fits: name, amount and next always, what it is sorted by; the others as may be."""
        graded = [d for d in self._dimensions.values() if d.ordered][:1]
        fixed = [_Column(SEGMENT + d.key, "", _BADGE) for d in graded]
        amount = _Column(_AMOUNT, _("12 months"), 15, right=True)
        tail = [amount, _Column("next_due", _("Next"), 20 if width >= 80 else 16)]
        contact = _Column("last_contact", _("Contact"), 11)
        asked = list(self._asked({"name", contact.key, *(c.key for c in (*fixed, *tail))}))
        if width >= (100 if asked else 64):
            tail.insert(1, contact)
        # In a narrow window what is to be done next is the last to go, who it is stays.
        for dispensable in (amount, *asked, tail[-1]):
            if _room(width, (*fixed, *asked, *tail)) <= _NARROWEST:
                asked, tail = ([c for c in some if c is not dispensable] for some in (asked, tail))
        room = _room(width, (*fixed, *asked, *tail))
        segments = []
        for dimension in self._dimensions.values():
            key = SEGMENT + dimension.key
            if room - 13 >= 28 and key not in [c.key for c in (*fixed, *asked)]:
                segments.append(_Column(key, str(dimension.name), 12))
                room -= 13
        if room - 11 >= 30 and "owner" not in [c.key for c in asked]:
            tail.append(_Column("owner", _("Owner"), 10))
            room -= 11
        name = _Column("name", _("Customer"), max(6, room - 1))
        return [*fixed, name, *asked, *segments, *tail]

    def _asked(self, shown: set[str]) -> Iterator[_Column]:
        """The column that it is sorted by, where that is not shown anyway."""
        by = self._sorted_by
        if by is not None and by.key not in shown:
            width = max(_LEAST, min(_MOST, cell_len(by.label) + 1))
            yield _Column(by.key, by.label, width, right=by.right)

    def _cell(self, row: CustomerRow, column: _Column) -> list[Span]:
        width = column.width
        match column.key:
            case "name":
                return [Span(fit(row.name, width) + _GAP, STRONG)]
            case "amount_12m":
                text = format_money(row.amount_12m, places=False) if row.amount_12m else "—"
                return [Span(fit(text, width, right=True) + _GAP, TEXT)]
            case "last_contact":
                text = ago(row.last_contact, self._today) if row.last_contact else "—"
                return [Span(fit(text, width) + _GAP, TEXT)]
            case "next_due":
                return [self._next(row, width)]
            case "owner":
                return [Span(fit(row.owner or "", width) + _GAP, QUIET)]
            case key if key.startswith(SEGMENT):
                dimension = self._dimensions[key.removeprefix(SEGMENT)]
                return self._segment(dimension, row.segments.get(dimension.key, ""), width)
        text = self._sorted_by.text(row.further) if self._sorted_by else ""
        return [Span(fit(text, width, right=column.right) + _GAP, TEXT)]

    def _next(self, row: CustomerRow, width: int) -> Span:
        if row.next_due is None:
            return Span(fit("", width) + _GAP)
        text = f"{due(row.next_due, self._today)} {row.next_action or ''}"
        style = LOUD if row.next_due <= self._today else TEXT
        return Span(fit(text, width) + _GAP, style)

    def _segment(self, dimension: ShownDimension, key: str, width: int) -> list[Span]:
        if dimension.tags:
            text = ", ".join(str(dimension.segment(tag).name) for tag in key.split())
            return [Span(fit(text or "—", width) + _GAP, TEXT)]
        segment = dimension.segment(key)
        if dimension.ordered and width == _BADGE:
            mark = fit(segment.badge or str(segment.name), 1)
            return [Span(f" {mark} ", badge(segment.colour)), Span(" " * (width - 3) + _GAP)]
        return [Span(fit(str(segment.name), width) + _GAP, TEXT)]

    def _row(self, index: int) -> CustomerRow | None:
        identity = self._ids[index]
        if identity not in self._rows:
            start = max(0, index - _WINDOW // 2)
            if len(self._rows) > 20 * _WINDOW:
                self._rows.clear()
            self._rows.update(
                self._fetch(self._ids[start : start + _WINDOW], list(self._dimensions))
            )
        return self._rows.get(identity)


def _room(width: int, columns: Iterable[_Column]) -> int:
    """The cells that columns leave of a line."""
    return width - 1 - sum(column.width + 1 for column in columns)


def list_dimensions(dimensions: Iterable[ShownDimension], sort: str) -> list[ShownDimension]:
    """Those that the list shows: the first ordered one as a badge, then two that tell a story.

    And the one that it is sorted by.
    """
    every = list(dimensions)
    ordered = [d for d in every if d.ordered][:1]
    telling = [d for d in every if not d.ordered and not d.tags and d.kind != "field"][:2]
    asked = [d for d in every if SEGMENT + d.key == sort and d not in ordered + telling]
    return ordered + asked + telling
