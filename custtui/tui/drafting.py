"""The draft of rules that the app keeps until it is saved or thrown away, whatever is on screen."""

from dataclasses import replace
from typing import TYPE_CHECKING

from custtui.reading.connection import BookError
from custtui.segments.drafting.draft import Draft, Overtaken
from custtui.segments.drafting.what_if import Tried
from custtui.segments.rules import Rules
from custtui.segments.sentences import listed
from custtui.tui.waiting import waited_for
from custtui.values.language import _, mark, plural

if TYPE_CHECKING:
    from custtui.store import Edit
    from custtui.tui.app import CusttuiApp

CHANGE_RULES = mark("change rules")
_NAMED = 3


async def save(desk: "CusttuiApp", draft: Draft) -> str | None:
    """Save a draft as one edit and tell how many moved; gives why it can't be, or None.

    What is changed in the draft of the app meanwhile stays in it.
    """
    problem, before = draft.problem(), desk.draft
    if problem is not None:
        return problem

    def change(edit: "Edit") -> None:
        from custtui.store.rules import change_rules

        change_rules(edit, draft.began, draft.now)

    try:
        edited = await waited_for(desk, desk.session.write(CHANGE_RULES, change, cause="rule"))
    except BookError as error:
        return str(error)
    if desk.draft is None or desk.draft is before or desk.draft.now == draft.now:
        desk.draft = None
    else:
        desk.draft = replace(desk.draft, began=draft.now)
    moved = len({move.customer_id for move in edited.moves})
    saved = plural(
        "Rule saved: {dimension} · {count} customer moved",
        "Rule saved: {dimension} · {count} customers moved",
        moved,
    )
    desk.after_edit(saved.format(dimension=what_changed(draft), count=f"{moved:,}"), edited)
    return None


def what_changed(draft: Draft) -> str:
    """The dimensions that a draft changes, by name; only the first few where they are many."""
    names = [str(d.name) for d in draft.now.dimensions if d.key in draft.changed]
    names += [_("without {dimension}").format(dimension=d.name) for d in draft.removed]
    if not names:
        return _("another order")
    if len(names) > _NAMED:
        rest = len(names) - _NAMED
        names[_NAMED:] = [plural("{count} more", "{count} more", rest).format(count=rest)]
    return listed(names)


def follow(desk: "CusttuiApp", stored: Rules) -> str | None:
    """Put the draft on what the book holds by now; gives why that can't be, or None.

    Where somebody else changed the same, the draft stays as it is: it can be read, but not saved.
    """
    if desk.draft is None:
        return None
    try:
        desk.draft = desk.draft.followed(stored)
    except Overtaken as overtaken:
        message = _("Changed by somebody else too, so this draft can't be saved: {dimensions}")
        return message.format(dimensions=overtaken)
    return None


def told(tried: Tried, dimension: str | None = None) -> str:
    """How many would move, and in which other dimensions some would move with them.

    Without `dimension`, in which ones.
    """
    if dimension in tried.added:
        return _("new: it has no members yet")
    moved = tried.moved if dimension is None else tried.migrations[dimension].moved
    text = _("nobody would move")
    if moved:
        text = plural("{count} customer would move", "{count} customers would move", moved)
    text = text.format(count=f"{moved:,}")
    others = [
        f"{tried.rules.dimension(key).name} {tried.migrations[key].moved:,}"
        for key in tried.moving
        if key != dimension
    ]
    if not others:
        return text
    message = _("{moving}, and with them: {others}") if dimension else _("{moving}: {others}")
    return message.format(moving=text, others=listed(others))
