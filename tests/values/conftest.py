"""What the tests of the ground share: the messages they look at are English."""

import pytest

from custtui.values import language


@pytest.fixture(autouse=True, scope="module")
def _english() -> None:
    language.use("en")
