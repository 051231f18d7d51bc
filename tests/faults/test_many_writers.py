"""Many processes write into one file at once: all their edits are there, none lost, none failed.

The same with what guards against it taken away loses edits, so these tests can fail.
"""

import time
from pathlib import Path
from typing import NamedTuple

import pytest

from custtui.store import open_book
from tests.agreement import assert_agreement
from tests.faults.log_replay import Records, backwards, last_edit, records_of
from tests.faults.soundness import assert_sound
from tests.faults.writers import SHARED, TODAY, Acknowledged, Wishes, acknowledged, write
from tests.processes import PROCESSES

_WRITERS = 8
_EDITS = 200
#: Where something is lost, it is lost soon.
_FEW_EDITS = 15
#: Of the whole run; the others' turns, if all come about equally, are a hundredth of it.
_LONGEST_WAIT = 0.15


class _Run(NamedTuple):
    """What came of many writers: the book before, what they acknowledged, and what failed."""

    path: Path
    first: int
    before: Records
    told: list[Acknowledged]
    failed: list[str]
    seconds: float


def _run(
    folder: Path,
    *,
    edits: int,
    begins: str | None = "BEGIN IMMEDIATE",
    is_stale: bool = False,
    compares: bool = False,
) -> _Run:
    path = folder / "book.db"
    with open_book(path, TODAY).edit("fill") as edit:
        for number in SHARED:
            edit.add_record("customer", {"name": f"客户{number}", "note": "0"})
    first, before = last_edit(path), records_of(path)
    everybody = [
        Wishes(path, number, edits, number % 2 == 0, begins, is_stale, compares)
        for number in range(_WRITERS)
    ]
    together = PROCESSES.Barrier(_WRITERS + 1)
    processes = [PROCESSES.Process(target=write, args=(each, together)) for each in everybody]
    for process in processes:
        process.start()
    together.wait()
    begun = time.monotonic()
    for process in processes:
        process.join()
    seconds = time.monotonic() - begun
    ended = [f"ended with {process.exitcode}" for process in processes if process.exitcode]
    answers = [answer for each in everybody for answer in acknowledged(each)]
    return _Run(
        path,
        first,
        before,
        [answer for answer in answers if isinstance(answer, Acknowledged)],
        ended + [answer for answer in answers if isinstance(answer, str)],
        seconds,
    )


def _counted(run: _Run) -> int:
    """How many edits the counters of the shared customers know of."""
    records = records_of(run.path)
    return sum(int(str(records["customer", identity]["note"])) for identity in SHARED)


def _assert_logged(run: _Run) -> None:
    """Each image is what the edit before it acknowledged; the last ones are the beginning."""
    told = {answer.edit: answer for answer in run.told}
    assert len(told) == len(run.told)
    for edit, records in backwards(run.path, run.first):
        if edit == run.first:
            assert records == run.before
        else:
            answer = told.pop(edit)
            assert records["customer", answer.customer]["note"] == str(answer.counted)
            for kind, identity, row in answer.left:
                assert records.get((kind, identity)) == row, (edit, kind, identity)
    assert told == {}


def test_eight_processes_lose_nothing(tmp_path: Path) -> None:
    run = _run(tmp_path, edits=_EDITS)
    assert run.failed == []
    assert len(run.told) == _counted(run) == _WRITERS * _EDITS
    _assert_logged(run)
    assert_sound(run.path)
    assert_agreement(run.path, TODAY, stored=True)
    # Asked by SQLite alone, ever more seldom, the unluckiest waited for a fourth of the run.
    assert max(answer.waited for answer in run.told) < _LONGEST_WAIT * run.seconds


@pytest.mark.parametrize("begins", [None, "BEGIN"])
def test_without_the_lock_from_the_beginning_edits_are_lost_or_fail(
    tmp_path: Path, begins: str | None
) -> None:
    run = _run(tmp_path, edits=_FEW_EDITS, begins=begins)
    assert run.failed or _counted(run) < _WRITERS * _FEW_EDITS


def test_what_was_read_before_the_edit_and_not_compared_is_lost(tmp_path: Path) -> None:
    run = _run(tmp_path, edits=_FEW_EDITS, is_stale=True)
    assert run.failed == []
    assert len(run.told) == _WRITERS * _FEW_EDITS
    assert _counted(run) < _WRITERS * _FEW_EDITS


def test_what_was_read_before_the_edit_and_compared_is_all_there(tmp_path: Path) -> None:
    run = _run(tmp_path, edits=_FEW_EDITS, compares=True)
    assert run.failed == []
    records = records_of(run.path)
    notes = [str(records["customer", identity]["note"]).split("\n")[1:] for identity in SHARED]
    written = [f"{writer}-{place}" for writer in range(_WRITERS) for place in range(_FEW_EDITS)]
    assert sorted(line for note in notes for line in note) == sorted(written)
