"""Other accounts of the system, who may really do no more than file modes let them.

They are numbers that no account has: nothing is added to the machine, and nothing has to be taken
away again. Only root may become them.
"""

import functools
import os
import shutil
import stat
import subprocess
import sys
import sysconfig
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.terminal.terminal import Terminal, program

GROUP = 62_000
_PROJECT = Path(__file__).parents[3]
_SECONDS = 60


@dataclass(frozen=True, slots=True)
class Account:
    """An account: its number is that of its own group too; `group` is one that it is in besides."""

    number: int
    group: int | None = None

    @property
    def groups(self) -> list[int]:
        """The groups it is in besides its own."""
        return [] if self.group is None else [self.group]

    def become(self, umask: int = 0o077) -> None:
        """Be this account from now on, in this process."""
        os.setgroups(self.groups)
        os.setgid(self.number)
        os.setuid(self.number)
        os.umask(umask)


OWNER = Account(61_001, GROUP)
WRITER = Account(61_002, GROUP)
READER = Account(61_003, GROUP)
STRANGER = Account(61_004)


def python() -> str:
    """A Python that other accounts may start, and that finds the program; "" where there is none.

    The one that runs the tests may lie where only root may go.
    """
    return _python()


@functools.cache
def _python() -> str:
    version = f"python{sys.version_info.major}.{sys.version_info.minor}"
    for found in (sys.executable, shutil.which(version, path="/usr/local/bin:/usr/bin")):
        if found and _starts(found):
            return found
    return ""


def why_not() -> str:
    """Why these tests can't be done here, in plain words; "" where they can."""
    if sys.platform == "win32" or os.geteuid() != 0:
        return "only root may become other accounts"
    return "" if python() else "other accounts may start no Python that finds the program"


def environment(at_home: Path) -> dict[str, str]:
    """What the program is started with: it finds its libraries, and lives in that folder."""
    libraries = {sysconfig.get_path("purelib"), sysconfig.get_path("platlib")}
    return {
        "PATH": os.environ["PATH"],
        "PYTHONPATH": os.pathsep.join([str(_PROJECT), *sorted(libraries)]),
        "PYTHONDONTWRITEBYTECODE": "1",
        "HOME": str(at_home),
        "TMPDIR": str(at_home),
        "LANG": "C.UTF-8",
    }


def custtui(
    account: Account, at: Path, *arguments: str, umask: int = 0o077, **named: str
) -> subprocess.CompletedProcess[str]:
    """One command by that account, at home in `at`; `named` are variables of its environment."""
    return subprocess.run(
        [python(), "-m", "custtui", "--lang", "en", *arguments],
        user=account.number,
        group=account.number,
        extra_groups=account.groups,
        umask=umask,
        cwd="/",
        env=environment(home(at, account)) | named,
        capture_output=True,
        text=True,
        timeout=_SECONDS,
        check=False,
    )


@contextmanager
def place() -> Iterator[Path]:
    """A folder that every account may enter; pytest's own are closed to others."""
    with tempfile.TemporaryDirectory(prefix="custtui-accounts-") as folder:
        os.chmod(folder, 0o755)
        yield Path(folder)


def folder(path: Path, mode: int, owner: Account = OWNER, group: int = GROUP) -> Path:
    """Make a folder of that owner and group; its mode is the one that is given."""
    path.mkdir()
    os.chown(path, owner.number, group)
    os.chmod(path, mode)
    return path


def script(account: Account, at: Path, code: str, *arguments: str) -> subprocess.Popen[str]:
    """Python code that goes on as that account, with pipes to speak with it."""
    return subprocess.Popen(
        [python(), "-c", code, *arguments],
        user=account.number,
        group=account.number,
        extra_groups=account.groups,
        umask=0o077,
        cwd="/",
        env=environment(home(at, account)),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )


def home(at: Path, account: Account) -> Path:
    """A folder of that account alone."""
    path = at / str(account.number)
    return path if path.exists() else folder(path, 0o700, account, account.number)


def _starts(command: str) -> bool:
    with place() as at:
        try:
            tried = subprocess.run(
                [command, "-c", "import sqlmodel, textual, custtui"],
                user=STRANGER.number, group=STRANGER.number, extra_groups=[], cwd="/",
                env=environment(at), capture_output=True, timeout=_SECONDS, check=False,
            )  # fmt: skip
        except PermissionError:
            return False
    return tried.returncode == 0


def modes_of(book: Path) -> dict[str, tuple[int, int, int]]:
    """Mode, owner and group of the book and of every file that stands beside it."""
    found = {}
    for path in filter(Path.is_file, book.parent.iterdir()):
        status = path.stat()
        found[path.name] = (stat.S_IMODE(status.st_mode), status.st_uid, status.st_gid)
    return found


def terminal(account: Account, at: Path, book: Path) -> Terminal:
    """The app by that account, on a real terminal."""
    return Terminal(
        program(book),
        environment=environment(home(at, account)),
        python=python(),
        become=account.become,
    )
