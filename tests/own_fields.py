"""Own fields to try: one of each form, and values that fit them."""

import unicodedata
from datetime import date
from typing import Any

from hypothesis import strategies as st

from custtui.store import Book
from custtui.store.own_fields import add_field

#: What is typed for a field of each form.
TYPED: tuple[dict[str, object], ...] = (
    {"key": "nickname", "chinese": "外号", "english": "Nickname", "form": "text"},
    {"key": "machines", "chinese": "设备台数", "english": "Machines", "form": "number"},
    {"key": "budget", "chinese": "年度预算", "english": "Yearly budget", "form": "money"},
    {"key": "visited", "chinese": "参观日", "english": "Visited on", "form": "date"},
    {"key": "terms", "chinese": "账期", "english": "Terms", "form": "choice",
     "choices": "月结\n预付\n无"},
    {"key": "listed", "chinese": "上市", "english": "Listed", "form": "yes_no"},
)  # fmt: skip
KEYS = tuple(f"field:{typed['key']}" for typed in TYPED)

# In NFC, as every text is that was cleaned.
_texts = st.text(st.characters(blacklist_categories=["C", "Z", "M"]), min_size=1, max_size=12).map(
    lambda text: unicodedata.normalize("NFC", text)
) | st.sampled_from(["=1+1", "[/]", "00123", "无", "-", "1e5", "'quoted\"", "a  b", "ﬁ"])
#: Numbers that are equal or nearly so, in whole ones, thousandths or hundredths.
_NEAR = (-1000, -1, 0, 1, 10, 100, 999, 1000, 1001, 1500, 10_000)
_values: dict[str, st.SearchStrategy[Any]] = {
    "field:nickname": _texts,
    "field:machines": st.sampled_from(_NEAR) | st.integers(-(10**9), 10**9),
    "field:budget": st.sampled_from(_NEAR) | st.integers(-(10**11), 10**11),
    "field:visited": st.dates(date(1950, 1, 1), date(2080, 1, 1)),
    "field:terms": st.sampled_from(["月结", "预付", "无"]),
    "field:listed": st.booleans(),
}


def filled() -> st.SearchStrategy[dict[str, Any]]:
    """Values by key as they are given to an edit; None where a field is empty."""
    return st.fixed_dictionaries({key: st.none() | strategy for key, strategy in _values.items()})


def add_fields(book: Book) -> None:
    """The fields of `TYPED`, as one edit."""
    with book.edit("new field") as edit:
        for typed in TYPED:
            add_field(edit, typed)
