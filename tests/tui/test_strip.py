"""A sentence longer than the strip is read whole: the strip takes as many lines as it needs."""

from pathlib import Path

from custtui.model import Customer
from custtui.store import open_book
from tests.tui.driving import SMALL, TODAY, Driver, drive

_LONG = "这本账只能读: " + "its folder lacks the bit that lets all of the group write " * 2 + "end."


def test_a_long_sentence_is_whole_and_goes_with_the_next(tmp_path: Path) -> None:
    path = tmp_path / "book.db"
    with open_book(path, TODAY).edit("new customer") as edit:
        edit.add(Customer(code="K1", name="张三", recorded=""))

    async def doing(driver: Driver) -> None:
        await driver.press("down")
        driver.app.say(_LONG, hint="undo ctrl+z")
        await driver.until("end.")
        lines = driver.text().splitlines()
        told = " ".join(line.strip() for line in lines[-4:-1])
        assert told.split() == [*_LONG.split(), "undo", "ctrl+z"]
        await driver.resize(200, 24)
        await driver.until(lambda: _LONG in driver.text().splitlines()[-2])
        await driver.resize(80, 12)
        await driver.until(lambda: "undo ctrl+z" in driver.text().splitlines()[-2])
        await driver.resize(80, 24)
        await driver.until("end.")
        driver.app.say("Saved")
        await driver.until(lambda: driver.text().splitlines()[-2].strip() == "Saved")
        assert driver.text().count("Saved") == 1

    drive(path, doing, SMALL)
