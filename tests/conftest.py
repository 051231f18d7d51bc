"""What all tests share: the program speaks English to them, unless one chooses otherwise."""

from collections.abc import Iterator

import pytest

from custtui.values import language


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    before = language.current()
    language.use("en")
    yield
    language.use(before)
