"""Every text a person sees is translated, and nothing stands in the catalog that nobody says.

`python -m tests.test_catalog` brings the catalog up to date: new texts are added untranslated,
stale ones go, and what is translated is compiled.
"""

import io
import re
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

PACKAGE = Path(__file__).parents[1] / "custtui"
MESSAGES = PACKAGE / "values" / "locale" / "zh_CN" / "LC_MESSAGES"
PO, MO = MESSAGES / "custtui.po", MESSAGES / "custtui.mo"
KEYWORDS = {"_": None, "mark": None, "plural": (1, 2)}
_BEGUN = datetime(2026, 11, 22, tzinfo=UTC)
_PLACE = re.compile(r"{(\w*)[^}]*}")


def said() -> Catalog:
    """The texts in the code."""
    catalog = Catalog(
        locale="zh_CN",
        header_comment="# The Chinese of custtui.",
        project="custtui",
        version="1",
        copyright_holder="custtui",
        msgid_bugs_address="custtui",
        last_translator="custtui",
        language_team="zh_CN",
        # Fixed, so that an update changes nothing but texts.
        creation_date=_BEGUN,
        revision_date=_BEGUN,
        fuzzy=False,
    )
    for name, _line, message, _comments, _context in extract_from_dir(
        PACKAGE, [("**.py", "python")], keywords=KEYWORDS
    ):
        catalog.add(message, locations=[(f"custtui/{name}", 0)])
    return catalog


def written() -> Catalog:
    """The texts in the catalog."""
    with PO.open("rb") as file:
        return read_po(file, locale="zh_CN")


def compiled(catalog: Catalog) -> bytes:
    output = io.BytesIO()
    write_mo(output, catalog)
    return output.getvalue()


def test_every_text_is_translated() -> None:
    catalog = written()
    missing = []
    for message in said():
        found = catalog.get(message.id) if message.id else None
        if message.id and (found is None or not all(_strings(found.string)) or found.fuzzy):
            missing.append(message.id)
    assert missing == []


def test_no_text_is_stale() -> None:
    known = {message.id for message in said()}
    assert [message.id for message in written() if message.id not in known] == []


def test_translations_fill_the_same_places() -> None:
    wrong = []
    for message in written():
        if message.id:
            wanted = {place for text in _strings(message.id) for place in _PLACE.findall(text)}
            for text in _strings(message.string):
                if set(_PLACE.findall(text)) - wanted:
                    wrong.append(message.id)
    assert wrong == []


def test_the_compiled_catalog_is_that_one() -> None:
    assert MO.read_bytes() == compiled(written())


def _strings(text: str | Sequence[str] | None) -> tuple[str, ...]:
    return (text or "",) if isinstance(text, str | None) else tuple(text)


def bring_up_to_date() -> None:
    """Write the catalog with the texts in the code, and compile it."""
    catalog = said()
    if PO.exists():
        for message in written():
            if message.id and message.id in catalog:
                catalog[message.id].string = message.string
    with PO.open("wb") as file:
        write_po(file, catalog, no_location=True, sort_output=True, omit_header=False, width=99)
    MO.write_bytes(compiled(written()))


if __name__ == "__main__":
    bring_up_to_date()
