"""Masked texts tell neither more nor less than they should."""

from hypothesis import given
from hypothesis import strategies as st

from custtui.values.masking import is_sensitive, mask
from custtui.values.registry import CUSTOMER


@given(st.text("0123456789X", max_size=30))
def test_a_mask_keeps_the_length_and_at_most_five_signs(text: str) -> None:
    masked = mask(text)
    assert len(masked) == len(text)
    assert sum(sign != "*" for sign in masked) <= 5
    assert len(text) > 10 or not masked.strip("*")


def test_only_the_id_number_is_sensitive() -> None:
    assert [field.key for field in CUSTOMER.fields if is_sensitive(field)] == ["sensitive_id"]
