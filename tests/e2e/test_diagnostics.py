"""Diagnostics: pushed with the version, pulled where the client can, never for an old text."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest
from lsprotocol import types

from tests.e2e.editor import FILE, editor

TEXT = "from torch import nn\n\nlayer = nn.Linear(2, 3)\n"
FOUND = "nn.Linear"


@pytest.mark.parametrize("kind", ["vscode", "jupyterlab", "minimal", "utf8"])
async def test_an_opened_file_gets_diagnostics_of_its_version(kind: str) -> None:
    async with editor(kind) as ed:
        ed.open(TEXT, version=7)
        (found,) = await ed.diagnostics(version=7)
        assert ed.text_at(found.range) == FOUND
        assert found.code == "default-pinned"
        assert found.source == "gluonize"
        assert found.severity == types.DiagnosticSeverity.Information
        assert "mx.gluon.nn.Dense(3, in_units=2, flatten=False)" in found.message


async def test_a_diagnostic_has_what_the_client_can_show() -> None:
    async with editor("vscode") as ed:
        ed.open(TEXT)
        (found,) = await ed.diagnostics()
        assert found.code_description == types.CodeDescription(
            "https://gluonize.readthedocs.io/en/latest/codes/#default-pinned"
        )
        assert found.data == {"name": "torch.nn.Linear", "fixable": True}
        (related,) = found.related_information or ()
        assert ed.text_at(related.location.range) == "nn"
        assert related.message == "torch.nn is imported here."


async def test_a_client_that_says_nothing_gets_nothing_extra() -> None:
    async with editor("jupyterlab") as ed:
        ed.open(TEXT)
        (found,) = await ed.diagnostics()
        assert (found.code_description, found.data, found.related_information) == (None, None, None)


@pytest.mark.parametrize("kind", ["utf8", "vscode", "utf32"])
@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
async def test_positions_count_in_the_negotiated_unit(kind: str, line_end: str) -> None:
    text = line_end.join(["from torch import nn", "s = '😀 é 中'; layer = nn.Linear(2, 3)", "x = nn.ReLU()", ""])
    async with editor(kind) as ed:
        wanted = {"utf8": "utf-8", "vscode": "utf-16", "utf32": "utf-32"}[kind]
        assert ed.capabilities.position_encoding == wanted
        ed.open(text)
        assert [ed.text_at(found.range) for found in await ed.diagnostics()] == [FOUND, "nn.ReLU"]
        ed.type("😀", "🎉\r\n" if line_end == "\r\n" else "🎉")
        ed.type("layer", "é = 1; ")
        assert FOUND in [ed.text_at(found.range) for found in await ed.diagnostics()]


async def test_edits_are_followed_key_by_key() -> None:
    async with editor() as ed:
        ed.open("from torch import nn\n\n\n#end\n")
        assert await ed.diagnostics() == []
        for key in "a = nn.ReLU()\n":
            ed.type("#end", key)
        assert [ed.text_at(found.range) for found in await ed.diagnostics()] == ["nn.ReLU"]
        ed.type("nn.ReLU()", "nn.", replace=True)
        assert await ed.diagnostics() == []


async def test_versions_only_go_up_and_the_last_one_arrives() -> None:
    async with editor() as ed:
        ed.open(TEXT)
        for _ in range(200):
            ed.type("layer", "x")
        assert [ed.text_at(found.range) for found in await ed.diagnostics()] == [FOUND]
        versions = [params.version for params in ed.published]
        assert versions == sorted(versions)
        assert len(versions) == len(set(versions))


async def test_a_syntax_error_in_one_function_leaves_the_others_their_findings() -> None:
    async with editor() as ed:
        ed.open("from torch import nn\n\n\ndef f():\n    return (((\n\n\ndef g():\n    return nn.ReLU()\n")
        assert [ed.text_at(found.range) for found in await ed.diagnostics()] == ["nn.ReLU"]


async def test_closing_takes_the_diagnostics_back() -> None:
    async with editor() as ed:
        ed.open(TEXT)
        await ed.diagnostics()
        del ed.versions[FILE]
        ed.close()
        assert await ed.diagnostics() == []


async def test_full_text_changes_and_repeated_opens_as_jupyterlab_sends_them() -> None:
    async with editor("jupyterlab") as ed:
        ed.open(TEXT, version=0)
        ed.rewrite(TEXT)
        ed.rewrite(TEXT)
        assert len(await ed.diagnostics()) == 1
        ed.open(TEXT, version=0)
        ed.rewrite(TEXT.replace("Linear(2, 3)", "ReLU()"))
        assert [ed.text_at(found.range) for found in await ed.diagnostics()] == ["nn.ReLU"]


async def test_what_is_not_python_is_left_alone() -> None:
    async with editor() as ed:
        ed.open(TEXT, "file:///project/readme.md", language="markdown")
        ed.open(TEXT)
        await ed.diagnostics()
        assert {params.uri for params in ed.published} == {FILE}


async def test_a_client_that_pulls_is_not_pushed_to() -> None:
    async with editor("pull") as ed:
        ed.open(TEXT)
        ask = types.DocumentDiagnosticParams(types.TextDocumentIdentifier(FILE))
        first = await ed.client.text_document_diagnostic_async(ask)
        assert isinstance(first, types.RelatedFullDocumentDiagnosticReport)
        assert [ed.text_at(found.range) for found in first.items] == [FOUND]
        ask.previous_result_id = first.result_id
        again = await ed.client.text_document_diagnostic_async(ask)
        assert isinstance(again, types.RelatedUnchangedDocumentDiagnosticReport)
        ed.type("nn.Linear(2, 3)", "1", replace=True)
        changed = await ed.client.text_document_diagnostic_async(ask)
        assert isinstance(changed, types.RelatedFullDocumentDiagnosticReport)
        assert not changed.items
        assert ed.published == []


async def test_the_workspace_is_pulled_with_its_notebooks_and_without_ignored_files(tmp_path: Path) -> None:
    (tmp_path / "a.py").write_text(TEXT)
    (tmp_path / "skipped.py").write_text(TEXT)
    (tmp_path / ".gitignore").write_text("hidden.py\n")
    (tmp_path / "hidden.py").write_text(TEXT)
    cell = '{"cell_type": "code", "metadata": {}, "outputs": [], "execution_count": null, "source": [%s]}'
    cells = ", ".join(cell % source for source in ['"from torch import nn"', '"# é\\n", "x = nn.ReLU()"'])
    notebook = tmp_path / "b.ipynb"
    notebook.write_text(f'{{"cells": [{cells}], "metadata": {{}}, "nbformat": 4, "nbformat_minor": 5}}')
    async with editor("pull", folder=tmp_path.as_uri(), ignore=["skipped.py"]) as ed:
        uri = (tmp_path / "a.py").as_uri()
        ed.open(TEXT, uri, version=3)
        params = types.WorkspaceDiagnosticParams(previous_result_ids=[])
        reports = {item.uri: item for item in (await ed.client.workspace_diagnostic_async(params)).items}
        assert set(reports) == {uri, notebook.as_uri()}
        assert reports[uri].version == 3
        (found,) = reports[notebook.as_uri()].items
        ed.texts[notebook.as_uri()] = notebook.read_text()
        assert ed.text_at(found.range, notebook.as_uri()) == "x = nn.ReLU()"
        params.previous_result_ids = [types.PreviousResultId(key, item.result_id) for key, item in reports.items()]
        again = await ed.client.workspace_diagnostic_async(params)
        assert {item.kind for item in again.items} == {"unchanged"}


async def test_requests_and_changes_for_unknown_texts_do_no_harm() -> None:
    async with editor() as ed:
        ed.texts["file:///nowhere.py"], ed.versions["file:///nowhere.py"] = "x", 1
        ed.rewrite("import torch", "file:///nowhere.py")
        assert await ed.hover("import", "file:///nowhere.py") == ""
        assert await ed.actions("import", "file:///nowhere.py") == []
        ed.close("file:///nowhere.py")
        ed.open(TEXT)
        far = types.Position(10**6, 10**6)
        change = types.TextDocumentContentChangePartial(range=types.Range(far, types.Position(0, 0)), text="# x\n")
        ed.texts[FILE] = "# x\n"
        ed._change(FILE, [change])
        assert await ed.diagnostics() == []


async def test_a_long_line_with_emoji_is_no_trouble() -> None:
    async with editor() as ed:
        ed.open("from torch import nn\nx = ['" + "😀" * 10_000 + "', nn.ReLU(), " + "nn.Tanh(), " * 500 + "]\n")
        async with asyncio.timeout(5):
            found = await ed.diagnostics()
        assert ed.text_at(found[0].range) == "nn.ReLU"
        assert len(found) == 501
