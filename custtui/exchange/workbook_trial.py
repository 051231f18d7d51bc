"""The process that tries out whether a workbook can be read, so that only it ends when not."""

import sys
from pathlib import Path
from typing import TypedDict

from custtui.exchange.errors import ExchangeError

#: Of memory, where the system can bound it: a sheet that needs more must not make the machine swap.
_MOST_BYTES = 8 << 30


class Request(TypedDict):
    """Which sheet of which workbook; see `workbooks.read`."""

    path: str
    sheet: str | None
    preferred: list[str]


def main(request: Request) -> int:
    """0 when the sheet was read, and when what is wrong can be said: reading it again says it."""
    from custtui.exchange.workbooks import opened

    _bound_memory()
    try:
        opened(Path(request["path"]), request["sheet"], tuple(request["preferred"]))
    except ExchangeError:
        return 0
    return 0


def _bound_memory() -> None:
    if sys.platform == "win32":
        return
    import resource

    _soft, hard = resource.getrlimit(resource.RLIMIT_AS)
    if hard == resource.RLIM_INFINITY or hard > _MOST_BYTES:
        resource.setrlimit(resource.RLIMIT_AS, (_MOST_BYTES, hard))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
