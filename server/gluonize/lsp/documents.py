"""The texts that the editor has open, and the programs that they are analysed as.

A file is a program by itself. The code cells of a notebook are one program: joined, one per line or more, so that what
one cell imports is known in the next, with the way back from the joined text into each cell.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Hashable, Iterator
from dataclasses import dataclass, field, replace
from itertools import count

from pygls.uris import to_fs_path

from gluonize.analysis import Document, Span, Use, shift
from gluonize.catalogue import Catalogue, Target
from gluonize.features.magics import mask
from gluonize.features.suppression import Suppressions, suppressions
from gluonize.lsp.marks import Mark, after_change
from gluonize.lsp.positions import Position, Text, difference, encode
from gluonize.lsp.wire import Json
from gluonize.rewriter import judged
from gluonize.rewriter.model import Edit, Finding

Sent = tuple[tuple[str, Json], ...]
"""Diagnostics, each with the URI of the text that it is for."""

Judged = tuple[int, tuple[Finding, ...]]

_BETWEEN_CELLS = "\n"
_SERIALS = count()


@dataclass(slots=True)
class Part:
    """One open text of a program: a whole file, or a cell. `start` is where it lies in the program's text."""

    uri: str
    version: int | None
    text: Text
    masked: bytes
    start: int = 0

    @property
    def end(self) -> int:
        return self.start + len(self.masked)


@dataclass(slots=True)
class Rendered:
    """The diagnostics that were last sent of a program, by statement, as long as `context` is the same.

    The findings are kept beside the text, so that their identity, which is part of the key, stays theirs.
    """

    context: object = None
    groups: dict[Hashable, tuple[tuple[Finding, ...], Sent]] = field(default_factory=dict)


class Program:
    """What is analysed as one: a file or a notebook's cells.

    `serial` tells this program from every other one of the process, `revision` counts the changes of its text:
    whatever was computed for another pair of them is stale.
    """

    def __init__(self, uri: str, parts: list[Part], *, notebook: bool = False) -> None:
        self.uri = uri
        self.serial = next(_SERIALS)
        self.notebook = notebook
        self.parts = parts
        self.revision = 0
        self.rendered = Rendered()
        self.asked: frozenset[tuple[str, str]] = frozenset()
        """The receivers that were looked up elsewhere."""
        self._groups: dict[Target, list[Judged]] = {}
        self._suppressions: Suppressions | None = None
        self.marks: tuple[Mark, ...] = ()
        """What the last comparison found."""
        self.document = self._join()

    @property
    def path(self) -> str:
        """The path of the file on disk, or the URI where it has none."""
        return to_fs_path(self.uri) or self.uri

    def part(self, uri: str) -> Part | None:
        """The part that the editor calls `uri`."""
        return next((part for part in self.parts if part.uri == uri), None)

    def part_at(self, offset: int) -> Part:
        """The part that holds an offset; what lies between two cells belongs to the first of them."""
        if len(self.parts) == 1:
            return self.parts[0]
        return self.parts[max(bisect_right([part.start for part in self.parts], offset) - 1, 0)]

    def groups(self, catalogue: Catalogue, target: Target) -> list[Judged]:
        """The findings by top-level statement: its offset, and findings whose offsets are relative to it.

        The findings of a statement that did not change are the same object as before.
        """
        if target not in self._groups:
            self._groups[target] = [group for group in judged(self.document, catalogue, target) if group[1]]
        return self._groups[target]

    def findings(self, catalogue: Catalogue, target: Target) -> tuple[Finding, ...]:
        """All findings of the program as it is now, ordered by start."""
        return tuple(found for start, group in self.groups(catalogue, target) for found in moved(group, start))

    def near(self, catalogue: Catalogue, target: Target, span: Span) -> tuple[Finding, ...]:
        """The findings of the top-level statements that a span touches; quick, however long the program is."""
        groups = self.groups(catalogue, target)
        first = max(bisect_right(groups, span.start, key=_start) - 1, 0)
        last = bisect_right(groups, span.end, key=_start)
        return tuple(found for start, group in groups[first:last] for found in moved(group, start))

    def suppressions(self) -> Suppressions:
        """What the comments of the program silence."""
        if self._suppressions is None:
            self._suppressions = suppressions(self.document.data)
        return self._suppressions

    def imports(self) -> tuple[Use, ...]:
        """What the program imports of PyTorch."""
        units = self.document.units()
        return tuple(shift(use, start) for start, unit in units for use in unit.uses if use.kind == "import")

    def mark(self, marks: tuple[Mark, ...]) -> None:
        """Keep what a comparison of the text as it is now found."""
        self.marks = marks
        self.revision += 1

    def learnt(self) -> None:
        """Forget what was computed of the text: its analysis knows more now."""
        self._stale()

    def change(self, part: Part, start: int, end: int, new: str) -> None:
        """Put `new` in the place of the bytes `start` to `end` of a part."""
        data = encode(new)
        part.text.replace(start, end, data)
        if self.notebook:
            masked = encode(mask(part.text.data.decode()))
            start, end, data = difference(part.masked, masked)
            part.masked = masked
        else:
            part.masked = part.text.data
        if start == end and not data:
            return
        self.document.replace(part.start + start, part.start + end, data.decode())
        self.marks = after_change(self.marks, part.start + start, part.start + end, data)
        self._shift(part, len(data) - (end - start))
        self._stale()

    def set_text(self, part: Part, text: str) -> None:
        """Make `text` the whole text of a part, as the one change that it differs by."""
        start, end, data = difference(part.text.data, encode(text))
        self.change(part, start, end, data.decode())

    def rearrange(self, parts: list[Part]) -> None:
        """Make `parts` the cells of the notebook, in order."""
        self.parts = parts
        self.document = self._join()
        self.marks = ()
        self._stale()

    def _join(self) -> Document:
        start = 0
        for part in self.parts:
            part.start = start
            start = part.end + len(_BETWEEN_CELLS)
        joined = _BETWEEN_CELLS.join(part.masked.decode() for part in self.parts)
        return Document(joined, path=self.path)

    def _shift(self, changed: Part, delta: int) -> None:
        if delta:
            for part in self.parts:
                if part.start > changed.start:
                    part.start += delta

    def _stale(self) -> None:
        self.revision += 1
        self._groups.clear()
        self._suppressions = None


def moved(group: tuple[Finding, ...], start: int) -> Iterator[Finding]:
    """Findings relative to a statement as findings of the program."""
    return (replace(finding, use=shift(finding.use, start)) for finding in group)


def _start(group: Judged) -> int:
    return group[0]


def place_edit(program: Program, edit: Edit) -> tuple[Part, Edit] | None:
    """The part that an edit of the program's text lands in, and the edit in offsets of that part.

    None where it reaches over a border between two cells.
    """
    part = program.part_at(edit.start)
    start, end, text = edit.start - part.start, edit.end - part.start, edit.text
    length = len(part.masked)
    if end <= length:
        return part, Edit(start, end, text)
    if end > length + len(_BETWEEN_CELLS):
        return None
    # The line end after the cell's last line is not the cell's own: what is added behind it starts a new line.
    if start > length:
        return part, Edit(length, length, "\n" + text.removesuffix("\n"))
    return part, Edit(start, length, text.removesuffix("\n"))


def text_span(part: Part, first: Position, last: Position) -> Span:
    """The span in the program's text of a range in a part; ends in the wrong order are put right."""
    start, end = sorted((part.text.offset(first), part.text.offset(last)))
    return Span(part.start + start, part.start + end)


def new_part(uri: str, version: int | None, text: Text, *, notebook: bool) -> Part:
    """A part for a text that was opened; a notebook's has its magics masked."""
    return Part(uri, version, text, encode(mask(text.data.decode())) if notebook else text.data)
