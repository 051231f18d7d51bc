"""What is left after somebody was erased, in words: who else names the person, which copies."""

from collections.abc import Iterable, Iterator
from pathlib import Path

from custtui.reading.mentions import Mention
from custtui.values.language import _, current, plural
from custtui.values.registry import RECORD_KINDS

_MOST_TOLD = 50
_KINDS = {kind.key: kind for kind in RECORD_KINDS}


def left_lines(
    mentions: Iterable[Mention], drafts: Iterable[Path], copies: Iterable[Path], unfinished: str
) -> Iterator[str]:
    """Lines for a person to read; none where nothing is left."""
    if unfinished:
        yield _(
            "The file still holds the bytes of what was erased: {reason}. custtui erase --finish"
            " takes them out, and so does the next opening."
        ).format(reason=unfinished)
    found = list(mentions)
    if found:
        yield _("Others still name the person; that was left as it is:")
        yield from (f"  {mention_text(mention)}" for mention in found[:_MOST_TOLD])
        more = len(found) - _MOST_TOLD
        if more > 0:
            told = plural("and {count} more place", "and {count} more places", more)
            yield "  " + told.format(count=f"{more:,}")
    typed = list(drafts)
    if typed:
        yield _("What was typed and not saved still names the person:")
        yield from (f"  {file}" for file in typed)
    kept = list(copies)
    if kept:
        yield _("These copies of the book still hold the customer; delete them, or keep them safe:")
        yield from (f"  {copy}" for copy in kept)


def mention_text(mention: Mention) -> str:
    """A place in the book: whose record, of which kind, which field."""
    if not mention.code:
        return _("the rules, or fields of your own") if not mention.is_past else _("the history")
    kind = _KINDS.get(mention.kind)
    kind_label = kind.label(current()) if kind is not None else _("Pin")
    if mention.is_past:
        return _("{code}: history of {kind}").format(code=mention.code, kind=kind_label)
    if kind is None:
        field_label = _("Reason")
    else:
        fields = {field.key: field.label(current()) for field in kind.fields}
        field_label = fields.get(mention.field, _("Own fields"))
    return _("{code}: {kind}, {field}").format(
        code=mention.code, kind=kind_label, field=field_label
    )
