"""After any row of edits, undos and new days, what is stored is what a full judging would give.

A state machine edits a small book with many ties, refunds, same-day purchases and rows that are
still to come. After each step the file's metrics, orders, cuts, segments and what pins cover equal
a judging of everything from nothing, the moves told are the difference, and the oracle, which
shares no code with us, agrees.
"""

import shutil
import sqlite3
import tempfile
from collections.abc import Callable
from datetime import timedelta
from fractions import Fraction
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from custtui.reading.connection import BookError, connect
from custtui.segments.judging import judge, tables
from custtui.segments.judging.judge import judge_view
from custtui.segments.judging.moves import Move
from custtui.segments.rules import Rules, Scores, Share, is_tags
from custtui.segments.stored import load
from custtui.store import Edit, Edited, open_book, take_back
from custtui.store.rules import change_rule
from tests.agreement import assert_agreement
from tests.oracle import Grading
from tests.segments.test_exactness import CHILDREN, DAY, books, customers, fill

_FEW, _PORTION = judge.FEW, tables.PORTION
_RECORDS = list(CHILDREN)
_PINS = {
    "grade": ("A", "B", "C", "unrated", "gone"),
    "lifecycle": ("vip", "churned", "current"),
    "risk": ("no_contact", "dissatisfied", "contact_missing"),
    "region": ("上海",),
}
pins = st.sampled_from([(key, segment) for key, them in _PINS.items() for segment in them])
shares = st.sampled_from([(20, 50, 30), (15, 55, 30), (50, 25, 25), (1, 1, 98)])
ranked = st.sampled_from(["amount_12m", "amount_12m", "orders_total", "recency_days"])
edges = st.sampled_from([0, 0, -1, -2, -31, -32, 13, 44, 29, 88, 89, 90, 179, 180, 364, 365, 366])
whole = st.integers(0, 10_000)


class Editing(RuleBasedStateMachine):
    """A book, and everything that may be done to what is judged."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp())
        self.path = self.folder / "book.db"
        self.day = DAY
        self.grading = Grading()
        self.book = open_book(self.path, DAY)
        self.book.stay_open()
        self.before = self.effective()
        self.edited: list[Edited] = []
        self.moves: tuple[Move, ...] | None = None

    def teardown(self) -> None:
        judge.FEW, tables.PORTION = _FEW, _PORTION
        self.book.close()
        shutil.rmtree(self.folder)

    @initialize(
        content=books,
        few=st.sampled_from([judge.FEW, 1]),
        portion=st.sampled_from([tables.PORTION, 1, 2]),
    )
    def begin(self, content: list[Any], few: float, portion: int) -> None:
        """With `few` 1 nothing but a change of rules is judged as a whole, even in a small book."""
        judge.FEW, tables.PORTION = few, portion
        fill(self.book, content)
        self.before = self.effective()

    @rule(customer=customers, purchases=st.lists(CHILDREN["purchase"], max_size=3))
    def new_customer(self, customer: dict[str, Any], purchases: list[dict[str, Any]]) -> None:
        def change(edit: Edit) -> None:
            identity = edit.add_record("customer", customer)
            for purchase in purchases:
                edit.add_record("purchase", {"customer_id": identity, **purchase})

        self.do(change)

    @rule(data=st.data(), which=whole)
    def new_record(self, data: st.DataObject, which: int) -> None:
        customer = self.one_of("customer", which)
        if customer is not None:
            kind = data.draw(st.sampled_from(_RECORDS))
            row = data.draw(CHILDREN[kind])
            self.do(lambda edit: edit.add_record(kind, {"customer_id": customer, **row}))

    @rule(data=st.data(), which=whole, days=edges)
    def record_at_an_edge(self, data: st.DataObject, which: int, days: int) -> None:
        """One that comes into a window, or leaves it, on one of the next days."""
        customer = self.one_of("customer", which)
        if customer is None:
            return
        kind = data.draw(st.sampled_from(_RECORDS))
        row = data.draw(CHILDREN[kind]) | {"customer_id": customer}
        day = self.day - timedelta(days=days)
        if kind == "contract":
            row |= {"start": day - timedelta(days=30), "end": day}
        elif "day" in row:
            row["day"] = day
        self.do(lambda edit: edit.add_record(kind, row))

    @rule(which=whole, rows=st.lists(CHILDREN["purchase"], min_size=1, max_size=12))
    def import_purchases(self, which: int, rows: list[dict[str, Any]]) -> None:
        whom = self.ids("customer")
        if whom:
            given = [
                {"customer_id": whom[(which + place) % len(whom)], **row}
                for place, row in enumerate(rows)
            ]
            self.do(lambda edit: edit.add_rows("purchase", given), "import")

    @rule(data=st.data(), which=whole)
    def change_record(self, data: st.DataObject, which: int) -> None:
        kind = data.draw(st.sampled_from(["customer", "purchase", *_RECORDS]))
        identity = self.one_of(kind, which)
        if identity is not None:
            values = data.draw(customers if kind == "customer" else CHILDREN[kind])
            self.do(lambda edit: edit.change(kind, identity, values))

    @rule(data=st.data(), which=whole, whose=whole)
    def give_away(self, data: st.DataObject, which: int, whose: int) -> None:
        """A record goes to another customer: two are touched."""
        kind = data.draw(st.sampled_from(_RECORDS))
        identity, customer = self.one_of(kind, which), self.one_of("customer", whose)
        if identity is not None and customer is not None:
            self.do(lambda edit: edit.change(kind, identity, {"customer_id": customer}))

    @rule(data=st.data(), which=whole)
    def delete(self, data: st.DataObject, which: int) -> None:
        kind = data.draw(st.sampled_from(["customer", "purchase", "pin", *_RECORDS]))
        identity = self.one_of(kind, which)
        if identity is not None:
            self.do(lambda edit: edit.delete(kind, identity), "pin" if kind == "pin" else "edit")

    @rule(which=whole, count=st.integers(2, 4))
    def delete_several(self, which: int, count: int) -> None:
        ids = self.ids("customer")
        gone = sorted({ids[(which + place) % len(ids)] for place in range(count)}) if ids else []

        def change(edit: Edit) -> None:
            for identity in gone:
                edit.delete("customer", identity)

        self.do(change)

    @rule(pin=pins, which=whole, holds=st.booleans(), days=st.none() | st.integers(0, 40))
    def pin(self, pin: tuple[str, str], which: int, holds: bool, days: int | None) -> None:
        customer = self.one_of("customer", which)
        dimension, segment = pin
        if customer is None or self.has_pin(customer, *pin):
            return
        values = {
            "customer_id": customer,
            "dimension": dimension,
            "segment": segment,
            "holds": holds or dimension != "risk",
            "reason": "战略客户",
            "author": "王敏",
            "last_day": None if days is None else self.day + timedelta(days=days),
        }
        self.do(lambda edit: edit.add_record("pin", values), "pin")

    @rule(parts=shares, by_value=st.booleans(), metric=ranked)
    def regrade(self, parts: tuple[int, int, int], by_value: bool, metric: str) -> None:
        before = self.rule_set().dimension("grade")
        assert isinstance(before, Share)
        segments = [
            {**segment.model_dump(), "share": part / Fraction(100)}
            for segment, part in zip(before.segments, parts, strict=True)
        ]
        after = Share.model_validate(
            {
                **before.model_dump(exclude={"segments"}),
                "by": "value" if by_value else "rank",
                "metric": metric,
                "segments": [{**each, "share": str(float(each["share"]))} for each in segments],
            }
        )
        self.do(lambda edit: change_rule(edit, before, after), "rule")

    @rule(by=st.sampled_from(["rank", "thresholds"]))
    def score_frequency(self, by: str) -> None:
        before = self.rule_set().dimension("behaviour")
        assert isinstance(before, Scores)
        thresholds = (2, 3, 5, 8) if by == "thresholds" else ()
        frequency = {"metric": "orders_total", "by": by, "thresholds": thresholds}
        after = Scores.model_validate({**before.model_dump(), "frequency": frequency})
        self.do(lambda edit: change_rule(edit, before, after), "rule")

    @rule(days=st.sampled_from([1, 1, 2, 30, 90, 366]))
    def new_day(self, days: int) -> None:
        self.day += timedelta(days=days)
        edited = self.book.roll_forward(self.day, far=True)
        assert edited is not None
        self.moves = edited.moves

    @precondition(lambda self: self.edited)
    @rule(which=whole)
    def undo(self, which: int) -> None:
        """The last edit, or an older one where nothing newer stands on it; a redo among them."""
        edited = self.edited[-1 - which % min(3, len(self.edited))]
        try:
            undone = take_back(self.book, edited.edit_id)
        except BookError:
            return
        self.moves = undone.moves
        self.edited.append(undone)

    @invariant()
    def is_what_a_full_judging_gives(self) -> None:
        with connect(self.path) as stored, connect(self.path) as anew:
            judge_view(anew, self.day)
            for table in ("metric", "ranked", "cut", "computed", "segment"):
                query = f"SELECT * FROM {{}}.{table} ORDER BY 1, 2, 3"
                assert (
                    stored.execute(query.format("main")).fetchall()
                    == anew.execute(query.format("temp")).fetchall()
                ), table
        stored.close()
        anew.close()

    @invariant()
    def is_what_the_oracle_says(self) -> None:
        rules = self.rule_set()
        share, scores = rules.dimension("grade"), rules.dimension("behaviour")
        assert isinstance(share, Share)
        assert isinstance(scores, Scores)
        first, second, _rest = (Fraction(segment.share) for segment in share.segments)
        by_rank = scores.frequency.by == "rank"
        grading = Grading(first, second, share.by == "value", share.metric, by_rank)
        assert_agreement(self.path, self.day, stored=True, grading=grading)

    @invariant()
    def moves_are_the_difference(self) -> None:
        after = self.effective()
        if self.moves is not None:
            told = {(m.customer_id, m.dimension, m.before, m.after) for m in self.moves}
            assert len(told) == len(self.moves)
            assert told == self.difference(self.before, after)
        self.before, self.moves = after, None

    def do(self, change: Callable[[Edit], object], cause: str = "edit") -> None:
        with self.book.edit("step", cause) as edit:
            change(edit)
        assert edit.result is not None
        self.moves = edit.result.moves
        self.edited.append(edit.result)

    def ids(self, kind: str) -> list[int]:
        with sqlite3.connect(self.path) as connection:
            found = [row[0] for row in connection.execute(f"SELECT id FROM {kind} ORDER BY id")]
        connection.close()
        return found

    def one_of(self, kind: str, which: int) -> int | None:
        ids = self.ids(kind)
        return ids[which % len(ids)] if ids else None

    def has_pin(self, customer: int, dimension: str, segment: str) -> bool:
        """Whether the place is taken: one pin a dimension, or, of tags, a tag."""
        with sqlite3.connect(self.path) as connection:
            found = connection.execute(
                "SELECT 1 FROM pin WHERE customer_id = ? AND dimension = ?"
                " AND (dimension <> 'risk' OR segment = ?)",
                (customer, dimension, segment),
            ).fetchone()
        connection.close()
        return found is not None

    def rule_set(self) -> Rules:
        with sqlite3.connect(self.path) as connection:
            found = load(connection)
        connection.close()
        return found

    def effective(self) -> dict[int, dict[str, Any]]:
        """By customer and dimension, the segment that is stored; of tags, their set."""
        connection = sqlite3.connect(self.path)
        keys = [d.key for d in load(connection).dimensions]
        tags = {d.key for d in load(connection).dimensions if is_tags(d)}
        found = {
            identity: {
                key: frozenset(value.split()) if key in tags else value
                for key, value in zip(keys, values, strict=True)
            }
            for identity, *values in connection.execute("SELECT * FROM segment")
        }
        connection.close()
        return found

    @staticmethod
    def difference(
        before: dict[int, dict[str, Any]], after: dict[int, dict[str, Any]]
    ) -> set[tuple[int, str, str | None, str | None]]:
        found: set[tuple[int, str, str | None, str | None]] = set()
        for identity in before.keys() & after.keys():
            for key, old in before[identity].items():
                new = after[identity][key]
                if isinstance(old, frozenset):
                    found |= {(identity, key, tag, None) for tag in old - new}
                    found |= {(identity, key, None, tag) for tag in new - old}
                elif old != new:
                    found.add((identity, key, old, new))
        return found


# Steps are slow, so what fails is shown as it came, not made smaller for minutes.
Editing.TestCase.settings = settings(
    phases=(Phase.explicit, Phase.reuse, Phase.generate),
    max_examples=30,
    stateful_step_count=30,
    suppress_health_check=list(HealthCheck),
)
TestEveryEdit = Editing.TestCase
