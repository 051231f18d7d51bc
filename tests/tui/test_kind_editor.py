"""The editors of shares, scores and fields, driven by keys on a real book."""

from decimal import Decimal
from pathlib import Path

import pytest

from custtui.reading.connection import connect
from custtui.segments.rules import ByField, Dimension, Scores, Share
from custtui.segments.stored import load
from custtui.store import open_book
from custtui.tui.questions.kind_rows import Kinds
from custtui.tui.screens.codes_editor import CodesEditor
from custtui.tui.screens.kind_editor import KindEditor
from tests.tui.driving import LARGE, TODAY, Driver, drive


@pytest.fixture
def book(tmp_path: Path) -> Path:
    path = tmp_path / "book.db"
    open_book(path, TODAY)
    return path


class Editing:
    """The editor open on a dimension of the standard set; what it gives in the end."""

    def __init__(self, driver: Driver, book: Path, key: str) -> None:
        self.driver = driver
        self.given: list[Dimension | None] = []
        connection = connect(book)
        self.rules = load(connection)
        connection.close()
        dimension = self.rules.dimension(key)
        assert isinstance(dimension, Kinds)
        self.before: Kinds = dimension
        driver.app.push_screen(KindEditor(self.rules, dimension), self.given.append)

    async def take_over(self) -> Dimension | None:
        await self.driver.press("ctrl+s")
        await self.driver.until(lambda: bool(self.given))
        return self.given[0]


def test_shares_must_come_to_100_and_the_last_can_take_the_rest(book: Path) -> None:
    async def doing(driver: Driver) -> None:
        editing = Editing(driver, book, "grade")
        await driver.until("Ranked by")
        await driver.press("j", "j", "enter", "1", "5", "enter")
        await driver.until("95 %: 5 % are missing; r gives C the rest")
        await driver.press("ctrl+s")
        await driver.until("The shares must come to 100 % together")
        await driver.press("r")
        await driver.until("C takes the rest: 35 %")
        made = await editing.take_over()
        assert isinstance(made, Share)
        assert [s.share for s in made.segments] == [
            Decimal("0.15"),
            Decimal("0.5"),
            Decimal("0.35"),
        ]

    drive(book, doing)


def test_what_ranks_is_picked_and_the_way_of_cutting_turned(book: Path) -> None:
    async def doing(driver: Driver) -> None:
        editing = Editing(driver, book, "grade")
        await driver.until("how many customers")
        await driver.press("enter", *"amount, all", "enter")
        await driver.until("Amount, all time")
        await driver.press("j", "enter")
        await driver.until("how much they come to together")
        await driver.press("k", "enter", *"last purchase")
        await driver.until("Nothing here answers")
        await driver.press("escape")
        made = await editing.take_over()
        assert isinstance(made, Share)
        assert (made.metric, made.by) == ("amount_total", "value")

    drive(book, doing)


def test_shares_that_leave_nothing_say_so_and_steps_are_taken_back(book: Path) -> None:
    async def doing(driver: Driver) -> None:
        editing = Editing(driver, book, "grade")
        await driver.until("Ranked by")
        await driver.press("j", "j", "enter", "6", "0", "enter", "r")
        await driver.until("The others leave nothing for C")
        await driver.press("enter", "1", "2", "0")
        await driver.until("A share is more than 0 % and less than 100 %.")
        await driver.press("escape", "ctrl+z")
        text = await driver.until("100 %")
        assert "not taken over" not in text
        await driver.press("escape")
        assert editing.given == [None]

    drive(book, doing)


def test_scores_by_fixed_values_must_rise(book: Path) -> None:
    async def doing(driver: Driver) -> None:
        editing = Editing(driver, book, "behaviour")
        await driver.until("begin at 2, 3, 5, 8")
        await driver.press(*"jjjjjj", "enter")
        await driver.until("score 2 from")
        await driver.press("4", "enter", "4")
        await driver.until("Each score must begin higher")
        await driver.press("backspace", "6", "enter", "enter")
        await driver.until("Each score must begin higher")
        await driver.press("7", "enter", "9", "enter")
        await driver.until("begin at 4, 6, 7, 9")
        made = await editing.take_over()
        assert isinstance(made, Scores)
        assert made.frequency.thresholds == tuple(map(Decimal, (4, 6, 7, 9)))

    drive(book, doing)


def test_days_are_scored_by_rank_alone(book: Path) -> None:
    async def doing(driver: Driver) -> None:
        Editing(driver, book, "behaviour")
        await driver.until("Last purchase")
        await driver.press(*"jjj", "enter")
        await driver.until("A day has no fixed values")
        await driver.press("end", "k", "enter")
        await driver.until("begin at 2, 3, 4, 5")

    drive(book, doing)


def test_with_fewer_scores_the_codes_are_shared_out_anew(book: Path) -> None:
    async def doing(driver: Driver) -> None:
        editing = Editing(driver, book, "behaviour")
        await driver.until("125 codes, each taken once")
        await driver.press("j", "enter", "3", "enter")
        await driver.until("27 codes, each taken once")
        made = await editing.take_over()
        assert isinstance(made, Scores)
        assert made.steps == 3
        assert made.segments[0].codes == ("333",)

    drive(book, doing)


def test_codes_are_given_to_segments(book: Path) -> None:
    async def doing(driver: Driver) -> None:
        editing = Editing(driver, book, "behaviour")
        await driver.until("125 codes")
        await driver.press("end", "enter")
        await driver.until("R 5, F 5, M 5: Champions")
        assert isinstance(driver.app.screen, CodesEditor)
        await driver.press("j", "l", "enter", *"loyal", "enter")
        await driver.until("R 5, F 4, M 4: Loyal")
        await driver.press("l", "space")
        await driver.until("R 5, F 4, M 3: Loyal")
        await driver.press("l", "enter", *"nobody", "enter")
        await driver.until("125 codes: nobody takes 1")
        await driver.press("home", "n")
        await driver.until("R 5, F 4, M 2: nobody")
        await driver.press("ctrl+s")
        await driver.until("Frequency")
        made = await editing.take_over()
        assert isinstance(made, Scores)
        codes = {s.key: s.codes for s in made.segments}
        assert codes["champions"] == ("555", "554", "545", "454", "455", "445")
        assert codes["loyal"][-1] == "544"
        assert "543" in codes["loyal"]
        assert "542" not in made.codes

    drive(book, doing, LARGE)


def test_the_values_of_a_field(book: Path) -> None:
    async def doing(driver: Driver) -> None:
        editing = Editing(driver, book, "industry")
        await driver.until("first level")
        await driver.press("enter", *"region", "enter", "j", "enter")
        await driver.until("the whole value")
        made = await editing.take_over()
        assert isinstance(made, ByField)
        assert (made.what, made.level) == ("region", "whole")

    drive(book, doing)
