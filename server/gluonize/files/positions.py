"""From byte offsets to the lines and columns that people and other tools count in."""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import NamedTuple

_LINE_END = re.compile(rb"\r\n|\r|\n")


class Position(NamedTuple):
    """A place in a file: line and columns count from 1; `cell` is the number of a notebook's cell, else None."""

    line: int
    column: int
    """In characters."""
    utf16: int
    """In UTF-16 code units, as SARIF and the language server protocol count."""
    cell: int | None = None

    def named(self, path: str) -> str:
        """`path:line:column`, or `path:cell:line:column` in a notebook."""
        cell = "" if self.cell is None else f"{self.cell}:"
        return f"{path}:{cell}{self.line}:{self.column}"


class Lines:
    """The line starts of one text, given as UTF-8."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._starts = [0, *(match.end() for match in _LINE_END.finditer(data))]

    def at(self, offset: int) -> Position:
        """The position of a byte offset."""
        line = bisect_right(self._starts, offset)
        before = self._data[self._starts[line - 1] : offset].decode(errors="replace")
        return Position(line, len(before) + 1, len(before.encode("utf-16-le")) // 2 + 1)
