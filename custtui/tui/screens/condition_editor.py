"""A condition, changed part by part without any syntax: a tree of plain sentences."""

from dataclasses import dataclass

from textual import on, work
from textual.app import ComposeResult
from textual.containers import Vertical

from custtui.segments.editing.matching import matching_customers
from custtui.segments.editing.trees import (
    Placed,
    added,
    at,
    flipped,
    moved,
    nested,
    parts_of,
    plain,
    removed,
    replaced,
    unnested,
)
from custtui.segments.rules import Comparison, Condition, Rules, is_tags
from custtui.segments.sentences import sentence
from custtui.tui.commands import CONDITION, bindings, key_of
from custtui.tui.questions.comparison import changed_comparison, new_comparison
from custtui.tui.screens.editor import Editor
from custtui.tui.theme import LOUD, QUIET, STRONG, TEXT
from custtui.tui.widgets.condition_tree import ConditionTree
from custtui.tui.widgets.frame import OneLine
from custtui.tui.widgets.key_lines import KeyLines
from custtui.tui.widgets.line_list import LineList
from custtui.tui.widgets.lines import Span, wrapped
from custtui.tui.widgets.paper import Paper
from custtui.values.language import _, plural

_LINES_BELOW = 4


@dataclass(frozen=True, slots=True)
class ConditionResult:
    """The condition that was made; None is the "otherwise" of a dimension."""

    condition: Condition | None


class ConditionEditor(Editor[Placed, ConditionResult]):
    """Gives the condition that was made, or None when it is left.

    `dimension` is the key of the one whose segment it is for: what would ask it in a circle is not
    offered.
    """

    scope = CONDITION
    BINDINGS = bindings(CONDITION)
    DEFAULT_CSS = """
    ConditionEditor { background: $background; }
    ConditionEditor > Vertical { padding: 1 1 0 1; }
    ConditionEditor ConditionTree { margin: 1 0; }
    """

    def __init__(
        self, rules: Rules, title: str, condition: Condition | None, dimension: str = ""
    ) -> None:
        super().__init__(rules, Placed(condition))
        self._title = title
        self._dimension = dimension

    def compose(self) -> ComposeResult:
        with Vertical():
            yield OneLine(id="editor-title")
            yield ConditionTree(self._rules, self._without)
            yield Paper(id="whole")
            yield OneLine(id="said")
            yield KeyLines(CONDITION)

    def on_mount(self) -> None:
        self.query_one(ConditionTree).focus()
        self.show_state()
        self.say("")

    @property
    def _without(self) -> str:
        """Whom it takes without any condition."""
        if any(each.key == self._dimension and is_tags(each) for each in self._rules.dimensions):
            return _("Everybody: nothing is asked.")
        return _("Otherwise: all whom no segment before it takes.")

    def differ(self, one: Placed, other: Placed) -> bool:
        return one.condition != other.condition

    @property
    def _here(self) -> Placed:
        """The condition with the part under the cursor."""
        return Placed(self.state.condition, self.query_one(ConditionTree).path)

    def show_state(self) -> None:
        self.query_one(ConditionTree).show(self.state)
        self._show_whole()
        self._show_title(Span(_("counting …"), QUIET))
        self._count()

    def on_resize(self) -> None:
        self.call_after_refresh(self._show_whole)

    def _show_whole(self) -> None:
        """The whole condition as one sentence, on the day that the book stands for."""
        condition = self.state.condition
        text = sentence(self._rules, condition and plain(condition), self.session.as_of)
        lines = wrapped(text, max(20, self.size.width - 4), QUIET)
        if len(lines) > _LINES_BELOW:
            lines = [*lines[: _LINES_BELOW - 1], (Span("…", QUIET),)]
        self.query_one("#whole", Paper).put([(Span(" "), *line) for line in lines])

    def _show_title(self, *right: Span) -> None:
        spans = [Span(f" {self._title}", STRONG)]
        if self.is_changed:
            spans.append(Span("  " + _("not taken over yet"), LOUD))
        self.query_one("#editor-title", OneLine).put(*spans, right=(*right, Span(" ")))

    @work(exclusive=True, group="count")
    async def _count(self) -> None:
        """How many customers meet it, read in a thread."""
        condition = self.state.condition
        count = await self.session.read(matching_customers, self._rules, condition)
        if not self.is_attached or condition != self.state.condition:
            return
        if condition is None or count is None:
            self._show_title()
            return
        text = plural("{count} customer meets it", "{count} customers meet it", count)
        self._show_title(Span(text.format(count=f"{count:,}"), TEXT))

    def result(self) -> ConditionResult:
        condition = self.state.condition
        if condition is None or not self.is_changed:
            return ConditionResult(condition)
        return ConditionResult(plain(condition))

    @on(LineList.Chosen)
    def _chosen(self) -> None:
        self.action_change_part()

    def action_add_comparison(self) -> None:
        """Behind the comparison under the cursor, or as the last of the group there."""
        here = self._here
        setting = self.setting(self._dimension)
        self.ask(
            _("{title}: a new comparison").format(title=self._title),
            lambda: new_comparison(setting),
            lambda made: self._add(here, made),
        )

    def _add(self, here: Placed, comparison: Comparison) -> None:
        said = ""
        if isinstance(here.condition, Comparison):
            said = _("Both must hold now; {key} makes one of them enough.")
            said = said.format(key=key_of("flip", CONDITION))
        self.step(added(here, comparison), said)

    def action_change_part(self) -> None:
        """Change the comparison under the cursor; of a group, how it joins."""
        here = self._here
        part = at(here.condition, here.path)
        if part is None:
            self.action_add_comparison()
        elif not isinstance(part, Comparison):
            self.action_flip()
        else:
            setting = self.setting(self._dimension)
            self.ask(
                sentence(self._rules, part),
                lambda: changed_comparison(setting, part),
                lambda made: self.step(
                    Placed(replaced(here.condition, here.path, made), here.path)
                ),
            )

    def action_remove_part(self) -> None:
        if self.state.condition is None:
            self.say(_("Nothing is asked here yet."))
            return
        left = removed(self._here)
        said = "" if left.condition is not None else _("Nothing is asked any more.")
        self.step(left, said)

    def action_move_up(self) -> None:
        self._try(moved(self._here, -1), _("It is the first of those it stands with."))

    def action_move_down(self) -> None:
        self._try(moved(self._here, 1), _("It is the last of those it stands with."))

    def action_nest(self) -> None:
        self._try(nested(self._here), _("It stands alone: there is nothing to nest it in."))

    def action_unnest(self) -> None:
        self._try(unnested(self._here), _("It stands in no nest."))

    def action_flip(self) -> None:
        if not parts_of(self.state.condition):
            self.say(_("ALL and ANY are for two comparisons or more: add one first."))
            return
        self._try(flipped(self._here), "")

    def _try(self, placed: Placed, why_not: str) -> None:
        """Make a step, or say why there is none."""
        if placed.condition == self.state.condition:
            self.say(why_not)
        else:
            self.step(placed)

    def action_otherwise(self) -> None:
        """Ask nothing: it takes whom no segment before it takes."""
        self.step(Placed(None))
