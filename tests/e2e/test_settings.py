"""Settings from wherever a client has them, changed while the server runs, and comments that silence findings."""

from __future__ import annotations

import asyncio

import pytest
from lsprotocol import types

from tests.e2e.editor import FILE, PATIENCE, Editor, editor

TEXT = "from torch import nn\n\nlayer = nn.Linear(2, 3)\nno = nn.RReLU()\n"


async def eventually(ed: Editor, expected: list[types.DiagnosticSeverity | None]) -> None:
    """Wait until the newest diagnostics of the file have these severities."""
    async with asyncio.timeout(PATIENCE):
        while [found.severity for found in await ed.diagnostics()] != expected:
            await asyncio.sleep(0.02)


async def test_settings_of_the_start_are_used() -> None:
    async with editor(severity={"missing": "error", "default-pinned": "off"}) as ed:
        ed.open(TEXT)
        (found,) = await ed.diagnostics()
        assert (found.code, found.severity) == ("missing", types.DiagnosticSeverity.Error)


async def test_settings_that_the_client_is_asked_for_change_what_is_shown() -> None:
    async with editor() as ed:
        ed.open(TEXT)
        await eventually(ed, [types.DiagnosticSeverity.Information, types.DiagnosticSeverity.Warning])
        ed.client.set_configuration({"severity": {"missing": "hint"}, "target": "np"}, section="gluonize")
        ed.client.workspace_did_change_configuration(types.DidChangeConfigurationParams(settings=None))
        await eventually(ed, [types.DiagnosticSeverity.Information, types.DiagnosticSeverity.Hint])
        fix = (await ed.actions("nn.Linear"))[0]
        assert "mx.npx.set_np()" in ed.applied_to(fix.edit)


async def test_settings_that_jupyter_pushes_are_used() -> None:
    async with editor("jupyterlab") as ed:
        ed.open(TEXT, version=0)
        ed.client.workspace_did_change_configuration(types.DidChangeConfigurationParams(settings={}))
        pushed = {"gluonize": {"severity": {"missing": "off"}}}
        ed.client.workspace_did_change_configuration(types.DidChangeConfigurationParams(settings=pushed))
        await eventually(ed, [types.DiagnosticSeverity.Information])


async def test_a_bad_value_is_logged_in_one_sentence_and_the_default_stays() -> None:
    async with editor("jupyterlab", target="jax", severity={"nonsense": "error"}) as ed:
        ed.open(TEXT)
        await ed.diagnostics()
        logged = [message.message for message in ed.client.log_messages]
        assert "The setting gluonize.target is 'jax': give 'nd' or 'np'; the default is used." in logged
        assert any("'nonsense', which is no category" in message for message in logged)
        assert ed.client.messages == []


async def test_ignored_files_have_no_diagnostics() -> None:
    async with editor(folder="file:///project", ignore=["legacy/"]) as ed:
        ed.open(TEXT, "file:///project/legacy/net.py")
        ed.open(TEXT)
        assert await ed.diagnostics("file:///project/legacy/net.py") == []
        assert len(await ed.diagnostics()) == 2


@pytest.mark.parametrize(
    ("comment", "left"),
    [
        ("# gluonize: ignore", []),
        ("# gluonize: ignore[default-pinned]", []),
        ("#gluonize:ignore[missing,default-pinned]", []),
        ("# gluonize: ignore[missing]", ["nn.Linear"]),
        ("# about gluonize", ["nn.Linear"]),
    ],
)
async def test_comments_silence_a_line(comment: str, left: list[str]) -> None:
    async with editor() as ed:
        ed.open(f"from torch import nn\nlayer = nn.Linear(2, 3)  {comment}\n")
        assert [ed.text_at(found.range) for found in await ed.diagnostics()] == left


async def test_a_comment_silences_a_file_until_it_is_gone() -> None:
    async with editor() as ed:
        ed.open("# gluonize: ignore-file\n" + TEXT)
        assert await ed.diagnostics() == []
        ed.type("# gluonize: ignore-file", "#", replace=True)
        assert len(await ed.diagnostics(FILE)) == 2
