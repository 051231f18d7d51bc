"""A department's own fields (新增栏目): fields like all others, only that a book tells of them."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

from custtui.values.registry.field import Choice, Field, Form, RecordKind

#: What the key of such a field begins with, wherever it is named: in rules, JSON, `--map`, lists.
#: No other field has a colon in its key, so neither can ever be taken for the other.
OWN = "field:"
#: The closed pattern of the part behind it: it may stand in SQL.
OWN_KEY = re.compile(r"[A-Za-z][A-Za-z0-9_]{0,39}", re.ASCII)

#: The forms that such a field may have, by the word that the file, JSON and commands have for it.
OWN_FORMS = {
    "text": Form.TEXT,
    "number": Form.QUANTITY,
    "money": Form.MONEY,
    "date": Form.DAY,
    "choice": Form.CHOICE,
    "yes_no": Form.YES_NO,
}
FORM_CHOICES = (
    Choice("text", "Text", "文本", ("文字",)),
    Choice("number", "Number", "数字", ("数值",)),
    Choice("money", "Money", "金额"),
    Choice("date", "Date", "日期", ("day",)),
    Choice("choice", "Choice", "选项", ("单选",)),
    Choice("yes_no", "Yes or no", "是否", ("yes/no", "是/否")),
)


@dataclass(frozen=True, slots=True)
class OwnField:
    """One such field as a book holds it. `choices` are texts, the same in both languages."""

    key: str
    chinese: str
    english: str
    form: str
    choices: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if not OWN_KEY.fullmatch(self.key) or self.form not in OWN_FORMS:
            raise ValueError(f"no field can be {self.key!r} of the form {self.form!r}")

    def label(self, language: str) -> str:
        return self.chinese if language == "zh" else self.english

    @property
    def field(self) -> Field:
        """The field that forms, files, lists and rules share."""
        return Field(
            OWN + self.key,
            self.english,
            self.chinese,
            OWN_FORMS[self.form],
            choices=tuple(Choice(text, text, text) for text in self.choices),
        )


def is_own(key: str) -> bool:
    """Whether it is the key of a department's own field."""
    return key.startswith(OWN)


def with_own(kind: RecordKind, own: Iterable[OwnField]) -> RecordKind:
    """The kind of record as one book has it: its own fields stand behind the others."""
    fields = tuple(each.field for each in own)
    return replace(kind, fields=(*kind.fields, *fields)) if fields else kind


#: What is typed to add such a field.
NEW_FIELD = RecordKind(
    "custom_field",
    "fields",
    "Own field",
    "新增栏目",
    "",
    (
        Field("chinese", "Name, Chinese", "中文名称"),
        Field("english", "Name, English", "英文名称"),
        Field("form", "Form", "类型", Form.CHOICE, required=True, choices=FORM_CHOICES,
              default="text"),
        Field("choices", "Choices by line", "选项(每行一个)", Form.LONG_TEXT),
        Field("key", "Key", "键名"),
    ),
)  # fmt: skip
#: What of it may be changed later: values keep their form, and rules name the key.
CHANGED_FIELD = replace(
    NEW_FIELD,
    fields=tuple(field for field in NEW_FIELD.fields if field.key not in ("form", "key")),
)
