"""Lines that are drawn once and kept until they change."""

from typing import Any, Self

from textual.geometry import Region
from textual.strip import Strip
from textual.widget import Widget


class DrawnLines(Widget):
    """A widget that gives its lines itself, and in most places has neither border nor padding.

    Textual asks every widget for all of its lines at each repaint, and passes each one through
    styles and filters that plain coloured text has no use for: a moved cursor would cost as much
    as a page.
    """

    def __init__(self, *children: Widget, **options: Any) -> None:
        super().__init__(*children, **options)
        self._strips: dict[int, Strip] = {}

    def refresh(
        self, *regions: Region, repaint: bool = True, layout: bool = False, recompose: bool = False
    ) -> Self:
        """Draw these regions anew, or everything."""
        if not regions:
            self._strips.clear()
        for region in regions:
            for y in region.line_range:
                self._strips.pop(y, None)
        super().refresh(*regions, repaint=repaint, layout=layout, recompose=recompose)
        return self

    def render_lines(self, crop: Region) -> list[Strip]:
        """The lines of that part of the widget."""
        if self.gutter:
            return super().render_lines(crop)
        strips = [self._strip(y) for y in crop.line_range]
        return [
            strip if strip.cell_length == crop.width and not crop.x
            else strip.crop_extend(crop.x, crop.right, None)
            for strip in strips
        ]  # fmt: skip

    def _strip(self, y: int) -> Strip:
        if y not in self._strips:
            self._strips[y] = self.render_line(y)
        return self._strips[y]
