"""The summary columns of an old customer sheet, made into records (fields.md has the table)."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, cast

from custtui.exchange.cells import Cleaner, Faults, RowCleaner
from custtui.exchange.mapping import Column
from custtui.exchange.old_contact import NOTHING, Details, details_of, name_and_title
from custtui.exchange.old_figures import orders_in_a_year, without_about
from custtui.exchange.opening_purchases import Opening, Sums, not_told, opening_purchases
from custtui.exchange.tables import cell_text
from custtui.values.cleaning import clean
from custtui.values.language import _
from custtui.values.registry import CONTACT, CUSTOMER
from custtui.values.text import one_line
from custtui.values.unclean import Unclean

#: The columns of `Sums`, by the key of the old sheet's field.
_SUMS = {
    "amount_12m": "amount_12m",
    "orders_12m": "orders_12m",
    "amount_total": "amount_total",
    "first_purchase": "first_day",
    "last_purchase": "last_day",
}
_OF_CONTACT = (
    "contact", "title", "decision_role", "contact_details", "phones", "email", "wechat", "accounts",
)  # fmt: skip
_CONTACT_FIELDS = {each.key: each for each in CONTACT.fields}
_MONEY = frozenset(("amount_12m", "amount_total"))
_PRODUCT_TAG = "产品"
#: A mean of scores, between 1 and 5 but none of them.
_BETWEEN_SCORES = re.compile(r"[1-4]\.\d*[1-9]\d*\s*分?", re.ASCII)


@dataclass(slots=True)
class Part:
    """One record made of a row: its columns, and those of them that the sheet really gave."""

    row: dict[str, object]
    given: tuple[str, ...]
    headers: tuple[str, ...]


@dataclass(slots=True)
class Summary:
    """What the summary columns of one row hold beside the customer's own fields."""

    contact: Part | None = None
    purchases: list[Opening] = field(default_factory=list)
    #: The day that the latest opening purchase must have to be the same, where the sheet gave it.
    last_day: date | None = None
    purchase_headers: tuple[str, ...] = ()
    follow_up: Part | None = None
    survey: Part | None = None
    addresses: list[str] = field(default_factory=list)
    tags: list[str] = field(default_factory=list)
    #: Lines for the customer's note: what became no record.
    notes: list[str] = field(default_factory=list)

    def opening_rows(self, customer_id: int) -> list[dict[str, object]]:
        """The rows of the opening purchases."""
        return [
            {"customer_id": customer_id, "day": each.day, "amount": each.amount, "estimated": 1}
            for each in self.purchases
        ]

    def rows(self, customer_id: int) -> Iterator[tuple[str, dict[str, object]]]:
        """All records for a new customer, by kind."""
        if self.contact:
            yield "contact", {"customer_id": customer_id, "is_primary": 1, **self.contact.row}
        for row in self.opening_rows(customer_id):
            yield "purchase", row
        for kind, part in (("follow_up", self.follow_up), ("survey", self.survey)):
            if part:
                yield kind, {"customer_id": customer_id, **part.row}


class OldSheet:
    """Makes records of the summary columns of one file; `day` is the sheet's day."""

    def __init__(self, columns: Sequence[Column], cleaner: Cleaner, day: date) -> None:
        self._cleaner = cleaner
        self._day = day
        self._fields = _Fields(columns, cleaner)
        self._has_contacts = any(key in self._fields.by_key for key in _OF_CONTACT)
        self._has_sums = any(key in self._fields.by_key for key in _SUMS)

    def summary(self, line: int, cells: Sequence[object], faults: Faults) -> Summary:
        """The records of one row; what can't be made of it goes into `faults`."""
        summary = Summary()
        if not self._fields.by_key:
            return summary
        row = _Row(self._fields, cells, line, faults)
        if self._has_contacts:
            _contact(row, summary)
        if self._has_sums:
            self._purchases(row, summary)
        self._follow_up(row, summary)
        self._survey(row, summary)
        products = row.value("products")
        if products is not None:
            pieces = str(products).split("\n")
            summary.tags = [_product_tag(piece) for piece in pieces]
        return summary

    def _survey(self, row: "_Row", summary: Summary) -> None:
        if "score" not in self._fields.by_key:
            return
        if any(_BETWEEN_SCORES.fullmatch(text) for text in row.texts("score")):
            # A mean such as 4.5 is no score that a survey gave; the note keeps it.
            summary.notes.extend(row.lines("score"))
            return
        score = row.value("score")
        if score is not None:
            values = {"day": self._day, "score": score}
            summary.survey = Part(values, ("score",), row.fields.headers("score"))

    def _purchases(self, row: "_Row", summary: Summary) -> None:
        values: dict[str, Any] = {name: row.value(key) for key, name in _SUMS.items()}
        if row.faults or not any(value is not None for value in values.values()):
            return
        sums = Sums(**values)
        summary.purchase_headers = row.fields.headers(*_SUMS)
        try:
            summary.purchases = opening_purchases(sums, self._day)
        except Unclean as problem:
            row.faults.add(summary.purchase_headers[0], problem.message)
            return
        latest = max((each.day for each in summary.purchases), default=None)
        summary.last_day = latest if latest in (sums.first_day, sums.last_day) else None
        untold = not_told(sums, summary.purchases, self._day)
        for key, name in _SUMS.items():
            if name in untold:
                summary.notes.extend(row.lines(key))

    def _follow_up(self, row: "_Row", summary: Summary) -> None:
        day, text = row.value("last_contact"), row.value("last_contact_summary")
        if day is None and text is None:
            return
        values = {
            "day": day or self._day,
            "summary": text or _("Last contact, as the old sheet has it"),
        }
        given = (("day",) if day else ()) + (("summary",) if text else ())
        headers = row.fields.headers("last_contact", "last_contact_summary")
        summary.follow_up = Part(values, given, headers)


class _Fields:
    """The summary columns of a file by field, with what cleans those of each together."""

    def __init__(self, columns: Sequence[Column], cleaner: Cleaner) -> None:
        self.by_key: dict[str, list[Column]] = {}
        for column in columns:
            self.by_key.setdefault(column.field.key, []).append(column)
        self.cleaner = cleaner
        self.cleaners = {key: RowCleaner(each, cleaner) for key, each in self.by_key.items()}
        self.contact_headers = self.headers(*_OF_CONTACT)

    def headers(self, *keys: str) -> tuple[str, ...]:
        """The headers of the columns of these fields."""
        return tuple(column.header for key in keys for column in self.by_key.get(key, ()))


class _Row:
    """The summary cells of one row, cleaned when they are asked for."""

    def __init__(self, fields: _Fields, cells: Sequence[object], line: int, faults: Faults) -> None:
        self.faults = faults
        self.fields = fields
        self._by_key = fields.by_key
        self._cells = cells
        self._line = line

    def texts(self, key: str) -> list[str]:
        """The cells of a field as text, those that hold any."""
        texts = (cell_text(self._cell(column)) for column in self._by_key.get(key, ()))
        return [text for text in texts if text.lower() not in NOTHING]

    def value(self, key: str) -> object:
        """The clean value of a field, its columns together where it may hold a list."""
        columns = self._by_key.get(key)
        if not columns:
            return None
        if key == "orders_12m":
            return self._tried(columns[0], orders_in_a_year)
        if key in _MONEY:
            value_of = self.fields.cleaner.value_of(columns[0])
            return self._tried(columns[0], lambda cell: value_of(without_about(cell)))
        return self.fields.cleaners[key].values(self._line, self._cells, self.faults)[key]

    def lines(self, key: str) -> list[str]:
        """The cells of a field as lines of a note: `交易频次: 8次`."""
        return [
            f"{column.header}: {one_line(cell_text(self._cell(column)))}"
            for column in self._by_key.get(key, ())
        ]

    def _cell(self, column: Column) -> object:
        return self._cells[column.place] if column.place < len(self._cells) else None

    def _tried(self, column: Column, read: Callable[[object], object]) -> object:
        try:
            return read(self._cell(column))
        except Unclean as problem:
            self.faults.add(column.header, problem.message)
            return None


def _contact(row: _Row, summary: Summary) -> None:
    """The primary contact out of all the columns that speak of it; addresses go to the customer."""
    name, title, details = name_and_title(" ".join(row.texts("contact")))
    for text in row.texts("contact_details"):
        _join(details, details_of(text))
    column_title = row.value("title")
    titles = [text for text in (title, column_title) if text]
    wechat, accounts = row.value("wechat"), row.value("accounts")
    phones, email = row.value("phones"), row.value("email")
    values = {
        "name": name or None,
        "title": " / ".join(map(str, dict.fromkeys(titles))) or None,
        "decision_role": row.value("decision_role"),
        "phones": "\n".join([*([str(phones)] if phones else []), *details.phones]) or None,
        "email": "; ".join([*([str(email)] if email else []), *details.emails]) or None,
        "accounts": "; ".join(map(str, filter(None, (wechat, accounts, *details.accounts))))
        or None,
    }
    summary.addresses = list(dict.fromkeys(details.addresses))
    headers = row.fields.contact_headers
    cleaned: dict[str, object] = {}
    for key, value in values.items():
        try:
            cleaned[key] = None if value is None else clean(_CONTACT_FIELDS[key], value)
        except Unclean as problem:
            row.faults.add(headers[0], problem.message)
            return
    given = tuple(key for key, value in cleaned.items() if value is not None)
    if given:
        cleaned["note"] = clean(_CONTACT_FIELDS["note"], "\n".join(details.rest))
        if details.rest:
            given = (*given, "note")
        summary.contact = Part(cleaned, given, headers)
    elif details.rest:
        summary.notes.extend(row.lines("contact"))
        summary.notes.extend(row.lines("contact_details"))


def _join(details: Details, more: Details) -> None:
    details.phones.extend(more.phones)
    details.emails.extend(more.emails)
    details.accounts.extend(more.accounts)
    details.addresses.extend(more.addresses)
    details.rest.extend(more.rest)


def _product_tag(product: str) -> str:
    """`产品:…` of a product, which may be written as such a tag already."""
    tag = product if product.startswith(f"{_PRODUCT_TAG}:") else f"{_PRODUCT_TAG}:{product}"
    return str(clean(CUSTOMER.field("tags"), tag))


def are_opening_rows(rows: Sequence[dict[str, object]], summary: Summary) -> bool:
    """Whether a customer's stored purchases have these opening purchases among them.

    Their amounts are compared, and the latest day if the sheet gave it: the other days hang on the
    day of the import.
    """
    stored = [row for row in rows if row["estimated"]]
    amounts = sorted(cast(int, row["amount"]) for row in stored)
    if amounts != sorted(each.amount for each in summary.purchases):
        return False
    days = [str(row["day"]) for row in stored]
    return summary.last_day is None or not days or max(days) == summary.last_day.isoformat()
