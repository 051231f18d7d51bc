"""What all tests share: English, unless one chooses otherwise, and folders of their own.

What the program keeps for an account by itself, such as backups, drafts and its log, lies there,
and not in the account of whoever tests.
"""

from collections.abc import Iterator

import pytest
from hypothesis import settings

from custtui.values import language

# How long an example takes is no law: another program may have had the processor.
settings.register_profile("custtui", deadline=None)
settings.load_profile("custtui")


@pytest.fixture(autouse=True, scope="session")
def _own_folders(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        for what in ("state", "data"):
            patch.setenv(f"XDG_{what.upper()}_HOME", str(tmp_path_factory.mktemp(what)))
        yield


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    before = language.current()
    language.use("en")
    yield
    language.use(before)
