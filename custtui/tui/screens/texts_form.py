"""Forms for what the standards table says of a segment or of a dimension, in both languages."""

import re
from collections.abc import Awaitable, Callable, Collection, Mapping
from datetime import date

from rich.cells import cell_len
from textual import on
from textual.widgets import Input

from custtui.segments.drafting.keys import suggested_key
from custtui.segments.rules import Conditions, Dimension, Segment, Words
from custtui.tui.screens.form import Form
from custtui.tui.widgets.colour_entry import COLOURS, ColourEntry
from custtui.tui.widgets.entries import Entry, TextEntry
from custtui.values.language import _, current
from custtui.values.registry import Field, RecordKind
from custtui.values.registry import Form as Kept

_KEY = "key"
_KEY_FORM = re.compile("[A-Za-z][A-Za-z0-9_]{0,39}")
_BADGE_CELLS = 2
#: The texts of a segment and of a dimension, with their labels and how they are typed.
_NAME = ("name", "Name", "名称", Kept.TEXT)
_SEGMENT_TEXTS = (
    ("indicator", "Indicator", "细分指标", Kept.TEXT),
    ("description", "Features", "特征描述", Kept.LONG_TEXT),
    ("strategy", "Strategy", "运营策略", Kept.LONG_TEXT),
)
_STANDARD = ("standard", "Standard", "细分标准", Kept.TEXT)
_NOTE = ("note", "Note", "说明", Kept.LONG_TEXT)
_Text = tuple[str, str, str, Kept]

_KEY_FIELD = Field(_KEY, "Key", "键名", required=True)
_BADGE = Field("badge", "Badge", "徽标")
_COLOUR = Field("colour", "Colour", "颜色", Kept.CHOICE, choices=COLOURS)
_ORDERED = Field("ordered", "Ordered", "有高低", Kept.YES_NO, when_empty=False)
_TAGS = Field("tags", "Several at once", "可多选", Kept.YES_NO, when_empty=False)

#: Takes what was typed, by name: texts are Words. Says what was wrong, or None.
Take = Callable[[Mapping[str, object]], str | None]


class TextsForm(Form):
    """Names, badge and texts; of something new the key too, suggested while the name is typed."""

    def __init__(
        self,
        kind: RecordKind,
        heading: str,
        take: Take,
        stored: Mapping[str, object],
        taken: Collection[str] | None,
    ) -> None:
        is_new = taken is not None
        saving = self._saving(take, stored)
        super().__init__(kind, heading, saving, date.min, None if is_new else stored)
        self._taken = taken
        self._suggested = ""

    def entry_of(self, field: Field, typed: str) -> Entry:
        if field is _COLOUR:
            return ColourEntry(field, typed)
        return super().entry_of(field, typed)

    @on(Input.Changed)
    def _name_typed(self, event: Input.Changed) -> None:
        if self._taken is None or event.input.id == f"field-{_KEY}":
            return
        key = self.query_one(f"#field-{_KEY}", TextEntry)
        if key.value == self._suggested:
            typed = self.typed()
            names = [typed["name_en"], typed["name_zh"]]
            self._suggested = suggested_key(names, "", self._taken) if any(names) else ""
            key.value = self._suggested

    def _saving(
        self, take: Take, stored: Mapping[str, object]
    ) -> Callable[[dict[str, object]], Awaitable[str | None]]:
        async def save(columns: dict[str, object]) -> str | None:
            values = {**stored, **columns}
            badge = str(values.get("badge") or "")
            if cell_len(badge) > _BADGE_CELLS:
                return _("A badge is one or two letters, or one Chinese character.")
            if not _KEY_FORM.fullmatch(str(values.get(_KEY) or "key")):
                return _("A key has letters, digits and _ only, at most 40, a letter first.")
            return take(_joined(values))

        return save


def segment_form(
    heading: str,
    segment: Segment | None,
    take: Take,
    *,
    has_standard: bool = False,
    taken: Collection[str] | None = None,
) -> TextsForm:
    """The form of a segment; of a new one with the key, none of those that are `taken`.

    `has_standard` where the words of the standard are typed, for no rule makes them.
    """
    texts = (*_SEGMENT_TEXTS, _STANDARD) if has_standard else _SEGMENT_TEXTS
    own, other = _in_languages(texts)
    key = (_KEY_FIELD,) if taken is not None else ()
    kind = _kind((own[0], *key, _BADGE, _COLOUR, *own[1:], *other))
    stored: dict[str, object] = {field.key: "" for field in kind.fields}
    if segment is not None:
        stored |= _stored(segment, [_NAME, *texts])
        stored |= {"badge": segment.badge, "colour": segment.colour}
    return TextsForm(kind, heading, take, stored, taken)


def dimension_form(
    heading: str,
    dimension: Dimension | None,
    take: Take,
    *,
    taken: Collection[str] | None = None,
) -> TextsForm:
    """The form of a dimension: names, note, whether it is ordered, whether several apply."""
    own, other = _in_languages((_NOTE,))
    key = (_KEY_FIELD,) if taken is not None else ()
    marks = (_ORDERED, _TAGS) if isinstance(dimension, Conditions) else (_ORDERED,)
    kind = _kind((own[0], *key, *marks, *own[1:], *other))
    stored: dict[str, object] = {field.key: "" for field in kind.fields}
    stored["ordered"] = False
    if dimension is not None:
        stored |= _stored(dimension, [_NAME, _NOTE])
        stored["ordered"] = dimension.ordered
        if isinstance(dimension, Conditions):
            stored["tags"] = dimension.tags
    return TextsForm(kind, heading, take, stored, taken)


def _kind(fields: tuple[Field, ...]) -> RecordKind:
    return RecordKind("texts", "texts", "Texts", "文字", "", fields)


def _in_languages(texts: tuple[_Text, ...]) -> tuple[list[Field], list[Field]]:
    """The fields in the language spoken, its name needed, and those in the other language."""
    first, second = ("zh", "en") if current() == "zh" else ("en", "zh")
    other = "(英)" if second == "en" else "(zh)"
    every = [_NAME, *texts]
    return (
        [Field(f"{k}_{first}", e, c, form, required=k == "name") for k, e, c, form in every],
        [Field(f"{k}_{second}", f"{e} {other}", f"{c} {other}", form) for k, e, c, form in every],
    )


def _stored(whole: Segment | Dimension, texts: list[_Text]) -> dict[str, object]:
    found: dict[str, object] = {}
    for key, *_labels in texts:
        words: Words = getattr(whole, key)
        found |= {f"{key}_zh": words.zh, f"{key}_en": words.en}
    return found


def _joined(values: Mapping[str, object]) -> dict[str, object]:
    """Two texts as one in both languages; all else as it is."""
    found: dict[str, object] = {}
    for key, value in values.items():
        name, _underline, language = key.rpartition("_")
        if name and language in ("zh", "en"):
            zh, en = values[f"{name}_zh"], values[f"{name}_en"]
            found[name] = Words(zh=str(zh or ""), en=str(en or ""))
        else:
            found[key] = value if isinstance(value, bool) else str(value or "")
    return found
