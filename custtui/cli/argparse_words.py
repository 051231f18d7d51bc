"""argparse's own words, in the language that was asked for."""

import argparse

from custtui.values.language import _, mark, plural

#: What a person gets to see of argparse when something was typed wrong; it looks each up when it
#: prints it, in the very form it has here.
WORDS = (
    mark("usage: "),
    mark("options"),
    mark("positional arguments"),
    mark("show this help message and exit"),
    mark("show program's version number and exit"),
    mark("%(prog)s: error: %(message)s\n"),
    mark("argument %(argument_name)s: %(message)s"),
    mark("unrecognized arguments: %s"),
    mark("the following arguments are required: %s"),
    mark("invalid choice: %(value)r (choose from %(choices)s)"),
    mark("unknown parser %(parser_name)r (choices: %(choices)s)"),
    mark("expected one argument"),
    mark("expected at least one argument"),
    mark("ignored explicit argument %r"),
)


def translate_argparse() -> None:
    """Make argparse look its words up in our catalog.

    It asks `gettext` by the names `_` and `ngettext` of its own module, and has no other way to be
    told of a catalog; words that a newer Python has and we do not know stay English.
    """
    vars(argparse).update(_=_word, ngettext=plural)


def _word(text: str | None) -> str | None:
    """It asks for the descriptions that it was not given, too."""
    return None if text is None else _(text)
