"""Every open program, found by the URI of a file, a notebook or a cell."""

from __future__ import annotations

from collections.abc import Iterator

from gluonize.lsp.documents import Part, Program
from gluonize.lsp.notebooks import Notebook


class Documents:
    """The open programs by URI, and the cells of notebooks by theirs."""

    def __init__(self) -> None:
        self._programs: dict[str, Program] = {}
        self._notebooks: dict[str, Notebook] = {}
        self._owners: dict[str, str] = {}

    def __iter__(self) -> Iterator[Program]:
        return iter(tuple(self._programs.values()))

    def add(self, program: Program) -> None:
        """Keep a program that was opened, in the place of one with its URI."""
        self.remove(program.uri)
        self._programs[program.uri] = program

    def add_notebook(self, notebook: Notebook) -> None:
        """Keep a notebook that was opened or whose cells changed."""
        uri = notebook.program.uri
        self.add(notebook.program)
        self._notebooks[uri] = notebook
        self._owners.update(dict.fromkeys(notebook.texts, uri))

    def remove(self, uri: str) -> Program | None:
        """Forget a program, with its cells; the program where there was one."""
        self._notebooks.pop(uri, None)
        self._owners = {cell: owner for cell, owner in self._owners.items() if owner != uri}
        return self._programs.pop(uri, None)

    def notebook(self, uri: str) -> Notebook | None:
        """The open notebook `uri`."""
        return self._notebooks.get(uri)

    def program(self, uri: str) -> Program | None:
        """The program that a file, a notebook or a cell belongs to."""
        return self._programs.get(self._owners.get(uri, uri))

    def find(self, uri: str) -> tuple[Program, Part] | None:
        """The program and the part that an open text is."""
        program = self.program(uri)
        part = program.part(uri) if program is not None else None
        return None if program is None or part is None else (program, part)
