"""The command line: what may be typed, its help, and what it is read as."""

import argparse
import re
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from custtui import __version__
from custtui.cli.argparse_words import translate_argparse
from custtui.cli.field_arguments import add_field_arguments
from custtui.cli.help_lines import Help
from custtui.cli.options import Options
from custtui.cli.rules_arguments import add_rules
from custtui.values.days import FIRST_YEAR, LAST_YEAR
from custtui.values.language import LANGUAGES, _, use, wanted
from custtui.values.places import default_book
from custtui.values.registry import RECORD_KINDS

_ISO_DAY = re.compile(r"(\d{4})-\d\d-\d\d", re.ASCII)
_MOST_DAYS = 36_500
_WRITING = (
    "import", "pin", "undo", "fields add", "fields change", "fields remove", "rules import",
)  # fmt: skip


def read(arguments: Sequence[str]) -> Options:
    """What was typed; from then on the program speaks the language that it asks for.

    SystemExit with 2 and the usage on stderr where it can't be understood; with 0 after help.
    """
    use(wanted(setting=_language(arguments)))
    translate_argparse()
    parser = _parser()
    given = parser.parse_args(arguments)
    command = given.command or ""
    read_only = getattr(given, "read_only", False)
    named = " ".join(filter(None, (command, getattr(given, "action", None))))
    if read_only and named in _WRITING:
        parser.error(_("{command} writes, and --read-only forbids it").format(command=named))
    if command == "pin":
        _check_pin(parser, given)
    if command == "segments" and given.dimension is not None and given.compare is None:
        parser.error(_("--dimension goes with --compare"))
    return Options(
        command=command,
        path=getattr(given, "db", None) or default_book(),
        as_of=getattr(given, "as_of", None),
        read_only=read_only,
        given=given,
    )


def _language(arguments: Sequence[str]) -> str | None:
    """The language that `--lang` names, found before there is a parser to say it in."""
    early = argparse.ArgumentParser(add_help=False, allow_abbrev=False, exit_on_error=False)
    early.add_argument("--lang", choices=LANGUAGES)
    typed = arguments[: arguments.index("--")] if "--" in arguments else arguments
    try:
        known, _rest = early.parse_known_args(typed)
    except argparse.ArgumentError:
        return None  # the real parser says so
    return str(known.lang) if known.lang else None


def _parser() -> argparse.ArgumentParser:
    shared = _shared_options()
    parser = argparse.ArgumentParser(
        prog="custtui",
        description=_("The customer book that classifies its customers by itself."),
        epilog=_("Without a command it opens the book on screen."),
        formatter_class=Help,
        parents=[shared],
        allow_abbrev=False,
    )
    parser.add_argument(
        "--version",
        action="version",
        version=f"custtui {__version__}",
        help=_("show program's version number and exit"),
    )
    commands = parser.add_subparsers(title=_("commands"), metavar=_("COMMAND"), dest="command")

    def command(name: str, about: str) -> argparse.ArgumentParser:
        return make(commands, name, about)

    def make(
        of: "argparse._SubParsersAction[argparse.ArgumentParser]", name: str, about: str
    ) -> argparse.ArgumentParser:
        return of.add_parser(
            name,
            help=about,
            description=about,
            formatter_class=Help,
            parents=[shared],
            allow_abbrev=False,
        )

    command("demo", _("Open the app on a fresh copy of the sample data."))
    _find(command("find", _("Find customers by name, pinyin, phone, code, contact or tag.")))
    _one(command("show", _("Show one customer with every record.")))
    _due(command("due", _("List promises, ending contracts and birthdays.")))
    _segments(command("segments", _("List every customer's segments, and the counts.")))
    _import(command("import", _("Take in the rows of a CSV or XLSX file.")))
    add_field_arguments(
        command("fields", _("List, add and delete the fields that you add to the customer.")), make
    )
    _export(command("export", _("Write the whole book as a workbook.")))
    _one(command("why", _("Explain each segment of one customer.")))
    _pin(command("pin", _("Fix one customer's segment by hand, or release it.")))
    _json(command("pins", _("List where pins and the old sheet disagree with the rules.")))
    add_rules(command("rules", _("Show the rules, check them, exchange them as files.")), make)
    command("undo", _("Take back the last edit that this account made."))
    _log(command("log", _("List the latest edits.")))
    command("locate", _("Print where the book lies."))
    return parser


def _shared_options() -> argparse.ArgumentParser:
    """Without defaults, so that a command does not undo what was given before it."""
    shared = argparse.ArgumentParser(add_help=False, argument_default=argparse.SUPPRESS)
    shared.add_argument("--db", type=_path, metavar=_("PATH"), help=_("the file of the book"))
    shared.add_argument(
        "--as-of", type=_day, metavar="YYYY-MM-DD", help=_("see the book as of this day")
    )
    shared.add_argument(
        "--lang", choices=LANGUAGES, metavar="zh|en", help=_("the language to speak")
    )
    shared.add_argument("--read-only", action="store_true", help=_("write nothing into the book"))
    return shared


def _find(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("text", nargs="+", metavar=_("TEXT"), help=_("what to look for"))
    _json(parser)


def _one(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("code", type=_code, metavar=_("CODE"), help=_("the customer's code"))
    _json(parser)


def _pin(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("code", type=_code, metavar=_("CODE"), help=_("the customer's code"))
    parser.add_argument("dimension", metavar=_("DIMENSION"), help=_("its key or its name"))
    parser.add_argument("segment", nargs="?", metavar=_("SEGMENT"), help=_("its key or its name"))
    parser.add_argument("--reason", metavar=_("TEXT"), help=_("why the rules don't fit"))
    parser.add_argument(
        "--until", metavar=_("DAY"), help=_("the last day on which it counts, like 2026-12-31")
    )
    parser.add_argument("--author", metavar=_("NAME"), help=_("who fixes it; else the account"))
    parser.add_argument(
        "--without", action="store_true", help=_("take a tag away instead of adding it")
    )
    parser.add_argument("--release", action="store_true", help=_("let the rules have it again"))


def _check_pin(parser: argparse.ArgumentParser, given: argparse.Namespace) -> None:
    """What belongs together: a segment and a reason to pin, neither day nor reason to release."""
    if given.release:
        if given.reason or given.until or given.without:
            parser.error(_("--release takes no reason, no day and no --without"))
    elif not given.segment or not given.reason:
        parser.error(_("pin needs a SEGMENT and a --reason, or --release"))


def _due(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--days", type=_days, default=7, metavar="N", help=_("look so many days ahead; else 7")
    )
    _json(parser)


def _segments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--compare",
        type=_day,
        metavar="YYYY-MM-DD",
        help=_("compare this day with today, or with --as-of: who moved from where to where"),
    )
    parser.add_argument(
        "--dimension", metavar=_("KEY"), help=_("compare only in this dimension, like grade")
    )
    _json(parser)


def _import(parser: argparse.ArgumentParser) -> None:
    kinds = [kind.plural for kind in RECORD_KINDS]
    parser.add_argument("kind", choices=kinds, metavar=_("KIND"), help=", ".join(kinds))
    parser.add_argument("file", type=_path, metavar=_("FILE"), help=_("a CSV or XLSX file"))
    parser.add_argument(
        "--map",
        action="append",
        type=_mapping,
        default=[],
        metavar=_("FIELD=HEADER"),
        help=_("take a field from the column of that header; may be repeated"),
    )
    parser.add_argument(
        "--create", action="store_true", help=_("make the customers that the book lacks")
    )
    parser.add_argument(
        "--update", action="store_true", help=_("change the customers that the book has")
    )
    parser.add_argument(
        "--dry-run", action="store_true", help=_("only tell what would be taken in")
    )
    parser.add_argument(
        "--create-fields",
        action="store_true",
        help=_("add a field to the customer for each column that nobody knows"),
    )
    parser.add_argument("--sheet", metavar=_("NAME"), help=_("the sheet of the workbook"))
    parser.add_argument(
        "--keep-duplicates",
        action="store_true",
        help=_("take in rows that the book already has"),
    )
    parser.add_argument(
        "--replace-opening",
        action="store_true",
        help=_("remove the estimated purchases of customers whose real ones come"),
    )


def _export(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "file", type=_workbook, metavar=_("FILE.xlsx"), help=_("the workbook to write")
    )


def _log(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--last", type=_count, default=20, metavar="N", help=_("so many edits; else 20")
    )


def _json(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", help=_("answer in JSON"))


def _path(text: str) -> Path:
    if not text or "\0" in text:
        raise argparse.ArgumentTypeError(_("a path is missing"))
    return Path(text)


def _workbook(text: str) -> Path:
    path = _path(text)
    if path.suffix.lower() != ".xlsx":
        raise argparse.ArgumentTypeError(_("the name of a workbook ends with .xlsx"))
    return path


def _code(text: str) -> str:
    if not text.strip():
        raise argparse.ArgumentTypeError(_("a code is missing"))
    return text


def _day(text: str) -> date:
    written = _ISO_DAY.fullmatch(text)
    if written and not FIRST_YEAR <= int(written[1]) <= LAST_YEAR:
        message = _("a day from {first}-01-01 to {last}-12-31 is wanted")
        raise argparse.ArgumentTypeError(message.format(first=FIRST_YEAR, last=LAST_YEAR))
    try:
        if written:
            return date.fromisoformat(text)
    except ValueError:
        pass  # a day that no calendar has is refused like any other text
    raise argparse.ArgumentTypeError(_("a day is written like 2026-11-25"))


def _days(text: str) -> int:
    return _whole(text, 0)


def _count(text: str) -> int:
    return _whole(text, 1)


def _whole(text: str, lowest: int) -> int:
    if text.isascii() and text.isdecimal() and len(text) < 6 and lowest <= int(text) <= _MOST_DAYS:
        return int(text)
    message = _("a whole number from {lowest} to {highest} is wanted")
    raise argparse.ArgumentTypeError(message.format(lowest=lowest, highest=_MOST_DAYS))


def _mapping(text: str) -> str:
    field, equals, header = text.partition("=")
    if not (field.strip() and equals and header.strip()):
        raise argparse.ArgumentTypeError(_("write it as FIELD=HEADER, like amount=Total"))
    return text
