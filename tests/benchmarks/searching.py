"""Search as one types, beside `rg` on a text dump; and what the index costs an edit and an import.

A query is timed in the process that asks, on a warm connection: from the typed text to the ids of
the best 50. `rg` is started for each, as a shell would.
"""

import random
import shutil
import sqlite3
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import closing
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

from custtui.reading.connection import connect
from custtui.reading.search import matches, search
from custtui.store import search_index, search_pieces
from tests.benchmarks.figures import Figure
from tests.benchmarks.records import TODAY
from tests.benchmarks.timing import Times, once, times
from tests.benchmarks.typed import typed_texts

_CUSTOMERS_TYPED = 24
_FOR_RG = 60
_EVERYBODY = 40
_EDITS = 300
_LARGEST_MADE = 100_000
#: Aims at 95 of 100 queries, in milliseconds, by the largest book that they hold for.
_MOST = {100_000: 3.0, 1_000_000: 35.0}
_DUMP = (
    "SELECT c.code, c.name, c.tags, k.name, k.phones, k.email FROM customer c"
    " JOIN contact k ON k.customer_id = c.id ORDER BY c.id"
)


def figures(path: Path, customers: int) -> Iterator[Figure]:
    """Queries of every sort, edits of every sort, and the index made from nothing."""
    with closing(connect(path)) as connection:
        texts = typed_texts(connection, customers, _CUSTOMERS_TYPED)
        yield from _queries(path, connection, texts, customers)
        yield from _edits(connection, customers)
        if customers <= _LARGEST_MADE:
            yield _making(connection, customers)


def _queries(
    path: Path, connection: sqlite3.Connection, texts: Sequence[str], customers: int
) -> Iterator[Figure]:
    asked = [partial(search, connection, text) for text in texts]
    # The better of two: what else the machine does is no part of a query.
    ours = Times(tuple(sorted(min(once(ask), once(ask)) for ask in asked)))
    some = texts[:: -(-len(texts) // _FOR_RG)]
    theirs = _by_rg(path, connection, some)
    most = next((_MOST[size] for size in _MOST if customers <= size), None)
    for share, aim in ((0.5, None), (0.95, most)):
        yield Figure(
            f"a search, p{share:.0%}".removesuffix("%"), ours.at(share), beside="rg on a text dump",
            floor=theirs.at(share) if theirs else None, most=aim,
        )  # fmt: skip
    yield Figure("the slowest search", ours.at(1))
    everybody = [partial(matches, connection, text) for text in texts[:: len(texts) // _EVERYBODY]]
    yield Figure("all whom a search finds, p95", times(everybody).at(0.95))


def _by_rg(path: Path, connection: sqlite3.Connection, texts: Sequence[str]) -> Times | None:
    """The first 50 lines with the text, as it stands, in a file with a line a contact."""
    if shutil.which("rg") is None:
        return None
    with TemporaryDirectory(dir=path.parent) as folder:
        dump = Path(folder) / "dump.txt"
        with dump.open("w", encoding="utf-8") as file:
            file.writelines(f"{line}\n" for line in _lines(connection))
        command = ["rg", "--no-config", "-i", "-F", "-m", "50", "--"]
        looking = [
            partial(subprocess.run, [*command, text, dump], stdout=subprocess.DEVNULL)
            for text in texts
        ]
        looking[0]()
        return times(looking)


def _lines(connection: sqlite3.Connection) -> Iterator[str]:
    for row in connection.execute(_DUMP):
        yield " ".join(each for each in row if each).replace("\n", " ")


def _edits(connection: sqlite3.Connection, customers: int) -> Iterator[Figure]:
    """What the index adds to an edit, with its share of the commit; then all is taken back."""
    chance = random.Random(5)
    chosen = [chance.randint(1, customers) for _edit in range(_EDITS)]
    connection.execute("BEGIN IMMEDIATE")
    taken = []
    for place, customer in enumerate(chosen):
        words = _change(connection, place, customer)
        taken.append(once(partial(_refreshed, connection, customer, words)))
    connection.execute("ROLLBACK")
    found = Times(tuple(sorted(taken)))
    yield Figure("the index after an edit, p95", found.at(0.95), most=1)
    yield Figure("the index after an edit, the most", found.at(1))


def _change(connection: sqlite3.Connection, place: int, customer: int) -> set[int]:
    """Another name, another phone number or a follow-up of today; gives whose words changed."""
    match place % 3:
        case 0:
            name = "UPDATE customer SET name = '欧阳' || substr(name, 2) WHERE id = ?"
            connection.execute(name, (customer,))
        case 1:
            phone = "UPDATE contact SET phones = ? WHERE customer_id = ?"
            connection.execute(phone, (f"1390000{place:04}", customer))
        case _:
            call = "UPDATE metric SET last_contact = ? WHERE customer_id = ?"
            connection.execute(call, (TODAY.isoformat(), customer))
            return set()
    return {customer}


def _refreshed(connection: sqlite3.Connection, customer: int, words: set[int]) -> None:
    search_index.refresh(connection, {customer}, words)
    # As the end of the transaction would.
    search_pieces.end_piece(connection)


def _making(connection: sqlite3.Connection, customers: int) -> Figure:
    """The whole index, as an import makes it; then it is taken back."""
    lines = [(line,) for line in _lines(connection)]
    connection.execute("BEGIN IMMEDIATE")
    ours = once(partial(search_index.rebuild, connection))
    connection.execute("ROLLBACK")
    with closing(sqlite3.connect(":memory:")) as bare:
        bare.execute("CREATE VIRTUAL TABLE bare USING fts5 (line, tokenize = 'trigram')")
        floor = once(partial(bare.executemany, "INSERT INTO bare VALUES (?)", lines))
    scale = 100_000 / customers
    return Figure(
        "the index of 100,000 customers made", ours * scale, floor=floor * scale,
        beside="FTS5's own trigrams of the dump",
    )  # fmt: skip
