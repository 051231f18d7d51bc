"""What is typed when the app ends, in whatever way, is there at the next start."""

import errno
import fcntl
import json
import os
import signal
import sqlite3
import stat
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from custtui.store import open_book
from custtui.store.backups.making import back_up
from custtui.store.backups.restoring import restore
from custtui.values.drafts import Draft, DraftFile, Left, take_left
from tests.terminal.terminal import Terminal, program

TODAY = date.today()
#: Typed in a form: none of it may stand in any other place than the draft.
TYPED = "要新报价 三周可以"


@pytest.fixture
def book(tmp_path: Path) -> Path:
    path = tmp_path / "book.db"
    with open_book(path, TODAY).edit("fill") as edit:
        edit.add_record("customer", {"name": "张伟", "note": "付款月结"})
    return path


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    return tmp_path / "state" / "custtui" / "drafts"


def _kept(folder: Path) -> list[Path]:
    return sorted(folder.glob("*")) if folder.exists() else []


def _call(terminal: Terminal) -> Terminal:
    terminal.see("1 / 1").press("down", "f").see("ctrl+s")
    return terminal.type(TYPED).press("tab").type("+3d 发报价").see("→")


def _by_signal(terminal: Terminal) -> None:
    terminal.kill(signal.SIGHUP)


def _by_hang_up(terminal: Terminal) -> None:
    terminal.hang_up()


def _by_key(terminal: Terminal) -> None:
    terminal.press("ctrl+q")


@pytest.mark.parametrize("end", [_by_signal, _by_hang_up, _by_key])
def test_what_is_typed_is_kept_at_the_end(
    book: Path, folder: Path, end: Callable[[Terminal], None]
) -> None:
    with Terminal(program(book)) as terminal:
        _call(terminal)
        end(terminal)
        terminal.ends()
    (kept,) = _kept(folder)
    assert TYPED in kept.read_text("utf-8")
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700


def test_after_a_power_cut_it_is_offered_opened_and_saved(book: Path, folder: Path) -> None:
    with Terminal(program(book)) as terminal:
        _call(terminal)
        terminal.until(lambda: "发报价" in _all(folder), "keep a draft")
        terminal.kill(signal.SIGKILL).ends()
    with Terminal(program(book)) as terminal:
        terminal.see("Log call · 张伟", "Open it?").press("y").see(TYPED, "发报价")
        terminal.press("ctrl+s").see("Saved")
        terminal.until(lambda: not _kept(folder), "remove the draft")
        terminal.press("ctrl+q")
        assert terminal.ends() == 0
    with sqlite3.connect(book) as connection:
        found = connection.execute("SELECT summary, next_action FROM follow_up").fetchall()
    assert found == [(TYPED, "发报价")]
    with Terminal(program(book)) as terminal:
        terminal.see("1 / 1").press("down", "enter").see("Overview")


def test_it_is_thrown_away_after_a_second_question(book: Path, folder: Path) -> None:
    with Terminal(program(book)) as terminal:
        _call(terminal).kill(signal.SIGTERM).ends()
    with Terminal(program(book)) as terminal:
        terminal.see("Open it?").press("esc").see("Throw away what was typed?").press("esc")
        terminal.see("offered again").press("ctrl+q").ends()
    assert TYPED in _all(folder)
    with Terminal(program(book)) as terminal:
        terminal.see("Open it?").press("esc").see("Throw away what was typed?").press("y")
        terminal.see("Thrown away").press("ctrl+q").ends()
    assert not _kept(folder)


def test_what_is_thrown_away_in_the_form_is_gone(book: Path, folder: Path) -> None:
    with Terminal(program(book)) as terminal:
        _call(terminal)
        terminal.until(lambda: TYPED in _all(folder), "keep a draft")
        terminal.press("esc").see("Throw it away?").press("y").see("1 / 1")
        terminal.until(lambda: not _kept(folder), "remove the draft")


def test_what_others_changed_meanwhile_is_asked_about(book: Path, folder: Path) -> None:
    with Terminal(program(book), rows=40) as terminal:
        terminal.see("1 / 1").press("down", "e").see("ctrl+s", "付款月结")
        terminal.press("tab", "ctrl+u").type("张伟明").see("张伟明").kill(signal.SIGTERM).ends()
    with open_book(book, TODAY).edit("change") as edit:
        edit.change("customer", 1, {"name": "张维", "note": "现款"})
    with Terminal(program(book), rows=40) as terminal:
        terminal.see("Open it?").press("y").see("张伟明", "现款").press("ctrl+s")
        terminal.see("Two changed the same", "张伟", "张维", "张伟明")


def test_somebody_elses_typing_is_not_offered(book: Path, folder: Path) -> None:
    with Terminal(program(book)) as first:
        _call(first)
        first.until(lambda: TYPED in _all(folder), "keep a draft")
        with Terminal(program(book)) as second:
            second.see("1 / 1").press("down", "n").see("ctrl+s").type("李雷")
            second.until(lambda: len(_kept(folder)) == 2, "keep another draft")
        assert len(_kept(folder)) == 2


def test_a_draft_of_rules(book: Path, folder: Path) -> None:
    with Terminal(program(book)) as terminal:
        terminal.see("1 / 1").press("f4").see("Grade").press("e").see("ctrl+s")
        terminal.press("ctrl+u").type("5")
        terminal.until(lambda: '"rules"' in _all(folder), "keep a draft")
        terminal.kill(signal.SIGKILL).ends()
    with Terminal(program(book)) as terminal:
        terminal.see("Rules: Grade", "Open it?").press("y").see("draft not saved", "5 %")
        terminal.press("ctrl+s").see("Rule saved")
        terminal.until(lambda: not _kept(folder), "remove the draft")


def test_what_is_no_draft_is_ignored_and_told(tmp_path: Path, book: Path, folder: Path) -> None:
    mine = DraftFile(book, folder)
    mine.put([Draft("form", "x", "2026-11-22T10:31:00+00:00", {"record": "follow_up"})])
    (good,) = _kept(folder)
    name = good.name.partition("-")[0]
    written = json.loads(good.read_text())
    mine.put([])
    for number, content in enumerate((
        b"", b"{", b"[]", b"[" * 100_000, b"\xff\xfe", b'{"custtui": 1}',
        json.dumps(written | {"custtui": 2}).encode(),
        json.dumps(written | {"book": "/another"}).encode(),
        json.dumps(written | {"drafts": [{"kind": 1}]}).encode(),
        json.dumps(written | {"drafts": [written["drafts"][0] | {"texts": {"a": 1}}]}).encode(),
        json.dumps(written | {"drafts": [written["drafts"][0] | {"moment": "x"}]}).encode(),
        json.dumps(written | {"drafts": [written["drafts"][0] | {"place": {"a": 2**63}}]}).encode(),
    )):  # fmt: skip
        (folder / f"{name}-{number}.json").write_bytes(content)
    os.symlink("/etc/passwd", folder / f"{name}-link.json")
    before = _kept(folder)
    left = take_left(DraftFile(book, folder))
    assert not left.drafts
    assert len(left.unreadable) == len(before) - 1
    assert _kept(folder) == before
    with Terminal(program(book)) as terminal:
        terminal.see("1 / 1", "can't be read")


def test_what_is_typed_while_somebody_starts_stays_theirs(
    book: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    theirs = DraftFile(book, folder)
    theirs.put([_draft("first")])
    flock, typed = fcntl.flock, ["second"]

    def slow(handle: int, how: int) -> None:
        if typed:  # between the opening of the file and its locking they go on typing
            theirs.put([_draft(typed.pop())])
        flock(handle, how)

    monkeypatch.setattr(fcntl, "flock", slow)
    assert take_left(DraftFile(book, folder)) == Left((), ())
    (kept,) = _kept(folder)
    assert "second" in kept.read_text()


def test_where_nothing_can_be_locked_a_draft_is_offered_all_the_same(
    book: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_handle: int, _how: int) -> None:
        raise OSError(errno.ENOLCK, "No locks available")

    monkeypatch.setattr(fcntl, "flock", refuse)
    DraftFile(book, folder).put([_draft("typed")])
    assert take_left(DraftFile(book, folder)).drafts == (_draft("typed"),)


def _draft(text: str) -> Draft:
    return Draft("form", "x", "2026-11-22T10:31:00+00:00", {}, {"summary": text})


def test_half_a_character_in_a_draft_stops_no_start(book: Path, folder: Path) -> None:
    file = DraftFile(book, folder)
    file.put([Draft("form", "x", "2026-11-22T10:31:00+00:00", {}, {"a": "\ud800"})])
    (kept,) = _kept(folder)
    os.rename(kept, folder / kept.name.replace(".json", "0.json"))
    file.put([])
    with Terminal(program(book)) as terminal:
        terminal.see("Open it?").press("ctrl+q").ends()
    (kept,) = _kept(folder)
    assert "\ud800".encode(errors="surrogatepass") in kept.read_bytes()


def test_a_book_whose_name_is_no_text(book: Path, folder: Path) -> None:
    book = book.rename(book.with_name(os.fsdecode(b"book-\xff.db")))
    with Terminal(program(book)) as terminal:
        _call(terminal)
        terminal.until(lambda: bool(_kept(folder)), "keep a draft").kill(signal.SIGKILL).ends()
    with Terminal(program(book)) as terminal:
        terminal.see("Log call · 张伟", "Open it?")


def test_what_is_saved_after_a_restore_is_a_draft_no_more(book: Path, folder: Path) -> None:
    made = back_up(book, "asked")
    with open_book(book, TODAY).edit("more") as edit:
        edit.change("customer", 1, {"region": "上海"})
    with Terminal(program(book)) as terminal:
        _call(terminal).until(lambda: "发报价" in _all(folder), "keep a draft")
        restore(book, made.path, TODAY)
        terminal.type("三份")
        terminal.until(lambda: "发报价三份" in _all(folder), "keep it anew")
        terminal.press("ctrl+s").see("Saved")
        terminal.until(lambda: not _kept(folder), "remove the draft")


def test_a_draft_of_what_is_gone_can_be_copied(book: Path, folder: Path) -> None:
    place: dict[str, str | int | None] = {"record": "follow_up", "customer": 77}
    draft = Draft("form", "Log call", "2026-11-22T10:31:00+00:00", place, {"summary": TYPED})
    file = DraftFile(book, folder)
    file.put([draft])
    (kept,) = _kept(folder)
    (folder / kept.name.replace(".json", "0.json")).write_bytes(kept.read_bytes())
    file.put([])
    with Terminal(program(book)) as terminal:
        terminal.see("Open it?").press("y").see(TYPED).press("ctrl+s").see("is gone: copy")
        terminal.press("esc").see("Throw it away?").press("y").see("1 / 1")
        terminal.until(lambda: not _kept(folder), "remove the draft")


def _all(folder: Path) -> str:
    texts = []
    for path in _kept(folder):
        if path.suffix == ".json" and path.exists():
            texts.append(path.read_text("utf-8"))
    return "".join(texts)
