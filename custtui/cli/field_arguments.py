"""What may be typed behind `custtui fields`."""

import argparse

from custtui.cli.shared_arguments import add_command, add_json
from custtui.values.language import _
from custtui.values.registry.own import OWN_FORMS

_MOST_PLACES = 1_000


def add_field_arguments(parser: argparse.ArgumentParser) -> None:
    """Listing is what it does without more; add, change and remove stand behind it."""
    add_json(parser)
    actions = parser.add_subparsers(title=_("commands"), metavar=_("COMMAND"), dest="action")
    _add(add_command(actions, "add", _("Add a field to the customer.")))
    _change(
        add_command(actions, "change", _("Give a field other names, choices or another place."))
    )
    _remove(add_command(actions, "remove", _("Delete a field of your own.")))


def _add(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("key", metavar="KEY", help=_("a Latin letter, then letters, digits or _"))
    parser.add_argument(
        "--form",
        choices=tuple(OWN_FORMS),
        default="text",
        metavar="|".join(OWN_FORMS),
        help=_("what stands in it; else text"),
    )
    _names(parser)


def _change(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("key", metavar="KEY", help=_("the key of the field"))
    _names(parser)
    parser.add_argument(
        "--place", type=_place, metavar="N", help=_("its place among the fields, from 1")
    )


def _remove(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("key", metavar="KEY", help=_("the key of the field"))
    parser.add_argument(
        "--with-values",
        action="store_true",
        help=_("delete it even where customers have values in it"),
    )


def _names(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--label-zh", metavar=_("NAME"), help=_("its Chinese name"))
    parser.add_argument("--label-en", metavar=_("NAME"), help=_("its English name"))
    parser.add_argument("--choices", metavar="A,B,…", help=_("what may be chosen"))


def _place(text: str) -> int:
    if text.isascii() and text.isdecimal() and 1 <= int(text[:6]) <= _MOST_PLACES:
        return int(text[:6])
    message = _("a whole number from {lowest} to {highest} is wanted")
    raise argparse.ArgumentTypeError(message.format(lowest=1, highest=_MOST_PLACES))
