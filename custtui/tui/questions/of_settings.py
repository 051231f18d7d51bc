"""The question that a setting of the book is changed by."""

from collections.abc import Sequence

from custtui.tui.questions.asking import Offer, Question, answering, picking
from custtui.tui.screens.pick import Option
from custtui.values.language import _, current
from custtui.values.settings import BookSetting


def about_setting(setting: BookSetting, value: str) -> Question:
    """What it is to be; the answer is what is to be stored, empty where the default is."""
    default = _("default") if setting.default else ""
    if setting.choices:
        options = [
            Option(
                choice.key,
                choice.label(current()),
                default if choice.key == setting.default else "",
                f"{choice.english} {choice.chinese}",
            )
            for choice in setting.choices
        ]
        return Question(_(setting.about), picking(options), first=value)
    offered = [
        Option(each, each, default if each == setting.default else "") for each in setting.offers()
    ]
    return Question(_(setting.about), _typed(setting, offered), first=value)


def _typed(setting: BookSetting, offered: list[Option]) -> Offer:
    """Offers what is typed, where it may be, and what answers to it of what is usual."""
    unset = Option("", setting.shown("", current()), _("default"))
    before = ([] if setting.default else [unset]) + offered

    def offer(typed: str, texts: Sequence[str]) -> list[Option]:
        if not typed.strip():
            return before
        found = answering(offered, typed)
        if found and (setting.is_closed or typed.strip() in [option.key for option in found]):
            return found
        value = setting.clean(typed)
        return [Option(value, value), *found]

    return offer
