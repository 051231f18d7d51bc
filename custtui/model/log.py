"""The change log and the moves that each edit caused."""

from datetime import date

from sqlmodel import Field, SQLModel


class Edit(SQLModel, table=True):
    """One edit: what was done, by whom, when (a UTC instant), and which edit it takes back."""

    __tablename__ = "edit"

    id: int | None = Field(default=None, primary_key=True)
    what: str
    cause: str
    moment: str
    uid: int
    account: str
    undoes: int | None = None


class Change(SQLModel, table=True):
    """One record that an edit touched: `before` is its JSON image, none where the edit made it.

    A run of new records made by one import is one row, from `record_id` to `last_id`.
    """

    __tablename__ = "change"

    id: int | None = Field(default=None, primary_key=True)
    edit_id: int = Field(foreign_key="edit.id")
    record: str
    record_id: int
    last_id: int | None = None
    before: str | None = None


class Move(SQLModel, table=True):
    """A change of a customer's effective segment in one dimension, and its cause."""

    __tablename__ = "move"

    id: int | None = Field(default=None, primary_key=True)
    edit_id: int = Field(foreign_key="edit.id")
    customer_id: int
    dimension: str
    from_segment: str | None = None
    to_segment: str | None = None
    day: date
    cause: str
