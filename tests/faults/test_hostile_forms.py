"""Hostile texts put into the fields of real forms: saved clean, or refused beside the field."""

import random
from contextlib import closing
from functools import partial
from pathlib import Path

from custtui.reading.connection import connect
from custtui.store import open_book
from custtui.tui.screens.form import Form
from custtui.values.registry import RECORD_KINDS
from custtui.values.registry import Form as FieldForm
from tests.faults.hostile import assert_plain, dealt
from tests.faults.soundness import assert_sound
from tests.tui.driving import TODAY, Driver, drive

_FORMS = 12  #: filled in, each with some texts
_NEEDED = {"name": "乙", "summary": "谈", "amount": "5"}
_ANY_TEXT = {
    field.key
    for kind in RECORD_KINDS
    for field in kind.fields
    if field.form in (FieldForm.TEXT, FieldForm.LONG_TEXT, FieldForm.TAGS)
}


def test_forms_filled_with_them(tmp_path: Path) -> None:
    path = tmp_path / "book.db"
    with open_book(path, TODAY).edit("fill") as edit:
        edit.add_record("customer", {"name": "甲"})
    chance = random.Random(11)
    texts = dealt(400, chance)
    saved = []

    async def doing(driver: Driver) -> None:
        await driver.press("escape")
        for place in range(_FORMS):
            await driver.press(chance.choice(("f9", "e", "f7", "f8")))
            await driver.until(lambda: isinstance(driver.app.screen, Form))
            if await _saves(driver, texts, chance, is_good=place % 2 == 1):
                saved.append(place)
            await driver.until(lambda: not driver.app.screen.is_modal)

    drive(path, doing)
    assert len(saved) > _FORMS / 5
    assert_sound(path)
    with closing(connect(path)) as connection:
        for kind in RECORD_KINDS:
            for row in connection.execute(f"SELECT * FROM {kind.key}"):
                assert_plain("\n".join(each for each in row if isinstance(each, str)).encode())


async def _saves(driver: Driver, texts: list[str], chance: random.Random, *, is_good: bool) -> bool:
    """Fill the form that is open; whether it could be saved. Else it keeps what was typed."""
    form = driver.app.screen
    assert isinstance(form, Form)
    put = {key: chance.choice(texts) for key in form.typed() if chance.random() < 0.4}
    if is_good:
        needed = {key: text for key, text in _NEEDED.items() if key in form.typed()}
        put = {key: text for key, text in put.items() if key in _ANY_TEXT} | needed
    form.put(put)
    typed = form.typed()
    await driver.press("ctrl+s")
    await driver.until(partial(_is_answered, driver, form))
    assert_plain(driver.text().encode("utf-8", "replace"))
    is_saved = driver.app.screen is not form
    if is_saved:
        return True
    assert form.typed() == typed
    await driver.press("escape", "y")
    return False


def _is_answered(driver: Driver, form: Form) -> bool:
    """Whether it was saved, or says beside a field why not."""
    return driver.app.screen is not form or any(line.display for line in form.query(".wrong"))
