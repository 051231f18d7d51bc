"""Whose a record is: the customer that a row names by code, or by a name only one customer has."""

from collections.abc import Sequence

from custtui.exchange.cells import Cleaner, Faults, RowCleaner
from custtui.exchange.mapping import Column
from custtui.exchange.taking import listed_lines
from custtui.store.staging import Staging
from custtui.values.language import _

#: No id: several customers have the name.
_SEVERAL = 0


class References:
    """Finds the customer of each row; makes those that the book lacks, if it is to.

    New customers have negative ids; `settle` stages them, a whole chunk at once.
    """

    def __init__(
        self, columns: Sequence[Column], cleaner: Cleaner, staging: Staging, *, create: bool
    ) -> None:
        self._code = next((c for c in columns if c.field.key == "code"), None)
        self._name = next((c for c in columns if c.field.key == "customer"), None)
        of_customer = [column for column in (self._code, self._name) if column]
        self._places = [column.place for column in of_customer]
        self._cleaner = RowCleaner(of_customer, cleaner)
        self._staging = staging
        self._book = staging.book
        self._create = create
        #: By the cells of a row, by code, by name; `_SEVERAL` where one name is no answer.
        self._known: dict[tuple[object, ...], int] = {}
        #: The cells that a name alone answered for: no longer, once another customer has it too.
        self._by_name: dict[str, list[tuple[object, ...]]] = {}
        #: The names of customers by code, and the cells whose name is another one.
        self._names: dict[str, str] = {}
        self._misnamed: set[tuple[object, ...]] = set()
        self._misnamed_lines: list[int] = []
        self._new: list[dict[str, object]] = []
        self.made = 0

    def find(self, line: int, cells: Sequence[object], faults: Faults) -> int | None:
        """The customer's id, negative for a new one; None where `faults` says why.

        A row that has faults already makes no customer.
        """
        key = ("cells", *[cells[place] if place < len(cells) else None for place in self._places])
        known = self._known.get(key)
        if known is not None:
            if key in self._misnamed and not faults:
                self._misnamed_lines.append(line)
            return known
        values = self._cleaner.values(line, cells, faults)
        code, name = values.get("code"), values.get("customer")
        if not code and not name:
            column = self._code or self._name
            faults.add(column.header if column else "", _("No customer is named"))
            return None
        if code:
            found = self._with_code(str(code), str(name or code), faults)
        else:
            found = self._named(str(name), faults)
        if found is None:
            return None
        self._known[key] = found
        if not code:
            self._by_name.setdefault(str(name), []).append(key)
        elif name and self._name_of(str(code), found) != name:
            self._misnamed.add(key)
            if not faults:
                self._misnamed_lines.append(line)
        return found

    def settle(self) -> None:
        """Stage the customers that were made since the last time."""
        if self._new:
            self.made += len(self._staging.add_rows("customer", self._new))
            self._new = []

    def notices(self) -> list[str]:
        """What to tell of rows whose code and name are not of the same customer."""
        if not self._misnamed_lines:
            return []
        message = _(
            "Code and name are not those of one customer; these rows went by their code: lines"
            " {lines}."
        )
        return [message.format(lines=listed_lines(self._misnamed_lines))]

    def _with_code(self, code: str, name: str, faults: Faults) -> int | None:
        number = self._known.get(("code", code))
        if number is None:
            number = self._book.customer_with_code(code)
        if number is None and not self._create:
            assert self._code is not None
            message = _("No customer has the code {code}; --create makes those that lack")
            faults.add(self._code.header, message.format(code=code))
        if number is None and not faults:
            number = self._made(code, name)
        return number

    def _named(self, name: str, faults: Faults) -> int | None:
        assert self._name is not None
        known = self._known.get(("name", name))
        ids = [known] if known is not None else self._book.customers_named(name)
        if len(ids) > 1 or known == _SEVERAL:
            message = _("More than one customer is called {name}: name the customer by code")
            faults.add(self._name.header, message.format(name=name))
            return None
        if not ids and not self._create:
            message = _("No customer is called {name}; --create makes those that lack")
            faults.add(self._name.header, message.format(name=name))
        if not ids and not faults:
            return self._made(None, name)
        return ids[0] if ids else None

    def _made(self, code: str | None, name: str) -> int:
        self._new.append({"code": code, "name": name})
        number = -(self.made + len(self._new))
        named = ("name", name)
        if named in self._known or self._book.customers_named(name):
            self._known[named] = _SEVERAL
            for key in self._by_name.pop(name, ()):
                self._known.pop(key, None)
        else:
            self._known[named] = number
        if code is not None:
            self._known["code", code] = number
            self._names[code] = name
        return number

    def _name_of(self, code: str, customer: int) -> str:
        """The name of the customer that was found by that code."""
        if code not in self._names:
            self._names[code] = self._book.name_of(customer)
        return self._names[code]
