"""Hostile texts, generated: whatever a sheet, a form or another program may hold to do harm.

What acts on a terminal carries a mark inside its sequence. Where the mark stands inside a sequence
of what the program wrote, the sequence came from data.
"""

import random
import re

from hypothesis import strategies as st

MARK = "Zq7x"
_LONGEST = 25_000  #: characters, more than any field keeps
_NUMBER = "7777"  #: the mark of sequences that hold only numbers
ESCAPES = (
    f"\x1b]0;{MARK}\x07", f"\x1b]2;{MARK}\x1b\\", f"\x1b]52;c;{MARK}\x07",
    f"\x1b]8;;http://{MARK}\x1b\\", f"\x1b]1337;File={MARK}\x07", f"\x1bP{MARK}\x1b\\",
    f"\x1b_{MARK}\x1b\\", f"\x1b^{MARK}\x1b\\", f"\x1bX{MARK}\x1b\\", f"\x1b[{_NUMBER};1H",
    f"\x1b[38;5;{_NUMBER}m", f"\x1b[?{_NUMBER}h", f"\x1b[>{_NUMBER}c", f"\x1b[{_NUMBER}n",
    f"\x9b{_NUMBER};1H", f"\x9d0;{MARK}\x9c", f"\x90{MARK}\x9c", f"\x9f{MARK}\x9c", "\x1bc", "\x1b",
    "\x9b", "\x07", "\x08" * 5, "\x0e", "\x0f", "\x00", "\x7f", "\x85", "\r", "\v", "\f", "\x1a",
    "\x18", "\x05",
)  # fmt: skip
MARKUP = (
    "[/]", "[bold]", f"[@click=app.quit]{MARK}[/]", "[link=http://x]y[/link]", "[", "]", "\\[",
    "[$primary]", "[b red on blue]", "[/nothing]", "[@click=app.bell()", ":smile:", "<b>", "&amp;",
    "{0}", "{name}", "%s", "%(x)s", "$(id)", "`id`", "</t><f>1+1</f>", "<r><t>x</t></r>", "_x001B_",
)  # fmt: skip
FORMULAS = (
    "=1+1", "=cmd|' /C calc'!A0", "+cmd|x", "-2+3", "@SUM(A1)", "\t=1", "\r=1", "＝1+1", "＋1",
    "－1", "＠x", "=HYPERLINK(\"http://x\")", "'=1", "|x", "%0A=1", "\n=1", "=" * 300,
)  # fmt: skip
_UNSEEN = (
    "\u202e", "\u202d", "\u202a", "\u2066", "\u2067", "\u2069", "\u200e", "\u200f", "\u061c",
    "\u200b", "\u200c", "\u200d", "\u2060", "\ufeff", "\ufff9", "\u2028", "\u2029", "\u00ad",
    "\ufffe", "\uffff", "\ud800", "\udfff", "\ue000", "\U000e0041", "\U0010ffff", "\u3164",
)  # fmt: skip
_FAMILY = "\U0001f468\u200d\U0001f469\u200d\U0001f467\u200d\U0001f466"  #: of four, joined
_FLAG = "\U0001f3f4\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f"
_WRITTEN = (
    "张伟", "שלום", "مرحبا", _FAMILY, _FLAG, "e\u0301", "ﬁ", "㍿", "ﷺ", "İ", "ß", "\u1100\u1161",
    "か\u3099", "a" + "\u0301\u0327" * 40, "\u0e33" * 9, "𠀀", "𝕏", "１２３", "٣", "Ⅷ", "NULL",
    "nan", "-", "无",
)  # fmt: skip
_VALUES = (
    "13800138000", "+86 10 6555-1234 转 801", "a@b.cn", "a@" + "b." * 40, "2026-11-22", "+3d",
    "9999-99-99", "2026/13/45", "0000-00-00", "下周二", "1.2万元", "9" * 60, "1e999999", "-0",
    "1E+308", "(5)", "1,2,3", "0x10", "1_000", "100-200人", "<50", "500+", "2" * 5000, "是", "yes",
    "制造业-专用设备", "北京-海淀", "客户", "price", "1980", "男",
)  # fmt: skip
_SQL = ('"', "'", "';--", "* OR x", "NEAR(a b)", "^a", "a*", "%", "_", "\\", "-a", "(", "{a}:b")

_PIECES = st.one_of(
    st.sampled_from(ESCAPES),
    st.sampled_from(MARKUP),
    st.sampled_from(FORMULAS),
    st.sampled_from(_UNSEEN),
    st.sampled_from(_WRITTEN),
    st.sampled_from(_VALUES),
    st.sampled_from(_SQL),
    st.text(st.characters(), max_size=12),
    st.builds(lambda piece, count: piece * count, st.sampled_from(_UNSEEN + _WRITTEN),
              st.integers(2, 300)),
)  # fmt: skip
#: Short and long ones, some as long as a field may be, some longer.
TEXTS = st.one_of(
    st.lists(_PIECES, min_size=1, max_size=4).map("".join),
    st.sampled_from(_VALUES),
    st.builds(lambda piece, count: piece * count, _PIECES, st.sampled_from((100, 400, 2_000))),
).map(lambda text: text[:_LONGEST])
#: As many as one book, or one file, is filled with.
MANY = st.lists(TEXTS, min_size=40, max_size=40)

_SEQUENCE = re.compile(
    rb"\x1b\[[0-?]*[ -/]*[@-~]"  # CSI
    rb"|\x1b[\]P_^X].*?(?:\x07|\x1b\\|\Z)"  # OSC, DCS, APC, PM, SOS
    rb"|\x1b.",
    re.DOTALL,
)
#: Bytes that are no text, beside line ends and tabs: C0, DEL, and C1 as UTF-8 has it.
_ACTING = re.compile(rb"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]|\xc2[\x80-\x9f]")
_TURNING = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")


def assert_harmless_to_a_terminal(output: bytes) -> None:
    """No sequence of what the app wrote came from data; between them nothing acts."""
    for sequence in _SEQUENCE.findall(output):
        assert MARK.encode() not in sequence, sequence
        assert _NUMBER.encode() not in sequence, sequence
        assert sequence != b"\x1bc"
    assert_plain(_SEQUENCE.sub(b"", output))


def assert_plain(output: bytes) -> None:
    """Nothing of it acts on a terminal, or turns the order in which it is read."""
    acting = _ACTING.search(output)
    assert acting is None, output[max(0, acting.start() - 40) : acting.end() + 40]
    assert not _TURNING.search(output.decode("utf-8", "replace"))


def dealt(count: int, chance: random.Random) -> list[str]:
    """So many texts, each of a few hostile pieces; every escape, markup and formula among them."""
    pieces = [*ESCAPES, *MARKUP, *FORMULAS, *_UNSEEN, *_WRITTEN]
    others = ["".join(chance.choices(pieces, k=chance.randrange(1, 5))) for _text in range(count)]
    return [*pieces, *others][:count]
