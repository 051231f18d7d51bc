"""Two changed the same field: what it was, what they made it, what is typed here; one key keeps."""

from collections.abc import Sequence

from textual.app import ComposeResult
from textual.containers import Vertical, VerticalScroll
from textual.screen import ModalScreen

from custtui.reading.conflict import Conflict
from custtui.tui.commands import CONFLICT, bindings
from custtui.tui.screens.form import as_typed
from custtui.tui.theme import ACCENT, QUIET, STRONG, TEXT
from custtui.tui.widgets.frame import KeyFooter, OneLine
from custtui.tui.widgets.lines import Line, Span, fit, wrapped
from custtui.tui.widgets.paper import Paper
from custtui.values.language import _, current
from custtui.values.moments import in_zone
from custtui.values.registry import Form

_NAME_WIDTH = 22


class Conflicts(ModalScreen[dict[str, object] | None]):
    """One field after another; gives the value kept of each by field key, None for back."""

    scope = CONFLICT
    BINDINGS = bindings(CONFLICT)
    CSS = """
    Conflicts { align: center middle; background: $background; }
    Conflicts > Vertical { width: 96; max-width: 100%; height: 100%; padding: 0 1; }
    Conflicts #title { margin: 0 0 1 0; }
    """

    def __init__(self, conflicts: Sequence[Conflict], zone: str | None) -> None:
        super().__init__()
        self._conflicts = conflicts
        self._zone = zone
        self._kept: dict[str, object] = {}

    def compose(self) -> ComposeResult:
        with Vertical():
            yield OneLine(id="title")
            with VerticalScroll():
                yield Paper()
            yield KeyFooter(CONFLICT)

    def on_mount(self) -> None:
        self._show()

    def on_resize(self) -> None:
        if len(self._kept) < len(self._conflicts):
            self._show()

    @property
    def _asked(self) -> Conflict:
        return self._conflicts[len(self._kept)]

    def _show(self) -> None:
        conflict = self._asked
        text = _("Two changed the same: {field}").format(field=conflict.field.label(current()))
        place = f"{len(self._kept) + 1}/{len(self._conflicts)}"
        self.query_one("#title", OneLine).put(Span(text, STRONG), right=(Span(place, QUIET),))
        self.query_one(Paper).put(self._lines(conflict))

    def _lines(self, conflict: Conflict) -> list[Line]:
        theirs = _("theirs")
        if conflict.account:
            moment = in_zone(conflict.moment, self._zone)
            theirs = f"{conflict.account} {moment:%H:%M}"
        lines = self._value("", _("as it was"), conflict.before)
        lines += self._value("1", theirs, conflict.theirs)
        lines += self._value("2", _("mine"), conflict.mine)
        if _can_join(conflict):
            lines += self._value("3", _("both"), joined(conflict))
        return lines

    def _value(self, key: str, name: str, value: object) -> list[Line]:
        """The value beside its name, in as many lines as it takes, and a blank one."""
        text = as_typed(self._asked.field, value) or "—"
        room = max(10, self.size.width - _NAME_WIDTH - 6)
        style = TEXT if key else QUIET
        first, *others = wrapped(text, min(room, 70), style)
        head = (Span(fit(key, 2), ACCENT), Span(fit(name, _NAME_WIDTH - 2), QUIET))
        margin = Span(" " * _NAME_WIDTH)
        return [(*head, *first), *((margin, *line) for line in others), ()]

    def action_keep_theirs(self) -> None:
        self._keep(self._asked.theirs)

    def action_keep_mine(self) -> None:
        self._keep(self._asked.mine)

    def action_keep_both(self) -> None:
        if _can_join(self._asked):
            self._keep(joined(self._asked))

    def _keep(self, value: object) -> None:
        self._kept[self._asked.field.key] = value
        if len(self._kept) == len(self._conflicts):
            self.dismiss(self._kept)
        else:
            self._show()

    def action_leave(self) -> None:
        self.dismiss(None)


def joined(conflict: Conflict) -> str:
    """Their text, and mine in the lines below it; where both wrote on, what stood before once."""
    before, theirs, mine = (
        str(text or "") for text in (conflict.before, conflict.theirs, conflict.mine)
    )
    if theirs.startswith(before) and mine.startswith(before):
        mine = mine.removeprefix(before).lstrip("\n")
    return "\n".join(filter(None, (theirs, mine)))


def _can_join(conflict: Conflict) -> bool:
    return conflict.field.form is Form.LONG_TEXT
