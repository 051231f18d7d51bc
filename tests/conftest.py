"""What all tests share: the program speaks English to them, unless one chooses otherwise.

What the program keeps for an account it keeps in a folder of theirs.
"""

from collections.abc import Iterator

import pytest

from custtui.values import language


@pytest.fixture(autouse=True, scope="session")
def _no_state_of_this_account(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_STATE_HOME", str(tmp_path_factory.mktemp("state")))
        yield


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    before = language.current()
    language.use("en")
    yield
    language.use(before)
