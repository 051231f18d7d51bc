"""Which customers are marked: ids, so that marks stay through searching, sorting and edits."""

from array import array
from collections.abc import Collection, Iterable, Iterator


class Marks(Collection[int]):
    """A set of customers, and the last one that was marked by itself: where a range begins."""

    def __init__(self) -> None:
        self._customers: set[int] = set()
        self._last: int | None = None

    def __contains__(self, customer: object) -> bool:
        return customer in self._customers

    def __iter__(self) -> Iterator[int]:
        return iter(self._customers)

    def __len__(self) -> int:
        return len(self._customers)

    def turn(self, customer: int) -> None:
        """Mark a customer, or unmark one that is marked."""
        if customer in self._customers:
            self.remove((customer,))
        else:
            self._customers.add(customer)
            self._last = customer

    def add(self, customers: Iterable[int]) -> None:
        """Mark all of them."""
        self._customers.update(customers)

    def add_up_to(self, place: int, shown: "array[int]") -> bool:
        """Mark all between the last one marked and that place of the list, whichever is higher.

        False where the last one marked is not in the list: nothing is marked then.
        """
        if self._last is None:
            return False
        try:
            begin = shown.index(self._last)
        except ValueError:
            return False
        first, last = sorted((begin, place))
        self._customers.update(shown[first : last + 1])
        self._last = shown[place]
        return True

    def remove(self, customers: Iterable[int]) -> None:
        """Unmark them, those that are marked."""
        self._customers.difference_update(customers)
        if self._last not in self._customers:
            self._last = None

    def clear(self) -> None:
        """Unmark all."""
        self._customers.clear()
        self._last = None

    def among(self, shown: Iterable[int]) -> int:
        """How many of these are marked."""
        return sum(map(self._customers.__contains__, shown))
