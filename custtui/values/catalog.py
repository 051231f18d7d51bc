"""A compiled catalog of messages (.mo), looked up in the file's own sorted table.

The library's gettext takes every message apart when it opens a catalog, which is most of what a
look-up in Chinese would take (6 ms of 1,100 messages, of which an answer says a dozen).
The form of the file: https://www.gnu.org/software/gettext/manual/html_node/MO-Files.html
"""

from struct import unpack_from

_MAGIC = 0x950412DE


class Catalog:
    """The messages of a language that has one form for all numbers, as Chinese has.

    `file` is what a compiled catalog holds, little-endian, its messages in order; ValueError for
    what is none.
    """

    def __init__(self, file: bytes) -> None:
        magic, _version, self._count, self._messages, self._texts = unpack_from("<5I", file)
        if magic != _MAGIC:
            raise ValueError("no compiled catalog")
        self._file = file
        self._found: dict[str, str] = {}

    def text(self, message: str) -> str:
        """The translation of a message, of one with two forms by the first; else itself."""
        found = self._found.get(message)
        if found is None:
            found = self._found[message] = self._looked_up(message)
        return found

    def _looked_up(self, message: str) -> str:
        wanted = message.encode()
        first, end = 0, self._count
        while first < end:
            middle = (first + end) // 2
            # Of a message with two forms the first stands before a zero.
            here = self._piece(self._messages, middle).partition(b"\0")[0]
            if here == wanted:
                return self._piece(self._texts, middle).decode()
            if here < wanted:
                first = middle + 1
            else:
                end = middle
        return message

    def _piece(self, table: int, place: int) -> bytes:
        length, start = unpack_from("<2I", self._file, table + 8 * place)
        return self._file[start : start + length]
