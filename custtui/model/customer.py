"""The customer table (客户)."""

from datetime import date

from sqlmodel import Field

from custtui.model.day import Day
from custtui.model.record import Record


class Customer(Record, table=True):
    """One customer. Money in minor units; `tags` one a line; `recorded` a UTC instant.

    `custom` holds the values of the department's own fields as a JSON object by key.
    """

    __tablename__ = "customer"

    code: str
    name: str
    kind: str | None = None
    gender: str | None = None
    birthday: date | None = Field(default=None, sa_type=Day)
    birth_year: int | None = None
    industry: str | None = None
    region: str | None = None
    address: str | None = None
    employees_low: int | None = None
    employees_high: int | None = None
    annual_revenue: int | None = None
    founded_on: date | None = Field(default=None, sa_type=Day)
    source: str | None = None
    first_contact_on: date | None = Field(default=None, sa_type=Day)
    first_contact_channel: str | None = None
    first_contact_note: str | None = None
    owner: str | None = None
    stage: str | None = None
    stated_grade: str | None = None
    stated_segments: str | None = None
    lost_reason: str | None = None
    win_back_plan: str | None = None
    sensitive_id: str | None = None
    tags: str | None = None
    note: str | None = None
    custom: str | None = None
    recorded: str
