"""Questions to ask one after another, and what can be answered while one types.

A talk is a generator that yields questions and is sent the answers; what it returns is what they
come to. `tui.screens.dialogue` asks them.
"""

from collections.abc import Callable, Generator, Sequence
from dataclasses import dataclass
from typing import TypeVar

from custtui.tui.screens.pick import Option

T = TypeVar("T")

#: The keys of what was picked: one, or several where a question asks for several.
Answer = tuple[str, ...]
#: What can be taken while that is typed, and these texts are in use; Unclean says what is wrong.
Offer = Callable[[str, Sequence[str]], list[Option]]
Talk = Generator["Question", Answer, T]


@dataclass(frozen=True, slots=True)
class Question:
    """One thing to answer. `typed` stands there at first, `unit` behind it.

    `first` is the answer that the cursor stands on at first.
    `about` names the measure whose texts in use are offered; `ticked` are the answers at first of a
    question that takes several.
    """

    text: str
    offer: Offer
    typed: str = ""
    unit: str = ""
    first: str = ""
    about: str | None = None
    ticked: tuple[str, ...] | None = None


def picking(options: Sequence[Option]) -> Offer:
    """Offers those of the options that answer what is typed."""
    return lambda typed, texts: answering(options, typed)


def answering(options: Sequence[Option], typed: str) -> list[Option]:
    """Those that answer what is typed; first those whose names begin with it."""
    found = [option for option in options if option.answers(typed)]
    wanted = typed.casefold().strip()
    return sorted(found, key=lambda option: not option.label.casefold().startswith(wanted))
