"""`custtui import`: the rows of a file into the book."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from custtui.cli import clock
from custtui.cli.opening import settings_of_a_new_book, zone_of
from custtui.cli.options import Options
from custtui.cli.printing import complain, say
from custtui.cli.progress import progress
from custtui.cli.refusals import Refusal
from custtui.reading.connection import is_there
from custtui.values.language import _, current, plural
from custtui.values.registry import RECORD_KINDS

if TYPE_CHECKING:
    from custtui.exchange.imported import Imported
    from custtui.store import Book

_INDENT = "  "


def run(options: Options) -> int:
    """Take the good rows in and tell of each bad one; gives 1 where there was a bad one."""
    given = options.given
    given.file.open("rb").close()  # a file that can't be read makes no book
    from custtui.exchange.errors import ExchangeError
    from custtui.exchange.importing import import_file

    try:
        with _book(options.path, dry_run=given.dry_run) as book, progress() as tell:
            done = import_file(
                book,
                given.kind,
                given.file,
                today=options.as_of or clock.today(zone_of(book.path)),
                mapping=given.map,
                create=given.create,
                update=given.update,
                dry_run=given.dry_run,
                sheet=given.sheet,
                keep_duplicates=given.keep_duplicates,
                replace_opening=given.replace_opening,
                create_fields=given.create_fields,
                progress=tell,
            )
    except ExchangeError as error:
        raise Refusal(str(error)) from error
    _tell(done, given.file, dry_run=given.dry_run)
    return 1 if done.rejected else 0


@contextmanager
def _book(path: Path, *, dry_run: bool) -> Iterator["Book"]:
    """The book, made where there is none; a dry run makes it where nobody keeps it."""
    from custtui.store import open_book

    settings = settings_of_a_new_book()
    today = clock.today(zone_of(path))
    if is_there(path) or not dry_run:
        book = open_book(path, today, settings)
        if not dry_run:
            # First the day, so that what the import moves is not put down to the clock later.
            book.roll_forward(today)
        yield book
        return
    with TemporaryDirectory(prefix="custtui-") as folder:
        yield open_book(Path(folder) / "book.db", today, settings)


def _tell(done: "Imported", file: Path, *, dry_run: bool) -> None:
    """The counts on stdout; on stderr what was refused or left out, and where it stands."""
    if dry_run:
        say(_("Only told, nothing is written:"))
    read = plural("{count} row read", "{count} rows read", done.read)
    say(read.format(count=f"{done.read:,}"))
    for count, text in (
        (done.added, plural("{count} added", "{count} added", done.added)),
        (done.updated, plural("{count} updated", "{count} updated", done.updated)),
        (
            done.already_there,
            plural("{count} already there", "{count} already there", done.already_there),
        ),
        (done.rejected, plural("{count} rejected", "{count} rejected", done.rejected)),
        (
            done.customers_made,
            plural("{count} customer made", "{count} customers made", done.customers_made),
        ),
        (
            done.openings_removed,
            plural(
                "{count} estimated purchase removed",
                "{count} estimated purchases removed",
                done.openings_removed,
            ),
        ),
    ):
        if count:
            say(_INDENT + text.format(count=f"{count:,}"))
    if done.fields_made:
        fields = ", ".join(done.fields_made)
        say(_INDENT + _("Fields added to the customer: {fields}").format(fields=fields))
    _tell_records(done)
    _tell_moves(done)
    for rejection in done.rejections:
        where = ", ".join(rejection.columns)
        reasons = "; ".join(rejection.reasons)
        place = f"{file}:{rejection.line}"
        complain(": ".join(part for part in (place, where, reasons) if part))
    _tell_notices(done)


def _tell_records(done: "Imported") -> None:
    labels = {kind.key: kind.label(current()) for kind in RECORD_KINDS}
    for kind, count in done.records_made.items():
        if count:
            made = _("{kind}: {count} made from the summary columns")
            say(_INDENT + made.format(kind=labels.get(kind, kind), count=f"{count:,}"))


def _tell_moves(done: "Imported") -> None:
    moved = len({move.customer_id for move in done.edited.moves}) if done.edited else 0
    if moved:
        text = plural("{count} customer moved", "{count} customers moved", moved)
        say(_INDENT + text.format(count=f"{moved:,}"))


def _tell_notices(done: "Imported") -> None:
    if done.rejected > len(done.rejections):
        complain(_("… and more: all of them are in the file of rejected rows."))
    if done.rejected_file is not None:
        complain(_("The rejected rows are in {path}.").format(path=done.rejected_file))
    if done.columns_not_taken:
        columns = ", ".join(done.columns_not_taken)
        complain(_("Columns that were not taken: {columns}").format(columns=columns))
    if done.columns_in_note:
        columns = ", ".join(done.columns_in_note)
        complain(_("Columns that went into the note: {columns}").format(columns=columns))
        if not done.fields_made:
            complain(_("--create-fields makes fields of such columns, custtui fields add one."))
    for notice in done.notices:
        complain(notice)
