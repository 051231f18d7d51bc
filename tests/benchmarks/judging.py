"""What judging costs: `python -m tests.benchmarks.judging [CUSTOMERS]…`, 100,000 by default.

Each book has ten purchases and three follow-ups a customer and the whole standard set. Floors are
taken in the same run: the sqlite3 shell's plain GROUP BY into a table, a bare UPDATE through
SQLModel with the same settings of the file.
"""

import random
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Callable
from contextlib import closing
from datetime import date, timedelta
from pathlib import Path

from sqlmodel import Session

from custtui.model import Purchase
from custtui.reading.connection import connect
from custtui.segments.drafting.what_if import Trial
from custtui.segments.judging import tables
from custtui.segments.judging.assign import Assigned, assign
from custtui.segments.judging.cuts import cut_all
from custtui.segments.judging.judge import judge_view
from custtui.segments.judging.metrics import measure
from custtui.segments.judging.rankings import rank_all, rankings
from custtui.segments.rules import Dimension, Rules, Share
from custtui.segments.stored import load
from custtui.store import Book, open_book
from custtui.store.engine import writing_engine
from tests.benchmarks.book import TODAY, book_of
from tests.benchmarks.timing import Times, line, once, spoken, times

_EDITS = 300
_TIED = 1 / 5

_GROUP_BY = (
    "CREATE TABLE floor AS SELECT customer_id, sum(amount), count(*), min(day), max(day)"
    " FROM purchase GROUP BY customer_id; DROP TABLE floor;"
)


def main(sizes: list[int]) -> None:
    """Print the table of each size."""
    with tempfile.TemporaryDirectory() as folder:
        for customers in sizes:
            path = Path(folder) / f"{customers}.db"
            made = once(lambda path=path, customers=customers: book_of(path, customers))  # type: ignore[misc]
            print(f"\n{customers:,} customers (the book made in {spoken(made)})\n")
            line("what", "time", "floor or whole", "ratio", "aim")
            line("---", "---", "---", "---", "---")
            _judging(path)
            path.unlink()


def _judging(path: Path) -> None:
    whole = _whole(path)
    _parts(path)
    book = open_book(path, TODAY)
    book.stay_open()
    floor = _bare_update(path)
    _told("edit one purchase, p50", _edits(book, _any(path)), 0.5, whole, "")
    edits = _edits(book, _any(path, seed=2))
    _told("edit one purchase, p95", edits, 0.95, whole, "≤ 1/100, < 16 ms")
    _told("edit one purchase, the most", edits, 1, whole, "")
    line("…beside a bare UPDATE through SQLModel, p50", spoken(edits.middle), spoken(floor.middle),
         f"{edits.middle / floor.middle:.1f}×", "")  # fmt: skip
    _told("edit the busiest customer, p50", _edits(book, _of_busiest(path)), 0.5, whole, "")
    moved, tied = _tied_group(path, book)
    line(f"a tied group of {moved:,} crosses a cut", spoken(tied), spoken(whole),
         f"1/{whole / tied:.0f}", "")  # fmt: skip
    rolled = once(lambda: book.roll_forward(TODAY + timedelta(days=1)))
    line("a new day", spoken(rolled), spoken(whole), f"{rolled / whole:.2f}", "≤ 1/3")
    _what_if(path, TODAY + timedelta(days=1))
    book.close()


def _whole(path: Path) -> float:
    """Everything, from nothing, into shadowing tables; beside the shell's GROUP BY."""
    with closing(connect(path)) as connection:
        whole = once(lambda: judge_view(connection, TODAY))
    floor = once(lambda: _shell(path))
    line("full judging", spoken(whole), spoken(floor), f"{whole / floor:.1f}×", "")
    return whole


def _shell(path: Path) -> None:
    """The floor: the shell where there is one, else the same statements through Python."""
    copy = path.with_suffix(".floor.db")
    if shutil.which("sqlite3"):
        attach = f"ATTACH '{copy}' AS f; "
        statements = attach + _GROUP_BY.replace("TABLE floor", "TABLE f.floor")
        subprocess.run(["sqlite3", str(path), statements], check=True)
    else:
        with closing(sqlite3.connect(path)) as connection:
            connection.execute("ATTACH ? AS f", (str(copy),))
            connection.executescript(_GROUP_BY.replace("TABLE floor", "TABLE f.floor"))
    copy.unlink()


def _parts(path: Path) -> None:
    """Each part of a full judging by itself."""
    view = Assigned("temp.metric", "temp.cut", "temp.segment", "temp.computed")
    with closing(connect(path)) as connection:
        rules = load(connection)
        tables.create_metric(connection, "temp")
        _part("metrics", lambda: measure(connection, "temp", TODAY, touched=False))
        _part(
            "orders",
            lambda: rank_all(connection, "temp.metric", "temp.ranked", rankings(rules), TODAY),
        )
        _part("cuts", lambda: cut_all(connection, "temp.ranked", "temp.cut", rules))
        _part("all dimensions at once", lambda: assign(connection, rules, TODAY, view))
        asked: set[str] = {"grade", "lifecycle"}
        for dimension in rules.dimensions:
            alone = _alone(rules, dimension, asked)
            _part(
                f"dimension {dimension.key}",
                lambda alone=alone: assign(connection, alone, TODAY, view),  # type: ignore[misc]
            )


def _alone(rules: Rules, dimension: Dimension, asked: set[str]) -> Rules:
    """A set of that dimension, with those that it asks for."""
    others = asked if dimension.key in ("lifecycle", "risk") else set()
    kept = [d for d in rules.dimensions if d.key == dimension.key or d.key in others]
    return Rules(dimensions=tuple(kept))


def _part(name: str, do: Callable[[], object]) -> None:
    line(f"— {name}", spoken(once(do)), "", "", "")


def _bare_update(path: Path) -> Times:
    engine = writing_engine(path, stays_open=True)

    def update(purchase: int) -> None:
        with Session(engine) as session, session.begin():
            row = session.get(Purchase, purchase)
            assert row is not None
            row.note = f"{purchase}"

    found = times([lambda each=each: update(each) for each, _amount in _any(path, seed=3)])  # type: ignore[misc]
    engine.dispose()
    return found


def _edits(book: Book, chosen: list[tuple[int, int]]) -> Times:
    def edit(purchase: int, amount: int) -> None:
        with book.edit("change purchase") as change:
            change.change("purchase", purchase, {"amount": amount})

    edit(*chosen[0])
    return times([lambda each=each: edit(*each) for each in chosen[1:]])  # type: ignore[misc]


def _any(path: Path, seed: int = 1) -> list[tuple[int, int]]:
    """Purchases chosen by chance, each with another amount."""
    chance = random.Random(seed)
    with closing(connect(path)) as connection:
        (last,) = connection.execute("SELECT max(id) FROM purchase").fetchone()
    return [
        (chance.randint(1, last), 100 * round(chance.lognormvariate(7.5, 1.2)))
        for _edit in range(_EDITS)
    ]


def _of_busiest(path: Path) -> list[tuple[int, int]]:
    with closing(connect(path)) as connection:
        rows = connection.execute(
            "SELECT id FROM purchase WHERE customer_id = (SELECT customer_id FROM purchase"
            " GROUP BY customer_id ORDER BY count(*) DESC LIMIT 1) LIMIT 60"
        ).fetchall()
    return [(identity, 100 * place + 700) for place, (identity,) in enumerate(rows)]


def _tied_group(path: Path, book: Book) -> tuple[int, float]:
    """One edit that lifts a customer over a large group of equals, so that the whole group falls.

    A fifth of the customers are given one amount, chosen so that the A of the grade ends just at
    the group: all of them are A, and with one more customer above them all are B.
    """
    with closing(connect(path)) as connection:
        share = load(connection).dimension("grade")
        assert isinstance(share, Share)
        amounts = [
            amount
            for (amount,) in connection.execute(
                "SELECT amount_12m FROM metric WHERE amount_12m > 0 ORDER BY 1 DESC"
            )
        ]
        (customers,) = connection.execute("SELECT count(*) FROM customer").fetchone()
        (below,) = connection.execute(
            "SELECT p.id FROM purchase p JOIN metric m USING (customer_id) WHERE m.amount_12m"
            " BETWEEN 1 AND ? AND p.day = m.last_purchase AND p.amount > 0 LIMIT 1",
            (amounts[-len(amounts) // 10],),
        ).fetchone()
    tied = int(customers * _TIED)
    last_above = -(-(len(amounts) + tied) * int(share.segments[0].share * 100) // 100) - 2
    value = amounts[last_above] - 1
    with book.edit("import", "import") as edit:
        new = edit.add_rows(
            "customer", ({"code": f"T{place:07}", "name": "同额"} for place in range(tied))
        )
        edit.add_rows(
            "purchase", ({"customer_id": who, "day": TODAY, "amount": value} for who in new)
        )
    moved: list[int] = []

    def lift() -> None:
        with book.edit("change purchase") as edit:
            edit.change("purchase", below, {"amount": 10 * value})
        assert edit.result is not None
        moved.append(len({move.customer_id for move in edit.result.moves}))

    taken = once(lift)
    return moved[0], taken


def _what_if(path: Path, day: date) -> None:
    trial = Trial(path)
    with closing(connect(path)) as connection:
        rules = load(connection)
    grade = rules.dimension("grade")
    assert isinstance(grade, Share)
    drafts = []
    for part in (15, 25, 18, 22, 10):
        shares = (part, 50, 50 - part)
        segments = [
            {**segment.model_dump(), "share": str(share / 100)}
            for segment, share in zip(grade.segments, shares, strict=True)
        ]
        draft = Share.model_validate({**grade.model_dump(), "segments": segments})
        others = tuple(draft if d.key == "grade" else d for d in rules.dimensions)
        drafts.append(Rules(dimensions=others))
    trial.try_rules(drafts[0], day)
    tried = times([lambda draft=draft: trial.try_rules(draft, day) for draft in drafts])  # type: ignore[misc]
    line("what-if on the whole book, to the matrix", spoken(tried.middle), "", "", "< 1 s")
    trial.close()


def _told(what: str, taken: Times, share: float, whole: float, aim: str) -> None:
    value = taken.at(share)
    line(what, spoken(value), spoken(whole), f"1/{whole / value:.0f}", aim)


if __name__ == "__main__":
    main([int(each.replace(",", "")) for each in sys.argv[1:]] or [100_000])
