import pytest

from custtui.values.choosing import YES_NO, choice_key, choice_label, yes_or_no
from custtui.values.registry import RECORD_KINDS, Choice, Form
from custtui.values.registry.choices import CHANNELS, NEED_KINDS
from custtui.values.unclean import Unclean

LISTS = [f.choices for kind in RECORD_KINDS for f in kind.fields if f.form is Form.CHOICE]


@pytest.mark.parametrize("choices", [*LISTS, YES_NO])
def test_every_key_and_label_names_its_choice_however_spelled(choices: tuple[Choice, ...]) -> None:
    for choice in choices:
        for word in (choice.key, choice.english, choice.chinese):
            for spelled in (word, word.upper(), f" {word} ", word.replace("", " ")):
                assert choice_key(choices, spelled) == choice.key


@pytest.mark.parametrize("choices", [*LISTS, YES_NO])
def test_no_variant_is_taken_by_another_choice(choices: tuple[Choice, ...]) -> None:
    for choice in choices:
        for word in choice.variants:
            assert choice_key(choices, word) == choice.key


def test_words_are_read_without_regard_to_width_and_underscores() -> None:
    assert choice_key(CHANNELS, "ＷｅＣｈａｔ") == "wechat"
    assert choice_key(CHANNELS, "ONLINE AD") == "online_ad"
    assert choice_key(CHANNELS, "拜访/面谈") == "visit"


def test_a_refusal_names_the_choices() -> None:
    with pytest.raises(Unclean, match="“飞鸽” is none of the choices: Function, Price, Quality"):
        choice_key(NEED_KINDS, "飞鸽")
    with pytest.raises(Unclean):
        choice_key(NEED_KINDS, 3)


def test_labels() -> None:
    assert choice_label(CHANNELS, "wechat", "zh") == "微信"
    assert choice_label(CHANNELS, "wechat", "en") == "WeChat"
    assert choice_label(CHANNELS, "gone", "en") == "gone"


@pytest.mark.parametrize("written", [True, 1, 1.0, "1", "是", "Y", "yes", "TRUE", "√", "✓", "有"])
def test_yes(written: object) -> None:
    assert yes_or_no(written) is True


@pytest.mark.parametrize("written", [False, 0, 0.0, "0", "否", "n", "No", "false", "×", "无", "假"])
def test_no(written: object) -> None:
    assert yes_or_no(written) is False


@pytest.mark.parametrize("written", [2, "maybe", None])
def test_neither(written: object) -> None:
    with pytest.raises(Unclean, match="Yes, No"):
        yes_or_no(written)
