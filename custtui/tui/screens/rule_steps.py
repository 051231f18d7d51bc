"""The steps of a draft that change what is there: numbers, conditions, kinds, names and texts."""

from collections.abc import Callable, Mapping
from functools import partial
from typing import TYPE_CHECKING

from custtui.segments.drafting import draft_steps as steps
from custtui.segments.drafting.thresholds import adjustable
from custtui.segments.rules import (
    ByField,
    Condition,
    Conditions,
    Dimension,
    Rules,
    Scores,
    Segment,
    Share,
)
from custtui.tui.screens.rule_editor import RuleEditor
from custtui.tui.screens.standards_page import StandardsPage
from custtui.tui.screens.texts_form import dimension_form, segment_form
from custtui.values.language import _

if TYPE_CHECKING:
    from custtui.tui.screens.condition_editor import ConditionResult

Change = Callable[[Rules], Rules]


class RuleSteps(StandardsPage):
    """What is changed at the place of the cursor: a whole dimension, or one of its segments."""

    def step(self, change: Change) -> str | None:
        """Carry out one step of the draft; gives why it is refused, or None."""
        try:
            now = change(self.draft.now)
        except steps.Refused as refused:
            return refused.message
        self.desk.draft = self.draft.stepped(now)
        self.draft_changed()
        return None

    def refusal(self, change: Change) -> str | None:
        """Why that step would be refused, or None; it is not carried out."""
        try:
            change(self.draft.now)
        except steps.Refused as refused:
            return refused.message
        return None

    def carry_out(self, change: Change) -> bool:
        """One step; where it is refused that is said, and False."""
        problem = self.step(change)
        if problem is not None:
            self.desk.say(problem, wrong=True)
        return problem is None

    async def at_hand(self) -> tuple[Dimension, str] | None:
        """The dimension and the segment at hand; where there is none, a hint and None."""
        await self.when_loaded()
        key, segment = self.place
        if key is None:
            self.standards.focus()
            self.desk.say(_("Choose a dimension or a customer type first."))
            return None
        return self.draft.now.dimension(key), segment

    async def edit_rule(self) -> None:
        """The numbers of the rule at hand where it has some, else the rule as a whole."""
        found = await self.at_hand()
        if found is None:
            return
        dimension, segment = found
        only = segment if isinstance(dimension, Conditions) and segment else None
        if adjustable(self.draft.now, dimension.key, only):
            self.app.push_screen(RuleEditor(self.draft, dimension.key, segment))
        else:
            await self.action_edit_whole()

    async def action_edit_whole(self) -> None:
        """The condition of the customer type at hand, or shares, scores, field of its dimension."""
        found = await self.at_hand()
        if found is None:
            return
        dimension, key = found
        if not isinstance(dimension, Conditions):
            self.edit_kind(dimension)
            return
        segment = next((each for each in dimension.segments if each.key == key), None)
        if segment is None:
            self.standards.focus()
            self.desk.say(_("Choose a customer type first; n adds one."))
            return

        def change(condition: Condition | None) -> Change:
            return lambda rules: steps.with_condition(rules, dimension.key, key, condition)

        title = f"{dimension.name} / {segment.name}"
        self.ask_condition(dimension.key, title, segment.when, change)

    def ask_condition(
        self,
        dimension: str,
        title: str,
        condition: Condition | None,
        change: Callable[[Condition | None], Change],
        when_left: str = "",
    ) -> None:
        """Let a condition be made, and carry out the step that it makes.

        Where it is refused, the editor comes again with the condition and the reason. `when_left`
        is said where none was made.
        """
        from custtui.tui.screens.condition_editor import ConditionEditor

        def made(result: "ConditionResult | None") -> None:
            if result is None:
                if when_left:
                    self.desk.say(when_left)
                return
            problem = self.step(change(result.condition))
            if problem is not None:
                self.desk.say(problem, wrong=True)
                self.ask_condition(dimension, problem, result.condition, change, when_left)

        editor = ConditionEditor(self.draft.now, title, condition, dimension)
        self.app.push_screen(editor, made)

    def edit_kind(self, dimension: Share | Scores | ByField) -> None:
        """Shares, scores or field; where that is refused, the editor comes again with it."""
        from custtui.tui.screens.kind_editor import KindEditor

        def made(result: Dimension | None) -> None:
            if result is None or isinstance(result, Conditions):
                return
            if not self.carry_out(lambda rules: steps.changed_dimension(rules, result)):
                self.edit_kind(result)

        self.app.push_screen(KindEditor(self.draft.now, dimension), made)

    async def action_edit_texts(self) -> None:
        """Names and texts of the customer type at hand, or of the dimension."""
        found = await self.at_hand()
        if found is None:
            return
        dimension, key = found
        if not key:
            retell = partial(self._retell, dimension)
            self.app.push_screen(dimension_form(str(dimension.name), dimension, retell))
            return
        segment = next((s for s in own_segments(dimension) if s.key == key), None)
        if segment is None:
            self.desk.say(_("This name comes from the program, or from the value of a field."))
            return
        form = segment_form(
            f"{dimension.name} / {segment.name}",
            segment,
            partial(self._retell_segment, dimension.key, segment),
            has_standard=isinstance(dimension, Scores),
        )
        self.app.push_screen(form)

    def _retell(self, dimension: Dimension, typed: Mapping[str, object]) -> str | None:
        other = dimension.model_copy(update=dict(typed))
        return self.step(lambda rules: steps.changed_dimension(rules, other))

    def _retell_segment(
        self, dimension: str, segment: Segment, typed: Mapping[str, object]
    ) -> str | None:
        other = segment.model_copy(update=dict(typed))
        return self.step(lambda rules: steps.changed_segment(rules, dimension, other))


def own_segments(dimension: Dimension) -> tuple[Segment, ...]:
    """The segments of a dimension that its rule names, the one for all others included."""
    if isinstance(dimension, Share | Scores):
        return (*dimension.segments, dimension.other)
    return tuple(dimension.segments)
