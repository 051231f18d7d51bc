"""What is people's own, or can't be made anew, is told with what to do, and left alone."""

import os
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from tests.store.checkup.breaking import NOW, TODAY, found, look, mend, schema, sql

TOLD: dict[str, tuple[str, str, Callable[[Path], object]]] = {
    "a day that no calendar has": (
        "records", "KH0001", sql("UPDATE purchase SET day = '2026-02-30' WHERE id = (SELECT min(id)"
                                 " FROM purchase WHERE customer_id = 1)")
    ),
    "a choice that there is none of": (
        "records", "KH0002", sql("UPDATE customer SET stage = 'gone' WHERE code = 'KH0002'")
    ),
    "own fields that are no JSON": (
        "records", "KH0002", sql("UPDATE customer SET custom = '{' WHERE code = 'KH0002'")
    ),
    "a name that acts on the terminal": (
        "records", "KH0002", sql("UPDATE customer SET note = 'a' || char(27) || '[31m'"
                                 " WHERE code = 'KH0002'")
    ),
    "a name that turns the reading order": (
        "records", "KH0002", sql("UPDATE customer SET name = 'a' || char(0x061c) || 'b'"
                                 " WHERE code = 'KH0002'")
    ),
    "a name that is none": (
        "records", "KH0002", sql("UPDATE customer SET name = '' WHERE code = 'KH0002'")
    ),
    "a score of nine": ("records", "Satisfaction", sql("UPDATE survey SET score = 9 WHERE id = 1")),
    "bytes that are no text": (
        "records", "no text", sql("UPDATE customer SET note = CAST(x'ff41' AS TEXT) WHERE id = 2")
    ),
    "a record of nobody": (
        "references", "need", schema("UPDATE need SET customer_id = 99999 WHERE id = 1")
    ),
    "a rule that is no JSON": (
        "rules", "grade", sql("UPDATE dimension SET rule = '{' WHERE key = 'grade'")
    ),
    "rules that ask for what there is none of": (
        "rules", "rules", sql("UPDATE dimension SET rule = replace(rule, 'amount_12m', 'nothing')"
                              " WHERE key = 'grade'")
    ),
    "no rules": ("rules", "no rules", sql("DELETE FROM dimension")),
    "an own field of no form": (
        "rules", "colour", sql("INSERT INTO custom_field (key, position, chinese, english, form)"
                               " VALUES ('colour', 0, 'c', 'c', 'sound')")
    ),
    "an image that is no JSON": (
        "log", "image", sql("INSERT INTO change (edit_id, record, record_id, before)"
                            " VALUES (1, 'customer', 1, '{')")
    ),
    "a kind that there is none of": (
        "log", "ghost", sql("INSERT INTO change (edit_id, record, record_id)"
                            " VALUES (1, 'ghost', 1)")
    ),
    "a moment that is none": ("log", "moment", sql("UPDATE edit SET moment = 'then' WHERE id = 1")),
    "a moment to come": (
        "clock", "2101", sql("UPDATE edit SET moment = '2101-01-01T00:00:00+00:00' WHERE id = 1")
    ),
    "a trigger": (
        "form", "spy", sql("CREATE TRIGGER spy AFTER INSERT ON customer BEGIN SELECT 1; END")
    ),
    "a column too many": ("form", "survey", sql("ALTER TABLE survey ADD COLUMN more TEXT")),
    "a book of another program": ("file", "another program", sql("PRAGMA application_id = 7")),
    "a newer form": ("file", "newer", sql("PRAGMA user_version = 99")),
    "an older form": ("form", "brings it up to date", sql("PRAGMA user_version = 1")),
    "a page of a table": (
        "integrity", "damaged", lambda path: path.write_bytes(
            path.read_bytes()[:40_960] + b"\xff" * 8_192 + path.read_bytes()[49_152:])
    ),
    "half of it": ("file", "damaged", lambda path: os.truncate(path, 100_000)),
    "no database": ("file", "no database", lambda path: path.write_text("客户" * 9_999)),
    "an empty file": ("file", "empty", lambda path: os.truncate(path, 0)),
    "no file": ("file", "no book", lambda path: path.unlink()),
}  # fmt: skip


@pytest.mark.parametrize("what", TOLD)
def test_what_is_people_s_own_or_can_not_be_made_anew_is_told_and_left_alone(
    book: Path, what: str
) -> None:
    check, word, break_it = TOLD[what]
    break_it(book)
    before = book.read_bytes() if book.exists() else b""
    findings = [each for each in found(book) if not each.mend]
    assert check in {finding.check for finding in findings}, findings
    told = [each for each in findings if each.check == check]
    assert any(word in f"{each.wrong} {each.advice}" for each in told), told
    assert all(each.advice for each in told)
    assert not any("doctor says" in each.wrong or "***" in each.wrong for each in told)
    mend(book, told)
    assert (book.read_bytes() if book.exists() else b"") == before


def test_the_machine_s_own_clock_is_doubted(book: Path) -> None:
    report = look(book, date(1970, 1, 1), datetime(1970, 1, 1, tzinfo=UTC))
    assert [each.check for each in report.findings] == ["clock"]
    assert look(book, TODAY - timedelta(days=1), NOW - timedelta(days=1)).findings == ()
