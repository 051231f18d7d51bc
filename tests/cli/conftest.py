"""Books to ask: the sample as of today, and a small one with hostile names."""

from datetime import date, timedelta
from pathlib import Path

import pytest

from custtui.cli import clock
from custtui.exchange.sample import make_sample
from custtui.model import Contact, Customer, FollowUp
from custtui.store import open_book

#: Names that a terminal, a markup parser or a spreadsheet might act on.
HOSTILE = (
    "[/]",
    "[@click=app.quit]x[/]",
    "=1+1",
    "\x1b[31mred\x1b]0;title\x07",
    "\x9b31m\u202eevil\u2066",
    "客" * 200,
)


@pytest.fixture(scope="session")
def today() -> date:
    return clock.today("Asia/Shanghai")


@pytest.fixture(scope="session")
def sample(tmp_path_factory: pytest.TempPathFactory, today: date) -> Path:
    """The sample data, judged today; tests only read it."""
    path = tmp_path_factory.mktemp("sample") / "book.db"
    make_sample(path, today).close()
    return path


@pytest.fixture(scope="session")
def hostile(tmp_path_factory: pytest.TempPathFactory, today: date) -> Path:
    """Names that got into the file without being cleaned, as another program might write them."""
    path = tmp_path_factory.mktemp("hostile") / "book.db"
    with open_book(path, today).edit("new customer") as edit:
        for place, name in enumerate(HOSTILE):
            customer = edit.add(Customer(code=f"H{place}", name=name, tags=name, recorded=""))
            edit.add(Contact(customer_id=customer, name=name, phones="13800138000", recorded=""))
            edit.add(
                FollowUp(
                    customer_id=customer,
                    day=today,
                    summary=name,
                    next_action=name,
                    next_day=today + timedelta(days=1),
                    recorded="",
                )
            )
    return path
