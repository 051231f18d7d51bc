"""What may be typed after `custtui rules`."""

import argparse

from custtui.cli.shared_arguments import add_command, add_json, path
from custtui.values.language import _


def add_rules(parser: argparse.ArgumentParser) -> None:
    """The actions of `rules`; one of them has to be named."""
    actions = parser.add_subparsers(
        title=_("actions"), metavar=_("ACTION"), dest="action", required=True
    )

    def action(name: str, about: str) -> argparse.ArgumentParser:
        return add_command(actions, name, about)

    show = action("show", _("Print the standards table of the book."))
    show.add_argument(
        "dimension", nargs="*", metavar=_("KEY"), help=_("only the dimensions of these keys")
    )
    add_json(show)
    export = action("export", _("Write the rules of the book as a TOML file to read and edit."))
    export.add_argument(
        "file",
        nargs="?",
        type=path,
        metavar=_("FILE"),
        help=_("the file to write; else it is printed"),
    )
    check = action("check", _("Find every mistake in a file of rules, and what is doubtful."))
    _file(check)
    add_json(check)
    _import(action("import", _("Take rules from a file or a preset, as one edit.")))
    presets = action("presets", _("List the presets, or print one as a file to edit."))
    presets.add_argument(
        "preset", nargs="?", metavar=_("PRESET"), help=_("the preset to print; else a list")
    )
    add_json(presets)


def _import(parser: argparse.ArgumentParser) -> None:
    _file(parser)
    parser.add_argument(
        "--dimension",
        action="append",
        default=[],
        metavar=_("KEY"),
        help=_("take only the dimension of that key; may be repeated"),
    )
    parser.add_argument("--dry-run", action="store_true", help=_("only tell who would move"))
    add_json(parser)


def _file(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "file", metavar=_("FILE|PRESET"), help=_("a TOML file, or the name of a preset")
    )
