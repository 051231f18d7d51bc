"""`custtui find`: the quick look-up."""

import json
from pathlib import Path

from tests.cli.running import answer, run


def test_a_phone_number_however_spaced_finds_its_customer_first(
    tmp_path: Path, sample: Path
) -> None:
    found = answer("--db", str(sample), "find", "1380013", "8001", home=tmp_path)
    assert [list(each) for each in found[:1]] == [["code", "name", "phones", "segments"]]
    assert found[0]["code"] == "KH0001"
    assert "13800138001" in found[0]["phones"]
    assert found[0]["segments"]["grade"] == "A"
    assert found[0]["segments"]["risk"] == ["complaints_rising"]


def test_several_words_are_one_text(tmp_path: Path, sample: Path) -> None:
    found = answer("--db", str(sample), "find", "北京", "华东", home=tmp_path)
    assert found[0]["code"] == "KH0001"


def test_text_names_who_was_found(tmp_path: Path, sample: Path) -> None:
    done = run("--db", str(sample), "find", "13800138001", home=tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("KH0001  北京华东精密仪器有限公司")


def test_nobody_is_an_answer(tmp_path: Path, sample: Path) -> None:
    done = run("--db", str(sample), "find", "查无此人", home=tmp_path)
    assert (done.returncode, done.stdout) == (0, "")
    assert "查无此人" in done.stderr
    plain = run("--db", str(sample), "find", "查无此人", "--json", home=tmp_path)
    assert (plain.returncode, json.loads(plain.stdout), plain.stderr) == (0, [], "")
