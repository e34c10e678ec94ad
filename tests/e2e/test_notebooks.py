"""Notebooks: cells sent one by one, or joined into one Python text."""

from __future__ import annotations

import pytest
from lsprotocol import types

from tests.e2e.editor import Editor, editor

BOOK = "file:///project/book.ipynb"
DENSE = "mx.gluon.nn.Dense(3, in_units=2, flatten=False)"


def cell(name: str) -> str:
    return f"vscode-notebook-cell:/project/book.ipynb#{name}"


def open_book(ed: Editor, **texts: str) -> None:
    """Open a notebook whose code cells have these names and texts; one called `text...` is Markdown."""
    items = []
    for name, text in texts.items():
        uri = cell(name)
        ed.texts[uri], ed.versions[uri] = text, 1
        language = "markdown" if name.startswith("text") else "python"
        items.append(types.TextDocumentItem(uri=uri, language_id=language, version=1, text=text))
    cells = [
        types.NotebookCell(
            kind=types.NotebookCellKind.Markup if name.startswith("text") else types.NotebookCellKind.Code,
            document=cell(name),
        )
        for name in texts
    ]
    book = types.NotebookDocument(uri=BOOK, notebook_type="jupyter-notebook", version=1, cells=cells)
    ed.client.notebook_document_did_open(types.DidOpenNotebookDocumentParams(book, items))


def change(ed: Editor, cells: types.NotebookDocumentCellChanges) -> None:
    ed.client.notebook_document_did_change(
        types.DidChangeNotebookDocumentParams(
            types.VersionedNotebookDocumentIdentifier(version=2, uri=BOOK),
            types.NotebookDocumentChangeEvent(cells=cells),
        )
    )


def retype(ed: Editor, name: str, text: str) -> None:
    uri = cell(name)
    ed.texts[uri] = text
    ed.versions[uri] += 1
    document = types.VersionedTextDocumentIdentifier(uri=uri, version=ed.versions[uri])
    whole = types.TextDocumentContentChangeWholeDocument(text=text)
    change(
        ed,
        types.NotebookDocumentCellChanges(
            text_content=[types.NotebookDocumentCellContentChanges(document=document, changes=[whole])]
        ),
    )


async def found(ed: Editor, name: str) -> list[str]:
    return [ed.text_at(item.range, cell(name)) for item in await ed.diagnostics(cell(name))]


async def test_imports_of_one_cell_are_known_in_the_next() -> None:
    async with editor() as ed:
        open_book(ed, a="import torch.nn as nn", text="# nn.ReLU()", b="%time x = 1\ny = nn.Linear(2, 3)\n")
        assert await found(ed, "b") == ["nn.Linear"]
        assert await found(ed, "a") == []
        assert DENSE in await ed.hover("nn.Linear", cell("b"))


async def test_a_fix_lands_in_the_right_cells() -> None:
    async with editor() as ed:
        open_book(ed, a="import torch.nn as nn", b="x = 1\ny = nn.Linear(2, 3)")
        await found(ed, "b")
        fix = (await ed.actions("nn.Linear", cell("b")))[0]
        assert ed.applied_to(fix.edit, cell("a")) == "import torch.nn as nn\nimport mxnet as mx"
        initialized = "y.initialize(mx.init.Xavier(factor_type='in', magnitude=1))"
        assert ed.applied_to(fix.edit, cell("b")) == f"x = 1\ny = {DENSE}\n{initialized}"


async def test_everything_is_converted_cell_by_cell() -> None:
    async with editor() as ed:
        open_book(ed, a="import torch\nfrom torch import nn\n", b="%%time\ny = nn.Linear(2, 3)", c="!ls\nz = nn.ReLU()")
        (everything,) = await ed.actions("y", cell("b"), only=["source.fixAll"])
        assert "torch" not in ed.applied_to(everything.edit, cell("a"))
        assert ed.applied_to(everything.edit, cell("b")).startswith("%%time\ny = nn.Dense(3")
        assert ed.applied_to(everything.edit, cell("c")).startswith("!ls\nz = nn.Activation(")


async def test_typing_in_one_cell_keeps_the_others_right() -> None:
    async with editor() as ed:
        open_book(ed, a="from torch import nn", b="y = nn.ReLU()", c="z = nn.Tanh()")
        retype(ed, "a", "# é 😀\n!pip install torch\nfrom torch import nn")
        assert await found(ed, "b") == ["nn.ReLU"]
        retype(ed, "b", "y = 1")
        assert await found(ed, "b") == []
        assert await found(ed, "c") == ["nn.Tanh"]
        retype(ed, "a", "nn = None")
        retype(ed, "b", "y = 2")
        assert await found(ed, "b") == []
        assert ed.published[-1].diagnostics == ()


async def test_cells_come_move_and_go() -> None:
    async with editor() as ed:
        open_book(ed, a="from torch import nn", b="y = nn.ReLU()")
        assert await found(ed, "b") == ["nn.ReLU"]
        uri = cell("new")
        ed.texts[uri], ed.versions[uri] = "w = nn.Tanh()", 1
        added = types.NotebookCellArrayChange(
            start=1, delete_count=0, cells=[types.NotebookCell(types.NotebookCellKind.Code, uri)]
        )
        opened = types.TextDocumentItem(uri=uri, language_id="python", version=1, text=ed.texts[uri])
        structure = types.NotebookDocumentCellChangeStructure(array=added, did_open=[opened])
        change(ed, types.NotebookDocumentCellChanges(structure=structure))
        assert await found(ed, "new") == ["nn.Tanh"]
        gone = types.NotebookDocumentCellChangeStructure(
            array=types.NotebookCellArrayChange(start=0, delete_count=1),
            did_close=[types.TextDocumentIdentifier(cell("a"))],
        )
        change(ed, types.NotebookDocumentCellChanges(structure=gone))
        retype(ed, "b", "y = nn.ReLU() ")
        assert await found(ed, "b") == []
        del ed.versions[cell("a")]
        assert await found(ed, "a") == []


async def test_a_notebook_as_one_text_as_jupyterlab_sends_it() -> None:
    raw = "import torch.nn as nn\n%matplotlib inline\n\n\n%%bash\necho 'it(\n\n\nfiles = !ls\ny = nn.ReLU()\n"
    rewritten = raw.replace("%matplotlib inline", 'get_ipython().run_line_magic("matplotlib", " inline")')
    async with editor("jupyterlab") as ed:
        for text in (raw, rewritten):
            ed.open(text, BOOK, version=0)
            ed.rewrite(text, BOOK)
            assert [ed.text_at(item.range, BOOK) for item in await ed.diagnostics(BOOK)] == ["nn.ReLU"]
        ed.rewrite(raw.replace("nn.ReLU()", "nn.Linear(2, 3)"), BOOK)
        assert [ed.text_at(item.range, BOOK) for item in await ed.diagnostics(BOOK)] == ["nn.Linear"]
        assert DENSE in await ed.hover("nn.Linear", BOOK)


async def test_lenses_of_a_cell() -> None:
    async with editor() as ed:
        open_book(ed, a="from torch import nn", b="y = nn.ReLU()")
        params = types.CodeLensParams(types.TextDocumentIdentifier(cell("b")))
        (lens,) = await ed.client.text_document_code_lens_async(params) or ()
        assert lens.command is not None
        assert lens.command.title == "Compare this cell with MXNet"
        params = types.CodeLensParams(types.TextDocumentIdentifier(cell("a")))
        assert not await ed.client.text_document_code_lens_async(params)


async def test_closing_a_notebook_takes_everything_back() -> None:
    async with editor() as ed:
        open_book(ed, a="from torch import nn", b="y = nn.ReLU()")
        await found(ed, "b")
        closed = types.DidCloseNotebookDocumentParams(
            types.NotebookDocumentIdentifier(BOOK), [types.TextDocumentIdentifier(cell(name)) for name in "ab"]
        )
        ed.client.notebook_document_did_close(closed)
        del ed.versions[cell("b")]
        assert await found(ed, "b") == []


@pytest.mark.parity
async def test_a_cell_is_compared_alone() -> None:
    async with editor(patience=300) as ed:
        open_book(
            ed, one="import torch\nx = torch.ones(2)", text="# Sums", two="%time y = x + 1\ny = x + 2", three="1/0"
        )
        answer = await ed.command("gluonize.compare", uri=cell("two"))
        assert answer["agree"] is True, answer["summary"]
        assert answer["report"]["name"] == "code cell 2"
        assert [value["name"] for value in answer["report"]["values"]] == ["y"]
