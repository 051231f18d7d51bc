"""`custtui find`: the quick look-up."""

from custtui.cli.opening import opened
from custtui.cli.options import Options
from custtui.cli.printing import complain, print_json, print_table, shortened
from custtui.cli.segment_names import named_segments
from custtui.cli.terminal import as_typed
from custtui.reading.dimensions import dimensions
from custtui.reading.find import Found, find
from custtui.values.language import _
from custtui.values.phone_form import show_phone
from custtui.values.text import one_line

_MOST = 50
_WIDEST = 40


def run(options: Options) -> int:
    """List who fits, best first; none is an answer too."""
    text = one_line(" ".join(map(as_typed, options.given.text)))
    with opened(options) as book:
        found = find(book.connection, text, _MOST)
        known = dimensions(book.connection)
    if book.masks:
        found = list(map(_masked, found))
    if options.given.json:
        print_json(
            [
                {
                    "code": each.code,
                    "name": each.name,
                    "phones": list(each.phones),
                    "segments": each.segments,
                }
                for each in found
            ]
        )
    elif found:
        brief = [d for d in known if d.kind != "field"]
        print_table(
            [each.code, shortened(each.name, _WIDEST), _reach(each),
             *(named_segments(d, each.segments) for d in brief[:3])]
            for each in found
        )  # fmt: skip
    else:
        complain(_("Nobody fits “{text}”.").format(text=text))
    return 0


def _masked(found: Found) -> Found:
    from custtui.values.masking import mask_phone, mask_text

    return found._replace(name=mask_text(found.name), phones=tuple(map(mask_phone, found.phones)))


def _reach(found: Found) -> str:
    return " / ".join(show_phone(phone) for phone in found.phones[:2])
