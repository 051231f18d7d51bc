"""The settings of the book: what each does, what it is, and changing it."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from textual import on, work
from textual.app import ComposeResult

from custtui.reading.settings import stored_settings
from custtui.tui.commands import SETTINGS as SCOPE
from custtui.tui.commands import Command, bindings
from custtui.tui.questions.asking import Talk
from custtui.tui.questions.of_settings import about_setting
from custtui.tui.recording import may_write
from custtui.tui.screens.dialogue import Dialogue
from custtui.tui.screens.list_page import ListPage
from custtui.tui.theme import QUIET, STRONG, TEXT
from custtui.tui.widgets.frame import OneLine
from custtui.tui.widgets.line_list import LineList
from custtui.tui.widgets.lines import Span, wrapped
from custtui.tui.widgets.paper import Paper
from custtui.tui.widgets.record_list import Column, Row
from custtui.values.language import _, current, mark
from custtui.values.settings import SETTINGS, BookSetting

if TYPE_CHECKING:
    from custtui.store import Edit

_PADDING = 2


class SettingsPage(ListPage):
    """The list of settings; below it, what the one under the cursor does."""

    scope = SCOPE
    BINDINGS = bindings(SCOPE)
    CSS = """
    SettingsPage #title { margin: 1 0; }
    SettingsPage Paper { height: 2; padding: 0 1; }
    """

    def __init__(self) -> None:
        super().__init__()
        self._stored: dict[str, str] = {}

    def body(self) -> ComposeResult:
        yield OneLine(id="title")
        yield from super().body()
        yield Paper(id="about")

    def show_frame(self) -> None:
        super().show_frame()
        told = _("Settings of this book: they count for everybody who works with it")
        self.query_one("#title", OneLine).put(Span(f" {told}", STRONG))
        self._show()

    @work(exclusive=True, group="settings")
    async def read_records(self) -> None:
        self._stored = await self.read(stored_settings)
        self._show()

    def _show(self) -> None:
        columns = (Column(_("Name"), 20), Column(_("Value"), 28), Column("", 0))
        rows = [self._row(place, setting) for place, setting in enumerate(SETTINGS)]
        self.records.show(columns, rows, "")
        self._show_about()
        self.show_keys()

    def _row(self, place: int, setting: BookSetting) -> Row:
        value = self._value(setting)
        note = _("default") if value == setting.default else ""
        return Row(
            "setting",
            place,
            (
                Span(setting.label(current()), STRONG),
                Span(setting.shown(value, current()), TEXT),
                Span(note, QUIET),
            ),
        )

    def applies(self, command: Command) -> bool:
        is_default = self._value(self._setting) == self._setting.default
        return super().applies(command) and not (command.id == "take_default" and is_default)

    def _value(self, setting: BookSetting) -> str:
        return self._stored.get(setting.key, setting.default)

    @on(LineList.CursorMoved)
    def _show_about(self) -> None:
        room = max(20, self.app.size.width - 2 * _PADDING)
        self.query_one("#about", Paper).put(wrapped(_(self._setting.about), room, QUIET))

    def on_resize(self) -> None:
        self._show_about()

    @property
    def _setting(self) -> BookSetting:
        return SETTINGS[min(self.records.cursor, len(SETTINGS) - 1)]

    @on(LineList.Chosen)
    def _chosen(self) -> None:
        self.action_change_setting()

    def action_change_setting(self) -> None:
        """Ask what the setting under the cursor is to be."""
        setting = self._setting
        if not may_write(self.desk):
            return

        def talk() -> Talk[str]:
            (answer,) = yield about_setting(setting, self._value(setting))
            return answer

        self.app.push_screen(Dialogue(setting.label(current()), talk), self._when_answered(setting))

    def _when_answered(self, setting: BookSetting) -> Callable[[str | None], None]:
        def answered(value: str | None) -> None:
            if value is not None:
                self.desk.run_worker(self._change(setting, value))

        return answered

    def action_take_default(self) -> None:
        """Take the setting under the cursor back; undo gives it again."""
        setting = self._setting
        if not may_write(self.desk):
            return
        if self._value(setting) == setting.default:
            self.desk.say(_("This is the default already."))
            return
        self.desk.run_worker(self._change(setting, ""))

    async def _change(self, setting: BookSetting, value: str) -> None:
        def change(edit: "Edit") -> None:
            from custtui.store.settings import change_setting

            change_setting(edit, setting.key, value or None)

        told = _("{setting}: {value}").format(
            setting=setting.label(current()),
            value=setting.shown(value or setting.default, current()),
        )
        problem = await self.desk.write(mark("change setting"), told, change)
        if problem:
            self.desk.say(problem, wrong=True)
