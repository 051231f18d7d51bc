"""One accent colour, calm grounds, and the colours by which segments are badged."""

from pathlib import PurePath

from rich.style import Style
from textual.theme import Theme

THEME = Theme(
    name="custtui",
    primary="#7fb4ca",
    accent="#7fb4ca",
    secondary="#98bb6c",
    warning="#e6c384",
    error="#e46876",
    success="#98bb6c",
    foreground="#dcd7ba",
    background="#181820",
    surface="#1f1f28",
    panel="#2a2a37",
    dark=True,
    variables={
        "scrollbar": "#363646",
        "scrollbar-hover": "#54546d",
        "scrollbar-active": "#54546d",
        "scrollbar-background": "#181820",
        "scrollbar-background-hover": "#181820",
        "scrollbar-background-active": "#181820",
        "scrollbar-corner-color": "#181820",
    },
)

#: Of the screen at the bottom, which brings none of its own, and of windows that are small.
CSS: list[str | PurePath] = ["screens/customers.tcss", "small.tcss"]
#: What a screen is called from so many columns, and from so many lines: small.tcss has the rest.
NARROW = [(0, "-narrow"), (50, "-wide-enough")]
LOW = [(0, "-lowest"), (7, "-low"), (16, "-high-enough")]

GROUND = "#181820"
TEXT = Style(color="#dcd7ba", bgcolor=GROUND)
QUIET = Style(color="#8a8980", bgcolor=GROUND)
ACCENT = Style(color="#7fb4ca", bgcolor=GROUND)
LOUD = Style(color="#ffa066", bgcolor=GROUND, bold=True)
GOOD = Style(color="#98bb6c", bgcolor=GROUND)
WRONG = Style(color="#e46876", bgcolor=GROUND)
STRONG = Style(color="#dcd7ba", bgcolor=GROUND, bold=True)
EDGE = Style(color="#54546d", bgcolor=GROUND)
CURSOR = Style(bgcolor="#2d4f67")
CURSOR_ASIDE = Style(bgcolor="#2a2a37")

_BADGES = {
    "red": Style(color="#181820", bgcolor="#e46876", bold=True),
    "yellow": Style(color="#181820", bgcolor="#e6c384", bold=True),
    "green": Style(color="#181820", bgcolor="#98bb6c", bold=True),
    "blue": Style(color="#181820", bgcolor="#7fb4ca", bold=True),
    "grey": Style(color="#dcd7ba", bgcolor="#54546d"),
}
#: The colours that a badge can have.
BADGE_COLOURS = tuple(_BADGES)


def badge(colour: str) -> Style:
    """The style of a segment's badge; grey for a colour it does not know."""
    return _BADGES.get(colour, _BADGES["grey"])
