"""A program begun on a pseudo-terminal of its own, and what its process takes."""

import fcntl
import os
import pty
import struct
import termios
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path


def begin(
    program: Sequence[str],
    *,
    columns: int,
    rows: int,
    left_out: tuple[str, ...],
    environment: Mapping[str, str],
    become: Callable[[], None] = lambda: None,
) -> tuple[int, int]:
    """Start a program, whose size stands before it asks; its process and our side of the terminal.

    It has our environment without the names that begin with `left_out`, and with `environment`
    over it. `become` is done in the new process before the program, to be another account say.
    """
    process, terminal = pty.fork()
    if process == 0:
        resize(0, columns, rows)
        inherited = {k: v for k, v in os.environ.items() if not k.startswith(left_out)}
        become()
        inherited |= {"TERM": "xterm-256color", "LANG": "C.UTF-8", **environment}
        os.execvpe(program[0], list(program), inherited)
    return process, terminal


def resize(terminal: int, columns: int, rows: int) -> None:
    """Give the terminal so many columns and rows; the program is told."""
    fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))


def megabytes(process: int) -> float:
    """What a process has in memory, as `ps` tells it: its resident set."""
    lines = Path(f"/proc/{process}/status").read_text().splitlines()
    (resident,) = (line for line in lines if line.startswith("VmRSS:"))
    return int(resident.split()[1]) / 1024
