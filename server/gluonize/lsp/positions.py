"""Byte offsets to the protocol's positions and back, for UTF-8, UTF-16 and UTF-32."""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import Literal, NamedTuple

Encoding = Literal["utf-8", "utf-16", "utf-32"]

_LINE_END = re.compile(rb"\r\n|\n|\r")
_CODECS: dict[Encoding, tuple[str, int]] = {"utf-16": ("utf-16-le", 2), "utf-32": ("utf-32-le", 4)}


class Position(NamedTuple):
    """A line and a column in units of the negotiated encoding, both from 0."""

    line: int
    character: int


class Text:
    """A text that changes, as UTF-8 bytes, with the start of every line kept up to date.

    Lines end with LF, CRLF or CR only, as the protocol says; a form feed is a character like any other.
    """

    __slots__ = ("data", "encoding", "starts")

    def __init__(self, text: str, encoding: Encoding = "utf-16") -> None:
        self.encoding: Encoding = encoding
        self.data = encode(text)
        self.starts = [0, *_line_starts(self.data, 0, len(self.data))]

    def offset(self, position: Position) -> int:
        """The byte offset of a position; one beyond its line or the text is moved to the end of it."""
        line, character = position
        if line < 0:
            return 0
        if line >= len(self.starts):
            return len(self.data)
        start, end = self._line(line)
        if character <= 0:
            return start
        raw = self.data[start:end]
        if self.encoding == "utf-8":
            return start + _whole_characters(raw, character)
        if raw.isascii():
            return start + min(character, len(raw))
        codec, width = _CODECS[self.encoding]
        before = raw.decode().encode(codec)[: character * width]
        return start + len(before.decode(codec, "ignore").encode())

    def position(self, offset: int) -> Position:
        """The position of a byte offset."""
        offset = min(max(offset, 0), len(self.data))
        line = bisect_right(self.starts, offset) - 1
        start = self.starts[line]
        before = self.data[start:offset]
        if self.encoding == "utf-8" or before.isascii():
            return Position(line, offset - start)
        codec, width = _CODECS[self.encoding]
        return Position(line, len(before.decode(errors="ignore").encode(codec)) // width)

    def range(self, start: int, end: int) -> tuple[Position, Position]:
        """The positions of two byte offsets, the second not before the first."""
        line = bisect_right(self.starts, start) - 1
        first = self.starts[line]
        on_one_line = line + 1 == len(self.starts) or end < self.starts[line + 1]
        if on_one_line and start >= 0 and end <= len(self.data) and self.data[first:end].isascii():
            return Position(line, start - first), Position(line, end - first)
        return self.position(start), self.position(end)

    def replace(self, start: int, end: int, new: bytes) -> None:
        """Put `new` in the place of the bytes `start` to `end`, looking only at the lines around them."""
        delta = len(new) - (end - start)
        self.data = b"".join((self.data[:start], new, self.data[end:]))
        # One line more on either side: an edit may part or join the two halves of a CRLF.
        first = max(bisect_right(self.starts, start) - 2, 0)
        last = bisect_right(self.starts, end)
        rest = self.starts[last + 1 :]
        scan_end = self.starts[last] + delta if last < len(self.starts) else len(self.data)
        changed = _line_starts(self.data, self.starts[first], scan_end)
        self.starts[first + 1 :] = changed + ([start + delta for start in rest] if delta else rest)

    def _line(self, line: int) -> tuple[int, int]:
        start = self.starts[line]
        if line + 1 == len(self.starts):
            return start, len(self.data)
        end = self.starts[line + 1] - 1
        if end > start and self.data[end - 1 : end + 1] == b"\r\n":
            end -= 1
        return start, end


def encode(text: str) -> bytes:
    """`text` as UTF-8; a lone half of a surrogate pair, which JSON can carry, becomes a question mark."""
    return text.encode("utf-8", "replace")


def difference(old: bytes, new: bytes) -> tuple[int, int, bytes]:
    """The smallest single replacement that makes `new` of `old`: (start, end, bytes), on whole characters."""
    start = _common(old, new, min(len(old), len(new)), from_end=False)
    while start and start < max(len(old), len(new)) and (_continues(old, start) or _continues(new, start)):
        start -= 1
    tail = _common(old[start:], new[start:], min(len(old), len(new)) - start, from_end=True)
    while tail and _continues(old, len(old) - tail):
        tail -= 1
    return start, len(old) - tail, new[start : len(new) - tail]


def _common(old: bytes, new: bytes, limit: int, *, from_end: bool) -> int:
    """The length of the longest common prefix or suffix: a binary search whose steps are memory comparisons."""
    low, high = 0, limit
    while low < high:
        middle = (low + high + 1) // 2
        if from_end:
            same = old[len(old) - middle : len(old) - low] == new[len(new) - middle : len(new) - low]
        else:
            same = old[low:middle] == new[low:middle]
        if same:
            low = middle
        else:
            high = middle - 1
    return low


def _continues(data: bytes, offset: int) -> bool:
    return offset < len(data) and data[offset] & 0xC0 == 0x80


def _whole_characters(raw: bytes, count: int) -> int:
    count = min(count, len(raw))
    while count and _continues(raw, count):
        count -= 1
    return count


def _line_starts(data: bytes, start: int, end: int) -> list[int]:
    return [match.end() for match in _LINE_END.finditer(data, start, end)]
