"""A record that two changed at once: which fields, and what each made of them."""

from dataclasses import dataclass

from custtui.reading.customer import StoredRecord
from custtui.values.registry import Field


@dataclass(frozen=True, slots=True)
class Conflict:
    """A field that two changed: clean values as it was, as it stands now, as it was to become.

    `account` made it what it is now, at `moment`, a UTC instant; empty where the log says nothing.
    """

    field: Field
    before: object
    theirs: object
    mine: object
    account: str
    moment: str


class Conflicting(Exception):
    """Fields were changed on both sides; nothing was written. `now` is the record as it stands."""

    def __init__(self, now: StoredRecord, conflicts: tuple[Conflict, ...]) -> None:
        super().__init__(", ".join(each.field.key for each in conflicts))
        self.now = now
        self.conflicts = conflicts
