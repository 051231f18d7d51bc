"""Names, and reasons of pins, that hold a number: masked in trash, why, pins and on the strip."""

from pathlib import Path

from custtui.store import open_book, pins
from tests.private_book import NUMBER, leaked, make_private_book
from tests.tui.driving import LARGE, TODAY, Driver, drive


def test_no_screen_shows_it_whole(tmp_path: Path) -> None:
    book = open_book(make_private_book(tmp_path / "book.db", TODAY, masked=True), TODAY)
    with book.edit("pin") as edit:
        edit.change("customer", 1, {"name": f"张 {NUMBER}"})
        pins.fix(edit, 1, pins.Wanted("grade", "A", f"打 {NUMBER} 问过", "wang", None, True))

    async def doing(driver: Driver) -> None:
        await driver.press("down", "home")
        text = await driver.until("问过")  # on the card
        assert leaked(text) == []
        await driver.press("w")
        text = await driver.until("打 139****4321 问过")
        assert leaked(text) == []
        await driver.press("escape", "f4")
        await driver.until("Grade")
        await driver.press("i")
        text = await driver.until("问过")
        assert leaked(text) == []
        await driver.press("f2", "d")
        text = await driver.until("with all records?")
        assert leaked(text) == []
        await driver.press("y")
        text = await driver.until("Deleted: 张 139****4321")
        await driver.command("trash")
        text = await driver.until("delete customer ")
        assert "张 139****4321" in text
        assert leaked(text) == []
        await driver.press("right")
        text = await driver.until("It touched")
        assert leaked(text) == []

    drive(book.path, doing, LARGE)
