"""Checks on a machine with a GPU what no machine without one can check: `python -m scripts.gpu_check`.

Prints one line per check with what was seen, and ends with 1 where one fails. What a framework cannot do there (MXNet's
published CUDA builds on compute capability 9.0 and up, say) is told as such, and is no failure.
"""

from __future__ import annotations

import re
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

from gluonize.analysis import Document
from gluonize.catalogue import load_catalogue
from gluonize.errors import GluonizeError, KernelError
from gluonize.parity import CompareOptions, Report, compare
from gluonize.parity.options import Device
from gluonize.rewriter import convert

SILENT = """import torch
from torch import nn
from torch.utils.data import DataLoader, TensorDataset
torch.manual_seed(0)
data = TensorDataset(torch.randn(256, 64), torch.randint(0, 10, (256,)))
net = nn.Sequential(nn.Linear(64, 128), nn.ReLU(), nn.Linear(128, 10))
loss_fn = nn.CrossEntropyLoss()
trainer = torch.optim.SGD(net.parameters(), lr=0.1)
for epoch in range(3):
    for X, y in DataLoader(data, batch_size=32, shuffle=True):
        trainer.zero_grad()
        loss = loss_fn(net(X), y)
        loss.backward()
        trainer.step()
scores = net(torch.ones(4, 64)).detach().numpy()
"""
SPEAKING = SILENT.replace("loss_fn = ", "device = torch.device('cuda')\nnet = net.to(device)\nloss_fn = ", 1)
SPEAKING = SPEAKING.replace("loss_fn(net(X), y)", "loss_fn(net(X.to(device)), y.to(device))")
SPEAKING = SPEAKING.replace("net(torch.ones(4, 64)).detach()", "net(torch.ones(4, 64).to(device)).detach().cpu()")
CONVOLUTION = """import torch
from torch import nn
net = nn.Conv2d(3, 8, 3)
y = net(torch.randn(2, 3, 16, 16))
"""


def run(text: str, device: Device) -> Report:
    """The report of a program and its own conversion."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "program.py"
        path.write_text(text, encoding="utf-8")
        conversion = convert(Document(text, path=str(path)), load_catalogue(), "nd")
        options = CompareOptions(device=device, keep_warm=True)
        return compare(path, conversion.text, options, lambda stage, share: None)


def where(report: Report) -> str:
    """Both sides with their device and the reason."""
    return "; ".join(f"{side} on {found['device']} ({found['reason']})" for side, found in report.devices.items())


def silent() -> Iterator[tuple[str, bool]]:
    """A program that names no device is moved to the GPU by each framework that can use it."""
    report = run(SILENT, "auto")
    yield where(report), report.devices["torch"]["device"] == "gpu"
    yield f"{report.verdict}: {report.reason}", report.agree is True
    for side, found in report.devices.items():
        times = report.timing[side]
        memory = times["peak_device_memory"]
        yield f"{side}: device memory {memory}, steps {times['step']}", (found["device"] == "gpu") == bool(memory)
    differ = len({found["device"] for found in report.devices.values()}) > 1
    yield f"note on the times: {report.timing['note'] or 'none'}", ("do not compare" in report.timing["note"]) is differ


def speaking() -> Iterator[tuple[str, bool]]:
    """A program for CUDA runs on the GPU in PyTorch, and in MXNet wherever that can."""
    report = run(SPEAKING, "auto")
    yield where(report), report.devices["torch"]["device"] == "gpu"
    yield f"{report.verdict}: {report.reason}", report.agree is True
    mapped = any("MXNet's program asks for a GPU" in note for note in report.notes)
    yield f"notes: {report.notes}", mapped is (report.devices["mxnet"]["device"] == "cpu")


def forced() -> Iterator[tuple[str, bool]]:
    """`cpu` keeps both on the CPU; `gpu` uses it on both sides, or says why it cannot."""
    report = run(SPEAKING, "cpu")
    yield where(report), {found["device"] for found in report.devices.values()} == {"cpu"}
    try:
        report = run(SILENT, "gpu")
    except KernelError as error:
        yield f"refused: {error}", "the GPU was asked for, but" in str(error)
    else:
        yield where(report), {found["device"] for found in report.devices.values()} == {"gpu"}


def reduced() -> Iterator[tuple[str, bool]]:
    """Convolutions in TF32 are judged by TF32's tolerance, and by float32's where the program forbids TF32."""
    report = run(CONVOLUTION, "auto")
    precision = next(value.precision for value in report.values if value.name == "y")
    yield f"{report.verdict}: {report.reason}", report.agree is True
    capability = re.search(r"compute capability (\d+)\.", report.devices["torch"]["reason"])
    has_tf32 = capability is not None and int(capability[1]) >= 8
    yield f"y in {precision}, {where(report)}", precision == ("tf32" if has_tf32 else "float32")
    strict = run(CONVOLUTION.replace("net =", "torch.backends.cudnn.allow_tf32 = False\nnet =", 1), "auto")
    precision = next(value.precision for value in strict.values if value.name == "y")
    yield f"y in {precision} without TF32", precision == "float32"


CHECKS: tuple[Callable[[], Iterator[tuple[str, bool]]], ...] = (silent, speaking, forced, reduced)


def main() -> int:
    failed = 0
    for check in CHECKS:
        print(f"{check.__name__}: {check.__doc__}", flush=True)
        try:
            for told, good in check():
                failed += not good
                print(f"  {'ok  ' if good else 'FAIL'} {told}", flush=True)
        except GluonizeError as error:
            failed += 1
            print(f"  FAIL {error}", flush=True)
    return int(failed > 0)


if __name__ == "__main__":
    sys.exit(main())
