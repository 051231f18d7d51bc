"""Import: the rows of a file into the book, the good ones as one edit, each bad one told.

All that takes long is done beside the book, while others go on writing; what comes of it is put in
by one short transaction. Where others changed meanwhile what it was made from, it is made anew: so
the book ends as if their edits had come first, and then the whole import.
"""

from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import date
from pathlib import Path

from custtui.exchange.import_run import ImportRun, Source
from custtui.exchange.imported import Imported
from custtui.exchange.own_files import refuse_book
from custtui.exchange.progress import Cancelled, Progress, cancelled_message
from custtui.exchange.saving import save_before
from custtui.exchange.taking import Wishes
from custtui.reading.connection import BookError
from custtui.store import Book, Edit, Edited
from custtui.store.announcing import Announcing, telling
from custtui.store.book import Clash
from custtui.store.putting_in import put_in
from custtui.store.staging import Staging
from custtui.values.language import mark

#: So often it is tried without keeping others waiting; after that they wait.
_TRIES = 4

#: What the log calls the edit that an import makes.
_EDITS = {
    "customers": mark("import customers"),
    "contacts": mark("import contacts"),
    "follow-ups": mark("import follow-ups"),
    "purchases": mark("import purchases"),
    "needs": mark("import needs"),
    "surveys": mark("import surveys"),
    "contracts": mark("import contracts"),
}


def import_file(
    book: Book,
    kind_plural: str,
    path: Path,
    *,
    today: date,
    mapping: Sequence[str] = (),
    create: bool = False,
    update: bool = False,
    dry_run: bool = False,
    sheet: str | None = None,
    keep_duplicates: bool = False,
    replace_opening: bool = False,
    create_fields: bool = False,
    progress: Callable[[int, int], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> Imported:
    """Take the rows of a CSV file or a workbook in, as records of the kind named by its plural.

    `today` makes sense of days without a year, and is the day that an old sheet stands for where
    the sheet names none. `mapping` holds `FIELD=HEADER`. `create` makes the customers that a file
    of another kind names and the book lacks; `update` changes the customers that the book has.
    `replace_opening` deletes the estimated purchases of the customers whose real ones the file has.
    `create_fields` adds a field to the customer for each column that nobody knows.
    `dry_run` writes nothing, neither into the book nor beside the file. `progress` is told the rows
    read so far and about how many there are.
    Cancelled, with nothing changed, as soon as `cancelled` says so; ExchangeError when nothing can
    be taken from the file; BookError when the book can't be written.
    """
    refuse_book(path, book.path)
    wishes = Wishes(
        create=create,
        update=update,
        keep_duplicates=keep_duplicates,
        replace_opening=replace_opening,
        create_fields=create_fields,
    )
    source = Source(path, kind_plural, today, mapping, sheet, wishes)
    try:
        with Announcing(book.path, path.name) as announcing, book.staging() as staging:
            if cancelled is not None:
                staging.stop_when(cancelled)
            tell = progress if dry_run else telling(announcing, progress)
            told = Progress(0, tell, cancelled)
            return _Import(book, staging, source, told, dry_run=dry_run).result(cancelled)
    except BookError:
        if cancelled is not None and cancelled():
            raise Cancelled(cancelled_message()) from None
        raise


class _Behind(Exception):
    """Others have changed what the import was made from."""


class _Import:
    """One import under way, with the last reading of its file."""

    def __init__(
        self, book: Book, staging: Staging, source: Source, progress: Progress, *, dry_run: bool
    ) -> None:
        self._book = book
        self._staging = staging
        self._source = source
        self._progress = progress
        self._dry_run = dry_run
        self._run: ImportRun | None = None

    def result(self, cancelled: Callable[[], bool] | None) -> Imported:
        """Carry it out, after a backup, or only tell what would come of it."""
        try:
            run = self._stage()
            if self._dry_run or self._is_empty(run):
                return self._told(None)
            saved = save_before(self._book.path, cancelled)
            edited = self._put_in(run)
            self._staging.tidy_up()
            return self._told(edited, saved)
        finally:
            self._forget()

    def _told(self, edited: Edited | None, saved: tuple[str, ...] = ()) -> Imported:
        assert self._run is not None
        self._run.rejected.keep()
        told = self._run.result(edited if edited and edited.customers else None)
        return replace(told, notices=(*saved, *told.notices))

    def _is_empty(self, run: ImportRun) -> bool:
        """Whether the file brings nothing that the book lacks."""
        return self._staging.is_empty() and not run.adds_fields

    def _stage(self) -> ImportRun:
        """Read the whole file, beside the book as it stands now."""
        self._forget()
        staging = self._staging
        with staging.at_one_moment():
            staging.start()
            self._run = run = ImportRun(self._source, staging, dry_run=self._dry_run)
            self._progress.begin(run.expected)
            run.stage(self._progress)
            if not self._dry_run:
                staging.get_ready(run.codes)
        return run

    def _put_in(self, run: ImportRun) -> Edited | None:
        """As soon as nobody comes between; at last, all others wait. None where nothing is new."""
        staging, what = self._staging, _EDITS[run.kind.plural]
        for _try in range(_TRIES):
            if self._is_empty(run):
                return None
            staging.catch_up()
            # A clash comes of what leaves no trace in the log, as with another program.
            with suppress(_Behind, Clash):
                with self._book.edit(what, "import", staging=staging) as edit:
                    if staging.book.is_outdated():
                        raise _Behind
                    self._write(run, edit)
                return edit.result
            run = self._stage()
        with self._book.edit(what, "import", staging=staging) as edit:
            self._write(self._stage(), edit)
        return edit.result

    def _write(self, run: ImportRun, edit: Edit) -> None:
        run.add_fields(edit)
        put_in(edit, self._staging)
        self._progress.step()

    def _forget(self) -> None:
        if self._run is not None:
            self._run.close()
            self._run = None
