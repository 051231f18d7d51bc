"""Running the real program, as a person or a script would: another process, no terminal."""

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from io import TextIOWrapper
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from tests.processes import PROCESSES

_PATIENCE_SECONDS = 60.0


def run(*arguments: str, home: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """`custtui ARGUMENTS` in a bare environment with that home; in English if not told else.

    It begins in a process of its own that has the program loaded already; with an `environment`
    that a fresh interpreter may heed, in such a one.
    """
    if environment:
        return fresh(*arguments, home=home, **environment)
    with TemporaryDirectory() as folder:
        out, err = Path(folder) / "out", Path(folder) / "err"
        args = (arguments, bare_environment(home), os.getcwd(), out, err)
        process = PROCESSES.Process(target=_begin, args=args)
        process.start()
        process.join(_PATIENCE_SECONDS)
        if process.exitcode is None:
            process.kill()
            raise subprocess.TimeoutExpired(arguments, _PATIENCE_SECONDS)
        texts = (each.read_text("utf-8") for each in (out, err))
        return subprocess.CompletedProcess(arguments, process.exitcode, *texts)


def fresh(*arguments: str, home: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """The same, begun as a person begins it: by a fresh interpreter."""
    return subprocess.run(
        [sys.executable, "-m", "custtui", *arguments],
        env=bare_environment(home) | environment,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        encoding="utf-8",
        timeout=_PATIENCE_SECONDS,
        check=False,
    )


def _begin(
    arguments: tuple[str, ...], environment: Mapping[str, str], folder: str, out: Path, err: Path
) -> None:
    """Become the program, as if it had been called like that."""
    os.chdir(folder)
    os.environ.clear()
    os.environ.update(environment)
    sys.argv = ["custtui", *arguments]
    for stream, path in ((sys.stdout, out), (sys.stderr, err)):
        with path.open("w") as file:
            os.dup2(file.fileno(), stream.fileno())
        assert isinstance(stream, TextIOWrapper)
        stream.reconfigure(encoding="utf-8")

    from custtui.__main__ import main

    raise SystemExit(main())


def answer(*arguments: str, home: Path) -> Any:
    """What the program answers in JSON; it has to end with 0 and complain of nothing."""
    done = run(*arguments, "--json", home=home)
    assert (done.returncode, done.stderr) == (0, "")
    return json.loads(done.stdout)


def bare_environment(home: Path) -> dict[str, str]:
    """Nothing of the machine's own but where programs lie."""
    return {"PATH": os.environ["PATH"], "HOME": str(home), "LANG": "C.UTF-8", "COLUMNS": "80"}
