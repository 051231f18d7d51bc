"""A local day as the file has it: ISO text."""

from datetime import date

from sqlalchemy import Dialect, String
from sqlalchemy.types import TypeDecorator

from custtui.values.impossible import stored_day


class Day(TypeDecorator[date]):
    """The type of a day's column. What another program wrote there and is no day fails nothing.

    SQLAlchemy's own would let nobody change, or even delete, a record with such a day.
    """

    impl = String
    cache_ok = True

    def process_bind_param(self, value: date | None, dialect: Dialect) -> str | None:
        return None if value is None else value.isoformat()

    def process_result_value(self, value: str | None, dialect: Dialect) -> date | None:
        return None if value is None else stored_day(value)
