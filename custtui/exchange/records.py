"""Rows of the kinds that belong to a customer: contacts, purchases, follow-ups and the others."""

from typing import Any

from custtui.exchange.cells import Cleaner, Faults, RowCleaner
from custtui.exchange.mapping import Layout
from custtui.exchange.met_openings import MetOpenings
from custtui.exchange.references import References
from custtui.exchange.tables import Line
from custtui.exchange.taking import Tally, Wishes
from custtui.store.staging import Staging
from custtui.values.language import _
from custtui.values.registry import PURCHASE, RecordKind


class Records:
    """Takes the rows of one file of records in."""

    def __init__(self, layout: Layout, cleaner: Cleaner, staging: Staging, wishes: Wishes) -> None:
        self.tally = Tally()
        self._good: list[dict[str, object]] = []
        self._kind = layout.kind
        self._cleaner = RowCleaner(layout.own, cleaner)
        self._staging = staging
        self._wishes = wishes
        self._references = References(layout.foreign, cleaner, staging, create=wishes.create)
        keys = list(dict.fromkeys(key for column in layout.own for key in column.field.columns))
        self._defaults = {k: value for k, value in _defaults(layout.kind).items() if k in keys}
        self._may_be_empty = not any(column.field.required for column in layout.own)
        self._standing = staging.book.standing(layout.kind.key, keys)
        self._openings = MetOpenings(staging) if layout.kind is PURCHASE else None

    def take(self, line: Line, faults: Faults) -> None:
        """Keep a good row that the book does not hold already."""
        record = self._record(line, faults)
        if record is not None:
            self._good.append(record)

    def write(self) -> None:
        """Stage the records kept, and their new customers."""
        self._references.settle()
        self.tally.customers_made = self._references.made
        self.tally.added += len(self._staging.add_rows(self._kind.key, self._good))
        self._good = []

    def finish(self) -> None:
        """Real purchases take the place of the estimated ones, if they are to."""
        if self._openings and self._wishes.replace_opening:
            self.tally.openings_removed = self._openings.remove()

    def notices(self) -> list[str]:
        """What to tell of customers wrongly named, and of sums that count twice."""
        told = self._references.notices()
        if self._openings and not self._wishes.replace_opening:
            told += self._openings.notices()
        return told

    def _record(self, line: Line, faults: Faults) -> dict[str, object] | None:
        """The columns of a good new record; None when it has faults or is there already."""
        values = self._cleaner.values(line.number, line.cells, faults)
        if self._may_be_empty and not faults and not any(map(_says_something, values.values())):
            faults.add("", _("The row has nothing but the customer"))
        customer = self._references.find(line.number, line.cells, faults)
        if faults.reasons or customer is None:
            return None
        record = self._cleaner.row(values)
        for key, default in self._defaults.items():
            if record[key] is None:
                record[key] = default
        if self._openings and not record.get("estimated"):
            self._openings.meet(customer)
        if customer > 0:
            self._staging.book.look_at(self._kind.key, customer)
            if not self._wishes.keep_duplicates and self._standing.holds(customer, record):
                self.tally.already_there += 1
                return None
        record["customer_id"] = customer
        return record


def _says_something(value: object) -> bool:
    """Whether a value alone makes a record: a yes or no only says how another value is meant."""
    return value is not None and not isinstance(value, bool)


def _defaults(kind: RecordKind) -> dict[str, Any]:
    """What the columns hold that may not be empty, where a file has an empty cell for them."""
    from custtui.model import MODELS

    return {
        key: info.default
        for key, info in MODELS[kind.key].model_fields.items()
        if not info.is_required() and info.default is not None
    }
