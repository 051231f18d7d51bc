"""Hostile files of rules: 400 generated, and floods; each is read, or refused in words with a line.

What is read says nothing that acts on a terminal, and can be written and read again.
"""

import json
import random
import re
import time
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from custtui.cli import main
from custtui.segments.files.reading import read_rules
from custtui.segments.files.writing import to_toml
from custtui.segments.presets import STANDARD, preset, preset_content, presets
from custtui.store import open_book
from custtui.values.text import shown
from tests.faults.hostile import TEXTS, assert_plain
from tests.faults.soundness import assert_sound

TODAY = date(2026, 11, 22)
_BASE = preset(STANDARD)
_FILES = [preset_content(name).decode() for name in presets()]
#: Seconds of a processor for what any file within the limit of size may hold.
_PATIENCE = 20.0
_SHORT = 10_000
_settings = settings(
    deadline=None,
    max_examples=150,
    phases=(Phase.explicit, Phase.reuse, Phase.generate),
    suppress_health_check=list(HealthCheck),
)


def _assert_read_or_refused(content: bytes) -> None:
    read = read_rules(content, _BASE)
    for problem in read.problems:
        assert_plain(shown(problem.sentence).encode())
        assert problem.sentence
        assert problem.line is None or problem.line > 0
    if read.rules is not None:
        assert not read.problems
        assert read_rules(to_toml(read.rules).encode(), _BASE).problems == ()


@_settings
@given(st.sampled_from(_FILES), TEXTS, st.randoms(use_true_random=False))
def test_a_value_that_is_another(file: str, text: str, chance: random.Random) -> None:
    """Any value, key or heading of a good file is replaced by a hostile text, quoted or bare."""
    spans = list(re.finditer(r'"[^"\n]*"|(?<= = )[^\n"]+|^[\w.\[\]]+', file, re.MULTILINE))
    for found in chance.sample(spans, 2):
        other = json.dumps(text) if chance.random() < 0.7 else text
        file = file[: found.start()] + other + file[found.end() :]
    _assert_read_or_refused(file.encode("utf-8", "surrogatepass"))


@_settings
@given(st.sampled_from(_FILES), st.binary(max_size=40), st.randoms(use_true_random=False))
def test_bytes_that_are_others(file: str, others: bytes, chance: random.Random) -> None:
    content = file.encode()
    start = chance.randrange(len(content))
    _assert_read_or_refused(content[:start] + others + content[start + chance.randrange(60) :])


_NUMBERS = (
    "nan", "inf", "-inf", "1e999999", "1e-999999", "9" * 400, "-1", "0.1e-400", "0x7fff",
    "'1'", "''", "[]", "{}", "true", "9999-12-31", "'='", "1_0", "-0.0", "1e308", "+1",
)  # fmt: skip


@pytest.mark.parametrize("number", _NUMBERS)
def test_thresholds(number: str) -> None:
    for file in (each for each in _FILES if len(each) < _SHORT):
        spans = list(re.finditer(r"(?<= = )-?\d[\d.]*", file))
        for found in spans[:: max(1, len(spans) // 3)]:
            changed = file[: found.start()] + number + file[found.end() :]
            _assert_read_or_refused(changed.encode())


def _joined(count: int) -> str:
    return ".".join("a" * count)


_FLOODS = {
    "lists": "a=" + "[" * 100_000,
    "closed lists": "a=" + "[" * 400 + "]" * 400,
    "tables": "a=" + "{a=" * 400 + "1" + "}" * 400,
    "joined keys": _joined(20_000) + "=1",
    "many joined keys": "\n".join(f"[{_joined(59)}.b{n}]" for n in range(500)),
    "quoted joined keys": "[" + ".".join(["'a'"] * 5_000) + "]",
    "keys": "\n".join(f"k{n}=1" for n in range(20_000)),
    "dimensions": "[[dimensions]]\n" * 6_000,
    "a text": "[[dimensions]]\nkey='" + "x" * 1_000_000 + "'",
    "backslashes": 'a="' + "\\\\" * 400_000 + '"',
    "quotes": 'a="""' + '""\\"' * 200_000 + '"""',
    "a number": "a=" + "9" * 500_000,
    "an array": "a=[" + "1," * 60_000 + "]",
    "spaces": "a=" + " " * 1_000_000 + "1",
    "too much": "#" * 2_000_000,
}


@pytest.mark.parametrize("flood", _FLOODS)
def test_floods(flood: str) -> None:
    begun = time.process_time()
    read = read_rules(_FLOODS[flood].encode(), _BASE)
    assert time.process_time() - begun < _PATIENCE
    assert read.problems


def test_what_is_taken_into_a_book_leaves_it_sound(
    tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    """Texts of every dimension are hostile, and are shown by every command that names them."""
    path, rules = tmp_path / "book.db", tmp_path / "rules.toml"
    with open_book(path, TODAY).edit("fill") as edit:
        edit.add_record("customer", {"name": "甲", "code": "K1"})
    hostile = "\\u001b]0;Zq7x\\u0007[@click=app.quit]\\u202e=1+1\\u009b7777;1H"
    text = re.sub(r'"([\u4e00-\u9fff][^"\n]*)"', f'"\\1{hostile}"'.replace("\\u", "\\\\u"),
                  preset_content(STANDARD).decode())  # fmt: skip
    rules.write_text(text, "utf-8")
    book = ["--db", str(path), "--lang", "zh"]
    assert main([*book, "rules", "check", str(rules)]) == 0
    assert main([*book, "rules", "import", str(rules)]) == 0
    for command in (["rules", "show"], ["rules", "export"], ["segments"], ["why", "K1"],
                    ["show", "K1"], ["find", "甲"], ["log"]):  # fmt: skip
        assert main([*book, *command]) == 0
    output = capfdbinary.readouterr()
    assert b"[@click=app.quit]" in output.out
    assert_plain(output.out + output.err)
    assert_sound(path)
