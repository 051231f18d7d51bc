from datetime import date

from custtui.exchange.cells import Cleaner, Faults, RowCleaner
from custtui.exchange.mapping import Column
from custtui.values.registry import CONTACT, CUSTOMER, PURCHASE

TODAY = date(2026, 11, 25)


def _column(place: int, key: str, scale: str = "") -> Column:
    return Column(place, key, PURCHASE.field(key), scale)


def test_cells_that_are_equal_to_python_are_told_apart() -> None:
    cleaner = RowCleaner([_column(0, "order_number")], Cleaner(TODAY))
    found = [cleaner.values(2, [cell], Faults())["order_number"] for cell in (1, True, 1.5, "1")]
    assert found == ["1", "True", "1.5", "1"]


def test_a_cell_that_is_refused_is_refused_again() -> None:
    cleaner = RowCleaner([_column(0, "amount"), _column(1, "day")], Cleaner(TODAY))
    for _again in range(2):
        faults = Faults()
        values = cleaner.values(2, ["much", "2026-11-01"], faults)
        assert values == {"amount": None, "day": date(2026, 11, 1)}
        assert faults.columns == ("amount",)


def test_a_row_that_ends_early_has_empty_cells() -> None:
    cleaner = RowCleaner([_column(0, "day"), _column(2, "product")], Cleaner(TODAY))
    faults = Faults()
    assert cleaner.values(2, ["2026-11-01"], faults)["product"] is None
    assert not faults


def test_every_damaged_number_is_told_by_its_line() -> None:
    cleaner = Cleaner(TODAY)
    rows = RowCleaner([Column(0, "证件号码", CUSTOMER.field("sensitive_id"), "")], cleaner)
    for line in (2, 3):
        rows.values(line, ["1.3E+17"], Faults())
    (notice,) = cleaner.notices()
    assert "2" in notice
    assert "3" in notice
    assert cleaner.damaged_count == 2


def test_a_unit_in_the_header_counts_for_bare_numbers_only() -> None:
    rows = RowCleaner([_column(0, "amount", "万")], Cleaner(TODAY))
    found = [rows.values(2, [cell], Faults())["amount"] for cell in ("3", "3", 3, "3元")]
    assert found == [3_000_000, 3_000_000, 3_000_000, 300]


def test_columns_of_one_list_are_taken_together() -> None:
    phones = CONTACT.field("phones")
    rows = RowCleaner(
        [Column(0, "电话", phones, ""), Column(1, "手机", phones, "")], Cleaner(TODAY)
    )
    values = rows.values(2, ["010-65551234", "138 0013 8000"], Faults())
    assert values == {"phones": "01065551234\n13800138000"}
