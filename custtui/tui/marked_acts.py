"""Acts on the customers that are marked, or on one: a question, then one edit in a thread."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from custtui.reading.connection import BookError
from custtui.reading.shared_words import owner_counts, tag_counts
from custtui.tui.recording import may_write
from custtui.tui.screens.pick import Option, Pick
from custtui.tui.waiting import waited_for
from custtui.values.cleaning import clean
from custtui.values.language import _, mark, plural
from custtui.values.registry import CUSTOMER
from custtui.values.unclean import Unclean

if TYPE_CHECKING:
    from custtui.store import Edit
    from custtui.tui.app import CusttuiApp

_DELETED = mark("delete customers")
_TAGGED = mark("change tags")
_GIVEN = mark("change owner")
#: Of the words that are in use already, so many are offered.
_OFFERED = 200
#: What an option does with its tag.
_ADD, _REMOVE = "+", "-"

#: What is done to customers in an edit; gives how many it changed.
Act = Callable[["Edit", Sequence[int]], int]


@dataclass(frozen=True, slots=True)
class Whom:
    """Whom an act goes for: all who are marked, or one with a `name`.

    `hidden` are those of the marked whom the list does not show.
    """

    customers: tuple[int, ...]
    name: str = ""
    hidden: int = 0

    @property
    def count(self) -> str:
        """How many they are, as people write it."""
        return f"{len(self.customers):,}"


def delete(app: "CusttuiApp", whom: Whom) -> None:
    """Delete the marked with all they have, after one question; the trash keeps them."""
    if not may_write(app):
        return
    question = plural(
        "Delete {count} marked customer with all records? The trash keeps them.",
        "Delete {count} marked customers with all records? The trash keeps them.",
        len(whom.customers),
    ).format(count=whom.count)
    if whom.hidden:
        told = plural(
            "{count} of them is not in the list now.",
            "{count} of them are not in the list now.",
            whom.hidden,
        )
        question = f"{question} {told.format(count=f'{whom.hidden:,}')}"

    def act(edit: "Edit", customers: Sequence[int]) -> int:
        from custtui.store.many import delete_customers

        return delete_customers(edit, customers)

    app.ask(question, _("Delete"), lambda: _carry_out(app, _DELETED, whom, act, _told_deleted))


def _told_deleted(count: int) -> str:
    told = plural("{count} customer deleted", "{count} customers deleted", count)
    return told.format(count=f"{count:,}")


async def change_tags(app: "CusttuiApp", whom: Whom) -> None:
    """Pick a tag that is added to them, or taken from those who have it."""
    if not may_write(app):
        return
    theirs = await app.session.read(tag_counts, whom.customers)
    every = await app.session.read(tag_counts)
    options = [*_tag_options(theirs, whom), *_new_tags(list(theirs), every)]

    def typed_option(typed: str) -> Option | None:
        tag = _clean("tags", typed)
        if tag is None or "\n" in tag or tag in theirs or tag in every:
            return None
        return Option(_ADD + tag, _("Add the new tag {tag}").format(tag=tag))

    def picked(key: str | None) -> None:
        if key is not None:
            _tag(app, whom, key[0], key[1:])

    heading = plural("Tags of {count} marked customer", "Tags of {count} marked customers",
                     len(whom.customers)).format(count=whom.count)  # fmt: skip
    if whom.name:
        heading = _("Tags of {name}").format(name=whom.name)
    app.push_screen(Pick(heading, options, typed_option=typed_option), picked)


def _tag_options(theirs: dict[str, int], whom: Whom) -> list[Option]:
    """What can be done with the tags that they have: added to the others, taken away."""
    options = []
    for tag, having in sorted(theirs.items(), key=lambda each: (-each[1], each[0])):
        hint = "" if whom.name else f"{having:,} / {whom.count}"
        if having < len(whom.customers):
            options.append(Option(_ADD + tag, _("Add {tag}").format(tag=tag), hint))
        options.append(Option(_REMOVE + tag, _("Remove {tag}").format(tag=tag), hint))
    return options


def _new_tags(theirs: Sequence[str], every: dict[str, int]) -> list[Option]:
    others = sorted((t for t in every if t not in theirs), key=lambda t: (-every[t], t))
    return [Option(_ADD + tag, _("Add {tag}").format(tag=tag)) for tag in others[:_OFFERED]]


def _tag(app: "CusttuiApp", whom: Whom, sign: str, tag: str) -> None:
    def act(edit: "Edit", customers: Sequence[int]) -> int:
        from custtui.store.many import add_tag, remove_tag

        return (add_tag if sign == _ADD else remove_tag)(edit, customers, tag)

    def told(count: int) -> str:
        if sign == _ADD:
            said = plural("{count} customer now has the tag {tag}",
                          "{count} customers now have the tag {tag}", count)  # fmt: skip
        else:
            said = plural("{count} customer no longer has the tag {tag}",
                          "{count} customers no longer have the tag {tag}", count)  # fmt: skip
        return said.format(count=f"{count:,}", tag=tag)

    _carry_out(app, _TAGGED, whom, act, told)


async def change_owner(app: "CusttuiApp", whom: Whom) -> None:
    """Pick who has them from now on: an owner there is, another one, or nobody."""
    if not may_write(app):
        return
    owners = await app.session.read(owner_counts)
    options = [
        Option(owner, owner, f"{customers:,}") for owner, customers in owners.most_common(_OFFERED)
    ]
    options.append(Option("", _("(nobody)")))

    def typed_option(typed: str) -> Option | None:
        owner = _clean("owner", typed)
        if owner is None or owner in owners:
            return None
        return Option(owner, _("The new owner {owner}").format(owner=owner))

    def picked(owner: str | None) -> None:
        if owner is not None:
            _give(app, whom, owner or None)

    heading = plural("Owner of {count} marked customer", "Owner of {count} marked customers",
                     len(whom.customers)).format(count=whom.count)  # fmt: skip
    if whom.name:
        heading = _("Owner of {name}").format(name=whom.name)
    app.push_screen(Pick(heading, options, typed_option=typed_option), picked)


def _give(app: "CusttuiApp", whom: Whom, owner: str | None) -> None:
    def act(edit: "Edit", customers: Sequence[int]) -> int:
        from custtui.store.many import set_owner

        return set_owner(edit, customers, owner)

    def told(count: int) -> str:
        if owner is None:
            said = plural(
                "{count} customer has no owner now", "{count} customers have no owner now", count
            )
        else:
            said = plural(
                "{count} customer is {owner}'s now", "{count} customers are {owner}'s now", count
            )
        return said.format(count=f"{count:,}", owner=owner)

    _carry_out(app, _GIVEN, whom, act, told)


def _carry_out(
    app: "CusttuiApp", what: str, whom: Whom, act: Act, told: Callable[[int], str]
) -> None:
    """Make the edit in a thread and tell what came of it; keys work meanwhile."""
    changed = [0]

    def change(edit: "Edit") -> None:
        changed[0] = act(edit, whom.customers)

    async def work() -> None:
        saying = plural("Saving {count} customer…", "Saving {count} customers…",
                        len(whom.customers))  # fmt: skip
        app.say(saying.format(count=whom.count))
        try:
            edited = await waited_for(app, app.session.write(what, change))
        except BookError as error:
            app.say(str(error), wrong=True)
            return
        if changed[0]:
            app.after_edit(told(changed[0]), edited)
        else:
            app.say(_("Nothing to change: they are so already."))

    app.run_worker(work())


def _clean(field: str, typed: str) -> str | None:
    """What the customer's field would store for what is typed; None where it can't."""
    try:
        cleaned = clean(CUSTOMER.field(field), typed)
    except Unclean:
        return None
    return str(cleaned) if cleaned else None
