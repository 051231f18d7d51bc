"""The form of a pin: why, till when, and who answers for it."""

from custtui.tui.screens.form import Form
from custtui.tui.widgets.entries import TextEntry
from custtui.values.language import _
from custtui.values.promises import parse_promise
from custtui.values.registry import Field, RecordKind
from custtui.values.registry import Form as FieldForm
from custtui.values.unclean import Unclean

PIN = RecordKind(
    "pin",
    "pins",
    "Pin",
    "固定",
    "固定",
    (
        Field("reason", "Reason", "固定原因", required=True),
        Field("last_day", "Last day", "最后一天", FieldForm.DAY),
        Field("author", "Who", "固定人", required=True),
    ),
)


class PinForm(Form):
    """The last day is typed like the day of a promise: `+30d`, 年底, `12-31`."""

    def on_mount(self) -> None:
        super().on_mount()
        day = self.query_one("#field-last_day", TextEntry)
        day.placeholder = _("empty: until it is released; else +30d, 12-31, end of month")

    def _cleaned(self) -> tuple[dict[str, object], dict[str, str]]:
        columns, wrong = super()._cleaned()
        text = self.typed()["last_day"].strip()
        if text:
            try:
                columns["last_day"] = parse_promise(text, self._today)
            except Unclean as unclean:
                wrong["last_day"] = unclean.message
            else:
                wrong.pop("last_day", None)
        return columns, wrong
