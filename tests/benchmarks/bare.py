"""The floor of every save: one row changed through SQLModel, with the settings of the book."""

import random
from collections.abc import Callable
from contextlib import closing
from functools import partial
from pathlib import Path

from sqlmodel import Session

from custtui.model import Purchase
from custtui.reading.connection import connect
from custtui.store.engine import writing_engine
from tests.benchmarks.timing import Times, times


def bare_updates(path: Path, count: int) -> Times:
    """So many purchases, chosen by chance, each given a note and committed."""
    with closing(connect(path)) as connection:
        (last,) = connection.execute("SELECT max(id) FROM purchase").fetchone()
    engine = writing_engine(path, stays_open=True)

    def update(purchase: int) -> None:
        with Session(engine) as session, session.begin():
            row = session.get(Purchase, purchase)
            assert row is not None
            row.note = f"{purchase}"

    chance = random.Random(3)
    doing: list[Callable[[], object]] = [
        partial(update, chance.randint(1, last)) for _update in range(count)
    ]
    found = times(doing)
    engine.dispose()
    return found
