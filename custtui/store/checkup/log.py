"""Whether the change log can be read: undo, history and trash live on it."""

from collections.abc import Iterator

from custtui.model import MODELS
from custtui.reading.log import ERASED
from custtui.store.checkup.finding import Finding, Ground, Mend
from custtui.values.language import _, plural

_IMAGES = (
    "SELECT count(*) FROM change WHERE before IS NOT NULL"
    " AND NOT (json_valid(before) AND substr(ltrim(before), 1, 1) = '{')"
)
_MOMENTS = "SELECT count(*) FROM edit WHERE datetime(moment) IS NULL"


def erased(ground: Ground) -> Iterator[Finding]:
    """Whether bytes of somebody who was erased may still lie in the file."""
    found = ground.connection.execute(
        "SELECT 1 FROM main.sqlite_master WHERE name = 'unfinished_erasing'"
    )
    if found.fetchone() is None:
        return
    if ground.connection.execute("SELECT 1 FROM unfinished_erasing").fetchone() is not None:
        yield Finding(
            "erased",
            _("Somebody was erased, and bytes of them may still lie in the file."),
            _("custtui doctor --repair takes them out; nobody else may have the book open."),
            mend=Mend.ERASE,
        )


def log(ground: Ground) -> Iterator[Finding]:
    """Images that are no JSON, kinds of records that there are none of, moments that are none."""
    connection = ground.connection
    todo = _("What stands there can't be undone any more; a backup may have it whole.")
    (images,) = connection.execute(_IMAGES).fetchone()
    if images:
        message = plural(
            "{count} image of a record in the log can't be read.",
            "{count} images of records in the log can't be read.",
            images,
        )
        yield Finding("log", message.format(count=f"{images:,}"), todo)
    known = (*MODELS, ERASED)
    kinds = ", ".join("?" * len(known))
    unknown = connection.execute(
        f"SELECT DISTINCT record FROM change WHERE record NOT IN ({kinds})", known
    ).fetchall()
    for (kind,) in unknown:
        message = _("The log has changes of “{kind}”, which is no kind of record.")
        yield Finding("log", message.format(kind=kind), todo)
    (moments,) = connection.execute(_MOMENTS).fetchone()
    if moments:
        message = plural(
            "{count} edit in the log has no moment.",
            "{count} edits in the log have no moment.",
            moments,
        )
        yield Finding("log", message.format(count=f"{moments:,}"), todo)
