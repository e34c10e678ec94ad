"""Opening, changing and closing of files and notebooks."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Sequence

from lsprotocol import types

from gluonize.lsp import diagnostics
from gluonize.lsp.convert import position
from gluonize.lsp.documents import Part, Program, new_part
from gluonize.lsp.notebooks import Notebook
from gluonize.lsp.positions import Text
from gluonize.lsp.server import GluonizeServer

_PYTHON_SUFFIXES = (".py", ".pyi", ".ipynb")

logger = logging.getLogger(__name__)


def did_open(server: GluonizeServer, params: types.DidOpenTextDocumentParams) -> None:
    """A file was opened; a notebook that a client sends as one Python text comes this way too."""
    item = params.text_document
    if not _is_python(item):
        return
    notebook = item.uri.endswith(".ipynb")
    part = _part(server, item, notebook=notebook)
    program = Program(item.uri, [part], notebook=notebook)
    server.documents.add(program)
    diagnostics.changed(server, program)


def did_change(server: GluonizeServer, params: types.DidChangeTextDocumentParams) -> None:
    """A file changed, by parts or as a whole."""
    found = server.documents.find(params.text_document.uri)
    if found is None:
        logger.info("a change of %s, which is not open", params.text_document.uri)
        return
    program, part = found
    _apply(program, part, params.content_changes)
    part.version = params.text_document.version
    diagnostics.changed(server, program)


def did_save(server: GluonizeServer, params: types.DidSaveTextDocumentParams) -> None:
    """A file was saved: its diagnostics are computed and sent anew."""
    _saved(server, params.text_document.uri)


def did_close(server: GluonizeServer, params: types.DidCloseTextDocumentParams) -> None:
    """A file was closed: nothing of it stays."""
    program = server.documents.remove(params.text_document.uri)
    if program is not None:
        diagnostics.clear(server, [part.uri for part in program.parts])


def did_open_notebook(server: GluonizeServer, params: types.DidOpenNotebookDocumentParams) -> None:
    """A notebook was opened, with its cells."""
    document = params.notebook_document
    notebook = Notebook(document.uri, list(document.cells))
    notebook.open(_part(server, item, notebook=True) for item in params.cell_text_documents if _is_python(item))
    server.documents.add_notebook(notebook)
    diagnostics.changed(server, notebook.program)


def did_change_notebook(server: GluonizeServer, params: types.DidChangeNotebookDocumentParams) -> None:
    """Cells came, went, moved, or their texts changed."""
    notebook = server.documents.notebook(params.notebook_document.uri)
    cells = params.change.cells
    if notebook is None or cells is None:
        return
    gone: list[str] = []
    if cells.structure is not None:
        array = cells.structure.array
        opened = [_part(server, item, notebook=True) for item in cells.structure.did_open or () if _is_python(item)]
        gone = [item.uri for item in cells.structure.did_close or ()]
        notebook.splice(array.start, array.delete_count, array.cells or (), opened, gone)
    if cells.data:
        notebook.update(cells.data)
    server.documents.add_notebook(notebook)
    for text in cells.text_content or ():
        part = notebook.texts.get(text.document.uri)
        if part is not None:
            _apply(notebook.program, part, text.changes)
            part.version = text.document.version
    diagnostics.clear(server, gone)
    diagnostics.changed(server, notebook.program)


def did_save_notebook(server: GluonizeServer, params: types.DidSaveNotebookDocumentParams) -> None:
    """A notebook was saved: its diagnostics are computed and sent anew."""
    _saved(server, params.notebook_document.uri)


def did_close_notebook(server: GluonizeServer, params: types.DidCloseNotebookDocumentParams) -> None:
    """A notebook was closed: nothing of it or its cells stays."""
    program = server.documents.remove(params.notebook_document.uri)
    if program is not None:
        diagnostics.clear(server, [part.uri for part in program.parts])


def _saved(server: GluonizeServer, uri: str) -> None:
    program = server.documents.program(uri)
    if program is not None:
        diagnostics.changed(server, program)


def _apply(program: Program, part: Part, changes: Sequence[types.TextDocumentContentChangeEvent]) -> None:
    for change in _needed(changes):
        if isinstance(change, types.TextDocumentContentChangePartial):
            start = part.text.offset(position(change.range.start))
            end = part.text.offset(position(change.range.end))
            program.change(part, min(start, end), max(start, end), change.text)
        else:
            program.set_text(part, change.text)


def _needed(
    changes: Sequence[types.TextDocumentContentChangeEvent],
) -> Iterable[types.TextDocumentContentChangeEvent]:
    """The changes from the last one on that sends the whole text."""
    for index in range(len(changes) - 1, -1, -1):
        if not isinstance(changes[index], types.TextDocumentContentChangePartial):
            return changes[index:]
    return changes


def _part(server: GluonizeServer, item: types.TextDocumentItem, *, notebook: bool) -> Part:
    return new_part(item.uri, item.version, Text(item.text, server.encoding), notebook=notebook)


def _is_python(item: types.TextDocumentItem) -> bool:
    language = str(item.language_id).lower()
    return language.startswith(("python", "ipython")) or (not language and item.uri.endswith(_PYTHON_SUFFIXES))
