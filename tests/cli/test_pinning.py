"""`custtui pin` and `custtui pins`, and what `show` and `why` tell of pins."""

from collections.abc import Callable
from pathlib import Path
from subprocess import CompletedProcess

import pytest

from custtui.cli import clock
from custtui.model import Customer, Purchase
from custtui.store import open_book
from tests.cli.running import answer, run

Run = Callable[..., CompletedProcess[str]]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """K1 bought more than K2; the old sheet had it the other way round."""
    today = clock.today("Asia/Shanghai")
    path = tmp_path / "book.db"
    with open_book(path, today, {"time_zone": "Asia/Shanghai"}).edit("fill") as edit:
        for code, amount, grade in (("K1", 900_00, "B"), ("K2", 100_00, "A")):
            customer = edit.add(
                Customer(code=code, name=f"客户{code}", stated_grade=grade, recorded="")
            )
            edit.add(Purchase(customer_id=customer, day=today, amount=amount, recorded=""))
    return path


@pytest.fixture
def custtui(path: Path) -> Run:
    return lambda *arguments: run("--db", str(path), *arguments, home=path.parent)


def test_a_segment_is_pinned_told_and_released(custtui: Run, path: Path) -> None:
    done = custtui("pin", "K2", "客户等级", "a", "--reason", "战略客户", "--until", "+30d",
                   "--author", "王敏")  # fmt: skip
    assert (done.returncode, done.stderr) == (0, "")
    assert "Grade B → A" in done.stdout
    shown = answer("--db", str(path), "show", "K2", home=path.parent)
    assert shown["segments"]["grade"] == "A"
    assert shown["computed"] == {"grade": "B"}
    (pin,) = shown["pins"]
    assert (pin["dimension"], pin["segment"], pin["author"]) == ("grade", "A", "王敏")
    text = custtui("show", "K2").stdout
    assert "Pinned to A (王敏, " in text
    assert "by the rules: B" in " ".join(text.split())
    why = answer("--db", str(path), "why", "K2", home=path.parent)
    grade = next(each for each in why["dimensions"] if each["dimension"] == "grade")
    assert grade["pinned"]["computed"] == ["B"]
    assert [each["key"] for each in grade["segments"]] == ["A"]
    assert "; by the rules: B: rank 2 of 2" in custtui("why", "K2").stdout
    assert "pin segment" in custtui("log").stdout

    released = custtui("pin", "K2", "grade", "--release")
    assert "Grade A → B" in released.stdout
    assert custtui("undo").returncode == 0
    assert answer("--db", str(path), "show", "K2", home=path.parent)["segments"]["grade"] == "A"


def test_the_list_tells_where_hand_and_rules_disagree(custtui: Run, path: Path) -> None:
    custtui("pin", "K2", "grade", "A", "--reason", "x")
    custtui("pin", "K1", "risk", "资料不全", "--reason", "y", "--without")
    found = answer("--db", str(path), "pins", home=path.parent)
    assert set(found) == {"as_of", "pins", "stated", "counts"}
    assert [(p["code"], p["segment"], p["holds"], p["computed"]) for p in found["pins"]] == [
        ("K2", "A", True, "B"),
        ("K1", "contact_missing", False, ["contact_missing"]),
    ]
    assert [(s["code"], s["segment"], s["effective"]) for s in found["stated"]] == [
        ("K1", "B", "A")
    ]
    assert found["counts"] == {
        "agrees": 0, "differs": 2, "expired": 0, "orphaned": 0, "stated": 1, "not_understood": 0,
    }  # fmt: skip
    text = custtui("pins").stdout
    assert "by the rules: B" in text
    assert "The old sheet says otherwise (1)" in text
    assert "2 pins in force, 0 of them as the rules say by now." in text


@pytest.mark.parametrize(
    ("arguments", "status", "said"),
    [
        (("K9", "grade", "A", "--reason", "x"), 1, "No customer has the code K9"),
        (("K2", "grade", "Q", "--reason", "x"), 1, "Grade has no segment Q"),
        (("K2", "nothing", "A", "--reason", "x"), 1, "no dimension nothing"),
        (("K2", "grade", "A", "--reason", "x", "--until", "soon"), 1, "is not a day"),
        (("K2", "grade", "A", "--reason", "x", "--until", "2020-01-01"), 1, "is over"),
        (("K2", "grade", "--release"), 1, "Nothing is pinned"),
        (("K2", "grade", "A"), 2, "needs a SEGMENT and a --reason"),
        (("K2", "grade"), 2, "needs a SEGMENT and a --reason"),
        (("K2", "grade", "--release", "--reason", "x"), 2, "--release takes no reason"),
        (("K2", "grade", "A", "--reason", "x", "--read-only"), 2, "--read-only forbids it"),
    ],
)
def test_what_can_not_be_pinned_is_said(
    custtui: Run, arguments: tuple[str, ...], status: int, said: str
) -> None:
    done = custtui("pin", *arguments)
    assert (done.returncode, done.stdout) == (status, "")
    assert said in " ".join(done.stderr.split())
