"""What a field of a record is: the one description that forms, files, lists and rules share."""

from dataclasses import dataclass
from enum import StrEnum


class Form(StrEnum):
    """How a field is typed, cleaned, stored and shown; `values.cleaning` has a cleaner for each."""

    TEXT = "text"  #: one line
    LONG_TEXT = "long_text"  #: several lines
    DAY = "day"  #: a local day, stored as ISO text
    MONEY = "money"  #: integer minor units
    QUANTITY = "quantity"  #: integer thousandths
    SCORE = "score"  #: 1 to 5
    WEIGHT = "weight"  #: 1 to 3
    CHOICE = "choice"  #: the key of one of the field's choices
    YES_NO = "yes_no"
    PHONES = "phones"  #: one number a line
    EMAIL = "email"
    TAGS = "tags"  #: one `group:value` a line
    EMPLOYEES = "employees"  #: a number or a range, stored in two columns, low and high
    BIRTH_YEAR = "birth_year"  #: a year; an age is taken too
    REGION = "region"  #: `province-city`
    INDUSTRY = "industry"  #: `first level-second level`


@dataclass(frozen=True, slots=True)
class Choice:
    """One value that a choice field may hold, and the words that people write for it."""

    key: str
    english: str
    chinese: str
    variants: tuple[str, ...] = ()

    def label(self, language: str) -> str:
        return self.chinese if language == "zh" else self.english


@dataclass(frozen=True, slots=True)
class Field:
    """One field of one record kind.

    `default` is what a form starts with, as typed text (`today` for a day).
    `variants` are further headers by which files name it; where it `gathers`, several columns of
    a file go into it together, as phones and tags do anyway.
    """

    key: str
    english: str
    chinese: str
    form: Form = Form.TEXT
    variants: tuple[str, ...] = ()
    required: bool = False
    choices: tuple[Choice, ...] = ()
    default: str = ""
    in_form: bool = True
    gathers: bool = False
    #: What is stored where nothing was given.
    when_empty: bool | int | str | None = None

    def label(self, language: str) -> str:
        return self.chinese if language == "zh" else self.english

    @property
    def columns(self) -> tuple[str, ...]:
        """The table columns that hold it."""
        if self.form is Form.EMPLOYEES:
            return ("employees_low", "employees_high")
        return (self.key,)


@dataclass(frozen=True, slots=True)
class RecordKind:
    """A kind of record: its table is named by `key`, files and commands by `plural`."""

    key: str
    plural: str
    english: str
    chinese: str
    sheet: str
    fields: tuple[Field, ...]

    @property
    def is_customer(self) -> bool:
        """Whether it is the customer itself, with or without the fields that a book adds to it."""
        return self.key == "customer"

    def label(self, language: str) -> str:
        return self.chinese if language == "zh" else self.english

    def field(self, key: str) -> Field:
        """The field of that key; KeyError when there is none."""
        for field in self.fields:
            if field.key == key:
                return field
        raise KeyError(key)
