"""Commands of the server, and how it starts and ends."""

from __future__ import annotations

import asyncio
import json
import socket
import sys
from pathlib import Path

import pytest
from lsprotocol import types
from pygls.exceptions import JsonRpcException

from gluonize.analysis import Document
from gluonize.catalogue import load_catalogue
from gluonize.rewriter import convert
from tests.e2e.editor import FILE, PATIENCE, Editor, editor
from tests.tutorial import assert_amplified_rounding, write_tutorial

TEXT = "from torch import nn\n\nlayer = nn.Linear(2, 3)\nno = nn.RReLU()\n"


async def test_a_file_is_converted_in_the_editor() -> None:
    async with editor() as ed:
        ed.open(TEXT)
        answer = await ed.command("gluonize.convertFile", uri=FILE)
        assert answer == {"summary": "Converted 1 of 2 uses of PyTorch; 1 remain.", "applied": True}
        assert ed.applied_to(ed.applied[0]) == convert(Document(TEXT), load_catalogue(), "nd").text


async def test_a_client_that_cannot_apply_edits_gets_them() -> None:
    async with editor("jupyterlab") as ed:
        ed.open(TEXT)
        answer = await ed.command("gluonize.convertFile", uri=FILE)
        assert not answer["applied"]
        assert "Dense(3, in_units=2" in str(answer["edit"])
        assert ed.applied == []


async def test_readiness_of_a_file_and_of_the_workspace(tmp_path: Path) -> None:
    (tmp_path / "a.py").write_text(TEXT)
    (tmp_path / "b.py").write_text("from torch import nn\nx = nn.ReLU()\n")
    async with editor(folder=tmp_path.as_uri()) as ed:
        ed.open(TEXT)
        one = await ed.command("gluonize.readiness", uri=FILE)
        assert (one["total"], one["automatic"], one["never"]) == (2, 1, 1)
        assert "| missing | 1 |" in one["markdown"]
        every = await ed.command("gluonize.readiness")
        assert (every["total"], every["automatic"], every["never"]) == (3, 2, 1)
        assert set(every["files"]) == {"a.py", "b.py"}
        (reports,) = ed.client.progress_reports.values()
        assert isinstance(reports[0], types.WorkDoneProgressBegin)
        assert isinstance(reports[-1], types.WorkDoneProgressEnd)


@pytest.mark.parametrize(
    ("command", "argument", "sentence"),
    [
        ("gluonize.nothing", {}, "There is no command gluonize.nothing"),
        ("gluonize.compare", {}, "The command needs the uri of a file."),
        ("gluonize.convertFile", {"uri": "file:///nowhere.py"}, "is not open in the editor"),
    ],
)
async def test_a_command_that_cannot_run_says_so(command: str, argument: dict[str, str], sentence: str) -> None:
    async with editor() as ed:
        with pytest.raises(JsonRpcException, match=sentence):
            await ed.command(command, **argument)


@pytest.mark.parity
async def test_a_program_is_compared_as_it_is_in_the_editor(tmp_path: Path) -> None:
    source = tmp_path / "net.py"
    source.write_text("an older text\n")
    text = (
        "import torch\nfrom torch import nn\n\nnet = nn.Sequential(nn.Linear(2, 3))\nx = torch.ones(4, 2)\ny = net(x)\n"
    )
    async with editor(patience=300) as ed:
        ed.open(text, source.as_uri())
        answer = await ed.command("gluonize.compare", uri=source.as_uri())
        assert answer["agree"], answer["summary"]
        assert answer["report"]["schema"] == "gluonize-parity/1"
        assert Path(answer["path"]).read_text(encoding="utf-8") == answer["html"]
        (reports,) = ed.client.progress_reports.values()
        assert isinstance(reports[-1], types.WorkDoneProgressEnd)


TRAINING = """import time
import torch
from torch import nn

x = torch.ones(8, 2)
data = torch.utils.data.TensorDataset(x, x.sum(1, keepdim=True))
net = nn.Linear(2, 1)
loss_fn = nn.MSELoss()
trainer = torch.optim.SGD(net.parameters(), lr=0.1)
for epoch in range(3):
    for a, b in torch.utils.data.DataLoader(data, batch_size=4):
        trainer.zero_grad()
        loss = loss_fn(net(a), b)
        loss.backward()
        trainer.step()
        time.sleep(0.3)
"""


@pytest.mark.parity
async def test_the_losses_of_a_training_are_told_while_it_runs(tmp_path: Path) -> None:
    source = tmp_path / "train.py"
    source.write_text(TRAINING)
    async with editor(patience=300) as ed:
        ed.open(TRAINING, source.as_uri())
        answer = await ed.command("gluonize.compare", uri=source.as_uri())
        assert answer["agree"], answer["summary"]
        (reports,) = ed.client.progress_reports.values()
        told = [report.message or "" for report in reports if isinstance(report, types.WorkDoneProgressReport)]
    assert any("the PyTorch program in float32: epoch 2, step" in message for message in told), told
    assert any("mean loss of epoch 1: PyTorch" in message and ", MXNet" in message for message in told), told


@pytest.mark.parity
async def test_comparisons_wait_for_one_another_and_can_leave_the_queue(tmp_path: Path) -> None:
    program = "import sys, time\nimport torch\n\ntime.sleep(1)\nx = torch.ones(2) * float(sys.argv[1])\n"
    source = tmp_path / "net.py"
    source.write_text(program)
    async with editor(patience=300, arguments=["2"]) as ed:
        ed.open(program, source.as_uri())
        first = asyncio.ensure_future(ed.command("gluonize.compare", uri=source.as_uri()))
        while not ed.client.progress_reports:
            await asyncio.sleep(0.1)
        others = [
            asyncio.ensure_future(ed.command("gluonize.compare", uri=source.as_uri(), arguments=[number]))
            for number in ("3", "4")
        ]
        while len(ed.client.progress_reports) < 3:
            await asyncio.sleep(0.1)
        token = list(ed.client.progress_reports)[-1]
        ed.client.window_work_done_progress_cancel(types.WorkDoneProgressCancelParams(token))
        with pytest.raises(JsonRpcException, match="cancel"):
            await others[1]
        answers = await asyncio.gather(first, others[0])
        given = [note for answer in answers for note in answer["report"]["notes"] if "arguments" in note]
        reports = list(ed.client.progress_reports.values())
    assert [answer["agree"] for answer in answers] == [True, True]
    assert [note[-2:] for note in given] == ["2.", "3."]
    waited = [
        [getattr(one, "message", "") for one in told].count("waiting for the comparison before it") for told in reports
    ]
    assert waited[0] == 0
    assert waited[1] > 1


@pytest.mark.parity
async def test_a_comparison_can_be_cancelled(tmp_path: Path) -> None:
    source = tmp_path / "net.py"
    text = "import time\nimport torch\n\nx = torch.ones(2)\ntime.sleep(200)\n"
    source.write_text(text)
    async with editor() as ed:
        ed.open(text, source.as_uri())
        running = asyncio.ensure_future(ed.command("gluonize.compare", uri=source.as_uri()))
        while not any(len(reports) > 1 for reports in ed.client.progress_reports.values()):
            await asyncio.sleep(0.1)
        (token,) = ed.client.progress_reports
        ed.client.window_work_done_progress_cancel(types.WorkDoneProgressCancelParams(token))
        with pytest.raises(JsonRpcException, match="cancel"):
            await running
        assert isinstance(ed.client.progress_reports[token][-1], types.WorkDoneProgressEnd)
        assert await ed.diagnostics(source.as_uri()) is not None


async def test_shutdown_leaves_no_process() -> None:
    async with editor() as ed:
        ed.open(TEXT)
        await ed.diagnostics()
    assert ed.process.returncode == 0


async def test_a_client_that_goes_away_takes_the_server_with_it() -> None:
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "gluonize", "server", stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE
    )
    assert process.stdin is not None
    process.stdin.write(b'Content-Length: 40\r\n\r\n{"jsonrpc": "2.0", "method": "nonsense"}')
    process.stdin.close()
    assert await asyncio.wait_for(process.wait(), PATIENCE) == 0


async def test_the_server_listens_on_a_socket() -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    process = await asyncio.create_subprocess_exec(sys.executable, "-m", "gluonize", "server", "--tcp", str(port))
    try:
        async with asyncio.timeout(PATIENCE):
            reader, writer = await _connected(port)
            params = {"processId": None, "rootUri": None, "capabilities": {}}
            body = json.dumps({"jsonrpc": "2.0", "id": 1, "method": "initialize", "params": params}).encode()
            writer.write(b"Content-Length: %d\r\n\r\n%b" % (len(body), body))
            assert (await reader.readline()).startswith(b"Content-Length: ")
            writer.close()
            await writer.wait_closed()
            await process.wait()
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()


async def _connected(port: int) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
    while True:
        try:
            return await asyncio.open_connection("127.0.0.1", port)
        except ConnectionRefusedError:
            await asyncio.sleep(0.05)


@pytest.mark.parity
@pytest.mark.parametrize("kind", ["vscode", "pull"])
async def test_the_outcome_of_a_comparison_stands_on_its_lines(tmp_path: Path, kind: str) -> None:
    source = tmp_path / "net.py"
    uri = source.as_uri()
    text = "import sys\n\nx = [1.0, 2.0]\ny = [1.0 if 'mxnet' in sys.modules else 3.0]\nprint(x)\n"
    source.write_text(text)
    async with editor(kind, patience=300, inlayHints=True) as ed:
        ed.open(text, uri)
        answer = await ed.command("gluonize.compare", uri=uri)
        assert answer["agree"] is False, answer["summary"]
        assert [(ed.text_at(item.range, uri), item.severity) for item in await parity(ed, uri)] == [
            ("y = [1.0 if 'mxnet' in sys.modules else 3.0]", types.DiagnosticSeverity.Error)
        ]
        everything = ed.range(0, len(text), uri)
        hints = await ed.client.text_document_inlay_hint_async(
            types.InlayHintParams(types.TextDocumentIdentifier(uri), everything)
        )
        assert [(hint.position.line, hint.label) for hint in hints or ()] == [(2, "✓ 0"), (3, "✗ 2")]
        ed.type("import sys", "# a comment\n", uri)
        assert [item.range.start.line for item in await parity(ed, uri)] == [4]
        ed.type("3.0", "4.0", uri, replace=True)
        assert await parity(ed, uri) == []


async def parity(ed: Editor, uri: str) -> list[types.Diagnostic]:
    """What the editor shows of the last comparison."""
    if ed.capabilities.diagnostic_provider is not None:
        params = types.DocumentDiagnosticParams(types.TextDocumentIdentifier(uri))
        answer = await ed.client.text_document_diagnostic_async(params)
        assert isinstance(answer, types.RelatedFullDocumentDiagnosticReport)
        found = list(answer.items)
    else:
        await asyncio.sleep(0.2)
        found = await ed.diagnostics(uri)
    return [item for item in found if item.source == "gluonize parity"]


@pytest.mark.parity
async def test_a_selection_is_compared(tmp_path: Path) -> None:
    source = tmp_path / "net.py"
    uri = source.as_uri()
    text = "import torch\n\nx = torch.ones(2)\nyé = x + 1; z = x * 2\n"
    source.write_text(text)
    async with editor(patience=300) as ed:
        ed.open(text, uri)
        start = text.index("x = torch")
        place = ed.range(start, start, uri)
        where = {"start": {"line": place.start.line, "character": 0}, "end": {"line": 3, "character": 4}}
        answer = await ed.command("gluonize.compare", uri=uri, range=where)
        assert answer["agree"] is True, answer["summary"]
        assert [value["name"] for value in answer["report"]["values"]] == ["x", "yé", "z"]
        with pytest.raises(JsonRpcException, match="a start and an end position"):
            await ed.command("gluonize.compare", uri=uri, range={"start": 3})


@pytest.mark.parity
async def test_the_call_at_a_position_is_compared_and_offered_as_an_action(tmp_path: Path) -> None:
    source = tmp_path / "net.py"
    uri = source.as_uri()
    text = "import torch\n\nx = torch.ones(2)\ny = torch.relu(x + 1)\n"
    source.write_text(text)
    async with editor(patience=300) as ed:
        ed.open(text, uri)
        (action,) = await ed.actions("relu", uri, only=["refactor.compare"])
        assert action.title == "Compare the selection with MXNet"
        place = ed.range(text.index("relu"), text.index("relu"), uri)
        asked = types.CodeActionParams(
            types.TextDocumentIdentifier(uri), place, types.CodeActionContext([], only=["refactor.compare"])
        )
        (action,) = await ed.client.text_document_code_action_async(asked) or ()
        assert isinstance(action, types.CodeAction)
        assert action.command is not None
        assert action.title == "Compare this call of relu with MXNet"
        argument = (action.command.arguments or [{}])[0]
        answer = await ed.command(action.command.command, **argument, inputs="captured")
        assert answer["agree"] is True, answer["summary"]
        assert answer["report"]["name"] == "torch.relu, line 4"
        with pytest.raises(JsonRpcException, match="auto, captured or examples"):
            await ed.command("gluonize.compare", **argument, inputs="some")


@pytest.mark.parity
async def test_the_tutorials_training_with_its_last_batch_is_judged_right(tmp_path: Path) -> None:
    """From the command of an editor: float32 drifts, which is rounding, as every epoch's loss in float64 shows."""
    source = write_tutorial(tmp_path)
    async with editor(patience=300) as ed:
        ed.open(source.read_text(encoding="utf-8"), source.as_uri())
        answer = await ed.command("gluonize.compare", uri=source.as_uri())
    assert_amplified_rounding(answer["report"])
