"""Rows of a customers file: new customers, those that are there already, and updates."""

from datetime import date

from custtui.exchange.cells import Cleaner, Faults
from custtui.exchange.customer_matching import add_to, changes, differences
from custtui.exchange.customer_rows import Candidate, CustomerReader
from custtui.exchange.mapping import Layout
from custtui.exchange.tables import Line
from custtui.exchange.taking import Tally, Wishes, listed_lines
from custtui.store.staging import Staging
from custtui.values.language import _
from custtui.values.registry import CUSTOMER


class Customers:
    """Takes the rows of one customers file in; `day` is the day that an old sheet stands for."""

    def __init__(
        self, layout: Layout, cleaner: Cleaner, staging: Staging, wishes: Wishes, day: date
    ) -> None:
        self.tally = Tally()
        self._staging = staging
        self._book = staging.book
        self._wishes = wishes
        self._reader = CustomerReader(layout, cleaner, day)
        self._headers = {
            key: column.header if (column := layout.column(key)) else CUSTOMER.field(key).chinese
            for key in ("code", "name")
        }
        #: New customers that are not written yet, and their records by kind: each with the place of
        #: its customer among them, which stands for the id so long.
        self._new: list[dict[str, object]] = []
        self._records: dict[str, list[tuple[int, dict[str, object]]]] = {}
        self._line_of_code: dict[str, int] = {}
        self._same_name: list[int] = []
        self._no_openings: list[int] = []

    def take(self, line: Line, faults: Faults) -> None:
        """Keep a new customer with all its records; see to one that the book has."""
        candidate = self._reader.read(line, faults)
        if not faults:
            self._note_code(candidate, faults)
        if not faults and self._is_new(candidate, faults):
            row = candidate.full_row()
            row["code"] = row["code"] or None
            place = len(self._new)
            for kind, record in candidate.summary.rows(place):
                self._records.setdefault(kind, []).append((place, record))
            self._new.append(row)

    def write(self) -> None:
        """Stage the new customers and what their rows tell of them, a kind at a time."""
        ids = self._staging.add_rows("customer", self._new)
        self.tally.added += len(self._new)
        for kind, records in self._records.items():
            for place, record in records:
                record["customer_id"] = ids[place]
            self._staging.add_rows(kind, [record for _place, record in records])
            self.tally.records_made[kind] += len(records)
        self._new, self._records = [], {}

    def finish(self) -> None:
        """Nothing waits for the last row."""

    def notices(self) -> list[str]:
        """What to tell of customers of the same name, and of sums that were not taken."""
        told = []
        if self._same_name:
            message = _(
                "New customers were made whose names the book has already, with other values:"
                " lines {lines}. --update changes the ones that are there."
            )
            told.append(message.format(lines=listed_lines(self._same_name)))
        if self._no_openings:
            message = _(
                "The sums of purchases were not taken for customers who have purchases in the"
                " book, for they would count twice: lines {lines}."
            )
            told.append(message.format(lines=listed_lines(self._no_openings)))
        return told

    def _note_code(self, candidate: Candidate, faults: Faults) -> None:
        """A code stands in a file once."""
        code = candidate.code
        if code is None:
            return
        first = self._line_of_code.setdefault(code, candidate.line)
        if first != candidate.line:
            message = _("The code {code} stands in line {first} and again in line {line}")
            text = message.format(code=code, first=first, line=candidate.line)
            faults.add(self._headers["code"], text)

    def _is_new(self, candidate: Candidate, faults: Faults) -> bool:
        """Whether the row is a customer to add; one that the book has is seen to here."""
        code, name = candidate.code, candidate.name
        if code is not None:
            customer = self._book.customer_with_code(code)
            if customer is not None:
                self._meet(customer, candidate, faults)
                return False
        if name is None:
            faults.add(self._headers["name"], _("This field is required"))
            return False
        return code is not None or not self._is_known_by_name(name, candidate, faults)

    def _meet(self, customer: int, candidate: Candidate, faults: Faults) -> None:
        """A row whose code the book has."""
        if self._wishes.update:
            self._update(customer, candidate)
            return
        differing = differences(self._book, customer, candidate)
        if not differing and not self._wishes.keep_duplicates:
            self.tally.already_there += 1
            return
        message = (
            _("The code {code} is in the book already, with other values in: {headers}; --update"
              " takes those of the file")
            if differing
            else _("The code {code} is in the book already")
        )  # fmt: skip
        text = message.format(code=candidate.code, headers=", ".join(differing))
        faults.add(self._headers["code"], text)

    def _is_known_by_name(self, name: str, candidate: Candidate, faults: Faults) -> bool:
        """Whether a row without a code is one of the customers of that name in the book."""
        ids = self._book.customers_named(name)
        if not self._wishes.keep_duplicates:
            for id_ in ids:
                if not differences(self._book, id_, candidate):
                    self.tally.already_there += 1
                    return True
        if ids and self._wishes.update:
            if len(ids) == 1:
                self._update(ids[0], candidate)
            else:
                message = _("{count} customers are called {name}: name the customer by code")
                faults.add(self._headers["name"], message.format(count=len(ids), name=name))
            return True
        if ids:
            self._same_name.append(candidate.line)
        return False

    def _update(self, customer: int, candidate: Candidate) -> None:
        changed = changes(self._book.row_of("customer", customer), candidate)
        if changed:
            self._staging.change("customer", customer, changed)
        made, refused = add_to(self._staging, customer, candidate)
        self.tally.records_made.update(made)
        if refused:
            self._no_openings.append(candidate.line)
        if changed or made:
            self.tally.updated += 1
        else:
            self.tally.already_there += 1
