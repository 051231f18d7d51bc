"""Running the real program, as a person or a script would: another process, no terminal."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any


def run(*arguments: str, home: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """`custtui ARGUMENTS` in a bare environment with that home; in English if not told else."""
    return subprocess.run(
        [sys.executable, "-m", "custtui", *arguments],
        env=bare_environment(home) | environment,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        encoding="utf-8",
        timeout=60,
        check=False,
    )


def answer(*arguments: str, home: Path) -> Any:
    """What the program answers in JSON; it has to end with 0 and complain of nothing."""
    done = run(*arguments, "--json", home=home)
    assert (done.returncode, done.stderr) == (0, "")
    return json.loads(done.stdout)


def bare_environment(home: Path) -> dict[str, str]:
    """Nothing of the machine's own but where programs lie."""
    return {"PATH": os.environ["PATH"], "HOME": str(home), "LANG": "C.UTF-8", "COLUMNS": "80"}
