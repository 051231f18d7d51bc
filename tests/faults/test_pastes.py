"""A megabyte pasted, in brackets or as keys: no freeze, no command, nothing that acts."""

import itertools
import random
import re
import sqlite3
import time
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from custtui.store import open_book
from custtui.tui.terminal_driver import TypedText
from tests.terminal.terminal import Terminal, program

MEGABYTE = 1 << 20
#: Every letter is a command in a list, and some of them ask or delete.
_LETTERS = "dyduxptnefwiysvaq \t"
_BEGIN, _END = b"\x1b[200~", b"\x1b[201~"
_ACTING = "\x1b]0;owned\x07\x1b[31mred\x1b[2J\x9b1m\u202e\u2066"
_REFUSED = "More than 20,000 characters"
#: Longer than that, a person takes it for frozen. Under load, in a program of several threads.
_MOMENT_SECONDS = 3.0


@pytest.fixture
def book(tmp_path: Path) -> Path:
    path = tmp_path / "book.db"
    with open_book(path, date.today()).edit("fill") as edit:
        for name in ("张伟", "李雷", "王敏"):
            edit.add_record("customer", {"name": name})
    return path


def _many(size: int) -> bytes:
    chance = random.Random(5)
    return "".join(chance.choice(_LETTERS) for _place in range(size)).encode()


def _counts(book: Path) -> list[tuple[int, ...]]:
    kinds = ("customer", "contact", "follow_up", "purchase", "need")
    with sqlite3.connect(book) as connection:
        return [
            connection.execute(f"SELECT count(*), max(id) FROM {kind}").fetchone() for kind in kinds
        ]


@pytest.mark.parametrize(
    ("keys", "brackets"),
    [((), True), (("down",), False), (("down", "f"), True), (("ctrl+p",), False)],
)
def test_a_megabyte_anywhere(book: Path, keys: tuple[str, ...], brackets: bool) -> None:
    before = _counts(book)
    pasted = _many(MEGABYTE)
    with Terminal(program(book)) as terminal:
        terminal.see("3 / 3").press(*keys)
        terminal.see({"f": "ctrl+s", "ctrl+p": "All commands"}.get(keys[-1] if keys else "", "3"))
        shown = terminal.text
        begun = time.monotonic()
        terminal.send(_BEGIN + pasted + _END if brackets else pasted)
        terminal.see(_REFUSED)
        assert time.monotonic() - begun < _MOMENT_SECONDS
        assert terminal.megabytes < 200
        assert terminal.text.splitlines()[5:-2] == shown.splitlines()[5:-2]
        # On the heels of keys that were pasted it is taken for one of them.
        terminal.until(lambda: terminal.press("ctrl+q").has_ended(), "end")
        assert terminal.exit_status == 0
    assert _counts(book) == before


def test_as_much_as_a_field_takes(book: Path) -> None:
    text = "第一行 a" + _ACTING + "\r\n" + "长" * 19_000 + "末"
    with Terminal(program(book)) as terminal:
        terminal.see("3 / 3").press("down", "f").see("ctrl+s")
        terminal.send(_BEGIN + text.encode() + _END).see("末").press("ctrl+s").see("Saved")
        terminal.press("ctrl+q")
        assert terminal.ends() == 0
    with sqlite3.connect(book) as connection:
        ((summary,),) = connection.execute("SELECT summary FROM follow_up").fetchall()
    assert summary == "第一行 a]0;owned[31mred[2J1m\n" + "长" * 19_000 + "末"
    _assert_harmless(terminal.output)


def test_what_acts_does_not_in_the_search_line(book: Path) -> None:
    with Terminal(program(book)) as terminal:
        terminal.see("3 / 3")
        terminal.send(_BEGIN + f"张{_ACTING}伟".encode() + _END).see("张]0;owned[31mred")
        terminal.send(b"\xff\xfe\xe4").press("esc").see("3 / 3").press("ctrl+q")
        assert terminal.ends() == 0
    _assert_harmless(terminal.output)


def test_what_is_typed_after_a_paste_is_typed(book: Path) -> None:
    with Terminal(program(book)) as terminal:
        terminal.see("3 / 3").press("down").send(_BEGIN + b"dddd" + _END + b"f")
        terminal.see("ctrl+s").send(_BEGIN + "要报价".encode() + _END + b"\x13").see("Saved")


def _assert_harmless(output: bytes) -> None:
    text = output.decode(errors="replace")
    assert "\x1b]0;owned" not in text
    assert "\x1b[31mred" not in text
    assert not re.search("[\u202a-\u202e\u2066-\u2069\x9b]", text)


class Taken:
    """What came of what was read: keys and pastes in their order."""

    def __init__(self) -> None:
        self.told: list[tuple[str, str]] = []
        self.typed = TypedText(self._key, lambda text: self.told.append(("paste", text)))

    def _key(self, text: str) -> None:
        if text:
            self.told.append(("keys", text))

    @property
    def joined(self) -> list[tuple[str, str]]:
        """Keys that came in several readings are the same keys."""
        joined: list[tuple[str, str]] = []
        for kind, text in self.told:
            if joined and kind == joined[-1][0] == "keys":
                joined[-1] = (kind, joined[-1][1] + text)
            else:
                joined.append((kind, text))
        return joined


_PASTED = st.text(st.sampled_from("ab\x1b[20~1\n"), max_size=30).filter(
    lambda t: "\x1b[201~" not in t
)


@given(before=st.text("xyz", max_size=5), pasted=_PASTED, after=st.text("xyz", max_size=5),
       cuts=st.lists(st.integers(0, 50), max_size=6))  # fmt: skip
def test_a_paste_may_come_in_any_pieces(
    before: str, pasted: str, after: str, cuts: list[int]
) -> None:
    """But for its first mark: read in two pieces it is left to the parser of keys."""
    begin = len(before) + len("\x1b[200~")
    text = f"{before}\x1b[200~{pasted}\x1b[201~{after}"
    if (pasted + "\x1b[201~").find("\x1b[201~") != len(pasted):
        return
    places = sorted({0, *(begin + cut for cut in cuts if begin + cut < len(text)), len(text)})
    taken = Taken()
    for first, last in itertools.pairwise(places):
        taken.typed.take(text[first:last])
    wanted = [("keys", before), ("paste", pasted), ("keys", after)]
    assert taken.joined == [each for each in wanted if each[1] or each[0] == "paste"]


def test_a_key_that_is_held_down_is_no_paste() -> None:
    taken = Taken()
    taken.typed.take("\x1b[B" * 500)
    taken.typed.take("j" * 1000)
    assert {kind for kind, _text in taken.told} == {"keys"}


def test_keys_that_nobody_can_have_typed_end_with_a_pause() -> None:
    taken = Taken()
    taken.typed.take("abcdefgh" * 100)
    taken.typed.take("d")
    assert taken.told == []
    taken.typed.pause()
    taken.typed.take("j")
    assert taken.told == [("paste", "abcdefgh" * 100 + "d"), ("keys", "j")]


def test_what_is_too_much_may_stall_longer_on_its_way() -> None:
    taken = Taken()
    taken.typed.take("abcdefgh" * 2_500)
    soon = taken.typed.pause_seconds
    taken.typed.take("d")
    assert 0 < soon < taken.typed.pause_seconds
    taken.typed.pause()
    assert taken.typed.pause_seconds == 0
