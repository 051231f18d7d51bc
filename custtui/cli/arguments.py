"""The command line: what may be typed, its help, and what it is read as."""

import argparse
from collections.abc import Collection, Sequence
from itertools import pairwise

from custtui import __version__
from custtui.cli.argparse_words import translate_argparse
from custtui.cli.command_arguments import COMMANDS
from custtui.cli.help_lines import Help
from custtui.cli.options import Options
from custtui.cli.parser import Parser
from custtui.cli.shared_arguments import add_command, shared_options
from custtui.values.language import LANGUAGES, _, use, wanted
from custtui.values.places import default_book, without_link

_PROGRAM = "custtui"
_WRITING = (
    "import", "pin", "restore", "undo", "erase", "doctor --repair",
    "fields add", "fields change", "fields remove", "rules import",
)  # fmt: skip


def read(arguments: Sequence[str]) -> Options:
    """What was typed; from then on the program speaks the language that it asks for.

    SystemExit with 2 and the usage on stderr where it can't be understood; with 0 after help.
    """
    translate_argparse()
    use(wanted(setting=_language(arguments)))
    parser = _parser(arguments)
    given = parser.parse_args(arguments)
    command = given.command or ""
    read_only = getattr(given, "read_only", False)
    named = " ".join(filter(None, (command, getattr(given, "action", None))))
    if getattr(given, "repair", False):
        named = f"{named} --repair"
    if read_only and named in _WRITING:
        parser.error(_("{command} writes, and --read-only forbids it").format(command=named))
    if command == "backup" and given.list and given.file is not None:
        parser.error(_("--list takes no FILE"))
    if command == "backup" and given.json and not given.list:
        parser.error(_("--json goes with --list"))
    if command == "pin":
        _check_pin(parser, given)
    if command == "settings":
        _check_settings(parser, given, read_only=read_only)
    if command == "erase" and bool(given.code) == given.finish:
        parser.error(_("erase needs a CODE, or --finish"))
    if command == "segments" and given.dimension is not None and given.compare is None:
        parser.error(_("--dimension goes with --compare"))
    return Options(
        command=command,
        path=without_link(getattr(given, "db", None) or default_book()),
        as_of=getattr(given, "as_of", None),
        read_only=read_only,
        given=given,
    )


def _language(arguments: Sequence[str]) -> str | None:
    """The language that `--lang` names, found before there is a parser to say it in."""
    typed = arguments[: arguments.index("--")] if "--" in arguments else arguments
    named = None
    for word, following in pairwise([*typed, ""]):
        option, equals, value = word.partition("=")
        if option == "--lang":
            named = value if equals else following
            if named not in LANGUAGES:
                return None  # the parser says so
    return named


def _parser(typed: Collection[str]) -> argparse.ArgumentParser:
    """It knows every command by name, and what those take whose names were typed.

    To describe all that all commands take costs more time than most answers.
    """
    parser: argparse.ArgumentParser = Parser(
        prog=_PROGRAM,
        description=_("The customer book that classifies its customers by itself."),
        epilog=_("Without a command it opens the book on screen."),
        formatter_class=Help,
        parents=[shared_options()],
        allow_abbrev=False,
    )
    parser.add_argument(
        "--version",
        action="version",
        version=f"{_PROGRAM} {__version__}",
        help=_("show program's version number and exit"),
    )
    commands = parser.add_subparsers(
        title=_("commands"), metavar=_("COMMAND"), dest="command", prog=_PROGRAM
    )
    for name, command in COMMANDS.items():
        if name in typed:
            command.take(add_command(commands, name, _(command.about)))
        else:
            commands.add_parser(name, help=_(command.about), add_help=False)
    return parser


def _check_settings(
    parser: argparse.ArgumentParser, given: argparse.Namespace, *, read_only: bool
) -> None:
    if given.default and (given.key is None or given.value is not None):
        parser.error(_("--default goes with a KEY and no VALUE"))
    if read_only and (given.default or given.value is not None):
        parser.error(_("{command} writes, and --read-only forbids it").format(command="settings"))


def _check_pin(parser: argparse.ArgumentParser, given: argparse.Namespace) -> None:
    """What belongs together: a segment and a reason to pin, neither day nor reason to release."""
    if given.release:
        if given.reason or given.until or given.without:
            parser.error(_("--release takes no reason, no day and no --without"))
    elif not given.segment or not given.reason:
        parser.error(_("pin needs a SEGMENT and a --reason, or --release"))
