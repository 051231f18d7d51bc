"""Opening purchases (期初) of customers whose real ones come: told of, and removed if asked."""

from collections.abc import Iterable, Iterator

from custtui.store.staging import Staging
from custtui.values.language import plural


class MetOpenings:
    """The estimated purchases that stood in the book before, of the customers that are met."""

    def __init__(self, staging: Staging) -> None:
        self._staging = staging
        self._rows = staging.book.estimated_purchases()
        self._met: set[int] = set()

    def meet(self, customer_id: int) -> None:
        """Note that the file brings a real purchase of this customer."""
        if customer_id in self._rows:
            self._met.add(customer_id)

    def remove(self) -> int:
        """Delete those of the customers met; gives how many."""
        ids = sorted(id_ for customer_id in self._met for id_ in self._rows[customer_id])
        for first, last in _runs(ids):
            self._staging.take_away("purchase", first, last)
        return len(ids)

    def notices(self) -> list[str]:
        """That sums count twice, and the way out; nothing where nobody was met."""
        if not self._met:
            return []
        message = plural(
            "{count} customer of the file has estimated opening purchases ({rows} in all) in the"
            " book: until they are removed, sums count twice. --replace-opening removes them.",
            "{count} customers of the file have estimated opening purchases ({rows} in all) in the"
            " book: until they are removed, sums count twice. --replace-opening removes them.",
            len(self._met),
        )
        rows = sum(len(self._rows[customer_id]) for customer_id in self._met)
        return [message.format(count=f"{len(self._met):,}", rows=f"{rows:,}")]


def _runs(ids: Iterable[int]) -> Iterator[tuple[int, int]]:
    """The first and the last of each run of ids that follow one another; they come sorted."""
    first: int | None = None
    last = 0
    for id_ in ids:
        if first is not None and id_ == last + 1:
            last = id_
            continue
        if first is not None:
            yield first, last
        first = last = id_
    if first is not None:
        yield first, last
