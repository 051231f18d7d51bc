"""Public purchase data taken in by the command line; every customer agrees with the oracle."""

import gzip
import json
import shutil
import subprocess
import sys
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from tests.agreement import assert_agreement

SHARED = Path(__file__).parents[3] / "shared" / "data"
pytestmark = pytest.mark.skipif(
    not SHARED.is_dir(), reason="the purchase data lies outside the repository"
)


def custtui(*arguments: str) -> str:
    command = [sys.executable, "-m", "custtui", "--lang", "en", *arguments]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    return done.stdout


def taken(book: Path, file: Path, *mapping: str) -> str:
    maps = [part for pair in mapping for part in ("--map", pair)]
    return custtui("--db", str(book), "import", "purchases", str(file), "--create", *maps)


def test_cdnow(tmp_path: Path) -> None:
    book = tmp_path / "cd.db"
    file = SHARED / "cdnow_sample.csv"
    mapping = ("code=customer_id", "quantity=number_of_cds", "amount=dollar_value")
    assert "6,919 added" in taken(book, file, *mapping)
    assert "6,919 already there" in taken(book, file, *mapping)
    for as_of in (date(1997, 3, 31), date(1997, 12, 31), date(1998, 6, 30)):
        assert assert_agreement(book, as_of) == 2357
    told: dict[str, Any] = json.loads(
        custtui("--db", str(book), "--as-of", "1998-06-30", "segments", "--json")
    )
    assert told["as_of"] == "1998-06-30"
    assert told["windows"]["12m"] == ["1997-07-01", "1998-06-30"]
    assert len(told["customers"]) == 2357
    assert sum(told["counts"]["grade"].values()) == 2357


def test_completejourney(tmp_path: Path) -> None:
    file = tmp_path / "baskets.csv"
    with gzip.open(SHARED / "completejourney_purchases.csv.gz") as packed, file.open("wb") as plain:
        shutil.copyfileobj(packed, plain)
    book = tmp_path / "cj.db"
    assert "155,848 added" in taken(book, file, "code=household_id", "order_number=basket_id")
    for as_of in (date(2017, 4, 30), date(2017, 9, 30), date(2018, 1, 31)):
        assert assert_agreement(book, as_of) == 2469
