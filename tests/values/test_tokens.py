"""Spellings, and the tokens that the index is made of."""

import hashlib
import sqlite3
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from custtui.store.migrate import steps
from custtui.values.spelling import spelling
from custtui.values.syllables import sign
from custtui.values.tokens import FORM, tokens

_NAMES = st.text(
    st.sampled_from("单解重和张三a1Z 🙂é（）\"'·/-かЯ\u3007\U00020bb7\ud83d") | st.characters()
)


def _of(spelled: str, kind: str) -> set[str]:
    return {token[1:] for token in tokens(spelled) if token[0] == kind}


def _signs(*pairs: str) -> set[str]:
    """`zhang s` as a sign and a letter."""
    return {
        f"{sign(syllable)}{letter}"
        for syllable, _space, letter in (p.partition(" ") for p in pairs)
    }


def test_a_spelling_says_all_that_search_may_ask() -> None:
    spelled = spelling(
        "C-00042",
        "TCL科技（深圳）",
        ["单伟", "", "单伟"],
        ["01065551234x801", "+442079460958"],
        ["行业:制造业", "Jing.Chen@qq.com"],
    )
    assert spelled == "\n".join(
        (
            "c·c·00042",
            "n·t'c'l科KE技JI/QI深SHEN圳CHOU/HUAI/QUAN/ZHEN",
            "p单CHAN/DAN/SHAN伟WEI",
            "d01065551234x801",
            "d00442079460958",
            "t行业制造业",
            "t·jing·chen·qq·com",
            "m()-",
        )
    )


def test_names() -> None:
    spelled = "n单CHAN/DAN/SHAN伟WEI民MIN"
    assert _of(spelled, "h") == {"单伟", "伟民", "民"}
    assert _of(spelled, "p") == _signs("chan w", "dan w", "shan w", "wei m", "min")
    assert _of(spelled, "i") == {"cwm", "dwm", "swm", "wm", "m"}
    assert _of(spelled, "n") == {
        "单伟", *_signs("chan w", "dan w", "shan w"), *"cds", "cw", "dw", "sw", "cwm", "dwm", "swm",
    }  # fmt: skip
    # A contact's name is the same, but does not begin the customer's.
    assert tokens("p" + spelled[1:]) == {t for t in tokens(spelled) if t[0] != "n"}


def test_words_beside_han() -> None:
    spelled = "n·a'b张ZHANG"
    assert _of(spelled, "w") == {"ab", "ab张"}
    assert _of(spelled, "i") == {"abz", "ab", "bz", "z"}
    assert _of(spelled, "p") == _signs("zhang")
    assert _of(spelled, "n") == {"ab", "ab张", "a", "abz"}


def test_words() -> None:
    assert tokens("t·acme·co") == {"wac", "wacm", "wacme", "wacmec", "wacmeco", "wco"}
    assert tokens("t·a") == {"wa"}
    assert tokens("c·c·42") == {"wc4", "wc42", "w42", "xc42"}


def test_numbers() -> None:
    assert _of("d13800138001", "d") == {"138", "001", "013", "380", "800", "01", "1"}
    assert _of("d13800138001", "e") == {"380", "800"}
    assert _of("d13800138001", "x") == {"13800138001"}
    assert _of("d010x80", "x") == {"010", "01080"}
    assert _of("d010x80", "d") == {"010", "108", "080", "80", "0"}
    assert "044" in _of("d00442079460958", "d")
    assert "442" in _of("d00442079460958", "d")
    assert "420" in _of("d00442079460958", "e")


def test_marks() -> None:
    assert tokens("m(·") == {"m（", "m·"}


@pytest.fixture(scope="module")
def index() -> sqlite3.Connection:
    connection = sqlite3.connect(":memory:", isolation_level=None)
    for step in steps().values():
        connection.executescript(step)
    connection.execute("CREATE VIRTUAL TABLE vocabulary USING fts5vocab (search_index, row)")
    return connection


@given(st.lists(_NAMES, max_size=3), _NAMES, _NAMES)
def test_the_index_keeps_every_token_whole(
    index: sqlite3.Connection, names: list[str], code: str, other: str
) -> None:
    made = tokens(spelling(code, " ".join(names), names, ["13800138001x2"], [other, *names]))
    index.execute("INSERT INTO search_index (search_index) VALUES ('delete-all')")
    index.execute("INSERT INTO search_index (rowid, tokens) VALUES (1, ?)", (" ".join(made),))
    assert {term for (term,) in index.execute("SELECT term FROM vocabulary")} == made


def test_a_name_of_many_readings_makes_few_tokens() -> None:
    longest = "".join(map(chr, range(0x4E00, 0x4E00 + 500)))
    assert len(tokens(spelling("c", longest))) < 20 * 500
    assert len(tokens(spelling("c", "和" * 500))) < 300


def test_tokens_of_one_form_stay_the_same() -> None:
    """Files hold what these tokens were when they were made: new ones need another FORM."""
    spelled = "\n".join(
        (
            "c·kh·0001",
            "n·t'c'l重CHONG/ZHONG庆QING单CHAN/DAN/SHAN·3'm㐀",
            "p张ZHANG三SAN",
            "d01065551234x801",
            "t行业·international·trading·a",
            "m()[",
        )
    )
    digest = hashlib.sha256(" ".join(sorted(tokens(spelled))).encode()).hexdigest()
    assert (FORM, digest[:16]) == (1, "3d119751d13e3e53")


def test_pairs_of_neighbours_are_all_there() -> None:
    name = "北京华东精密仪器有限公司"
    assert {a + b for a, b in pairwise(name)} < _of(spelling("c", name), "h")
