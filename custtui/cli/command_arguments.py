"""The commands: what each is about, and what it takes."""

import argparse
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from custtui.cli.shared_arguments import add_json, day, path
from custtui.values.language import _, mark

_MOST_DAYS = 36_500
_DIGITS = 19


class Command(NamedTuple):
    """What a command is about, for its help, and what adds to a parser the rest that it takes."""

    about: str
    take: Callable[[argparse.ArgumentParser], None]


def _nothing(parser: argparse.ArgumentParser) -> None:
    """It takes nothing but what every command takes."""


def _find(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("text", nargs="+", metavar=_("TEXT"), help=_("what to look for"))
    _unmask(parser)
    add_json(parser)


def _of_one(parser: argparse.ArgumentParser) -> None:
    _unmask(parser)
    parser.add_argument("code", type=_code, metavar=_("CODE"), help=_("the customer's code"))
    add_json(parser)


def _pins(parser: argparse.ArgumentParser) -> None:
    _unmask(parser)
    add_json(parser)


def _unmask(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--unmask", action="store_true", help=_("show whole what is masked otherwise")
    )


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


def _due(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--days", type=_days, default=7, metavar="N", help=_("look so many days ahead; else 7")
    )
    _unmask(parser)
    add_json(parser)


def _segments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--compare",
        type=day,
        metavar="YYYY-MM-DD",
        help=_("compare this day with today, or with --as-of: who moved from where to where"),
    )
    parser.add_argument(
        "--dimension", metavar=_("KEY"), help=_("compare only in this dimension, like grade")
    )
    _unmask(parser)
    add_json(parser)


def _import(parser: argparse.ArgumentParser) -> None:
    from custtui.values.registry import RECORD_KINDS

    kinds = [kind.plural for kind in RECORD_KINDS]
    parser.add_argument("kind", choices=kinds, metavar=_("KIND"), help=", ".join(kinds))
    parser.add_argument("file", type=path, metavar=_("FILE"), help=_("a CSV or XLSX file"))
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
    parser.add_argument(
        "--mask", action="store_true", help=_("mask phones, e-mails, accounts and id numbers in it")
    )
    parser.add_argument(
        "--id-numbers", action="store_true", help=_("write the column of id numbers too")
    )


def _backup(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "file",
        nargs="?",
        type=path,
        metavar=_("FILE"),
        help=_("a new file or a folder for it; else where the backups of this book lie"),
    )
    parser.add_argument(
        "--list", action="store_true", help=_("list the backups that there are, and make none")
    )
    add_json(parser)


def _doctor(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--repair", action="store_true", help=_("make anew what can be; records stay as they are")
    )
    parser.add_argument(
        "--verbose", action="store_true", help=_("name the checks, also when nothing is wrong")
    )
    add_json(parser)


def _restore(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=path, metavar=_("FILE"), help=_("a backup of the book"))
    parser.add_argument("--yes", action="store_true", help=_("don't ask"))


def _log(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "code", nargs="?", type=_code, metavar=_("CODE"), help=_("only what touched this customer")
    )
    parser.add_argument(
        "--count", "--last", type=_count, default=20, metavar="N", help=_("so many edits; else 20")
    )
    add_json(parser)
    _unmask(parser)


def _undo(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "edit", nargs="?", type=_number, metavar=_("EDIT"), help=_("its number, as the log has it")
    )


def _erase(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "code", nargs="?", type=_code, metavar=_("CODE"), help=_("the customer's code")
    )
    parser.add_argument("--yes", action="store_true", help=_("do not ask"))
    parser.add_argument("--id", type=_number, metavar="N", help=_("which of several in the trash"))
    parser.add_argument(
        "--finish", action="store_true", help=_("take out of the file what an erasing left there")
    )


def _workbook(text: str) -> Path:
    named = path(text)
    if named.suffix.lower() != ".xlsx":
        raise argparse.ArgumentTypeError(_("the name of a workbook ends with .xlsx"))
    return named


def _code(text: str) -> str:
    if not text.strip():
        raise argparse.ArgumentTypeError(_("a code is missing"))
    return text


def _days(text: str) -> int:
    return _whole(text, 0)


def _count(text: str) -> int:
    return _whole(text, 1)


def _number(text: str) -> int:
    """The number of an edit or a customer: any that a file may hold."""
    if text.isascii() and text.isdecimal() and len(text) < _DIGITS:
        return int(text)
    raise argparse.ArgumentTypeError(_("a number is wanted"))


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


def _fields(parser: argparse.ArgumentParser) -> None:
    from custtui.cli.field_arguments import add_field_arguments

    add_field_arguments(parser)


def _rules(parser: argparse.ArgumentParser) -> None:
    from custtui.cli.rules_arguments import add_rules

    add_rules(parser)


def _setting(text: str) -> str:
    from custtui.values.setting_defaults import DEFAULTS

    if text in DEFAULTS:
        return text
    message = _("there is no setting {name}; there are: {names}")
    raise argparse.ArgumentTypeError(message.format(name=text, names=", ".join(DEFAULTS)))


def _settings(parser: argparse.ArgumentParser) -> None:
    from custtui.values.setting_defaults import DEFAULTS

    parser.add_argument("key", nargs="?", type=_setting, metavar="KEY", help=", ".join(DEFAULTS))
    parser.add_argument(
        "value", nargs="?", metavar=_("VALUE"), help=_("what it is to be from now on")
    )
    parser.add_argument("--default", action="store_true", help=_("take the setting back"))
    add_json(parser)


#: By name, in the order of the help.
COMMANDS = {
    "demo": Command(mark("Open the app on a fresh copy of the sample data."), _nothing),
    "find": Command(mark("Find customers by name, pinyin, phone, code, contact or tag."), _find),
    "show": Command(mark("Show one customer with every record."), _of_one),
    "due": Command(mark("List promises, ending contracts and birthdays."), _due),
    "segments": Command(mark("List every customer's segments, and the counts."), _segments),
    "import": Command(mark("Take in the rows of a CSV or XLSX file."), _import),
    "fields": Command(
        mark("List, add and delete the fields that you add to the customer."), _fields
    ),
    "export": Command(mark("Write the whole book as a workbook."), _export),
    "why": Command(mark("Explain each segment of one customer."), _of_one),
    "pin": Command(mark("Fix one customer's segment by hand, or release it."), _pin),
    "pins": Command(mark("List where pins and the old sheet disagree with the rules."), _pins),
    "rules": Command(mark("Show the rules, check them, exchange them as files."), _rules),
    "settings": Command(mark("List and change the settings of the book."), _settings),
    "backup": Command(mark("Make a backup of the book, or list those that there are."), _backup),
    "restore": Command(mark("Put a backup in the place of the book, which is kept."), _restore),
    "undo": Command(mark("Take back the last edit of this account, or any by its number."), _undo),
    "log": Command(mark("List the latest edits, or a customer's with before and after."), _log),
    "erase": Command(mark("Erase a customer for good, history and all: no undo."), _erase),
    "doctor": Command(mark("Look the book through, and mend what can be."), _doctor),
    "locate": Command(mark("Print where the book and its backups lie."), _nothing),
}
