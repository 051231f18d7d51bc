"""The form of a record that is there, which others may change or delete while it is open."""

from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from dataclasses import replace
from datetime import date
from functools import partial

from custtui.reading.conflict import Conflicting
from custtui.reading.customer import StoredRecord
from custtui.tui.screens.conflict import Conflicts
from custtui.tui.screens.form import Form, as_typed
from custtui.values.cleaning import clean
from custtui.values.language import _
from custtui.values.registry import RecordKind
from custtui.values.unclean import Unclean

#: Saves the columns that changed of a record which was opened like this; what was wrong, or None.
SaveChange = Callable[[StoredRecord, dict[str, object]], Awaitable[str | None]]


class RecordForm(Form):
    """Where a field was changed on both sides, each is asked once; then it is saved."""

    def __init__(
        self,
        kind: RecordKind,
        heading: str,
        save_change: SaveChange,
        today: date,
        opened: StoredRecord,
        zone: str | None,
    ) -> None:
        super().__init__(kind, heading, self._store, today, stored=opened.values)
        self._opened = opened
        self._zone = zone
        self._save_change = save_change

    def resume(self, first: Mapping[str, str], typed: Mapping[str, str]) -> None:
        """What others changed since is asked about like what they change while the form is open."""
        before = dict(self._opened.values)
        for field in self._fields:
            if field.key in first and first[field.key] != self._first[field.key]:
                with suppress(Unclean):  # a newer program reads it otherwise
                    before[field.key] = clean(field, first[field.key], self._today)
        self._opened = replace(self._opened, values=before)
        self.put(typed)

    async def _store(self, columns: dict[str, object]) -> str | None:
        try:
            return await self._save_change(self._opened, columns)
        except Conflicting as conflicting:
            now = conflicting.now
            screen = Conflicts(conflicting.conflicts, self._zone)
            self.app.push_screen(screen, partial(self._settle, now))
            return _("Nothing is saved yet: the same was changed by two.")

    def _settle(self, now: StoredRecord, kept: Mapping[str, object] | None) -> None:
        """Go on from the record as it stands now, with the value kept of each field asked about."""
        if kept is None:
            return
        before, typed = self._first, self.typed()
        self._opened, self._stored = now, now.values
        self._first = {f.key: as_typed(f, now.values[f.key]) for f in self._fields}
        texts = {key: text for key, text in self._first.items() if typed[key] == before[key]}
        for field in self._fields:
            if field.key in kept:
                texts[field.key] = as_typed(field, kept[field.key])
        self.put(texts)
        self.run_worker(self.action_save())
