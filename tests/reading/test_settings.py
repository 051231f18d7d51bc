"""The settings that a book carries."""

from datetime import date
from pathlib import Path

from custtui.reading.connection import connect
from custtui.reading.settings import Settings, judged_day, settings
from custtui.segments.judging.judge import judge_view
from custtui.store import open_book

DAY = date(2026, 11, 22)


def test_settings_and_the_day_that_is_seen(tmp_path: Path) -> None:
    path = open_book(tmp_path / "book.db", DAY, {"time_zone": "Europe/Paris"}).path
    connection = connect(path)
    assert settings(connection) == Settings("CNY", "¥", "Europe/Paris")
    assert judged_day(connection) == DAY
    judge_view(connection, date(2020, 1, 1))
    assert judged_day(connection) == date(2020, 1, 1)
    connection.close()
