"""A command at an error that nobody foresaw: no traceback, whose messages may name customers."""

from types import TracebackType

from custtui.values.crash_log import CRASHED, keep_to_ourselves, note


class Crashing:
    """Inside, an error that nobody caught is noted and told; `status` is the exit status then."""

    status = 0

    def __enter__(self) -> "Crashing":
        from custtui.cli.printing import complain

        keep_to_ourselves(complain)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> bool:
        if not isinstance(error, Exception):
            return False
        from custtui.cli.printing import complain

        complain(note(error).told)
        self.status = CRASHED
        return True
