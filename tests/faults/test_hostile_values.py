"""Hostile texts through the cleaners, a book, its readings and the drawing of lines.

1,200 texts, each as every form of field; what is kept is kept clean and within its limit.
"""

import time
from contextlib import closing
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from rich.cells import cell_len

from custtui.cli.printing import table
from custtui.reading.connection import connect
from custtui.reading.find import find
from custtui.reading.search import search
from custtui.store import open_book
from custtui.tui.widgets.lines import Span, fit, shortened, strip_of, wrapped
from custtui.values import tokens
from custtui.values.cleaning import clean
from custtui.values.columns import to_columns
from custtui.values.folding import folded
from custtui.values.headers import normalise, scale_word
from custtui.values.registry import CUSTOMER, RECORD_KINDS, Field, RecordKind
from custtui.values.spelling import spelling
from custtui.values.text import LIMITS, one_line, shown, width
from custtui.values.unclean import Unclean
from tests.faults.hostile import MANY, TEXTS, assert_plain
from tests.faults.soundness import assert_sound

TODAY = date(2026, 11, 22)
_FIELDS = {(field.form, field.required): field for kind in RECORD_KINDS for field in kind.fields}
# What fails is shown as it came, not made smaller for minutes.
_SLOW = settings(
    deadline=None,
    max_examples=20,
    phases=(Phase.explicit, Phase.reuse, Phase.generate),
    suppress_health_check=list(HealthCheck),
)
_SHORTER = 2_000  #: characters; many fields are filled with each
_LONG = 100_000
#: Seconds of a processor for all that may be done to a flood.
_PATIENCE = 10.0


@settings(_SLOW, max_examples=30)
@given(MANY)
def test_every_field_keeps_what_is_clean_or_says_why_not(texts: list[str]) -> None:
    for text in texts:
        for field in _FIELDS.values():
            _assert_clean(_cleaned(field, text))


@_SLOW
@given(
    st.one_of(
        st.floats(),
        st.integers(),
        st.sampled_from([10**400, -(10**400), True, False, None, 1e308, float("nan"), 2.5e15]),
        st.decimals(allow_nan=False),
        st.dates(),
        st.datetimes(),
        st.times(),
        st.timedeltas(),
        st.binary(max_size=9),
        st.lists(TEXTS, max_size=3),
        st.sampled_from([Decimal("1e999999"), date.min, date.max, datetime.max]),
    )
)
def test_what_a_spreadsheet_may_hold_is_cleaned_or_refused(value: object) -> None:
    for field in _FIELDS.values():
        _assert_clean(_cleaned(field, value))


def _cleaned(field: Field, value: object) -> object:
    """The clean value; None where it is refused, which is told with some of what was written."""
    told = ""
    try:
        return clean(field, value, TODAY)
    except Unclean as refused:
        told = refused.message
    assert_plain(shown(told).encode())
    assert 0 < len(told) < 1_000
    return None


def _assert_clean(value: object) -> None:
    if isinstance(value, str):
        assert len(value) <= LIMITS.long_text
        assert_plain(value.encode())
        assert value == value.strip()


_given = 0


@settings(_SLOW, max_examples=3)
@given(texts=MANY.map(lambda texts: [text[:_SHORTER] for text in texts]))
def _through_a_book(folder: Path, texts: list[str]) -> None:
    global _given
    path = folder / f"{_given}.db"
    book = open_book(path, TODAY)
    with book.edit("fill") as edit:
        for place in range(len(texts)):
            others = texts[place:] + texts[:place]
            customer = edit.add_record("customer", {"name": "甲", **_row(CUSTOMER, others)})
            for kind in RECORD_KINDS[1:]:
                row = _row(kind, others)
                if all(row.get(field.key) is not None for field in kind.fields if field.required):
                    edit.add_record(kind.key, {"customer_id": customer, **row})
    assert_sound(path)
    with closing(connect(path)) as connection:
        for text in texts:
            search(connection, text, 50)
            find(connection, text, 50)
    _given += len(texts)


def test_a_book_of_them_is_kept_judged_and_searched(tmp_path: Path) -> None:
    _through_a_book(tmp_path)
    assert _given == 120


def _row(kind: RecordKind, texts: list[str]) -> dict[str, object]:
    """The columns of a record whose every field is given another of the texts."""
    row: dict[str, object] = {}
    for field, text in zip(kind.fields, texts, strict=False):
        if field.key != "code" and (value := _cleaned(field, text)) is not None:
            row |= to_columns(field, value)
    return row


@_SLOW
@given(MANY, st.integers(1, 90))
def test_a_line_of_them_is_as_wide_as_it_says_and_acts_on_nothing(
    texts: list[str], cells: int
) -> None:
    for text in texts:
        assert cell_len(fit(text, cells)) == cells
        strip = strip_of((Span(text), Span("x")), cells)
        assert sum(cell_len(segment.text) for segment in strip) == cells == strip.cell_length
        cut = strip_of(shortened((Span(text),), cells), cells)
        drawn = [fit(text, cells), strip.text, cut.text]
        drawn += [span.text for line in wrapped(text, max(cells, 2)) for span in line]
        assert_plain("".join(drawn).encode())
        # Nothing in it was taken for markup: what was not cut off is all there.
        if len(text) < cells and cells > cell_len(shown(text)):
            assert strip.text.startswith(shown(text))
    assert_plain("".join(table([texts, texts[::-1]])).encode())


_FLOODS = (
    "张", "1", " ", "\n", "[", "a@", "a@b.", "; ", "a:", "张a", "a b ", "1,", "(", "()",
    "13800138000 ", "1 ", "x1", "转1 ", "2026年", "\U0001f469\u200d", "\u200b", "\u1100\u1161",
    "电话", "1E+", "万", "+3d ",
    "\x1b[31m", "\u0301\u0327", "\u0f73", "\uff9e\u0327", "\\", "a\t",
)  # fmt: skip


@pytest.mark.parametrize("flood", _FLOODS, ids=ascii)
def test_a_flood_takes_no_more_than_a_moment(flood: str) -> None:
    """Whatever takes the square of time takes minutes here."""
    text = (flood * _LONG)[:_LONG]
    begun = time.process_time()
    for field in {field.form: field for field in _FIELDS.values()}.values():
        assert _cleaned(field, text * 11) is None
        _cleaned(field, text)
    for asked in (folded, normalise, scale_word, width, shown, one_line):
        asked(text)
    # As long as they may be at most: a name, and tags.
    name, tags = one_line(text)[: LIMITS.one_line], shown(text)[: LIMITS.long_text]
    tokens.token_text(spelling(name, name, [name], [], [tags]))
    wrapped(shown(tags), 60)
    assert time.process_time() - begun < _PATIENCE
