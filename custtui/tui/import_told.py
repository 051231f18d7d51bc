"""An import in words: where its columns go, what each row at fault lacks, what came of it."""

from collections.abc import Iterable, Sequence
from pathlib import Path

from custtui.exchange.imported import Imported, Rejection
from custtui.exchange.preview import Preview, SeenColumn
from custtui.tui.commands import IMPORT_PREVIEW, key_of
from custtui.tui.importing import Order, counted
from custtui.tui.screens.pick import Option
from custtui.tui.theme import ACCENT, LOUD, QUIET, STRONG, TEXT
from custtui.tui.typed_paths import short
from custtui.tui.widgets.lines import Line, Span, wrapped
from custtui.tui.widgets.record_list import Column, Row
from custtui.values.choosing import NO, YES
from custtui.values.language import _, current, plural
from custtui.values.registry import CUSTOMER, PURCHASE, RECORD_KINDS

_COLUMN = "column"


def column_table(
    preview: Preview, expected: Imported | None
) -> tuple[Sequence[Column], Sequence[Row]]:
    """Each column of the file, where it goes, and its first cells; `expected` is of the dry run."""
    in_note = set(expected.columns_in_note if expected else ())
    made = set(expected.fields_made if expected else ())
    rows = [
        Row(
            _COLUMN,
            place,
            (
                Span(column.header or _("(no header)"), TEXT),
                _goes_to(column, in_note=column.header in in_note, made=column.header in made),
                Span(" · ".join(value or "—" for value in column.values), QUIET),
            ),
        )
        for place, column in enumerate(preview.columns)
    ]
    columns = (
        Column(_("Column"), 18),
        Column(_("Goes to"), 18),
        Column(_("First rows"), 0),
    )
    return columns, rows


def _goes_to(column: SeenColumn, *, in_note: bool, made: bool) -> Span:
    if column.field is not None:
        return Span(f"→ {column.field.label(current())}", ACCENT)
    if made:
        return Span(f"→ {_('new field')}", ACCENT)
    return Span(_("kept in the note") if in_note else _("not taken"), QUIET)


def rows_line(preview: Preview, expected: Imported | None) -> str:
    """Where the header row stands, and how many rows there are below it, once they are counted."""
    if not preview.header_line:
        return _("No row of the file names a field of this kind.")
    if expected is not None:
        told = plural(
            "The header is row {line}; {count} row below it.",
            "The header is row {line}; {count} rows below it.",
            expected.read,
        )
        return told.format(line=preview.header_line, count=f"{expected.read:,}")
    told = plural(
        "The header is row {line}; about {count} row below it.",
        "The header is row {line}; about {count} rows below it.",
        preview.rows,
    )
    return told.format(line=preview.header_line, count=f"{preview.rows:,}")


def lacking_text(preview: Preview, order: Order) -> str:
    """The columns that the file lacks, and the ways out; empty where it lacks none.

    Customers that are only to be changed may be known by their code.
    """
    by_code = any(c.field is not None and c.field.key == "code" for c in preview.columns)
    if not preview.missing or (preview.kind.is_customer and order.update and by_code):
        return ""
    told = _(
        "No column is known as {fields}. {map} says which one it is; {kind} takes another kind."
    )
    return told.format(
        fields=", ".join(field.label(current()) for field in preview.missing),
        map=key_of("map_column", IMPORT_PREVIEW),
        kind=key_of("choose_kind", IMPORT_PREVIEW),
    )


def field_options(preview: Preview) -> list[Option]:
    """The fields that a column may be said to be."""
    fields = [
        Option(field.key, field.label(current()), words=f"{field.english} {field.chinese}")
        for field in preview.fields()
    ]
    return [Option("", _("as its header says")), *fields]


def switch_spans(order: Order) -> list[Span]:
    """The switches that matter for the kind, each with its key and how it stands."""
    switches = [("switch_duplicates", _("keep duplicates"), order.keep_duplicates)]
    if order.kind == CUSTOMER.plural:
        switches.insert(0, ("switch_update", _("change known customers"), order.update))
        switches.append(("switch_fields", _("new fields"), order.create_fields))
    else:
        switches.insert(0, ("switch_create", _("make customers"), order.create))
    if order.kind == PURCHASE.plural:
        switches.append(("switch_openings", _("replace opening"), order.replace_opening))
    spans: list[Span] = []
    for command, label, is_on in switches:
        answer = (YES if is_on else NO).label(current())
        spans += [
            Span(f" {key_of(command, IMPORT_PREVIEW)} ", ACCENT),
            Span(f"{label} ", QUIET),
            Span(f"{answer} ", STRONG if is_on else TEXT),
        ]
    return spans


def expected_spans(expected: Imported) -> tuple[Span, ...]:
    """What a dry run found, in one line."""
    counts = " · ".join(counted(expected))
    style = LOUD if expected.rejected else STRONG
    return (Span(" " + _("Would bring") + "  ", QUIET), Span(counts, style))


def told_lines(imported: Imported, width: int) -> list[Line]:
    """The first rows at fault, then what else is to be told."""
    lines = rejection_lines(imported.rejections, width)
    for notice in imported.notices:
        lines += wrapped(notice, width, QUIET)
    return lines


def rejection_lines(rejections: Iterable[Rejection], width: int) -> list[Line]:
    """Each row that was refused: its line, the columns at fault, and why."""
    lines: list[Line] = []
    for rejection in rejections:
        told = _("line {line}: {reasons}")
        if rejection.columns:
            told = _("line {line}, {columns}: {reasons}")
        text = told.format(
            line=rejection.line,
            columns=", ".join(rejection.columns),
            reasons="; ".join(rejection.reasons),
        )
        lines += wrapped(text, width, LOUD)
    return lines


def result_lines(imported: Imported, path: Path, width: int) -> list[Line]:
    """Everything that came of an import, to be read once."""
    lines: list[Line] = []
    read = plural("{count} row read", "{count} rows read", imported.read)
    lines += wrapped(
        _("{file}: {rows}").format(file=path.name, rows=read.format(count=f"{imported.read:,}")),
        width,
    )
    lines += [(Span(f"  {text}", STRONG),) for text in counted(imported)]
    lines += [(Span(f"  {text}"),) for text in _records_made(imported)]
    if imported.fields_made:
        told = _("Fields added to the customer: {fields}")
        lines += wrapped("  " + told.format(fields=", ".join(imported.fields_made)), width)
    moved = len({m.customer_id for m in imported.edited.moves}) if imported.edited else 0
    if moved:
        told = plural("{count} customer moved", "{count} customers moved", moved)
        lines.append((Span(f"  {told.format(count=f'{moved:,}')}"),))
    lines.append(())
    for heading, columns in (
        (_("Columns that went into the note: {columns}"), imported.columns_in_note),
        (_("Columns that were not taken: {columns}"), imported.columns_not_taken),
    ):
        if columns:
            lines += wrapped(heading.format(columns=", ".join(columns)), width, QUIET)
    for notice in imported.notices:
        lines += wrapped(notice, width)
    if imported.rejected_file is not None:
        told = _("The rejected rows are in {path}. Put them right there and import that file.")
        lines += [(), *wrapped(told.format(path=short(imported.rejected_file)), width, LOUD)]
    lines += rejection_lines(imported.rejections, width)
    if imported.rejected > len(imported.rejections):
        told = _("… and more: all of them are in the file of rejected rows.")
        lines += wrapped(told, width, QUIET)
    return lines


def _records_made(imported: Imported) -> list[str]:
    labels = {kind.key: kind.label(current()) for kind in RECORD_KINDS}
    made = _("{kind}: {count} made from the summary columns")
    return [
        made.format(kind=labels.get(kind, kind), count=f"{count:,}")
        for kind, count in imported.records_made.items()
        if count
    ]
