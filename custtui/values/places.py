"""Where the book lies when nobody says where."""

import os
from collections.abc import Mapping
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
