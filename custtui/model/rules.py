"""The rules in force and the settings of the book."""

from sqlmodel import Field, SQLModel

from custtui.model.record import Record


class Dimension(Record, table=True):
    """One dimension (细分维度): its place in the standards table and its rule as JSON."""

    __tablename__ = "dimension"

    key: str
    position: int
    rule: str


class Setting(SQLModel, table=True):
    """One setting of the file: its currency, its time zone."""

    __tablename__ = "setting"

    key: str = Field(primary_key=True)
    value: str
