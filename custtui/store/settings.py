"""Changing a setting that the book carries with it; the log keeps what it was."""

from sqlmodel import select

from custtui.model import Setting
from custtui.store.edit import Edit


def change_setting(edit: Edit, key: str, value: str | None) -> None:
    """Give a setting a clean value; None takes it away, so that its default counts."""
    stored = edit.session.exec(select(Setting).where(Setting.key == key)).first()
    if stored is None:
        if value is not None:
            edit.add(Setting(key=key, value=value))
        return
    assert stored.id is not None, "as it is stored"
    if value is None:
        edit.delete("setting", stored.id)
    elif value != stored.value:
        edit.change("setting", stored.id, {"value": value})
