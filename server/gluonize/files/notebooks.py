"""Notebooks as one program: the code cells joined, and the way back into the cells."""

from __future__ import annotations

import copy
import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from gluonize.errors import SourceError
from gluonize.features.magics import mask
from gluonize.files.positions import Lines, Position
from gluonize.rewriter.model import Edit, apply_edits

_FIRST_INDENT = re.compile(r"\s*\{\r?\n([ \t]*)")


@dataclass(frozen=True, slots=True)
class Cell:
    """A code cell: its number among all cells, from 1, and the bytes of the joined text that it holds."""

    number: int
    start: int
    data: bytes

    @property
    def end(self) -> int:
        return self.start + len(self.data)


@dataclass(frozen=True, slots=True)
class Layout:
    """How a file of JSON is written: its indentation (None: all on one line), whether in ASCII alone, what ends it."""

    indent: str | None = " "
    ascii: bool = False
    end: str = "\n"

    def written(self, content: object) -> str:
        """`content` as JSON in this layout."""
        return json.dumps(content, indent=self.indent, ensure_ascii=self.ascii) + self.end


def layout_of(text: str) -> Layout:
    """The layout of the JSON in `text`."""
    first = _FIRST_INDENT.match(text)
    indent = None if first is None else first[1]
    return Layout(indent, text.isascii() and "\\u" in text, text[len(text.rstrip()) :])


@dataclass(frozen=True)
class Notebook:
    """A parsed .ipynb file; `text` is its code cells, each from a line of its own, with the magics hidden."""

    content: dict[str, Any]
    cells: tuple[Cell, ...]
    layout: Layout = Layout()

    @property
    def raw(self) -> bytes:
        """As `text`, with the magics as they are; offsets are the same."""
        return b"\n".join(cell.data for cell in self.cells)

    @property
    def text(self) -> str:
        return "\n".join(mask(cell.data.decode()) for cell in self.cells)

    def at(self, offset: int) -> Position:
        """The position of an offset of `text`, by cell."""
        cell = self._cell(offset)
        return Lines(cell.data).at(min(offset, cell.end) - cell.start)._replace(cell=cell.number)

    def edited(self, edits: Iterable[Edit], *, keep_outputs: bool = False) -> str:
        """The file's text with `edits` of the joined text made in their cells.

        The outputs and execution counts are cleared, as they are the original's, unless `keep_outputs`.
        """
        content = copy.deepcopy(self.content)
        by_cell: dict[int, list[Edit]] = {}
        for edit in edits:
            cell = self._cell(edit.start)
            inside = Edit(edit.start - cell.start, min(edit.end, cell.end) - cell.start, edit.text)
            by_cell.setdefault(cell.number, []).append(inside)
        for cell in self.cells:
            if cell.number in by_cell:
                raw = content["cells"][cell.number - 1]
                text = apply_edits(cell.data, tuple(by_cell[cell.number])).decode()
                raw["source"] = text.splitlines(keepends=True) if isinstance(raw["source"], list) else text
        if not keep_outputs:
            _clear_outputs(content)
        return self.layout.written(content)

    def _cell(self, offset: int) -> Cell:
        return max((cell for cell in self.cells if cell.start <= offset), key=lambda cell: cell.start)


def parse_notebook(text: str) -> Notebook:
    """The notebook in the text of an .ipynb file; raises SourceError where it is not one."""
    try:
        content = json.loads(text)
        raw_cells = content["cells"]
        kinds = [(cell["cell_type"], _source(cell)) for cell in raw_cells]
    except (ValueError, KeyError, TypeError):
        raise SourceError("is not a notebook of format 4: open it in Jupyter and save it again") from None
    cells: list[Cell] = []
    start = 0
    for number, (kind, source) in enumerate(kinds, 1):
        if kind == "code":
            cells.append(Cell(number, start, source.encode("utf-8", "replace")))
            start = cells[-1].end + 1
    return Notebook(content, tuple(cells) or (Cell(1, 0, b""),), layout_of(text))


def _source(cell: dict[str, Any]) -> str:
    source = cell["source"]
    return source if isinstance(source, str) else "".join(source)


def _clear_outputs(content: dict[str, Any]) -> None:
    for cell in content["cells"]:
        if cell["cell_type"] == "code":
            cell["outputs"] = []
            cell["execution_count"] = None
