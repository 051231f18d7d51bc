"""By what the customer list is sorted: picked, turned round, or a head clicked on."""

from abc import abstractmethod
from typing import TYPE_CHECKING

from textual import on

from custtui.reading import sorts
from custtui.reading.customers import View
from custtui.tui.screens.page import Page
from custtui.tui.widgets.customer_list import CustomerList
from custtui.values.language import _

if TYPE_CHECKING:
    from custtui.tui.list_columns import ListColumn


class Sorting(Page):
    """A page with a customer list that shows the view which is wanted."""

    def __init__(self) -> None:
        super().__init__()
        self._view = View()

    @abstractmethod
    def _show(self, *, keep_cursor: bool) -> None:
        """Show the view that is wanted, which may be another one than before."""

    def action_sort(self) -> None:
        from custtui.tui.list_columns import sort_options
        from custtui.tui.screens.pick import Pick

        view = self._view
        options = sort_options(self._list_columns(), view.sort, descending=view.descending)
        self.app.push_screen(Pick(_("Sort by"), options), self._sort_by)

    def action_reverse_sort(self) -> None:
        self._sort_by(self._view.sort)

    @on(CustomerList.HeadClicked)
    def _head_clicked(self, event: CustomerList.HeadClicked) -> None:
        self._sort_by(event.key)

    def _sort_by(self, sort: str | None) -> None:
        if sort is not None:
            largest = any(c.key == sort and c.largest_first for c in self._list_columns())
            self._view = self._view.sorted_by(sort, largest_first=largest)
            self._show(keep_cursor=False)

    def sorted_by(self, view: View) -> "ListColumn | None":
        """What the list is sorted by; not asked at the start, when it is shown anyway."""
        if view.sort == sorts.DEFAULT:
            return None
        return next((c for c in self._list_columns() if c.key == view.sort), None)

    def _list_columns(self) -> "list[ListColumn]":
        from custtui.tui.list_columns import list_columns

        return list_columns(self.session.customer_kind, self.session.dimensions)
