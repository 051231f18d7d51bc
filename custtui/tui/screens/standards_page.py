"""The standards table on screen, and what the draft of rules would do to it."""

import asyncio
from collections.abc import Mapping, Sequence

from textual import events, on, work
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical

from custtui.reading import customers as reading
from custtui.segments.drafting.draft import Draft
from custtui.segments.drafting.what_if import Tried
from custtui.segments.rules import Rules, is_tags
from custtui.segments.standards import Counted, count, table
from custtui.segments.stored import load
from custtui.tui import drafting
from custtui.tui.screens.page import Page
from custtui.tui.theme import LOUD, QUIET, STRONG, WRONG
from custtui.tui.trying import Trying
from custtui.tui.unmasking import rows_as_shown
from custtui.tui.widgets.dimension_list import DimensionList, kind_text, listed
from custtui.tui.widgets.frame import OneLine
from custtui.tui.widgets.line_list import LineList
from custtui.tui.widgets.lines import Span
from custtui.tui.widgets.migration_matrix import names_of
from custtui.tui.widgets.migration_view import MigrationView
from custtui.tui.widgets.paper import Paper
from custtui.tui.widgets.segment_texts import segment_texts
from custtui.tui.widgets.standards_table import StandardsTable
from custtui.values.language import _, plural

_WIDE_FROM = 120
_TEXTS_NARROW, _TEXTS_WIDE = 4, 6
#: Of one dimension alone, so many values of a field have a row of their own.
_VALUES_SHOWN = 200


class StandardsPage(Page):
    """Dimensions, the table of the one at hand, its texts, and who would move.

    What is shown is the draft that the app keeps, tried on what stands.
    """

    def __init__(self) -> None:
        super().__init__()
        self._stored: Rules | None = None
        self._loaded = asyncio.Event()
        self._counted: Counted | None = None
        self._tried: Tried | None = None
        self._trying: Trying | None = None
        self._is_counting = False
        #: Why the draft does not go together with what somebody else has saved.
        self._overtaken: str | None = None

    def body(self) -> ComposeResult:
        yield OneLine(id="draft")
        with Horizontal(id="standards"):
            yield DimensionList(id="dimensions")
            with Vertical():
                yield OneLine(id="about")
                yield StandardsTable()
        yield Paper(id="texts")
        yield MigrationView(self._read_customers)

    def on_mount(self) -> None:
        self._trying = Trying(self.session.path, self._say_counting)
        self.show_frame()
        self.standards.focus()
        self.book_changed()
        if self.session.read_only:
            self.desk.say(self.session.refusal)

    async def on_unmount(self) -> None:
        if self._trying is not None:
            await self._trying.close()

    @property
    def draft(self) -> Draft:
        """The draft that the app keeps; one without changes where there is none."""
        assert self._stored is not None
        return self.desk.draft or Draft.of(self._stored)

    async def when_loaded(self) -> None:
        """Keys that come before the rules are read wait for them."""
        await self._loaded.wait()

    @property
    def dimension_list(self) -> DimensionList:
        """The list on the left."""
        return self.query_one(DimensionList)

    @property
    def standards(self) -> StandardsTable:
        """The table on the right."""
        return self.query_one(StandardsTable)

    @property
    def migration(self) -> MigrationView:
        """Who would move in the dimension at hand; hidden where nobody would."""
        return self.query_one(MigrationView)

    @property
    def is_in_dimensions(self) -> bool:
        """Whether keys speak of a whole dimension."""
        return self.dimension_list.has_focus

    @property
    def place(self) -> tuple[str | None, str]:
        """The dimension at hand, and the segment under the cursor; "" in the list on the left."""
        row, chosen = self.standards.standard, self.dimension_list.listed
        if not self.is_in_dimensions and row is not None:
            return row.dimension, row.segment
        return (None if chosen is None or chosen.is_removed else chosen.key), ""

    def on_resize(self, event: events.Resize) -> None:
        self.set_class(event.size.width >= _WIDE_FROM, "wide")
        self.call_after_refresh(self.show_below)

    def on_screen_resume(self) -> None:
        super().on_screen_resume()
        # Where this screen is left together with the one above it, it resumes for nothing.
        if self._stored is not None and self.children:
            # An editor may have put into it what somebody else has changed while it was open.
            self._overtaken = drafting.follow(self.desk, self._stored)
            self.draft_changed()

    def book_changed(self) -> None:
        self._read()

    @work(exclusive=True, group="standards")
    async def _read(self) -> None:
        """The rules first, for they are what keys speak of; then who stands where."""
        self._take(await self.read(load))
        self._loaded.set()
        rules, self._counted = await self.read(count)
        self._take(rules)
        self._try()

    def _take(self, stored: Rules) -> None:
        self._stored = stored
        self._overtaken = drafting.follow(self.desk, stored)
        self._show()

    def draft_changed(self) -> None:
        """Show the draft as it is now, and try it."""
        self.show_frame()
        self._show()
        self._try()

    @work(group="draft")
    async def _try(self) -> None:
        trying = self._trying
        if trying is None or not await trying.newest():
            return
        draft, tried = self.draft, None
        if draft.is_changed:
            tried = await trying.judge(draft.now, self.session.as_of)
            if tried is None:
                return
        self.stop_when_left()
        self._tried, self._is_counting = tried, False
        self._show()

    def _say_counting(self) -> None:
        self._is_counting = True
        self._show_draft()

    def _show(self) -> None:
        draft = self.draft
        if not draft.is_changed:
            self._tried = self._overtaken = None
        self.dimension_list.show(listed(draft, self._seen))
        self._show_standards()
        self._show_draft()

    @property
    def _seen(self) -> Counted | None:
        """Who stands where, as the draft would have it once it is judged."""
        if self._counted is None or self._tried is None:
            return self._counted
        return self._counted.drafted(self._tried)

    @on(LineList.CursorMoved, "#dimensions")
    def _show_standards(self) -> None:
        chosen = self.dimension_list.listed
        if self._stored is None or chosen is None:
            return
        if chosen.is_removed:
            empty = _("The draft takes this dimension away. {key} takes the step back.")
            self.standards.show((), dimensions=False, empty=empty.format(key="ctrl+z"))
        else:
            only = () if chosen.key is None else (chosen.key, _VALUES_SHOWN)
            rows = table(self.draft.now, self._seen, *only)
            empty = _("No customer type yet: n adds the first.") if only else ""
            self.standards.show(rows, dimensions=chosen.key is None, empty=empty)
        self._show_about()
        self.show_below()

    @on(LineList.CursorMoved, "StandardsTable")
    def _row_changed(self) -> None:
        self.show_below()

    def _show_about(self) -> None:
        """What kind of dimension is at hand, above its table."""
        chosen = self.dimension_list.listed
        spans = [Span(" "), Span(chosen.name if chosen else "", STRONG)]
        if chosen is not None and chosen.key is not None and not chosen.is_removed:
            dimension = self.draft.now.dimension(chosen.key)
            words = [kind_text(dimension), *([_("ordered")] if dimension.ordered else [])]
            if chosen.count is not None:
                counted = plural("{count} classified", "{count} classified", chosen.count)
                words.append(counted.format(count=f"{chosen.count:,}"))
            spans.append(Span("  " + " · ".join(words), QUIET))
        self.query_one("#about", OneLine).put(*spans)

    def _show_draft(self) -> None:
        """What is changed and who would move; why it can't be saved."""
        draft, line = self.draft, self.query_one("#draft", OneLine)
        line.display = draft.is_changed
        if not draft.is_changed:
            return
        problem = self._overtaken or draft.problem()
        state = drafting.told(self._tried) if self._tried is not None else ""
        if self._is_counting:
            state = _("counting …")
        changed = _("Draft: {dimensions}").format(dimensions=drafting.what_changed(draft))
        saves = _("{key} saves").format(key="ctrl+s")
        if self.session.read_only:
            saves = _("read only: tried, never saved")
        line.put(
            Span(f" {changed}  ", STRONG),
            Span(problem or state, WRONG if problem else LOUD),
            right=(Span(saves + " ", LOUD),),
        )

    def show_below(self) -> None:
        """Who would move, where the draft moves anybody; on a wide screen the texts too."""
        if not self.children:
            return
        row, is_wide = self.standards.standard, self.has_class("wide")
        tried, key = self._tried, row.dimension if row is not None else ""
        is_moving = tried is not None and key in tried.moving
        if not is_moving and self.migration.has_focus_within:
            self.standards.focus()
        self.migration.display = is_moving
        if tried is not None and is_moving:
            migration, dimension = tried.migrations[key], tried.rules.dimension(key)
            names = names_of(tried.rules, migration, self.draft.began)
            self.migration.show(migration, names, tags=is_tags(dimension))
        texts = self.query_one("#texts", Paper)
        texts.display = is_wide or not is_moving
        height, width = _TEXTS_WIDE if is_wide else _TEXTS_NARROW, max(20, self.size.width - 2)
        texts.put(segment_texts(row, width, height) if row is not None else [])

    @property
    def tried(self) -> Tried | None:
        """What the draft would do, once it is judged."""
        return self._tried

    async def _read_customers(self, ids: Sequence[int]) -> Mapping[int, reading.CustomerRow]:
        return rows_as_shown(self.session, await self.read(reading.rows, ids, []))
