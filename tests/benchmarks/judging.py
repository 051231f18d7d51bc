"""What judging costs, with the whole standard set: all, one edit, a new day, a draft of rules.

Floors are taken in the same run: the sqlite3 shell's plain GROUP BY into a table, a bare UPDATE
through SQLModel with the same settings of the file.
"""

import random
import shutil
import sqlite3
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import closing
from datetime import date, timedelta
from functools import partial
from pathlib import Path

from custtui.reading.connection import connect
from custtui.segments.drafting.what_if import Trial
from custtui.segments.judging.judge import judge_view, judged_on
from custtui.segments.rules import Share
from custtui.segments.stored import load
from custtui.store import Book, open_book
from tests.benchmarks.bare import bare_updates
from tests.benchmarks.figures import Figure
from tests.benchmarks.timing import Times, once, times

_EDITS = 300
_TIED = 1 / 5
#: In a larger book, new customers by the hundred thousand would take longer than all the rest.
_TIED_UP_TO = 100_000
_BARE = "a bare UPDATE by SQLModel"
_WHOLE = "everything from nothing"

_GROUP_BY = (
    "CREATE TABLE floor AS SELECT customer_id, sum(amount), count(*), min(day), max(day)"
    " FROM purchase GROUP BY customer_id; DROP TABLE floor;"
)


def figures(path: Path, customers: int) -> Iterator[Figure]:
    """Everything about judging; the book stands for the next day afterwards."""
    day = _day(path)
    with closing(connect(path)) as connection:
        whole = once(lambda: judge_view(connection, day))
    yield Figure(
        "judging: everything from nothing",
        whole,
        floor=once(lambda: _shell(path)),
        beside="a GROUP BY in the sqlite3 shell",
    )
    with closing(_opened(path, day)) as book:
        yield from _one_edit(path, book)
        if customers <= _TIED_UP_TO:
            yield Figure(
                "judging: one edit moves a fifth of all, who are tied",
                _tied_group(path, day),
                floor=whole,
                beside=_WHOLE,
            )
        yield Figure(
            "judging: a draft of rules, to the matrix",
            _draft(path, day),
            floor=whole,
            beside=_WHOLE,
            most=1000 if customers <= 100_000 else None,
        )
        rolled = once(lambda: book.roll_forward(day + timedelta(days=1)))
        yield Figure("judging: a new day", rolled, floor=whole, beside=_WHOLE, most_ratio=0.33)


def _day(path: Path) -> date:
    """The day that the book stands for."""
    with closing(connect(path)) as connection:
        day = judged_on(connection)
    assert day is not None
    return day


def _opened(path: Path, day: date) -> Book:
    book = open_book(path, day)
    book.stay_open()
    return book


def _shell(path: Path) -> None:
    """The floor: the shell where there is one, else the same statements through Python."""
    copy = path.with_suffix(".floor.db")
    statements = f"ATTACH '{copy}' AS f; " + _GROUP_BY.replace("TABLE floor", "TABLE f.floor")
    if shutil.which("sqlite3"):
        subprocess.run(["sqlite3", str(path), statements], check=True)
    else:
        with closing(sqlite3.connect(path)) as connection:
            connection.executescript(statements)
    copy.unlink()


def _one_edit(path: Path, book: Book) -> Iterator[Figure]:
    bare = bare_updates(path, _EDITS)
    edits = _edits(book, _any(path))
    for name, share, most in (("p50", 0.5, None), ("p95", 0.95, 16), ("the most", 1, None)):
        yield Figure(
            f"judging: a purchase saved, {name}",
            edits.at(share),
            floor=bare.at(share),
            beside=_BARE,
            most=most,
        )
    yield Figure(
        "judging: a purchase of the busiest customer saved, p50",
        _edits(book, _of_busiest(path)).middle,
        floor=bare.middle,
        beside=_BARE,
    )


def _edits(book: Book, chosen: list[tuple[int, int]]) -> Times:
    def edit(purchase: int, amount: int) -> None:
        with book.edit("change purchase") as change:
            change.change("purchase", purchase, {"amount": amount})

    edit(*chosen[0])
    return times([partial(edit, *each) for each in chosen[1:]])


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


def _tied_group(path: Path, day: date) -> float:
    """One edit, in a copy, that lifts a customer over a large group of equals, so that all fall.

    A fifth of the customers are given one amount, chosen so that the A of the grade ends just at
    the group: all of them are A, and with one more customer above them all are B.
    """
    with tempfile.TemporaryDirectory(dir=path.parent) as folder:
        copy = Path(folder) / path.name
        with closing(connect(path)) as source, closing(sqlite3.connect(copy)) as target:
            source.backup(target)
        with closing(_opened(copy, day)) as book:
            purchase, above = _tie(book, day)
            moved: set[int] = set()

            def lift() -> None:
                with book.edit("change purchase") as edit:
                    edit.change("purchase", purchase, {"amount": above})
                assert edit.result is not None
                moved.update(move.customer_id for move in edit.result.moves)

            taken = once(lift)
            with closing(connect(copy)) as connection:
                (customers,) = connection.execute("SELECT count(*) FROM customer").fetchone()
            assert len(moved) > customers * _TIED / 2, "the group fell"
    return taken


def _tie(book: Book, day: date) -> tuple[int, int]:
    """Add the group; gives the purchase of somebody below, and an amount above the group's."""
    with closing(connect(book.path)) as connection:
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
    part = int(share.segments[0].share * 100)
    last_above = -(-(len(amounts) + tied) * part // 100) - 2
    while amounts[last_above] == amounts[last_above + 1]:  # else more than one stands above
        tied += 1
        last_above = -(-(len(amounts) + tied) * part // 100) - 2
    value = amounts[last_above] - 1
    with book.edit("import", "import") as edit:
        new = edit.add_rows(
            "customer", ({"code": f"T{place:07}", "name": "同额"} for place in range(tied))
        )
        edit.add_rows(
            "purchase", ({"customer_id": who, "day": day, "amount": value} for who in new)
        )
    return below, 10 * value


def _draft(path: Path, day: date) -> float:
    """Another grade tried on the whole book."""
    trial = Trial(path)
    with closing(connect(path)) as connection:
        rules = load(connection)
    grade = rules.dimension("grade")
    assert isinstance(grade, Share)
    segments = [
        {**segment.model_dump(), "share": share}
        for segment, share in zip(grade.segments, ("0.15", "0.50", "0.35"), strict=True)
    ]
    draft = Share.model_validate({**grade.model_dump(), "segments": segments})
    rules = rules.with_dimensions(draft if d.key == "grade" else d for d in rules.dimensions)
    taken = once(lambda: trial.try_rules(rules, day))
    trial.close()
    return taken
