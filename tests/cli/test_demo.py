"""`custtui demo` without a terminal: the sample's counts, and no trace of it afterwards."""

from pathlib import Path

from tests.cli.running import run


def test_demo_tells_its_counts_and_leaves_nothing(tmp_path: Path) -> None:
    folder = tmp_path / "temporary"
    folder.mkdir()
    done = run("demo", home=tmp_path, TMPDIR=str(folder))
    assert (done.returncode, done.stderr) == (0, "")
    assert "311 customers" in done.stdout
    assert "Grade" in done.stdout
    assert not list(folder.iterdir())
    assert list(tmp_path.iterdir()) == [folder]
