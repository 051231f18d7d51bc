"""What every command takes: the book, the day, the language; and how a command gets its parser."""

import argparse
import re
from datetime import date
from pathlib import Path
from typing import Any, cast

from custtui.cli.help_lines import Help
from custtui.values.impossible import FIRST_YEAR, LAST_YEAR
from custtui.values.language import LANGUAGES, _

_ISO_DAY = r"([0-9]{4})-[0-9]{2}-[0-9]{2}"


def add_command(
    commands: "argparse._SubParsersAction[Any]", name: str, about: str
) -> argparse.ArgumentParser:
    """The parser of a command, or of one thing that it does, with its help."""
    parser = commands.add_parser(
        name,
        help=about,
        description=about,
        formatter_class=Help,
        parents=[shared_options()],
        allow_abbrev=False,
    )
    return cast(argparse.ArgumentParser, parser)


def shared_options() -> argparse.ArgumentParser:
    """Without defaults, so that a command does not undo what was given before it."""
    shared = argparse.ArgumentParser(
        add_help=False, argument_default=argparse.SUPPRESS, formatter_class=Help
    )
    shared.add_argument("--db", type=path, metavar=_("PATH"), help=_("the file of the book"))
    shared.add_argument(
        "--as-of", type=day, metavar="YYYY-MM-DD", help=_("see the book as of this day")
    )
    shared.add_argument(
        "--lang", choices=LANGUAGES, metavar="zh|en", help=_("the language to speak")
    )
    shared.add_argument("--read-only", action="store_true", help=_("write nothing into the book"))
    return shared


def add_json(parser: argparse.ArgumentParser) -> None:
    """The option to answer in JSON."""
    parser.add_argument("--json", action="store_true", help=_("answer in JSON"))


def path(text: str) -> Path:
    """The path that was typed; nothing is none."""
    if not text or "\0" in text:
        raise argparse.ArgumentTypeError(_("a path is missing"))
    return Path(text)


def day(text: str) -> date:
    """The day that was typed, in the one form that a command line takes."""

    written = re.fullmatch(_ISO_DAY, text)
    if written and not FIRST_YEAR <= int(written[1]) <= LAST_YEAR:
        message = _("a day from {first}-01-01 to {last}-12-31 is wanted")
        raise argparse.ArgumentTypeError(message.format(first=FIRST_YEAR, last=LAST_YEAR))
    try:
        if written:
            return date.fromisoformat(text)
    except ValueError:
        pass  # a day that no calendar has is refused like any other text
    raise argparse.ArgumentTypeError(_("a day is written like 2026-11-25"))
