"""Which encoding a text file is in: its mark, then UTF-16 by its NULs, UTF-8, GB18030."""

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from custtui.exchange.errors import ExchangeError
from custtui.values.language import _

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),  # begins with the mark of UTF-16
    (codecs.BOM_UTF32_BE, "utf-32"),
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
#: Fewer NULs than this are damage in a text; from there on, their share of the bytes decides. It
#: must be larger where the file is sound as UTF-8: fields of old programs are filled up with NULs.
_FEWEST_NULS = 4
_BYTES_FOR_EACH_NUL = 50
_BYTES_FOR_EACH_NUL_IN_UTF8 = 3
#: UTF-16 has its NULs in the upper bytes of ASCII, a few in lower ones (一 is 4E00); UTF-32 and
#: what is no text at all have at least half as many on the other side.
_ONE_SIDE_FOR_OTHER = 3
_ACTING = bytes({*range(32), 127} - set(b"\t\n\r"))


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
    """The encoding of a text file. Bytes it can't read are to be escaped as lone surrogates.

    ExchangeError when the file is no text.
    """
    line_ends = sum(chunk.count(b"\n") or chunk.count(b"\r") for chunk in _chunks(path))
    with path.open("rb") as file:
        start = file.read(_CHUNK)
    for mark, name in _MARKS:
        if start.startswith(mark):
            return Encoding(name, 0, line_ends)
    is_utf8 = _is_strictly(path, "utf-8")
    two_bytes = _two_bytes(start, is_utf8)
    if two_bytes:
        return Encoding(two_bytes, 0, line_ends)
    _refuse_what_is_no_text(path, start, is_utf8)
    if is_utf8:
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


def _two_bytes(start: bytes, is_utf8: bool) -> str | None:
    """Which UTF-16 it is that begins so without a mark, by where the NULs of its ASCII stand."""
    first, second = start[0::2].count(0), start[1::2].count(0)
    most, fewest = max(first, second), min(first, second)
    if most < _FEWEST_NULS or most * _bytes_for_each(is_utf8) < len(start):
        return None
    if fewest * _ONE_SIDE_FOR_OTHER > most:
        return None
    return "utf-16-le" if second > first else "utf-16-be"


def _bytes_for_each(is_utf8: bool) -> int:
    return _BYTES_FOR_EACH_NUL_IN_UTF8 if is_utf8 else _BYTES_FOR_EACH_NUL


def _refuse_what_is_no_text(path: Path, start: bytes, is_utf8: bool) -> None:
    nuls = start.count(0)
    acting = len(start) - len(start.translate(None, _ACTING))
    if nuls >= _FEWEST_NULS and acting * _bytes_for_each(is_utf8) >= len(start):
        message = _(
            "{path} is no text that can be read: it is full of NUL bytes. Save it as a CSV file in"
            " UTF-8, or as a workbook."
        )
        raise ExchangeError(message.format(path=path))


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
