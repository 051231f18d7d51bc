"""The processes that a program has begun: which there are, and whether one still does anything."""

from pathlib import Path


def children(process: int) -> list[str]:
    """Those that it began and that are still its own."""
    tasks = Path(f"/proc/{process}/task").glob("*/children")
    return [child for task in tasks for child in task.read_text().split()]


def runs(process: str) -> bool:
    """Whether it does anything yet: who has ended may wait to be noticed."""
    try:
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False
