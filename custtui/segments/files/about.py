"""What a file of rules says of itself, and what it becomes in a book."""

from typing import Literal

from custtui.segments.rules import Rule, Words


class About(Rule):
    """The heading of a file of rules.

    `scope`: `whole` files take the place of all rules of a book; `dimensions` are put in the place
    of those of the same key, or behind all others. Without a heading a file takes nothing away.
    `based_on` names a preset whose dimensions stand first, for those of the file to replace.
    """

    name: Words = Words()
    description: Words = Words()
    scope: Literal["whole", "dimensions"] = "dimensions"
    based_on: str | None = None
