"""The steps of a draft that add, remove and move dimensions and customer types, and presets."""

from collections.abc import Mapping
from functools import partial

from custtui.segments.drafting import draft_steps as steps
from custtui.segments.drafting.new_dimensions import NEW_KINDS, new_dimension
from custtui.segments.drafting.references import pins_on
from custtui.segments.rules import (
    AnyOf,
    ByField,
    Condition,
    Conditions,
    Dimension,
    Scores,
    Segment,
    segments_of,
)
from custtui.tui import presets_offered
from custtui.tui.screens.ask import Ask
from custtui.tui.screens.pick import Option, Pick
from custtui.tui.screens.rule_steps import Change, RuleSteps, own_segments
from custtui.tui.screens.texts_form import dimension_form, segment_form
from custtui.values.language import _, plural

#: Holds for nobody: stands in for a condition that is yet to be made.
_NOBODY = AnyOf(any=())


class SegmentSteps(RuleSteps):
    """In the list of dimensions they are about a dimension, in the table about a segment."""

    async def action_add_part(self) -> None:
        await self.when_loaded()
        if self.is_in_dimensions:
            options = [Option(each.key, _(each.label), _(each.meaning)) for each in NEW_KINDS]
            self.app.push_screen(Pick(_("A new dimension"), options), self._add_dimension)
            return
        found = await self.at_hand()
        if found is not None:
            self._add_segment(*found)

    def _add_dimension(self, kind: str | None) -> None:
        if kind is None:
            return
        after, known = self.place[0], [d.key for d in self.draft.now.dimensions]
        made: list[Dimension] = []

        def take(typed: Mapping[str, object]) -> str | None:
            dimension = new_dimension(kind, typed)
            problem = self.step(lambda rules: steps.with_dimension(rules, dimension, after))
            if problem is None:
                made.append(dimension)
            return problem

        def go_on(_saved: bool | None) -> None:
            for dimension in made:
                self.dimension_list.go_to(dimension.key)
                if isinstance(dimension, Conditions):
                    self.standards.focus()
                    self.desk.say(_("No customer type yet: n adds the first."))
                else:
                    self.edit_kind(dimension)

        form = dimension_form(_("A new dimension"), None, take, taken=known)
        self.app.push_screen(form, go_on)

    def _add_segment(self, dimension: Dimension, after: str) -> None:
        if isinstance(dimension, ByField):
            self.desk.say(_("The values of the field are the customer types."))
            return
        made: list[Segment] = []

        def take(typed: Mapping[str, object]) -> str | None:
            segment = Segment.model_validate(dict(typed))
            change = self._adding(dimension, segment, after, _NOBODY)
            if isinstance(dimension, Conditions):
                # It is tried only: it comes into the draft together with its condition.
                problem = self.refusal(change)
            else:
                problem = self.step(change)
            if problem is None:
                made.append(segment)
            return problem

        def go_on(_saved: bool | None) -> None:
            for segment in made:
                if isinstance(dimension, Conditions):
                    self._ask_new_condition(dimension, segment, after)
                else:
                    self.standards.go_to(dimension.key, segment.key)

        form = segment_form(
            _("{dimension}: a new customer type").format(dimension=dimension.name),
            None,
            take,
            has_standard=isinstance(dimension, Scores),
            taken=[segment.key for segment in segments_of(dimension)],
        )
        self.app.push_screen(form, go_on)

    def _ask_new_condition(self, dimension: Conditions, segment: Segment, after: str) -> None:
        def change(condition: Condition | None) -> Change:
            return self._adding(dimension, segment, after, condition)

        self.ask_condition(
            dimension.key,
            f"{dimension.name} / {segment.name}",
            None,
            change,
            when_left=_("Without a condition no customer type was added."),
        )

    def _adding(
        self, dimension: Dimension, segment: Segment, after: str, condition: Condition | None
    ) -> Change:
        wanted = condition if isinstance(dimension, Conditions) else None
        return partial(
            steps.with_segment,
            key=dimension.key,
            segment=segment,
            after=after,
            condition=wanted,
        )

    async def action_remove_part(self) -> None:
        """After a question that says what it takes away; what is asked for by a rule stays."""
        found = await self.at_hand()
        if found is None:
            return
        dimension, segment = found
        change = partial(steps.without_dimension, key=dimension.key)
        if segment:
            change = partial(steps.without_segment, key=dimension.key, segment=segment)
        elif not self.is_in_dimensions:
            return
        problem = self.refusal(change)
        if problem is not None:
            self.desk.say(problem, wrong=True)
            return
        question = self._taking_away(dimension, segment)
        pins = self.session.now(pins_on, dimension.key, segment or None)
        if pins:
            message = plural(
                "{count} pin has no effect then.", "{count} pins have no effect then.", pins
            )
            question = f"{question}\n{message.format(count=f'{pins:,}')}"
        self.app.push_screen(Ask(question, _("Remove")), partial(self._removed, change))

    def _removed(self, change: Change, yes: bool | None) -> None:
        if yes:
            self.carry_out(change)

    def _taking_away(self, dimension: Dimension, segment: str) -> str:
        """What is gone with a dimension or a segment, as a question."""
        if not segment and isinstance(dimension, ByField):
            message = _("Remove {dimension}? The field keeps its values.")
            return message.format(dimension=dimension.name)
        if not segment:
            count = len(own_segments(dimension))
            message = plural(
                "Remove {dimension} with its customer type, standard and strategy?",
                "Remove {dimension} with its {count} customer types, standards and strategies?",
                count,
            )
            return message.format(dimension=dimension.name, count=count)
        row = self.standards.standard
        count = row.customers or 0 if row is not None else 0
        message = plural(
            "Remove {segment}? {count} customer stands in it and will stand elsewhere.",
            "Remove {segment}? {count} customers stand in it and will stand elsewhere.",
            count,
        )
        name = self.draft.now.segment(dimension.key, segment).name
        return message.format(segment=f"{dimension.name} / {name}", count=f"{count:,}")

    async def action_move_up(self) -> None:
        await self._move(-1)

    async def action_move_down(self) -> None:
        await self._move(1)

    async def _move(self, places: int) -> None:
        found = await self.at_hand()
        if found is None:
            return
        dimension, segment = found
        if self.is_in_dimensions:
            self.carry_out(partial(steps.moved_dimension, key=dimension.key, places=places))
        elif segment:
            self.carry_out(
                partial(steps.moved_segment, key=dimension.key, segment=segment, places=places)
            )

    async def action_take_preset(self) -> None:
        """Dimensions of a preset in the place of our own, all of them or one."""
        await self.when_loaded()
        options = presets_offered.options()
        self.app.push_screen(Pick(_("Take from a preset"), options), self._take_preset)

    def _take_preset(self, chosen: str | None) -> None:
        if chosen is not None:
            self.carry_out(presets_offered.taking(chosen))
