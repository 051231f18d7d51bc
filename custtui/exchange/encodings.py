"""Which encoding a text file is in: its mark, then UTF-8, then GB18030."""

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_CHUNK = 1 << 20
_UNDECODED = re.compile("[\udc80-\udcff]")
_NOT_ASCII = re.compile("[^\x00-\x7f]")
#: Three bytes that stand for half of a surrogate pair: only UTF-8 gone wrong has them.
_LONE_SURROGATE = re.compile("\udced[\udca0-\udcbf][\udc80-\udcbf]")
#: A file is UTF-8 with damaged places when so many of its characters are sound for each bad byte.
_SOUND_FOR_EACH_BAD = 4


@dataclass(frozen=True, slots=True)
class Encoding:
    """An encoding, how many bytes of the file it can't read, and the line ends it counted."""

    name: str
    undecoded: int
    line_ends: int


@dataclass(slots=True)
class _Trial:
    undecoded: int = 0
    sound: int = 0


def detect(path: Path) -> Encoding:
    """The encoding of a text file. Bytes it can't read are to be escaped as lone surrogates."""
    line_ends = sum(chunk.count(b"\n") or chunk.count(b"\r") for chunk in _chunks(path))
    with path.open("rb") as file:
        start = file.read(4)
    for mark, name in _MARKS:
        if start.startswith(mark):
            return Encoding(name, 0, line_ends)
    if _is_strictly(path, "utf-8"):
        return Encoding("utf-8", 0, line_ends)
    as_utf8 = _trial(path, "utf-8")
    if as_utf8.undecoded * _SOUND_FOR_EACH_BAD <= as_utf8.sound:
        return Encoding("utf-8", as_utf8.undecoded, line_ends)
    if _is_strictly(path, "gb18030"):
        return Encoding("gb18030", 0, line_ends)
    as_chinese = _trial(path, "gb18030")
    if as_utf8.undecoded <= as_chinese.undecoded:
        return Encoding("utf-8", as_utf8.undecoded, line_ends)
    return Encoding("gb18030", as_chinese.undecoded, line_ends)


def _chunks(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            yield chunk


def _is_strictly(path: Path, encoding: str) -> bool:
    decoder = codecs.getincrementaldecoder(encoding)()
    try:
        for chunk in _chunks(path):
            decoder.decode(chunk)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def _trial(path: Path, encoding: str) -> _Trial:
    """How much of the file an encoding reads; lone surrogates speak for UTF-8, not against it."""
    decoder = codecs.getincrementaldecoder(encoding)("surrogateescape")
    trial = _Trial()
    for chunk in _chunks(path):
        text = decoder.decode(chunk)
        undecoded = len(_UNDECODED.findall(text))
        surrogates = len(_LONE_SURROGATE.findall(text))
        trial.sound += len(_NOT_ASCII.findall(text)) - undecoded
        trial.sound += surrogates * 3 * _SOUND_FOR_EACH_BAD
        trial.undecoded += undecoded
    return trial
