"""The settings from the keys: picked, typed, taken back; what is wrong is said at once."""

from pathlib import Path

from custtui.reading.connection import connect
from custtui.reading.settings import Settings, settings
from custtui.store import open_book
from tests.tui.driving import LARGE, SMALL, TODAY, Driver, drive


def settings_of(path: Path) -> Settings:
    connection = connect(path)
    found = settings(connection)
    connection.close()
    return found


async def open_settings(driver: Driver) -> None:
    await driver.command("Settings")
    await driver.until("they count for everybody")


def test_a_setting_is_picked_typed_taken_back_and_undone(tmp_path: Path) -> None:
    path = tmp_path / "book.db"
    open_book(path, TODAY, {"time_zone": "Asia/Shanghai"})

    async def doing(driver: Driver) -> None:
        await open_settings(driver)
        await driver.until("Hides the middle of phones")
        await driver.press("enter")
        await driver.until("On")
        await driver.press("down", "enter")
        await driver.until("Masking: On")
        assert settings_of(path).mask
        await driver.press("down", "e")
        await driver.until("Stands behind amounts")
        await driver.type("Tugriks of mine")
        await driver.until("at most 8 are kept")
        await driver.press("enter")  # takes nothing: it can't be
        await driver.press(*["backspace"] * 8)
        await driver.press("enter")
        await driver.until("Currency symbol: Tugriks")
        assert settings_of(path).currency_symbol == "Tugriks"
        await driver.press("down", "enter")
        await driver.type("paris")
        await driver.press("enter")
        await driver.until("Time zone: Europe/Paris")
        await driver.press("d")
        await driver.until("Time zone: that of the machine")
        assert settings_of(path).time_zone is None
        await driver.press("ctrl+z")
        await driver.until("Taken back: change setting")
        await driver.until("Europe/Paris")
        await driver.press("escape")
        await driver.until("Look round")

    drive(path, doing, SMALL)


def test_a_book_for_reading_shows_them_and_changes_nothing(tmp_path: Path) -> None:
    path = tmp_path / "book.db"
    open_book(path, TODAY)

    async def doing(driver: Driver) -> None:
        await driver.until("custtui")
        await open_settings(driver)
        for key in ("enter", "d"):
            await driver.press(key)
            await driver.until("This book is open for reading only")

    drive(path, doing, LARGE, read_only=True)
    assert not settings_of(path).mask
