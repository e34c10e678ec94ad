"""Comparisons on a real Jupyter server, and what goes wrong there."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import psutil
import pytest

from gluonize.analysis import Document, Span
from gluonize.errors import FrameworkMissingError, KernelError, RunError, ServerError
from gluonize.parity import CompareOptions, Limits, Report, compare, compare_part, render_html
from gluonize.parity.hosts.server import server_at
from gluonize.parity.hosts.tokens import TOKEN as TOKEN_VARIABLE
from gluonize.parity.hosts.tokens import Token
from gluonize.parity.inputs import given_inputs
from gluonize.parity.session import close_all
from gluonize.parity.sites import CallSite, find_call
from gluonize.parity.subjects import definition

from .jupyter import TOKEN, Jupyter, jupyter_server

pytestmark = pytest.mark.parity

NOTHING = "import mxnet as mx\n"
Compare = Callable[..., Report]


@pytest.fixture(scope="module")
def jupyter(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Jupyter]:
    with jupyter_server(tmp_path_factory.mktemp("jupyter")) as server:
        yield server


@pytest.fixture
def run(jupyter: Jupyter, tmp_path: Path) -> Iterator[Compare]:
    """Compare two texts on the server; nothing of it is there afterwards, and no token was written there."""

    def comparison(ours: str, theirs: str = NOTHING, token: str = TOKEN, **options: object) -> Report:
        path = tmp_path / "program.py"
        path.write_text(ours, encoding="utf-8")
        chosen = CompareOptions(server=server_at(jupyter.url, Token(token)), device="cpu", keep_warm=True)
        return compare(path, theirs, replace(chosen, **options), lambda stage, share: None)  # type: ignore[arg-type]

    yield comparison
    close_all()
    assert until(lambda: jupyter.left() == [], 5), jupyter.left()


def until(condition: Callable[[], bool], seconds: float) -> bool:
    end = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > end:
            return False
        time.sleep(0.1)
    return True


TRAINING = """import numpy as np
import torch
from torch import nn
from shapes import WIDTH

given = np.load("data/given.npy")
torch.manual_seed(0)
net = nn.Linear(WIDTH, 2)
x = torch.tensor(given)
noise = torch.randn(4, 2)
loss = ((net(x) - noise) ** 2).mean()
loss.backward()
print("a word")
"""
CONVERTED = """import numpy as np
import mxnet as mx
from mxnet.gluon import nn
from shapes import WIDTH

given = np.load("data/given.npy")
net = nn.Dense(2, in_units=WIDTH)
net.initialize()
x = mx.nd.array(given)
noise = mx.nd.random.normal(shape=(4, 2))
with mx.autograd.record():
    loss = ((net(x) - noise) ** 2).mean()
loss.backward()
"""


def test_a_program_with_its_modules_and_data_is_compared(run: Compare, tmp_path: Path) -> None:
    import numpy as np

    (tmp_path / "data").mkdir()
    np.save(tmp_path / "data" / "given.npy", np.linspace(-1, 1, 12, dtype=np.float32).reshape(4, 3))
    (tmp_path / "shapes.py").write_text("WIDTH = 3\n", encoding="utf-8")
    for _ in range(2):
        report = run(TRAINING, CONVERTED, send=("data",))
        assert (report.agree, report.verdict) == (True, "agrees")
        assert {"loss", "noise", "x", "WIDTH"} <= {value.name for value in report.values}
        assert report.printed["torch"] == "a word\n"
    assert list(tmp_path.glob("*.npz")) == []


def test_arrays_that_need_many_pieces_arrive_whole(run: Compare) -> None:
    ours = "import torch\nx = torch.arange(3_000_000).reshape(3, -1).double()\n"
    theirs = "import mxnet as mx\nx = mx.nd.arange(3_000_000, dtype='float64').reshape((3, -1))\n"
    (value,) = run(ours, theirs).values
    assert (value.agree, value.max_abs, value.shapes[0]) == (True, 0.0, [3, 1_000_000])


def test_a_call_and_a_function_with_inputs_of_a_file_are_compared_there(jupyter: Jupyter, tmp_path: Path) -> None:
    import numpy as np

    text = "import torch\n\n\ndef f(x):\n    return torch.tanh(x) * 2\n\n\nf(torch.randn(2, 3))\n"
    path = tmp_path / "program.py"
    path.write_text(text, encoding="utf-8")
    np.savez(tmp_path / "given.npz", x=np.ones((4, 5), np.float32))
    options = CompareOptions(server=server_at(jupyter.url, Token(TOKEN)), device="cpu", keep_warm=True)
    document = Document(text, path=str(path))
    place = text.index("tanh")
    call = find_call(document, "nd", Span(place, place))
    function = definition(document, "nd", "f", given_inputs((), tmp_path / "given.npz"))
    assert isinstance(call, CallSite)
    for part, shape in ((call, [2, 3]), (function, [4, 5])):
        report = compare_part(path, part, options, lambda stage, share: None, inputs="captured")
        assert report.agree is True, report.reason
        assert report.values[0].shapes[0] == shape
    close_all()
    assert until(lambda: jupyter.left() == [], 5), jupyter.left()


def test_a_difference_is_found_on_its_line(run: Compare) -> None:
    report = run("import torch\nx = torch.ones(2)\ny = x * 2\n", "import mxnet as mx\nx = mx.nd.ones(2)\ny = x * 3\n")
    assert (report.agree, report.diverges_at) == (False, 3)


def test_an_exception_names_its_line(run: Compare) -> None:
    with pytest.raises(RunError, match=r"program\.py, line 3: ZeroDivisionError: division by zero"):
        run("import torch\nx = 1\ny = x / 0\n")


def test_the_token_is_seen_nowhere(run: Compare, jupyter: Jupyter, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(0)
    ours = f"import os, torch\nprint(os.environ)\nx = torch.ones({len(TOKEN)})\n"
    report = run(ours, "import os\nimport mxnet as mx\nprint(dict(os.environ))\nx = mx.nd.ones(16)\n")
    assert "'JUPYTER_TOKEN': '***'" in report.printed["torch"]
    assert report.notes[0] == f"Both programs ran on the Jupyter server {jupyter.url}."
    with pytest.raises(RunError) as failure:
        run("import os\nraise ValueError(os.environ['JUPYTER_TOKEN'])\n")
    with pytest.raises(ServerError) as refusal:
        run("import torch\n", token=TOKEN + "x")
    options = CompareOptions(server=server_at(jupyter.url, Token(TOKEN)))
    said = [str(report.to_json()), render_html(report), caplog.text, str(failure.value), str(refusal.value)]
    said += [" ".join(each.info["cmdline"] or []) for each in psutil.process_iter(["cmdline"])]
    said += [repr(options), repr(options.server), jupyter.log.read_text(encoding="utf-8")]
    assert [text for text in said if TOKEN in text] == []


@pytest.mark.parametrize(
    ("token", "expected"),
    [("wrong", "refuses the token: put the right one into"), ("", "asks for a token: put the right one into")],
)
def test_a_token_that_does_not_open_the_server(run: Compare, token: str, expected: str) -> None:
    with pytest.raises(ServerError, match=rf"the Jupyter server http://\S+ {expected} GLUONIZE_KERNEL_TOKEN"):
        run("import torch\n", token=token)


def test_a_server_that_is_not_there(run: Compare) -> None:
    with pytest.raises(ServerError, match=r"http://127\.0\.0\.1:9 cannot be reached \(.*\): see that it runs"):
        run("import torch\n", server=server_at("http://127.0.0.1:9", Token()))


def test_a_kernel_that_the_server_does_not_have(run: Compare) -> None:
    with pytest.raises(KernelError, match="has no kernel julia; name one of python3, without-mxnet"):
        run("import torch\n", torch_kernel="julia")


def test_a_kernel_without_the_framework(run: Compare) -> None:
    with pytest.raises(FrameworkMissingError, match=r"MXNet is not installed for the kernel of without-mxnet on http"):
        run("import torch\n", mxnet_kernel="without-mxnet")


def test_a_kernel_that_dies_names_the_line(run: Compare) -> None:
    with pytest.raises(KernelError, match=r"the PyTorch kernel died \(its process .*\) at .*program\.py, line 3"):
        run("import os\nprint('out of luck')\nos.abort()\n")


def test_a_program_without_end_is_stopped(run: Compare) -> None:
    with pytest.raises(KernelError, match="ran longer than the limit of 1 s"):
        run("while True: pass\n", limits=Limits(seconds=1))


def test_printing_without_end_is_stopped(run: Compare) -> None:
    with pytest.raises(KernelError, match=r"printed more than 10,000 characters|prints more than http"):
        run("while True: print('again')\n", limits=Limits(output=10_000))
    with pytest.raises(KernelError, match=r"prints more than http\S+ lets through"):
        run("while True: print('again' * 1000)\n", limits=Limits(output=10**9))


def test_memory_has_a_limit(run: Compare) -> None:
    text = "import time\nheld = []\nfor _ in range(40):\n    held.append(bytearray(50 << 20))\n    time.sleep(0.1)\n"
    with pytest.raises(KernelError, match="more memory than the limit of 1000 MiB"):
        run(text, limits=Limits(memory=1000))


class _CancelledError(Exception):
    """What a caller's progress function raises."""


@pytest.mark.parametrize("stage", ["starting the kernels", "running the PyTorch program in float32"])
def test_a_cancelled_comparison_leaves_nothing(jupyter: Jupyter, tmp_path: Path, stage: str) -> None:
    worker = "import subprocess, sys\nsubprocess.Popen([sys.executable, '-c', 'import time; time.sleep(90)'])\n"
    source = tmp_path / "endless.py"
    source.write_text(f"{worker}while True: pass\n", encoding="utf-8")
    calls: list[str] = []
    cancelled: list[float] = []

    def progress(now: str, share: float) -> None:
        calls.append(now)
        if calls.count(stage) > 5:
            cancelled.append(time.monotonic())
            raise _CancelledError

    options = CompareOptions(server=server_at(jupyter.url, Token(TOKEN)), device="cpu")
    with pytest.raises(_CancelledError):
        compare(source, NOTHING, options, progress)
    assert time.monotonic() - cancelled[0] < 2
    assert until(lambda: jupyter.left() == [], 5), jupyter.left()


def test_a_server_that_is_lost_while_the_program_runs(tmp_path: Path) -> None:
    source = tmp_path / "endless.py"
    source.write_text("while True: pass\n", encoding="utf-8")
    (tmp_path / "jupyter").mkdir()
    with jupyter_server(tmp_path / "jupyter") as server:
        calls: list[str] = []

        def progress(stage: str, share: float) -> None:
            calls.append(stage)
            if calls.count("running the PyTorch program in float32") == 5:
                server.process.send_signal(signal.SIGKILL)

        options = CompareOptions(server=server_at(server.url, Token(TOKEN)), device="cpu")
        with pytest.raises(ServerError, match=r"the connection to the kernel of http\S+ was lost"):
            compare(source, NOTHING, options, progress)


ABANDONED = """
import sys
from pathlib import Path
from gluonize.parity import CompareOptions, compare
from gluonize.parity.hosts.server import server_at
from gluonize.parity.hosts.tokens import token_for
import gluonize.parity.hosts.remote
gluonize.parity.hosts.remote._LEASE_SECONDS = 2.0
options = CompareOptions(server=server_at(sys.argv[1], token_for(sys.argv[1])), device="cpu")
compare(Path(sys.argv[2]), "import mxnet as mx", options, lambda stage, share: print(stage, flush=True))
"""


def test_a_kernel_ends_when_nobody_asks_for_it(jupyter: Jupyter, run: Compare, tmp_path: Path) -> None:
    """A killed process gives no sign of life any more; the next one ends what the server started in their place."""
    source = tmp_path / "endless.py"
    source.write_text("while True: pass\n", encoding="utf-8")
    command = [sys.executable, "-c", ABANDONED, jupyter.url, str(source)]
    with subprocess.Popen(command, env={**os.environ, TOKEN_VARIABLE: TOKEN}, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert any(line.startswith(b"running the PyTorch program") for line in process.stdout)
        process.kill()
    assert len(list(jupyter.temporary.glob("gluonize-*"))) == 2
    assert until(lambda: list(jupyter.temporary.glob("gluonize-*")) == [], 10)
    assert until(lambda: jupyter.kernels() != [], 5)
    run("import torch\nx = 1\n", "import mxnet as mx\nx = 1\n")


def test_a_folder_is_spread_over_this_machine_and_servers(jupyter: Jupyter, tmp_path: Path) -> None:
    for name in ("a", "b", "c"):
        (tmp_path / f"{name}.py").write_text("import torch\nx = torch.ones(3)\n", encoding="utf-8")
    out = tmp_path / "all.json"
    places = ["--jobs", "1", "--kernel-server", jupyter.url, "--kernel-server", "http://127.0.0.1:9"]
    command = [
        sys.executable,
        "-m",
        "gluonize",
        "compare",
        str(tmp_path),
        "--device",
        "cpu",
        *places,
        "--json",
        str(out),
    ]
    done = subprocess.run(
        command, env={**os.environ, TOKEN_VARIABLE: TOKEN}, capture_output=True, text=True, timeout=200
    )
    assert (done.returncode, "3 of 3 agree" in done.stdout) == (0, True), done.stdout + done.stderr
    programs = json.loads(out.read_text(encoding="utf-8"))["programs"]
    there = [bool(program["notes"] and jupyter.url in program["notes"][0]) for program in programs]
    assert set(there) == {True, False}
    assert until(lambda: jupyter.left() == [], 5), jupyter.left()
