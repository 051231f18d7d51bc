"""The colour of a badge, picked from those of the theme, each shown as it will look."""

from rich.text import Text
from textual.app import RenderResult

from custtui.tui.screens.pick import SWATCH, Option
from custtui.tui.theme import BADGE_COLOURS, QUIET, TEXT, badge
from custtui.tui.widgets.entries import ChoiceEntry
from custtui.values.language import current
from custtui.values.registry import Choice
from custtui.values.text import shown

_NAMES = {
    "red": ("Red", "红"),
    "yellow": ("Yellow", "黄"),
    "green": ("Green", "绿"),
    "blue": ("Blue", "蓝"),
    "grey": ("Grey", "灰"),
}
COLOURS = tuple(Choice(key, *_NAMES[key]) for key in BADGE_COLOURS)


class ColourEntry(ChoiceEntry):
    """A patch of the colour, and its name."""

    def render(self) -> RenderResult:
        text = Text(no_wrap=True, end="")
        if self.typed:
            text.append(SWATCH, badge(_key_of(self.typed))).append(" ", TEXT)
        text.append(shown(self.typed) or "—", TEXT if self.typed else QUIET)
        return text.append(" ▾", QUIET)

    def options(self) -> list[Option]:
        language = current()
        return [
            Option(choice.label(language), choice.label(language), swatch=badge(choice.key))
            for choice in COLOURS
        ]


def _key_of(label: str) -> str:
    return next((c.key for c in COLOURS if c.label(current()) == label), "grey")
