"""A command that is told to end puts away what is half done, as it does at ctrl+c."""

import signal
from types import FrameType

_BY_SIGNAL = 128


class Ended(BaseException):
    """A signal came: no error of anything, and caught by nothing that is on the way out."""

    def __init__(self, sent: int) -> None:
        super().__init__()
        #: As a shell has it.
        self.status = _BY_SIGNAL + sent


def end_in_order() -> None:
    """From here on SIGTERM and SIGHUP raise Ended, once; a hang-up that nohup ignores does not."""
    for sent in (signal.SIGTERM, signal.SIGHUP):
        if signal.getsignal(sent) is signal.SIG_DFL:
            signal.signal(sent, _end)


def _end(sent: int, _frame: FrameType | None) -> None:
    signal.signal(sent, signal.SIG_IGN)  # not again while it is cleaning up
    raise Ended(sent)
