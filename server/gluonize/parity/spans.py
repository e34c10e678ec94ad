"""Where a stretch of a converted text comes from, as the edits of the conversion tell."""

from __future__ import annotations

import bisect
import itertools
from collections.abc import Sequence
from typing import NamedTuple

from gluonize.rewriter.model import Edit, ordered_edits

_ENDLESS = 2**62


class _Piece(NamedTuple):
    """The converted text from `start` to `end` is the source from `source` to `until`, `kept` or replaced."""

    start: int
    end: int
    source: int
    until: int
    kept: bool


class Touch:
    """The byte ranges of the source that a byte range of the converted text was made of."""

    def __init__(self, edits: Sequence[Edit]) -> None:
        self._pieces: list[_Piece] = []
        source = target = 0
        for edit in ordered_edits(edits):
            self._add(target, target + edit.start - source, source, edit.start, kept=True)
            target += edit.start - source
            length = len(edit.text.encode("utf-8", "surrogatepass"))
            self._add(target, target + length, edit.start, edit.end, kept=False)
            target, source = target + length, edit.end
        self._add(target, target + _ENDLESS, source, source + _ENDLESS, kept=True)
        self._ends = [piece.end for piece in self._pieces]

    def _add(self, start: int, end: int, source: int, until: int, *, kept: bool) -> None:
        if start < end:
            self._pieces.append(_Piece(start, end, source, until, kept))

    def ranges(self, start: int, end: int) -> list[tuple[int, int]]:
        """The source of what stands at `start` to `end`: kept text, and the text that edits have replaced."""
        found = []
        for piece in self._at(start, end):
            if piece.kept:
                low, high = max(piece.start, start), min(piece.end, end)
                found.append((piece.source + low - piece.start, piece.source + high - piece.start))
            elif piece.source < piece.until:
                found.append((piece.source, piece.until))
        return found

    def inserted_at(self, start: int, end: int) -> int | None:
        """The place in the source where the text at `start` to `end` was inserted; None for any other text."""
        pieces = self._at(start, end)
        if len(pieces) != 1 or pieces[0].kept or pieces[0].source < pieces[0].until:
            return None
        return pieces[0].source

    def _at(self, start: int, end: int) -> list[_Piece]:
        """The pieces of the converted text that have something in `start` to `end`."""
        pieces = itertools.islice(self._pieces, bisect.bisect_right(self._ends, start), None)
        return list(itertools.takewhile(lambda piece: piece.start < end, pieces))


def lines_before(text: str) -> list[int]:
    """For each line, from 1, the number of bytes before it."""
    starts = [0, 0]
    for line in text.encode("utf-8", "surrogatepass").splitlines(keepends=True):
        starts.append(starts[-1] + len(line))
    return starts


def offset(starts: list[int], line: int | None, column: int | None) -> int:
    """The byte offset of a place of the syntax tree."""
    return starts[line or 1] + (column or 0)
