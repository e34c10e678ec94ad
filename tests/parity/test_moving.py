"""Runs that are moved to a simulated GPU, in this process: another context in MXNet, the CPU in PyTorch."""

from __future__ import annotations

import importlib
import json
import re
import warnings
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from scripts.gpu_check import SILENT

from gluonize.analysis import Document
from gluonize.catalogue import load_catalogue
from gluonize.errors import KernelError, RunError
from gluonize.parity.kernels import Output
from gluonize.parity.options import Limits, Side
from gluonize.parity.probe import aliases, entry, torch_device
from gluonize.parity.probe.accelerators import Finding
from gluonize.parity.runs import Request, perform
from gluonize.rewriter import convert

SIMULATED = Finding(True, "NVIDIA L4, compute capability 8.9", "NVIDIA L4")


class _Files:
    """Both sides see the same folders."""

    def there(self, path: Path) -> str:
        return str(path)

    def push(self, paths: Any, tick: Any) -> None: ...


class _Here:
    """Runs programs in this process."""

    files = _Files()

    def execute(self, code: str, *_: Any) -> Output:
        found = re.search(r"entry\.run\('([^']+)'", code)
        assert found is not None
        entry.run(found[1], lambda course: None)
        return Output()

    def read_json(self, path: Path, tick: Any) -> dict[str, Any]:
        found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        return found


def run(folder: Path, side: Side, text: str, **more: Any) -> dict[str, Any]:
    """The run.json of a program, whose MXNet side starts from the run of PyTorch's in the same folder."""
    kernel: Any = _Here()
    reference = folder / "torch" if side == "mxnet" else None
    request = Request(side, text, folder / "a.py", folder / side, "float32", trace=False, reference=reference)
    return perform(replace(request, **{"silent": True, **more}), kernel, Limits()).data


@pytest.fixture
def simulated(monkeypatch: pytest.MonkeyPatch) -> Any:
    """Both frameworks believe in a GPU; the module of MXNet is returned."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        aliases.put_back()
        device = importlib.import_module("gluonize.parity.probe.mxnet_device")
        importlib.import_module("gluonize.parity.probe.mxnet_side")
    move, to_device = device.move, device.to_device
    gpu = device.mx.cpu(1)
    monkeypatch.setattr(device, "find", lambda: SIMULATED)
    monkeypatch.setattr(device, "move", lambda patches: move(patches, gpu))
    monkeypatch.setattr(device, "to_device", lambda batch, _=None: to_device(batch, gpu))
    move_torch, batch_to = torch_device.move, torch_device.to_device
    monkeypatch.setattr(torch_device, "find", lambda: SIMULATED)
    monkeypatch.setattr(torch_device, "move", lambda patches: move_torch(patches, "cpu"))
    monkeypatch.setattr(torch_device, "to_device", lambda batch, _=None: batch_to(batch, "cpu"))
    return device


@pytest.mark.filterwarnings("ignore")  # MXNet's own, of old names
def test_a_training_that_names_no_device_is_moved_on_both_sides(simulated: Any, tmp_path: Path) -> None:
    converted = convert(Document(SILENT), load_catalogue(), "nd").text
    check = "assert {str(p.list_ctx()[0]) for p in net.collect_params().values()} == {str(loss.context)} == {'cpu(1)'}"
    first = run(tmp_path, "torch", SILENT)
    second = run(tmp_path, "mxnet", f"{converted}\n{check}\n")
    for found in (first, second):
        reason = "NVIDIA L4, compute capability 8.9; the program names no device and was moved there"
        assert found["device"] == {"device": "gpu", "reason": reason, "name": "NVIDIA L4"}
    values = [[loss["value"] for loss in found["losses"]] for found in (first, second)]
    assert values[0] == pytest.approx(values[1], abs=1e-4)


def test_a_program_that_addresses_devices_itself_stays_where_it_is(simulated: Any, tmp_path: Path) -> None:
    text = "import mxnet as mx\nassert mx.nd.ones((2,)).context == mx.cpu(0)\nx = 1\n"
    run(tmp_path, "torch", "x = 1\n", silent=False)
    found = run(tmp_path, "mxnet", text, silent=False)
    assert found["device"]["reason"].startswith("the program itself puts nothing on the GPU")


def test_a_gpu_that_is_demanded_and_cannot_be_used_runs_nothing(tmp_path: Path) -> None:
    with pytest.raises(KernelError, match=r"the GPU was asked for, but .*; choose the device auto or cpu"):
        run(tmp_path, "torch", "x = 1 / 0\n", device="gpu")


class _Kernel:
    """Answers what a moved run leaves, and then what one that stays does."""

    files = _Files()

    def __init__(self, always: bool) -> None:
        self.requests: list[dict[str, Any]] = []
        self.always = always

    def execute(self, *_: Any) -> Output:
        return Output()

    def read_json(self, path: Path, tick: Any) -> dict[str, Any]:
        self.requests.append(json.loads((path.parent / "request.json").read_text(encoding="utf-8")))
        failure = {
            "type": "RuntimeError",
            "message": "no",
            "line": 3,
            "missing": None,
            "moved": len(self.requests) == 1,
        }
        return {"failure": failure if self.always or len(self.requests) == 1 else None}


def request_of(tmp_path: Path, device: str) -> Request:
    path = tmp_path / "a.py"
    return Request("torch", "x = 1\n", path, tmp_path / "run", "float32", trace=False, device=device, silent=True)


def test_what_fails_on_the_gpu_runs_again_on_the_cpu(tmp_path: Path) -> None:
    kernel: Any = _Kernel(always=False)
    perform(request_of(tmp_path, "auto"), kernel, Limits())
    assert [request["stay"] for request in kernel.requests] == [
        "",
        f"moved to the GPU, the program fails: {tmp_path}/a.py, line 3: RuntimeError: no",
    ]


@pytest.mark.parametrize(("device", "tries"), [("auto", 2), ("gpu", 1)])
def test_what_fails_everywhere_or_on_the_demanded_gpu_is_an_error(tmp_path: Path, device: str, tries: int) -> None:
    kernel: Any = _Kernel(always=True)
    with pytest.raises(RunError, match="line 3: RuntimeError: no"):
        perform(request_of(tmp_path, device), kernel, Limits())
    assert len(kernel.requests) == tries
