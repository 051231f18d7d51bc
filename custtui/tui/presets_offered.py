"""What can be taken from the presets: each as a whole, and each of their dimensions."""

from functools import partial

from custtui.segments.drafting import draft_steps as steps
from custtui.segments.presets import about_preset, preset, presets
from custtui.tui.screens.pick import Option
from custtui.tui.screens.rule_steps import Change
from custtui.tui.widgets.dimension_list import kind_text
from custtui.values.language import _

_WHOLE = "*"


def options() -> list[Option]:
    """Every preset as a whole, then its dimensions one by one."""
    found = []
    for name in presets():
        label = str(about_preset(name).name)
        whole = _("{preset}: all of it").format(preset=label)
        found.append(Option(f"{name}/{_WHOLE}", whole, words=name))
        for dimension in preset(name).dimensions:
            words = f"{dimension.name.zh} {dimension.name.en} {name}"
            text = f"{label}: {dimension.name}"
            found.append(Option(f"{name}/{dimension.key}", text, kind_text(dimension), words))
    return found


def taking(chosen: str) -> Change:
    """The step that takes what was chosen among the options."""
    name, _slash, key = chosen.partition("/")
    keys = None if key == _WHOLE else [key]
    return partial(steps.taken_from, preset=preset(name), keys=keys)
