"""The tables of a customer's records. Money in minor units, quantities in thousandths."""

from datetime import date

from sqlmodel import Field

from custtui.model.day import Day
from custtui.model.record import CustomerRecord


class Contact(CustomerRecord, table=True):
    """联系人. `phones` one a line."""

    __tablename__ = "contact"

    name: str | None = None
    title: str | None = None
    decision_role: str | None = None
    phones: str | None = None
    email: str | None = None
    accounts: str | None = None
    is_primary: bool = False
    birthday: date | None = Field(default=None, sa_type=Day)
    note: str | None = None


class FollowUp(CustomerRecord, table=True):
    """跟进记录. `day` is judged; `recorded`, the moment it was logged, is only shown."""

    __tablename__ = "follow_up"

    day: date = Field(sa_type=Day)
    direction: str | None = None
    channel: str | None = None
    kind: str | None = None
    summary: str
    new_needs: str | None = None
    proposed_solution: str | None = None
    agreed: str | None = None
    disagreed: str | None = None
    contact: str | None = None
    author: str | None = None
    next_action: str | None = None
    next_day: date | None = Field(default=None, sa_type=Day)
    done: bool = False


class Purchase(CustomerRecord, table=True):
    """交易记录. A negative amount is a refund; `estimated` marks an opening purchase (期初)."""

    __tablename__ = "purchase"

    day: date = Field(sa_type=Day)
    amount: int
    product: str | None = None
    quantity: int | None = None
    spec: str | None = None
    unit_price: int | None = None
    cost: int | None = None
    order_number: str | None = None
    note: str | None = None
    estimated: bool = False


class Need(CustomerRecord, table=True):
    """需求与偏好."""

    __tablename__ = "need"

    kind: str
    detail: str | None = None
    weight: int = 1
    state: str = "open"
    source: str | None = None
    day: date | None = Field(default=None, sa_type=Day)


class Survey(CustomerRecord, table=True):
    """满意度调查: a score from 1 to 5."""

    __tablename__ = "survey"

    day: date = Field(sa_type=Day)
    channel: str | None = None
    score: int
    comment: str | None = None


class Contract(CustomerRecord, table=True):
    """合同."""

    __tablename__ = "contract"

    number: str | None = None
    start: date | None = Field(default=None, sa_type=Day)
    end: date | None = Field(default=None, sa_type=Day)
    amount: int | None = None
    state: str = "running"
