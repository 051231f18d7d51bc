"""`custtui why`: each segment explained."""

from pathlib import Path

from tests.cli.running import answer, run


def test_json_explains_every_dimension(tmp_path: Path, sample: Path) -> None:
    why = answer("--db", str(sample), "why", "KH0001", home=tmp_path)
    shown = answer("--db", str(sample), "show", "KH0001", home=tmp_path)
    assert (why["code"], why["name"]) == ("KH0001", shown["name"])
    held = {each["dimension"]: [s["key"] for s in each["segments"]] for each in why["dimensions"]}
    expected = {
        dimension: keys if isinstance(keys, list) else [keys]
        for dimension, keys in shown["segments"].items()
    }
    assert held == expected
    (grade,) = (each for each in why["dimensions"] if each["dimension"] == "grade")
    assert grade["place"]["rank"] >= 1
    assert any(fact["value"] == shown["metrics"]["amount_12m"] for fact in grade["facts"])


def test_text_explains_in_sentences(tmp_path: Path, sample: Path) -> None:
    done = run("--db", str(sample), "why", "KH0001", home=tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    assert "Champions" in done.stdout
    assert "1,284,500" in done.stdout


def test_an_unknown_code_is_refused(tmp_path: Path, sample: Path) -> None:
    done = run("--db", str(sample), "why", "KH9999", home=tmp_path)
    assert (done.returncode, done.stdout) == (1, "")
