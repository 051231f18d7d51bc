"""The rules in force, what is fixed by hand, the department's own fields, the settings."""

from datetime import date

from sqlmodel import Field

from custtui.model.day import Day
from custtui.model.record import CustomerRecord, Record


class Dimension(Record, table=True):
    """One dimension (细分维度): its place in the standards table and its rule as JSON."""

    __tablename__ = "dimension"

    key: str
    position: int
    rule: str


class Pin(CustomerRecord, table=True):
    """A segment fixed by hand; in a tag dimension `holds` tells adding from taking away."""

    __tablename__ = "pin"

    dimension: str
    segment: str
    holds: bool = True
    reason: str
    author: str
    last_day: date | None = Field(default=None, sa_type=Day)


class CustomField(Record, table=True):
    """A field of the department's own (新增栏目); `choices` one a line."""

    __tablename__ = "custom_field"

    key: str
    position: int
    chinese: str
    english: str
    form: str
    choices: str | None = None


class Setting(Record, table=True):
    """One setting of the file: its currency, its time zone."""

    __tablename__ = "setting"

    key: str
    value: str
