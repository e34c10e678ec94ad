"""Notebooks whose cells the client sends one by one."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from lsprotocol import types

from gluonize.lsp.documents import Part, Program


class Notebook:
    """A notebook's cells in order, the open texts of its Python cells, and the program that they make together."""

    def __init__(self, uri: str, cells: list[types.NotebookCell]) -> None:
        self.cells = cells
        self.texts: dict[str, Part] = {}
        self.program = Program(uri, [], notebook=True)

    def open(self, parts: Iterable[Part]) -> None:
        """Take in the texts of cells."""
        self.texts.update({part.uri: part for part in parts})
        self._arrange()

    def splice(
        self, start: int, count: int, new: Sequence[types.NotebookCell], opened: Iterable[Part], closed: Iterable[str]
    ) -> None:
        """Put `new` in the place of `count` cells from `start` on; a text that is closed is gone with its cell."""
        self.cells[start : start + count] = new
        for uri in closed:
            self.texts.pop(uri, None)
        self.open(opened)

    def update(self, cells: Iterable[types.NotebookCell]) -> None:
        """Take in changed kinds of cells."""
        kinds = {cell.document: cell for cell in cells}
        self.cells = [kinds.get(cell.document, cell) for cell in self.cells]
        self._arrange()

    def _arrange(self) -> None:
        code = [cell.document for cell in self.cells if cell.kind == types.NotebookCellKind.Code]
        self.program.rearrange([self.texts[uri] for uri in code if uri in self.texts])
