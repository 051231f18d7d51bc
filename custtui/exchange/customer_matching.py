"""Whether the book holds a customer of a file already, and what it has to learn where it does not.

An empty cell says nothing of a customer. Lists (tags, phones, lines of the note) are held already
when the book has all their lines.
"""

from collections.abc import Mapping, Sequence
from datetime import date

from custtui.exchange.customer_rows import Candidate, joined
from custtui.exchange.old_sheet import Part, are_opening_rows
from custtui.store.staged_book import StagedBook
from custtui.store.staging import Staging

_OF_LINES = frozenset(("tags", "phones", "note"))


def differences(book: StagedBook, customer_id: int, candidate: Candidate) -> list[str]:
    """The headers whose values the book does not hold of this customer; none when it has all."""
    stored = book.row_of("customer", customer_id)
    found = [
        candidate.headers.get(key, "")
        for key, value in candidate.full_row().items()
        if not _holds(stored, key, value)
    ]
    summary = candidate.summary
    for kind, part in (
        ("contact", summary.contact),
        ("follow_up", summary.follow_up),
        ("survey", summary.survey),
    ):
        if part and not _has(book.rows_of_customer(kind, customer_id), part):
            found.extend(part.headers)
    if summary.purchases and not are_opening_rows(
        book.rows_of_customer("purchase", customer_id), summary
    ):
        found.extend(summary.purchase_headers)
    return list(dict.fromkeys(filter(None, found)))


def changes(stored: Mapping[str, object], candidate: Candidate) -> dict[str, object]:
    """The columns of a stored customer that take what the file gives, with their new values.

    Columns of the file take the place of what was there; product tags and lines that the file has
    for the note join it.
    """
    new = {key: value for key, value in candidate.row.items() if value is not None}
    for key, lines in (("tags", candidate.tags), ("note", candidate.notes)):
        if lines:
            new[key] = joined(new.get(key, stored[key]), lines)
    if "employees_low" in new or "employees_high" in new:  # one field: both ends change together
        new |= {key: candidate.row[key] for key in ("employees_low", "employees_high")}
    return {key: value for key, value in new.items() if _stored(value) != stored.get(key)}


def add_to(staging: Staging, customer_id: int, candidate: Candidate) -> tuple[dict[str, int], bool]:
    """Give a customer of the book the records of the row that it lacks; how many of each kind.

    A contact of the same name takes what the file gives. Opening purchases come only to a customer
    without purchases: beside others they would count twice. The second answer says they did not.
    """
    book, summary = staging.book, candidate.summary
    made: dict[str, int] = {}
    if summary.contact and _take_contact(staging, customer_id, summary.contact):
        made["contact"] = 1
    for kind, part in (("follow_up", summary.follow_up), ("survey", summary.survey)):
        if part and not _has(book.rows_of_customer(kind, customer_id), part):
            staging.add_rows(kind, [{"customer_id": customer_id, **part.row}])
            made[kind] = 1
    if not summary.purchases:
        return made, False
    purchases = book.rows_of_customer("purchase", customer_id)
    if purchases:
        return made, not are_opening_rows(purchases, summary)
    staging.add_rows("purchase", summary.opening_rows(customer_id))
    made["purchase"] = len(summary.purchases)
    return made, False


def _take_contact(staging: Staging, customer_id: int, part: Part) -> bool:
    """Whether the contact was added or changed."""
    contacts = staging.book.rows_of_customer("contact", customer_id)
    if _has(contacts, part):
        return False
    same_name = [contact for contact in contacts if contact["name"] == part.row["name"]]
    if len(same_name) == 1:
        (contact,) = same_name
        new = {key: part.row[key] for key in part.given}
        if "phones" in new:  # a number that the file lacks is not a wrong one
            new["phones"] = joined(contact["phones"], str(new["phones"]).split("\n"))
        record_id = contact["id"]
        assert isinstance(record_id, int)
        staging.change("contact", record_id, new)
        return True
    is_primary = not any(contact["is_primary"] for contact in contacts)
    row = {"customer_id": customer_id, "is_primary": is_primary, **part.row}
    staging.add_rows("contact", [row])
    return True


def _has(rows: Sequence[Mapping[str, object]], part: Part) -> bool:
    return any(all(_holds(row, key, part.row[key]) for key in part.given) for row in rows)


def _holds(stored: Mapping[str, object], key: str, value: object) -> bool:
    """Whether a stored column has all that a value says."""
    if value is None:
        return True
    # A department's own field has no column where it has no value.
    held = stored.get(key)
    if key in _OF_LINES and held is not None:
        return set(str(value).split("\n")) <= set(str(held).split("\n"))
    return _stored(value) == held


def _stored(value: object) -> object:
    return value.isoformat() if isinstance(value, date) else value
