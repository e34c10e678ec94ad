"""How much memory the processes of a comparison take for large tensors: variables, and the weights of a network."""

from __future__ import annotations

import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import psutil

from gluonize.parity import CompareOptions, Limits, Report, compare
from gluonize.parity.session import close_all

PARTS = 16
"""The tensors are several, as in real programs; the largest one decides what a copy of a single one takes."""

_VARIABLES = {
    "torch": "import torch\nfor number in range({parts}):\n"
    "    globals()[f'part{{number}}'] = torch.arange({count}, dtype=torch.float32) + number\n",
    "mxnet": "import mxnet as mx\nfor number in range({parts}):\n"
    "    globals()[f'part{{number}}'] = mx.nd.arange({count}, dtype='float32') + number\n",
}
_WEIGHTS = {
    "torch": "import torch\nfrom torch import nn\n"
    "net = nn.Sequential(*(nn.Linear({width}, {width}, bias=False) for _ in range({parts})))\n"
    "with torch.no_grad():\n    y = net(torch.ones(1, {width}))\n",
    "mxnet": "import mxnet as mx\nfrom mxnet.gluon import nn\nnet = nn.Sequential()\n"
    "for _ in range({parts}):\n    net.add(nn.Dense({width}, in_units={width}, use_bias=False))\n"
    "net.collect_params().setattr('grad_req', 'null')\nnet.initialize()\ny = net(mx.nd.ones((1, {width})))\n",
}
_SMALL = {"torch": "import torch\nx = torch.ones(3)\n", "mxnet": "import mxnet as mx\nx = mx.nd.ones(3)\n"}


@dataclass(frozen=True, slots=True)
class Crossing:
    """Peaks of the private memory of each process above what it took idle, in the size of the tensors."""

    what: str
    mib: int
    seconds: float
    torch: float
    mxnet: float
    own: float

    @property
    def copies(self) -> float:
        """The largest of the kernels' peaks."""
        return max(self.torch, self.mxnet)

    def as_json(self) -> dict[str, Any]:
        return {**asdict(self), "copies": self.copies}


def crossings(mib: int = 1024) -> Iterator[Crossing]:
    """Variables, and then weights, of `mib` MiB in all."""
    count = mib * 2**20 // 4 // PARTS
    width = int(count**0.5)
    yield crossing("variables", mib, {side: text.format(parts=PARTS, count=count) for side, text in _VARIABLES.items()})
    yield crossing("weights", mib, {side: text.format(parts=PARTS, width=width) for side, text in _WEIGHTS.items()})


def crossing(what: str, mib: int, texts: dict[str, str]) -> Crossing:
    """Compare a pair of programs whose tensors take `mib` MiB; raises RuntimeError where they do not agree."""
    with tempfile.TemporaryDirectory(prefix="gluonize-bench-") as folder:
        path = Path(folder) / "program.py"
        with _watched() as idle:
            _compared(path, _SMALL)
        begin = time.perf_counter()
        with _watched() as peaks:
            report = _compared(path, texts)
        seconds = time.perf_counter() - begin
    close_all()
    if report.agree is not True:
        raise RuntimeError(report.reason)
    grown = {name: (peaks[name] - idle.get(name, 0)) / (mib * 2**20) for name in peaks}
    return Crossing(what, mib, seconds, grown["torch"], grown["mxnet"], grown["own"])


def _compared(path: Path, texts: dict[str, str]) -> Report:
    path.write_text(texts["torch"], encoding="utf-8")
    options = CompareOptions(device="cpu", keep_warm=True, limits=Limits(memory=2**16, seconds=3600))
    return compare(path, texts["mxnet"], options, lambda stage, share: None)


@contextmanager
def _watched() -> Iterator[dict[str, int]]:
    """The largest private memory, in bytes, of this process and of the two kernels in the block."""
    peaks: dict[str, int] = {}
    stop = threading.Event()

    def watch() -> None:
        while not stop.wait(0.005):
            for name, process in _processes():
                peaks[name] = max(peaks.get(name, 0), _private(process))

    thread = threading.Thread(target=watch, daemon=True)
    thread.start()
    try:
        yield peaks
    finally:
        stop.set()
        thread.join()


def _processes() -> Iterator[tuple[str, psutil.Process]]:
    """A kernel is known by the framework that it has loaded."""
    own = psutil.Process()
    yield "own", own
    for child in own.children():
        name = _FRAMEWORKS.get(child.pid) or _framework(child)
        if name:
            _FRAMEWORKS[child.pid] = name
            yield name, child


_FRAMEWORKS: dict[int, str] = {}


def _framework(process: psutil.Process) -> str:
    try:
        maps = Path(f"/proc/{process.pid}/maps").read_text(encoding="utf-8")
    except OSError:
        return ""
    return "torch" if "libtorch" in maps else "mxnet" if "libmxnet" in maps else ""


def _private(process: psutil.Process) -> int:
    """What only this process has in memory; pages of files, which the system may drop, do not count."""
    try:
        for line in Path(f"/proc/{process.pid}/status").read_text(encoding="utf-8").splitlines():
            if line.startswith("RssAnon:"):
                return int(line.split()[1]) * 1024
    except OSError:
        pass
    return 0
