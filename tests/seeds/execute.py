"""Run programs of both frameworks in one process: `python -m tests.seeds.execute FOLDER < jobs > results`, as JSON.

A job has `program`, `result` (an expression) and `devices`; its answer is {"value": ...} or {"error": ...}. Arrays
become {"shape": [...], "data": [...]}; other values are told by their type and their text. Programs run in FOLDER.
"""

from __future__ import annotations

import contextlib
import io
import json
import os
import sys
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from unittest import mock

import numpy as np
from scripts.verify import frameworks
from scripts.verify.frameworks import mx, torch

from gluonize.parity.digits import write_digits

_PLAIN = (str, bytes, type(None))


def main() -> None:
    """Run the jobs of standard input below the folder that the first argument names."""
    folder = Path(sys.argv[1])
    _prepare(folder)
    os.chdir(folder)
    frameworks.prepare_torchvision()
    jobs = json.load(sys.stdin)
    with contextlib.redirect_stdout(io.StringIO()), warnings.catch_warnings(), _files_at(folder):
        answers = {name: _answer(job) for name, job in jobs.items()}
    json.dump(answers, sys.stdout)


def _prepare(folder: Path) -> None:
    """Digits where both frameworks look for MNIST, and a folder of images in two classes."""
    from PIL import Image

    write_digits(folder)
    for label in ("cat", "dog"):
        target = folder / "images" / label
        target.mkdir(parents=True, exist_ok=True)
        Image.new("RGB", (4, 4)).save(target / "0.png")


@contextlib.contextmanager
def _files_at(folder: Path) -> Iterator[None]:
    """Gluon's MNIST reads the digits of the folder and asks for no download."""
    datasets = mx.gluon.data.vision.datasets
    initialise = datasets.MNIST.__init__

    def local(self: Any, root: str = "", train: bool = True, transform: Any = None) -> None:
        initialise(self, str(folder / "MNIST" / "raw"), train, transform)

    with mock.patch.object(datasets.MNIST, "__init__", local), mock.patch.object(datasets, "download", _present):
        yield


def _present(url: str, path: str, **_: object) -> str:
    return str(Path(path) / Path(url).name)


def _answer(job: dict[str, Any]) -> dict[str, Any]:
    space: dict[str, Any] = {"__name__": "program"}
    frameworks.seed(0)
    with _devices(job["devices"]), warnings.catch_warnings(record=True) as heard:
        warnings.simplefilter("always")
        try:
            exec(compile(job["program"], "program", "exec"), space)
            value = plain(eval(job["result"], space)) if job["result"] else None
            mx.nd.waitall()
        except Exception as error:  # whatever a document's code raises is the answer
            frameworks.settle()
            return {"error": f"{type(error).__name__}: {error}".splitlines()[0]}
    deprecated = any("deprecated" in str(warning.message) for warning in heard)
    return {"value": value, "deprecated": deprecated}


@contextlib.contextmanager
def _devices(active: bool) -> Iterator[None]:
    """Where `active`, GPUs of both frameworks are CPUs, PyTorch's constructors and scopes included."""
    if not active:
        yield
        return
    with (
        frameworks.simulated_devices(True),
        mock.patch.object(torch.cuda, "FloatTensor", torch.FloatTensor),
        mock.patch.object(torch.cuda, "device", return_value=contextlib.nullcontext()),
        mock.patch.object(torch.cuda, "synchronize", return_value=None),
        mock.patch.object(mx.context, "num_gpus", return_value=2),
    ):
        yield


def plain(value: Any) -> Any:
    """A value of either framework as JSON; the dtype is left out (MXNet's default is float32 for integers, too)."""
    if isinstance(value, torch.Tensor):
        return _array(value.detach().cpu().numpy())
    if frameworks.is_mxnet_array(value):
        return _array(value.asnumpy())
    if isinstance(value, (np.ndarray, np.generic, bool, int, float)):
        return _array(np.asarray(value))
    if isinstance(value, (list, tuple)):
        return [plain(part) for part in value]
    if isinstance(value, _PLAIN):
        return {"text": str(value)}
    return {"object": type(value).__name__}


def _array(value: np.ndarray[Any, Any]) -> dict[str, Any]:
    return {"shape": list(value.shape), "data": [float(number) for number in value.ravel()[:4096]]}


if __name__ == "__main__":
    main()
