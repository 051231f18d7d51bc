"""Making anew what can be: all of it in one edit, so that segments that move are told in the log.

Records of people, rules, pins and the log are never touched.
"""

from collections.abc import Callable, Iterable
from contextlib import suppress
from datetime import date
from pathlib import Path

from custtui.reading.connection import BookError
from custtui.reading.permission import why_not_writable
from custtui.segments.judging import tables
from custtui.store import search_index
from custtui.store.book import Book
from custtui.store.checkup.finding import Finding, Mend
from custtui.store.cleaning_out import clean_out
from custtui.store.edit import Edit, Edited
from custtui.store.file_modes import mode_in
from custtui.values.language import _, mark

#: What moves and the log say of it.
CAUSE = "repair"
_IN_THE_BOOK = {
    Mend.REINDEX, Mend.MAKE, Mend.JUDGE, Mend.JUDGE_TODAY, Mend.SEARCH, Mend.MONTHS,
}  # fmt: skip
_JUDGED = ("metric", "ranked", "cut")


def repair(
    path: Path, findings: Iterable[Finding], today: date, save_first: Callable[[], None]
) -> Edited | None:
    """Mend what can be mended of these; None where nothing was to be done inside of the book.

    `save_first` makes a backup; it is called before anything in the book is changed. BookError
    where the file can't be written.
    """
    findings = [finding for finding in findings if finding.mend is not None]
    if findings and (reason := why_not_writable(path)):
        raise BookError(reason)
    edited = None
    inside = [finding for finding in findings if finding.mend in _IN_THE_BOOK]
    if inside:
        save_first()
        with Book(path).edit(mark("repair"), CAUSE) as edit:
            _make_anew(edit, inside, today)
        edited = edit.result
    for finding in findings:
        _mend_files(path, finding)
    return edited


def _make_anew(edit: Edit, findings: Iterable[Finding], today: date) -> None:
    connection, mends = edit.connection, {finding.mend for finding in findings}
    # First of all, for all else reads along the indexes.
    if Mend.REINDEX in mends:
        connection.execute("REINDEX")
    for statement in dict.fromkeys(made for finding in findings for made in finding.made):
        connection.execute(statement)
    if Mend.MONTHS in mends:
        connection.execute("DROP TABLE IF EXISTS month_cut")
    if Mend.JUDGE_TODAY in mends:
        connection.execute("DROP TABLE IF EXISTS judged")
        edit.roll_to(today)
    if mends & {Mend.JUDGE, Mend.JUDGE_TODAY}:
        # Segments stay: what they are beside what they should be are the moves.
        for table in _JUDGED:
            connection.execute(f"DROP TABLE IF EXISTS main.{table}")
        if not tables.has_table(connection, "main", "segment"):
            connection.execute("DROP TABLE IF EXISTS main.computed")
        edit.judge_anew()
    if Mend.SEARCH in mends:
        search_index.forget(connection)
        edit.judge_anew()


def _mend_files(path: Path, finding: Finding) -> None:
    try:
        match finding.mend:
            case Mend.MODE:
                for each in finding.paths:
                    with suppress(FileNotFoundError):  # SQLite takes away what lies beside it
                        each.chmod(each.stat().st_mode & mode_in(path.absolute().parent))
            case Mend.REMOVE:
                for each in finding.paths:
                    each.unlink(missing_ok=True)
            case Mend.ERASE:
                clean_out(path)
    except OSError as error:
        message = _("{path} can't be changed: {reason}.")
        name = error.filename or path
        raise BookError(message.format(path=name, reason=error.strerror)) from error
