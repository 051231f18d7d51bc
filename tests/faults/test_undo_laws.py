"""Whatever was done is taken back to the letter, and done again; and each person only their own.

After undo every table that people write is what it was, search too, and what is judged is what a
judging of everything from nothing gives; after redo likewise of the state after the edit.
"""

import os
import shutil
import sqlite3
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import date
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from custtui.model import MODELS, Contact, Contract, Customer, FollowUp, Need, Purchase, Survey
from custtui.reading.connection import BookError, connect
from custtui.reading.log import last_own_edit, last_own_undo
from custtui.segments.judging.judge import judge_view
from custtui.segments.presets import preset
from custtui.segments.rules import Rules, Share
from custtui.segments.stored import load
from custtui.store import Book, Edit, open_book, take_back
from custtui.store.many import add_tag, delete_customers, remove_tag, set_owner
from custtui.store.own_fields import add_field, change_field, delete_field, move_field
from custtui.store.pins import Wanted, fix, release
from custtui.store.rules import change_rules
from custtui.store.settings import change_setting
from tests.exchange.files import take

TODAY = date(2026, 11, 22)
#: In memory where the machine has such a folder: hundreds of commits need not wait for a disk.
_FOLDER = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None
_JUDGED = ("metric", "ranked", "cut", "computed", "segment")


@pytest.fixture(scope="module")
def folder() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(dir=_FOLDER) as folder:
        yield Path(folder)


@pytest.fixture(scope="module")
def filled(folder: Path) -> Path:
    """A book with everything in it that can be changed."""
    book = open_book(folder / "filled.db", TODAY)
    with book.edit("add fields") as edit:
        add_field(edit, {"chinese": "车牌", "english": "Plate", "form": "text", "key": "plate"})
        add_field(edit, {"chinese": "里程", "english": "Miles", "form": "number", "key": "miles"})
    with book.edit("fill") as edit:
        for number in range(1, 9):
            customer = edit.add_record(
                "customer",
                {"code": f"K{number}", "name": f"张{number}", "tags": "旧客户",
                 "field:plate": f"沪A{number}", "employees_low": number * 40},
            )  # fmt: skip
            for record in _records(customer, number):
                edit.add(record)
        fix(edit, 3, Wanted("grade", "A", "大客户", "王敏"))
        fix(edit, 4, Wanted("risk", "no_contact", "失联", "王敏"))
        change_setting(edit, "mask", "on")
    return book.path


def _records(customer: int, number: int) -> Iterator[Any]:
    own: dict[str, Any] = {"customer_id": customer, "recorded": ""}
    yield Contact(**own, name=f"李{number}", phones=f"1391234567{number}")
    yield FollowUp(**own, day=TODAY, summary="谈价格", next_day=date(2026, 12, number))
    yield Purchase(**own, day=date(2026, number, 3), amount=number * 10_000_000)
    yield Purchase(**own, day=TODAY, amount=100, estimated=True)
    yield Need(**own, kind="price")
    yield Survey(**own, day=TODAY, score=2)
    yield Contract(**own, start=date(2026, 1, 1), end=date(2026, 12, 3))


@pytest.fixture
def book(folder: Path, filled: Path) -> Book:
    return open_book(Path(shutil.copy(filled, folder / "book.db")), TODAY)


def everything(book: Book) -> dict[str, list[Any]]:
    """All that people write, what search holds of it, and what is judged."""
    with closing(sqlite3.connect(book.path)) as connection:
        tables = (*MODELS, "search_document", *_JUDGED)
        return {
            table: sorted(connection.execute(f'SELECT * FROM "{table}"').fetchall(), key=repr)
            for table in tables
        }


def check_judging(book: Book) -> None:
    with closing(connect(book.path)) as connection:
        stored = {t: connection.execute(f"SELECT * FROM main.{t} ORDER BY 1, 2, 3").fetchall()
                  for t in _JUDGED}  # fmt: skip
        judge_view(connection, TODAY)
        for table, rows in stored.items():
            query = f"SELECT * FROM temp.{table} ORDER BY 1, 2, 3"
            assert rows == connection.execute(query).fetchall(), table


def _in_an_edit(change: Callable[[Edit], object], cause: str = "edit") -> Callable[[Book], None]:
    def do(book: Book) -> None:
        with book.edit("do", cause) as edit:
            change(edit)

    return do


def _rules(change: Callable[[Rules], Rules]) -> Callable[[Book], None]:
    return _in_an_edit(
        lambda edit: change_rules(edit, load(edit.connection), change(load(edit.connection))),
        "rule",
    )


def _other_share(rules: Rules) -> Rules:
    grade = rules.dimension("grade")
    assert isinstance(grade, Share)
    first, second, *others = grade.segments
    segments = (first.model_copy(update={"share": second.share}),
                second.model_copy(update={"share": first.share}), *others)  # fmt: skip
    return _with(rules, [grade.model_copy(update={"segments": segments})])


def _with(rules: Rules, changed: list[Any]) -> Rules:
    new = {dimension.key: dimension for dimension in changed}
    kept = [new.pop(dimension.key, dimension) for dimension in rules.dimensions]
    return Rules(dimensions=(*kept, *new.values()))


def _without_region(rules: Rules) -> Rules:
    rest = [dimension for dimension in rules.dimensions if dimension.key != "region"]
    return Rules(dimensions=(*rest[1:], rest[0]))


def _imported(kind: str, text: str, **wishes: bool) -> Callable[[Book], None]:
    def do(book: Book) -> None:
        file = book.path.with_suffix(".csv")
        file.write_text(text, "utf-8")
        assert take(book, kind, file, **wishes).rejected == 0

    return do


def _added(kind: str) -> Callable[[Book], None]:
    def add(edit: Edit) -> None:
        if kind == "customer":
            edit.add(Customer(code="N", name="新客户", recorded=""))
        else:
            records = _records(2, 5)
            edit.add(next(each for each in records if each.__tablename__ == kind))

    return _in_an_edit(add)


def _changed(kind: str) -> Callable[[Book], None]:
    return _in_an_edit(lambda edit: edit.change(kind, 2, _CHANGES[kind]))


def _deleted(kind: str) -> Callable[[Book], None]:
    return _in_an_edit(lambda edit: edit.delete(kind, 3))


_CHANGES: dict[str, dict[str, Any]] = {
    "customer": {"code": "ZZ", "name": "改名", "tags": None, "field:plate": None, "stage": "lost"},
    "contact": {"name": "改名", "phones": None},
    "follow_up": {"day": date(2026, 1, 1), "done": True},
    "purchase": {"day": date(2024, 1, 1), "amount": -5},
    "need": {"kind": "service", "state": "closed"},
    "survey": {"score": 5},
    "contract": {"end": date(2026, 11, 30), "state": "ended"},
}
KINDS: dict[str, Callable[[Book], None]] = {
    **{f"new {kind}": _added(kind) for kind in _CHANGES},
    **{f"change {kind}": _changed(kind) for kind in _CHANGES},
    **{f"delete {kind}": _deleted(kind) for kind in _CHANGES},
    "pin": _in_an_edit(lambda edit: fix(edit, 5, Wanted("grade", "C", "小", "王敏")), "pin"),
    "pin anew": _in_an_edit(lambda edit: fix(edit, 3, Wanted("grade", "C", "小", "王敏")), "pin"),
    "release": _in_an_edit(lambda edit: release(edit, 3, "grade"), "pin"),
    "release a tag": _in_an_edit(lambda edit: release(edit, 4, "risk", "no_contact"), "pin"),
    "tag": _in_an_edit(lambda edit: add_tag(edit, range(1, 9), "新")),
    "untag": _in_an_edit(lambda edit: remove_tag(edit, (1, 2, 99), "旧客户")),
    "owner": _in_an_edit(lambda edit: set_owner(edit, range(1, 9), "李")),
    "bulk delete": _in_an_edit(lambda edit: delete_customers(edit, range(1, 8))),
    "delete all": _in_an_edit(lambda edit: delete_customers(edit, range(1, 9))),
    "rule": _rules(_other_share),
    "rules removed": _rules(_without_region),
    "rules of a preset": _rules(lambda rules: _with(rules, list(preset("retail").dimensions))),
    "rules added": _rules(lambda rules: _with(rules, list(preset("abc_value").dimensions))),
    "add field": _in_an_edit(
        lambda edit: add_field(edit, {"chinese": "房", "english": "Room", "form": "yes_no"})
    ),
    "change field": _in_an_edit(lambda edit: change_field(edit, "plate", {"chinese": "号牌"})),
    "move field": _in_an_edit(lambda edit: move_field(edit, "miles", -1)),
    "delete field": _in_an_edit(lambda edit: delete_field(edit, "plate", with_values=True)),
    "new setting": _in_an_edit(lambda edit: change_setting(edit, "backup_folder", "/x")),
    "change setting": _in_an_edit(lambda edit: change_setting(edit, "mask", "off")),
    "setting away": _in_an_edit(lambda edit: change_setting(edit, "mask", None)),
    "import with updates": _imported(
        "customers", "客户编号,客户名称,客户状态\nK2,改名,流失\nK9,新来的,意向\n", update=True
    ),
    "import that adds fields": _imported(
        "customers", "客户编号,客户名称,门牌\nK9,新来的,8号\n", create_fields=True
    ),
    "import of records": _imported(
        "purchases", "客户编号,交易日期,交易金额\nK2,2026-11-01,5\nK2,2026-10-01,6\n"
    ),
    "import that makes customers": _imported(
        "purchases", "客户名称,交易日期,交易金额\n没见过,2026-11-01,5\n", create=True
    ),
    "import in place of estimates": _imported(
        "purchases", "客户编号,交易日期,交易金额\nK2,2026-11-01,5\n", replace_opening=True
    ),
}


@pytest.mark.parametrize("kind", KINDS)
def test_all_that_writes_is_taken_back_and_done_again(book: Book, kind: str) -> None:
    before = everything(book)
    since = _last_edit(book)
    KINDS[kind](book)
    after = everything(book)
    assert after != before, "it did something"
    check_judging(book)
    for which, state in ((last_own_edit, before), (last_own_undo, after), (last_own_edit, before)):
        assert _press(book, which, since)
        assert everything(book) == state
        check_judging(book)
    assert not _press(book, last_own_edit, since), "nothing is left since then"


def test_all_of_it_one_after_another_goes_back_and_forth(book: Book) -> None:
    """As somebody who holds ctrl+z down, and then ctrl+y."""
    since = _last_edit(book)
    states = [everything(book)]
    for kind in ("new customer", "change customer", "tag", "import with updates", "rule",
                 "pin anew", "delete field", "bulk delete", "setting away"):  # fmt: skip
        KINDS[kind](book)
        states.append(everything(book))
    for state in reversed(states[:-1]):
        assert _press(book, last_own_edit, since)
        assert everything(book) == state
    for state in states[1:]:
        assert _press(book, last_own_undo, since)
        assert everything(book) == state
    assert not _press(book, last_own_undo, since)


def _press(book: Book, which: Callable[..., Any], since: int = 0, person: int = 0) -> bool:
    """What ctrl+z, or ctrl+y, does for this account; False where there is nothing to do."""
    with closing(connect(book.path)) as connection:
        edit = which(connection, person, since)
    if edit is None:
        return False
    assert edit.uid == person
    take_back(book, edit.id)
    return True


def _last_edit(book: Book) -> int:
    with closing(sqlite3.connect(book.path)) as connection:
        return int(connection.execute("SELECT max(id) FROM edit").fetchone()[0])


@contextmanager
def somebody(person: int) -> Iterator[None]:
    """Edits made inside are of that account: a test may not take on another one."""
    with (
        patch("custtui.store.edit.account_number", lambda: person),
        patch("custtui.store.edit.account_name", lambda: f"person {person}"),
    ):
        yield


@pytest.fixture(autouse=True)
def _as_the_first() -> Iterator[None]:
    with somebody(0):
        yield


class TwoPersons(RuleBasedStateMachine):
    """Two people edit the same two customers, and take back and redo as they like.

    What stands in the book is at any time what the edits in force, made one after another, give.
    """

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp(dir=_FOLDER))
        self.book = open_book(self.folder / "book.db", TODAY)
        with self.book.edit("fill") as edit:
            edit.add_rows("customer", [{"code": f"K{n}", "name": "0"} for n in range(2)])
        self.since = _last_edit(self.book)
        #: Each edit: who, which customers, the name they were given; and whether it is in force.
        self.edits: dict[int, tuple[int, frozenset[int], str]] = {}
        self.standing: set[int] = set()

    def teardown(self) -> None:
        self.book.close()
        shutil.rmtree(self.folder)

    @rule(person=st.integers(1, 2), whom=st.frozensets(st.integers(1, 2), min_size=1))
    def change(self, person: int, whom: frozenset[int]) -> None:
        with somebody(person), self.book.edit("change") as edit:
            name = str(edit.edit_id)
            for customer in whom:
                edit.change("customer", customer, {"name": name})
        self.edits[int(name)] = (person, whom, name)
        self.standing.add(int(name))

    @rule(person=st.integers(1, 2))
    def undo(self, person: int) -> None:
        own = [each for each in sorted(self.standing) if self.edits[each][0] == person]
        free = bool(own) and not any(
            self.edits[own[-1]][1] & self.edits[each][1] for each in self.standing if each > own[-1]
        )
        done = self.press(last_own_edit, person)
        assert done == free, "the last own edit goes back where nobody has built on it"
        if done:
            self.standing.remove(own[-1])

    @rule(person=st.integers(1, 2))
    def redo(self, person: int) -> None:
        with closing(connect(self.book.path)) as connection:
            undo = last_own_undo(connection, person, self.since)
        if undo is not None and self.press(last_own_undo, person):
            assert undo.undoes in self.edits
            assert self.edits[undo.undoes][0] == person
            self.standing.add(undo.undoes)

    def press(self, which: Callable[..., Any], person: int) -> bool:
        try:
            with somebody(person):
                return _press(self.book, which, self.since, person)
        except BookError as refusal:
            if "came after it" not in str(refusal):
                raise
            return False

    @invariant()
    def holds_what_stands(self) -> None:
        expected = dict.fromkeys((1, 2), "0")
        for each in sorted(self.standing):
            _person, whom, name = self.edits[each]
            expected |= dict.fromkeys(whom, name)
        with closing(sqlite3.connect(self.book.path)) as connection:
            assert dict(connection.execute("SELECT id, name FROM customer")) == expected


TwoPersons.TestCase.settings = settings(
    max_examples=12,
    stateful_step_count=20,
    derandomize=True,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)
test_two_persons = TwoPersons.TestCase
