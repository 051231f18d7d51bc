"""What another program wrote into a book and no value of ours can be: shown as it stands, marked.

A day that is none stands before all others, so that whatever compares days goes on; what its text
is, `custtui doctor` names too.
"""

from datetime import date

from custtui.values.language import _

#: The years of the days that a book holds.
FIRST_YEAR = 1900
LAST_YEAR = 2199


class NoDay(date):
    """What stands where a day should: `2026-02-30`, nothing, a word. Written as it stands."""

    text: str

    def __new__(cls, text: str) -> "NoDay":
        self = super().__new__(cls, 1, 1, 1)
        self.text = text
        return self

    def isoformat(self) -> str:
        return self.text

    __str__ = isoformat

    def __format__(self, form: str) -> str:
        return self.text

    def __eq__(self, other: object) -> bool:
        return isinstance(other, NoDay) and self.text == other.text

    def __hash__(self) -> int:
        return hash(self.text)


class NoNumber(str):
    """What stands where an amount or a quantity should, and is no whole number of hundredths."""

    __slots__ = ()


def stored_day(text: object) -> date:
    """The day that a column holds as ISO text, from 1900 to 2199; NoDay for anything else."""
    written = str(text)
    try:
        day = date.fromisoformat(written)
    except ValueError:
        return NoDay(written)
    is_ours = FIRST_YEAR <= day.year <= LAST_YEAR and day.isoformat() == written
    return day if is_ours else NoDay(written)


def is_impossible(value: object) -> bool:
    """Whether that is no value of ours, but what stands in its place."""
    return isinstance(value, NoDay | NoNumber)


def marked(value: object) -> str:
    """It in words that say what it is not, the mark first: a narrow column cuts the end."""
    if isinstance(value, NoDay):
        return _("no day: {text}").format(text=value.text or "“”")
    return _("no number: {text}").format(text=value)
