"""Converts a PyTorch checkpoint to a parameters file of the converted network, and checks every array of it."""

from __future__ import annotations

import json
import re
import subprocess
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from gluonize.analysis import Document
from gluonize.catalogue import Target, load_catalogue
from gluonize.errors import RunError, UsageError
from gluonize.parity.bootstrap import PACKAGE, loader
from gluonize.parity.interpreters import choose
from gluonize.parity.options import TITLES, Side
from gluonize.rewriter import apart, convert

_INPUT = re.compile(r"(?P<dtype>float16|float32|float64|int32|int64)\s*\((?P<shape>[\d,\s]+)\)")


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """A checkpoint and the network that it belongs to: an expression in the program at `path`."""

    path: Path
    network: str
    checkpoint: Path
    out: Path
    target: Target = "nd"
    key: str | None = None
    inputs: tuple[str, ...] = ()
    """Inputs to run both networks on, as in "float32(1, 3, 32, 32)"."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What was written: PyTorch's names with MXNet's; buffers that the network sets itself; errors of the outputs.

    An error is in units of the tolerance, 1e-5 + 1e-4 * |PyTorch's|; None where the shapes differ.
    """

    names: dict[str, str]
    kept: tuple[str, ...]
    errors: tuple[float | None, ...]

    @property
    def agree(self) -> bool:
        return all(error is not None and error <= 1 for error in self.errors)


def convert_weights(task: Checkpoint, pythons: dict[Side, str | None]) -> Outcome:
    """Write `task.out`; raises RunError where the checkpoint does not fit or cannot be read safely."""
    inputs = [_input(text) for text in task.inputs]
    chosen = {side: choose(side, given) for side, given in pythons.items()}
    source = task.path.read_text(encoding="utf-8")
    document = Document(source, path=str(task.path))
    catalogue = load_catalogue()
    text = convert(document, catalogue, task.target, whole=apart([document], catalogue, task.target)[0]).text
    with TemporaryDirectory(prefix="gluonize-weights-") as place:
        folder = Path(place)
        (folder / "program.py").write_text(source, encoding="utf-8")
        (folder / "converted.py").write_text(text, encoding="utf-8")
        request = {
            "path": str(task.path.resolve()),
            "label": task.path.name,
            "program": str(folder / "program.py"),
            "converted": str(folder / "converted.py"),
            "network": task.network,
            "checkpoint": str(task.checkpoint.resolve()),
            "key": task.key,
            "inputs": inputs,
            "known": _known(),
            "out": str(folder / "written.params"),
        }
        (folder / "request.json").write_text(json.dumps(request), encoding="utf-8")
        ours = _run("torch", chosen["torch"], folder)
        if "error" in ours:
            raise RunError(f"{task.checkpoint} was not converted: {ours['error'].rstrip('.')}.")
        theirs = _run("mxnet", chosen["mxnet"], folder)
        outcome = _outcome(task, theirs)
        task.out.write_bytes((folder / "written.params").read_bytes())
    return outcome


def _input(text: str) -> dict[str, str]:
    match = _INPUT.fullmatch(text.strip())
    if match is None:
        raise UsageError(f"'{text}' is no input: write its type and shape, as in float32(1, 3, 32, 32)")
    return {"dtype": match["dtype"], "shape": match["shape"]}


def _known() -> dict[str, str]:
    """Gluon's names of parameters that the catalogue's layers call otherwise, where there is one such name."""
    found: dict[str, set[str]] = {}
    for entry in load_catalogue().entries():
        for ours, theirs in entry.state:
            if ours != theirs and "{" not in ours:
                found.setdefault(ours, set()).add(theirs)
    return {ours: names.pop() for ours, names in found.items() if len(names) == 1}


def _run(side: Side, python: str, folder: Path) -> dict[str, Any]:
    """Run one side in a process of its own and read its answer."""
    start = folder / f"start_{side}.py"
    prepare = f"from {PACKAGE} import aliases; aliases.put_back()\n"
    call = f"from {PACKAGE} import weights_{side}; weights_{side}.run({str(folder / 'request.json')!r})\n"
    start.write_text(loader() + prepare + call, encoding="utf-8")
    done = subprocess.run([python, str(start)], capture_output=True, text=True, check=False)
    answer = folder / f"{side}.json"
    if done.returncode or not answer.is_file():
        last = (done.stderr.strip().splitlines() or ["no message"])[-1]
        raise RunError(f"the {TITLES[side]} side failed: {last.partition('Error: ')[2] or last}")
    found: dict[str, Any] = json.loads(answer.read_text(encoding="utf-8"))
    return found


def _outcome(task: Checkpoint, found: dict[str, Any]) -> Outcome:
    if "names" not in found:
        lost, left = ", ".join(found["lost"]) or "nothing", ", ".join(found["left"]) or "nothing"
        raise RunError(
            f"{task.checkpoint} was not converted: PyTorch has {lost} and MXNet has {left} left over in {task.network}."
        )
    if found["differing"]:
        raise RunError(f"{task.checkpoint} was not converted: {', '.join(found['differing'])} came back changed.")
    return Outcome(found["names"], tuple(found["kept"]), tuple(found["errors"]))
