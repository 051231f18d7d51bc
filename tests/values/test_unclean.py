import pytest

from custtui.values.unclean import Unclean


def test_it_is_a_value_error_that_carries_its_message() -> None:
    with pytest.raises(ValueError, match="write it like") as caught:
        raise Unclean("write it like 1234.50")
    assert isinstance(caught.value, Unclean)
    assert caught.value.message == "write it like 1234.50"
