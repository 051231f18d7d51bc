"""Whether records hold what a form or an import would have let in: told by customer, never mended.

One pass over each table: SQL names the rows where something may be wrong, and for them alone which
field it is.
"""

import json
import sqlite3
from collections import defaultdict
from collections.abc import Iterator

from custtui.reading.own_fields import customer_kind
from custtui.store.checkup.finding import Finding, Ground, named
from custtui.values.cleaning import FIRST_BIRTH_YEAR
from custtui.values.columns import TOGETHER
from custtui.values.decimals import CAP
from custtui.values.impossible import FIRST_YEAR, LAST_YEAR, is_impossible, stored_day
from custtui.values.language import _, current, plural
from custtui.values.registry import RECORD_KINDS, Field, Form, RecordKind, is_own
from custtui.values.registry.own import OWN
from custtui.values.sizes import MOST
from custtui.values.text import LIMITS, NEVER_KEPT

#: So many rows of a kind are looked at closely: who has more has another program to ask.
_MOST_ROWS = 1_000
_ROWS_AT_ONCE = 2_000
#: What is never kept, as GLOB finds it; at NUL it would end.
_ACTING = f"*[{NEVER_KEPT}]*"
_LONG = (Form.LONG_TEXT, Form.PHONES, Form.TAGS)
_YES = (0, 1)


def records(ground: Ground) -> Iterator[Finding]:
    """By kind and field, how many values can't be, and whose they are."""
    yield from _texts(ground.connection)
    for kind in RECORD_KINDS:
        for key, codes in _unclean(ground.connection, kind).items():
            yield _told(kind, kind.field(key), codes)
    own = customer_kind(ground.connection)
    for key, codes in _unclean_own(ground.connection, own).items():
        yield _told(own, own.field(key) if key else None, codes)


def _told(kind: RecordKind, field: Field | None, codes: list[str]) -> Finding:
    message = plural(
        "{kind}, {field}: {count} value that can't be ({codes}).",
        "{kind}, {field}: {count} values that can't be ({codes}).",
        len(codes),
    )
    several = tuple(dict.fromkeys(codes))
    return Finding(
        "records",
        message.format(
            kind=kind.label(current()),
            field=field.label(current()) if field else _("own fields"),
            count=f"{len(codes):,}",
            codes=named(several),
        ),
        _("Another program wrote it. Type it anew, or put a backup back."),
        codes=several,
    )


def _unclean(connection: sqlite3.Connection, kind: RecordKind) -> dict[str, list[str]]:
    """By field, the codes of customers, once a value."""
    tests = {field.key: test for field in kind.fields if (test := _test(field))}
    codes = "r.code" if kind.is_customer else "(SELECT code FROM customer WHERE id = customer_id)"
    each = ", ".join(f"coalesce({test}, 0)" for test in tests.values())
    rows = connection.execute(
        f'SELECT {codes}, {each} FROM "{kind.key}" r WHERE {" OR ".join(tests.values())}'
        f" ORDER BY r.id LIMIT {_MOST_ROWS}",
        {"acting": _ACTING},
    )
    found: dict[str, list[str]] = defaultdict(list)
    for code, *wrong in rows:
        for key, is_wrong in zip(tests, wrong, strict=True):
            if is_wrong:
                found[key].append(str(code or "?"))
    return found


def _test(field: Field) -> str:
    """The SQL that is true of a value that no cleaner would have given."""
    column = f'r."{field.key}"'
    match field.form:
        case Form.DAY:
            test = _no_day(column)
        case Form.CHOICE:
            keys = ", ".join(f"'{choice.key}'" for choice in field.choices)
            test = f"{column} NOT IN ({keys})"
        case Form.YES_NO:
            test = f"{column} NOT IN {_YES}"
        case Form.SCORE:
            test = f"{column} NOT BETWEEN 1 AND 5"
        case Form.WEIGHT:
            test = f"{column} NOT BETWEEN 1 AND 3"
        case Form.BIRTH_YEAR:
            test = f"{column} NOT BETWEEN {FIRST_BIRTH_YEAR} AND {LAST_YEAR}"
        case Form.MONEY | Form.QUANTITY:
            test = f"abs({column}) > {CAP}"
        case Form.EMPLOYEES:
            low, high = (f'r."{each}"' for each in field.columns)
            test = f"{low} NOT BETWEEN 0 AND {MOST} OR {high} NOT BETWEEN 0 AND {MOST}"
            test += f" OR {low} > {high}"
        case _:
            limit = LIMITS.long_text if field.form in _LONG else LIMITS.one_line
            test = (
                f"{column} GLOB :acting OR instr({column}, char(0)) OR length({column}) > {limit}"
            )
            if field.form not in _LONG:
                test += f" OR instr({column}, char(10))"
    if field.required:
        test += f" OR {column} IS NULL OR {column} = ''"
    return f"({test})"


def _no_day(column: str) -> str:
    # Without a modifier SQLite gives 30 February back as it is.
    return (
        f"{column} <> coalesce(date({column}, '+0 days'), '') OR {column} NOT BETWEEN"
        f" '{FIRST_YEAR}-01-01' AND '{LAST_YEAR}-12-31'"
    )


def _unclean_own(connection: sqlite3.Connection, kind: RecordKind) -> dict[str, list[str]]:
    """The same of a department's own fields; under no key what is not even JSON."""
    fields = {field.key.removeprefix(OWN): field for field in kind.fields if is_own(field.key)}
    found: dict[str, list[str]] = defaultdict(list)
    for code, stored in connection.execute(
        f'SELECT code, "{TOGETHER}" FROM customer WHERE "{TOGETHER}" IS NOT NULL ORDER BY id'
    ):
        try:
            values = json.loads(stored)
        except ValueError:
            values = None
        if not isinstance(values, dict):
            found[""].append(code)
            continue
        for key, value in values.items():
            if key in fields and not _fits(fields[key], value):
                found[OWN + key].append(code)
    return found


def _fits(field: Field, value: object) -> bool:
    match field.form:
        case Form.DAY:
            return _is_day(value)
        case Form.YES_NO:
            return value in _YES
        case Form.MONEY | Form.QUANTITY:
            return isinstance(value, int) and abs(value) <= CAP
        case Form.CHOICE:
            return any(value == choice.key for choice in field.choices)
    return isinstance(value, str) and len(value) <= LIMITS.one_line


def _is_day(value: object) -> bool:
    return not is_impossible(stored_day(value))


def _texts(connection: sqlite3.Connection) -> Iterator[Finding]:
    """Bytes that are no text: SQLite keeps them, and whoever reads them fails."""
    before, connection.text_factory = connection.text_factory, bytes
    try:
        found = {kind.key: _no_text(connection, kind) for kind in RECORD_KINDS}
    finally:
        connection.text_factory = before
    for kind in RECORD_KINDS:
        if rows := found[kind.key]:
            message = plural(
                "{kind}: {count} row with bytes that are no text (row {rows}).",
                "{kind}: {count} rows with bytes that are no text (rows {rows}).",
                len(rows),
            )
            told = named(tuple(map(str, rows)))
            yield Finding(
                "records",
                message.format(kind=kind.label(current()), count=f"{len(rows):,}", rows=told),
                _("Another program wrote it. Put a backup back, or write that row anew."),
            )


def _no_text(connection: sqlite3.Connection, kind: RecordKind) -> list[int]:
    rows = connection.execute(f'SELECT * FROM "{kind.key}" ORDER BY id')
    found = []
    while some := rows.fetchmany(_ROWS_AT_ONCE):
        # All together first: nearly always all of it is text.
        if not _is_text(b"\n".join(_bytes_of(row) for row in some)):
            found += [int(row[0]) for row in some if not _is_text(_bytes_of(row))]
    return found


def _bytes_of(row: tuple[object, ...]) -> bytes:
    return b"\n".join([each for each in row if isinstance(each, bytes)])


def _is_text(data: bytes) -> bool:
    try:
        data.decode()
    except UnicodeDecodeError:
        return False
    return True
