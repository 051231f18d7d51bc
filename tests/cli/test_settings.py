"""`custtui settings`: listed, printed, changed, taken back."""

from pathlib import Path

from tests.cli.running import answer, run


def settings(home: Path, *arguments: str) -> str:
    done = run("--db", str(home / "book.db"), *arguments, home=home)
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout


def refused(home: Path, *arguments: str) -> tuple[int, str]:
    done = run("--db", str(home / "book.db"), *arguments, home=home)
    assert done.stdout == ""
    return done.returncode, done.stderr


def test_settings_are_changed_listed_and_taken_back(tmp_path: Path) -> None:
    assert settings(tmp_path, "settings", "mask", "开", "--lang", "en") == "Masking: On\n"
    assert settings(tmp_path, "settings", "mask") == "on\n"
    assert settings(tmp_path, "settings", "time_zone", "Europe/Paris")
    listed = settings(tmp_path, "settings").splitlines()
    assert [line.split()[:2] for line in listed[::2]] == [
        ["mask", "On"],
        ["currency_symbol", "¥"],
        ["time_zone", "Europe/Paris"],
        ["backup_folder", "the"],
    ]
    assert ["default" in line for line in listed[::2]] == [False, True, False, True]
    assert listed[1] == "  Hides the middle of phones, e-mails and accounts until asked for."
    db = str(tmp_path / "book.db")
    assert answer("--db", db, "settings", "mask", home=tmp_path) == {
        "key": "mask", "value": "on", "default": "off", "is_default": False,
    }  # fmt: skip
    assert settings(tmp_path, "settings", "mask", "") == "Masking: Off (default)\n"
    assert str(tmp_path) in settings(tmp_path, "settings", "backup_folder", str(tmp_path))
    settings(tmp_path, "undo")
    assert "that of the machine (default)" in settings(
        tmp_path, "settings", "time_zone", "--default"
    )
    assert [each["is_default"] for each in answer("--db", db, "settings", home=tmp_path)] == [
        True, True, True, True,
    ]  # fmt: skip
    assert "Taken back: change setting" in settings(tmp_path, "undo")
    assert settings(tmp_path, "settings", "time_zone") == "Europe/Paris\n"
    assert settings(tmp_path, "log").count("change setting") == 7


def test_what_can_not_be_is_refused(tmp_path: Path) -> None:
    settings(tmp_path, "settings", "mask", "off")
    status, said = refused(tmp_path, "settings", "mask", "\x1b[31mmaybe")
    assert (status, said) == (1, "custtui: “[31mmaybe” is none of the choices: Off, On\n")
    assert refused(tmp_path, "settings", "time_zone", "Mars/Olympus")[0] == 1
    for wrong in (
        ("settings", "gone"),
        ("settings", "--default"),
        ("settings", "mask", "on", "--default"),
        ("--read-only", "settings", "mask", "on"),
        ("settings", "mask", "--default", "--read-only"),
    ):
        assert refused(tmp_path, *wrong)[0] == 2
    assert settings(tmp_path, "settings", "mask", "--read-only") == "off\n"
