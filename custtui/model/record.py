"""What every logged record has."""

from sqlmodel import Field, SQLModel


class Record(SQLModel):
    """A row that the change log knows: it has an id, given by the file."""

    id: int | None = Field(default=None, primary_key=True)


class CustomerRecord(Record):
    """A record that belongs to a customer. `recorded` is the UTC instant it was first saved."""

    customer_id: int = Field(foreign_key="customer.id", index=True)
    recorded: str
