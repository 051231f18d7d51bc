"""Waiting for one's turn to write: why, who is told of it, and when that one has had enough."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from pathlib import Path
from typing import Protocol

from custtui.reading.announced import ANNOUNCES, Announcement, announced
from custtui.values.language import _


class Waiter(Protocol):
    """Whoever waits, in whatever thread."""

    def waits(self, why: str) -> None:
        """It takes longer than a moment; called again and again with a sentence."""

    def has_had_enough(self) -> bool:
        """Whether to give up."""


_WAITER: ContextVar[Waiter | None] = ContextVar("waiter", default=None)


def waiter() -> Waiter | None:
    """Who is told, on this way through the program."""
    return _WAITER.get()


@contextmanager
def waited_for_by(who: Waiter) -> Iterator[None]:
    """Inside, and in threads begun inside, they are told."""
    before = _WAITER.set(who)
    try:
        yield
    finally:
        _WAITER.reset(before)


def others_import(book: Path) -> Announcement | None:
    """The import that is announced, by somebody else than who asks: who imports may wait too."""
    found = announced(book)
    is_own = ANNOUNCES.get() and found is not None and found.process == os.getpid()
    return None if is_own else found


def why_waiting(others: Announcement | None) -> str:
    """What one waits for."""
    if others is None:
        return _("Waiting for another program that writes")
    message = _("Waiting: {account} is importing {file}, {percent} %")
    return message.format(account=others.account, file=others.file, percent=others.percent)


def why_given_up(others: Announcement | None) -> str:
    """What one has waited for in vain, and what to do."""
    if others is None:
        return _(
            "Nothing was changed: another program keeps writing into the book. Try again; if that"
            " does not help, see who else has it open."
        )
    message = _(
        "Nothing was changed: {account} is importing {file} ({percent} %, process {process} on"
        " {machine}). Try again when that is done."
    )
    return message.format(
        account=others.account,
        file=others.file,
        percent=others.percent,
        process=others.process,
        machine=others.machine,
    )
