"""Whom the customer list shows: those in a segment, those with a value in an own field."""

from dataclasses import replace

from textual.widgets import Input

from custtui.reading import sorts
from custtui.reading.customers import Wanted
from custtui.reading.own_fields import frequent_values
from custtui.tui.sorting import Sorting
from custtui.values.language import _
from custtui.values.registry import Field, is_own

#: The most frequent values of an own field, which a filter offers.
_VALUES = 50


class Filtering(Sorting):
    """A page with a customer list and a line of search above it, whose view is filtered."""

    def forget_what_is_gone(self) -> None:
        """Neither sort by nor filter by what somebody has taken away."""
        view = self._view
        if view.sort != sorts.DEFAULT and self.sorted_by(view) is None:
            view = replace(view, sort=sorts.DEFAULT, descending=True)
        if view.dimension is not None and self.session.dimension(view.dimension) is None:
            view = replace(view, dimension=None, segment=None)
        if view.own is not None and all(f.key != view.own.key for f in self._own_fields()):
            view = replace(view, own=None)
        self._view = view

    def show_members(self, dimension: str, segment: str) -> None:
        """Show only those who stand in that segment."""
        shown = self.session.dimension(dimension)
        tags = shown is not None and shown.tags
        search = self.query_one(Input)
        with search.prevent(Input.Changed):
            search.value = ""
        self._view = replace(
            self._view, text="", dimension=dimension, segment=segment, tags=tags, own=None
        )
        self._show(keep_cursor=False)

    async def action_filter_segment(self) -> None:
        from custtui.tui.own_filters import own_options
        from custtui.tui.screens.pick import Option, Pick

        options = [Option("", _("All customers"))]
        for dimension in self.session.dimensions:
            options += [
                Option(f"{dimension.key} {segment.key}", f"{dimension.name} {segment.name}")
                for segment in dimension.segments.values()
            ]
        for field in self._own_fields():
            values = await self.session.read(frequent_values, field.key, _VALUES)
            options += own_options(field, values)
        self.app.push_screen(Pick(_("Show only"), options), self._filter_by)

    def _filter_by(self, picked: str | None) -> None:
        if picked is None:
            return
        from custtui.tui.own_filters import wanted

        key, _space, value = picked.partition(" ")
        field = next((field for field in self._own_fields() if field.key == key), None)
        if field is not None:
            self._view = replace(self._view, own=wanted(field, value))
        elif key:
            own = self._view.own
            self.show_members(key, value)
            self._view = replace(self._view, own=own)
        else:
            self._view = replace(self._view, dimension=None, segment=None, own=None)
        self._show(keep_cursor=False)

    def _own_fields(self) -> list[Field]:
        return [field for field in self.session.customer_kind.fields if is_own(field.key)]

    def _told(self, own: Wanted) -> str:
        """What the list is filtered by, in words."""
        from custtui.tui.own_filters import option_label

        field = next((field for field in self._own_fields() if field.key == own.key), None)
        return own.key if field is None else option_label(field, own.value)

    def filters_told(self) -> list[str]:
        """What the list is filtered by, each in words."""
        view, filters = self._view, []
        if view.dimension is not None and view.segment is not None:
            dimension = self.session.dimension(view.dimension)
            if dimension is not None:
                filters.append(f"{dimension.name} {dimension.segment(view.segment).name}")
        if view.own is not None:
            filters.append(self._told(view.own))
        return filters
