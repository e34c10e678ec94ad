"""Where a stretch of a converted text comes from, as the edits of the conversion tell."""

from __future__ import annotations

from collections.abc import Sequence

from gluonize.rewriter.model import Edit, ordered_edits


class Touch:
    """The byte ranges of the source that a byte range of the converted text was made of."""

    def __init__(self, edits: Sequence[Edit]) -> None:
        self._kept: list[tuple[int, int, int]] = []
        self._new: list[tuple[int, int, int, int]] = []
        source = target = 0
        for edit in ordered_edits(edits):
            self._kept.append((target, target + edit.start - source, source))
            target += edit.start - source
            length = len(edit.text.encode("utf-8", "surrogatepass"))
            self._new.append((target, target + length, edit.start, edit.end))
            target, source = target + length, edit.end
        self._kept.append((target, target + 2**62, source))

    def ranges(self, start: int, end: int) -> list[tuple[int, int]]:
        """The source of what stands at `start` to `end`: kept text, and the text that edits have replaced."""
        found = []
        for first, last, source in self._kept:
            low, high = max(first, start), min(last, end)
            if low < high:
                found.append((source + low - first, source + high - first))
        for first, last, source, until in self._new:
            if first < end and start < last and source < until:
                found.append((source, until))
        return found

    def inserted_at(self, start: int, end: int) -> int | None:
        """The place in the source where the text at `start` to `end` was inserted; None for any other text."""
        if self.ranges(start, end):
            return None
        return next((source for first, last, source, _ in self._new if first <= start and end <= last), None)


def lines_before(text: str) -> list[int]:
    """For each line, from 1, the number of bytes before it."""
    starts = [0, 0]
    for line in text.encode("utf-8", "surrogatepass").splitlines(keepends=True):
        starts.append(starts[-1] + len(line))
    return starts


def offset(starts: list[int], line: int | None, column: int | None) -> int:
    """The byte offset of a place of the syntax tree."""
    return starts[line or 1] + (column or 0)
