"""Where the book lies when nobody says where."""

import os
from collections.abc import Mapping, MutableMapping
from pathlib import Path

#: The environment variable that names another default.
VARIABLE = "CUSTTUI_DB"
_FILE = "book.db"


def default_book(environment: Mapping[str, str] = os.environ) -> Path:
    """The path in `CUSTTUI_DB`, else `book.db` in the account's data folder of this system."""
    named = environment.get(VARIABLE)
    if named:
        return Path(os.path.expanduser(named))
    from platformdirs import user_data_path

    return user_data_path("custtui", appauthor=False) / _FILE


def settle_home(environment: MutableMapping[str, str] = os.environ) -> None:
    """Give an account that has no home folder the one that systems give it: `/`.

    A number without a name, as in a container, has none: nothing could be asked for below it, not
    even why it can't be written.
    """
    try:
        Path.home()
    except RuntimeError:
        environment["HOME"] = "/"


def without_link(path: Path) -> Path:
    """The file that a link leads to; a path that is none, or leads nowhere, as it is.

    SQLite keeps its log and its locks beside the file, so that is where all look for them.
    """
    try:
        return path.resolve(strict=True) if path.is_symlink() else path
    except (OSError, RuntimeError):  # a circle of links is the latter
        return path
