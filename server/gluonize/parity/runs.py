"""Runs one program in one kernel, and reads what it recorded."""

from __future__ import annotations

import json
import shutil
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from gluonize.errors import FrameworkMissingError, KernelError, RunError
from gluonize.parity import bootstrap
from gluonize.parity.focus import Focus
from gluonize.parity.hosts.model import Files, Tick
from gluonize.parity.kernels import Kernel, Output, Told
from gluonize.parity.options import Limits, Side
from gluonize.parity.pairing import Unit
from gluonize.parity.tolerances import Tolerances


@dataclass(frozen=True, slots=True)
class Request:
    """One run: the program's text, the file that it stands for, and how it is observed.

    `beside` are the texts that the program finds in place of those of modules that it imports, by their files;
    `arguments` is what follows its name in sys.argv.
    `reference` is the folder of the PyTorch run that the MXNet side starts from; `known` names leaves of states.
    `silent` says that the program names no device, so that it may be moved to a GPU, and `stay` why it is not.
    `units` are the statements to examine, by `tolerances`. With `feed`, the MXNet side is given PyTorch's values before
    each of them, and ends with the last. `early` says which parameters to share as soon as they have numbers, as a run
    has left it that read them before the first call of their network. `single` is the folder of a run that was fed the
    same in float32, which one in float64 weighs.
    """

    side: Side
    text: str
    path: Path
    folder: Path
    precision: str
    trace: bool
    beside: Mapping[Path, str] = field(default_factory=dict)
    arguments: tuple[str, ...] = ()
    reference: Path | None = None
    known: Mapping[str, str] | None = None
    focus: Focus | None = None
    device: str = "auto"
    silent: bool = False
    stay: str = ""
    units: tuple[Unit, ...] = ()
    feed: bool = False
    early: Mapping[str, Any] = field(default_factory=dict)
    single: Path | None = None
    tolerances: Tolerances = Tolerances()

    @property
    def label(self) -> str:
        """The file name that tracebacks show; the conversion is told from the original by it."""
        return str(self.path) if self.side == "torch" else f"{self.path} (converted)"


@dataclass(frozen=True, slots=True)
class Run:
    """What a run left behind: `data` is its run.json, `printed` the end of what it printed."""

    folder: Path
    data: dict[str, Any]
    printed: str


def perform(
    request: Request, kernel: Kernel, limits: Limits, tick: Tick | None = None, told: Told | None = None
) -> Run:
    """Run the program to its end; raises RunError where it raises, KernelError where it passes a limit or dies.

    `told` gets the course of the training while it goes on: `epoch` and `step` from 1, `steps` in all, and the mean
    losses `means` of the epochs that are over. Where a program fails that was moved to a GPU, it runs again on the CPU,
    unless the GPU was demanded. A run that is fed tells of statements whether or not it gets to its end: its failure is
    left in its data.
    """
    data, output = _executed(request, kernel, limits, tick, told)
    failure = data["failure"]
    if failure is not None and failure.get("moved") and request.device == "auto":
        shutil.rmtree(request.folder)
        stay = f"moved to the GPU, the program fails: {_failure(request, failure, output.text)}"
        data, output = _executed(replace(request, stay=stay), kernel, limits, tick, told)
        failure = data["failure"]
    if failure is not None and ("device" in failure or not request.feed):
        raise _failure(request, failure, output.text)
    return Run(request.folder, data, output.text)


def _executed(
    request: Request, kernel: Kernel, limits: Limits, tick: Tick | None, told: Told | None
) -> tuple[dict[str, Any], Output]:
    """What a run leaves behind, whether the program has failed or not."""
    request.folder.mkdir(parents=True)
    program = request.folder / "program.py"
    program.write_text(request.text, encoding="utf-8")
    file = request.folder / "request.json"
    file.write_text(json.dumps(_described(request, program, kernel.files)), encoding="utf-8")
    needed = request.focus.files if request.focus is not None else ()
    kernel.files.push([program, file, *needed], tick)
    output = kernel.execute(bootstrap.run(kernel.files.there(file)), limits, tick, told)
    return kernel.read_json(request.folder / "run.json", tick), output


def judged(
    ours: Run,
    theirs: Run,
    kernel: Kernel,
    tolerances: Tolerances,
    limits: Limits,
    tick: Tick | None = None,
) -> dict[str, Any]:
    """The statistics of all that two runs have in common; calculated in `kernel`, because numpy lives there."""
    out = theirs.folder / "judged.json"
    there = kernel.files.there
    code = bootstrap.judge(there(ours.folder), there(theirs.folder), tolerances.to_json(), there(out))
    kernel.execute(code, limits, tick)
    verdict: dict[str, Any] = kernel.read_json(out, tick)
    return verdict


def hand_over(run: Run, giver: Kernel, taker: Kernel, tick: Tick | None = None) -> None:
    """Let `taker` have what the program has left in `giver`."""
    giver.files.pull(_recorded(run.folder), tick)
    taker.files.push(_recorded(run.folder), tick)


def _recorded(folder: Path) -> list[Path]:
    return [folder / "run.json", folder / "arrays.bin"]


def _described(request: Request, program: Path, files: Files) -> dict[str, Any]:
    return {
        "side": request.side,
        "program": files.there(program),
        "path": files.there(request.path),
        "label": request.label,
        "precision": request.precision,
        "trace": request.trace,
        "beside": {files.there(file): text for file, text in request.beside.items()},
        "arguments": list(request.arguments),
        "reference": files.there(request.reference) if request.reference is not None else None,
        "known": dict(request.known or {}),
        "focus": request.focus.described(request.side, files.there) if request.focus is not None else None,
        "device": request.device,
        "silent": request.silent,
        "stay": request.stay,
        "units": [unit.to_json() for unit in request.units],
        "feed": request.feed,
        "early": dict(request.early),
        "single": files.there(request.single) if request.single is not None else None,
        "tolerances": request.tolerances.to_json(),
    }


def _failure(request: Request, failure: dict[str, Any], printed: str) -> KernelError | RunError:
    if "sentence" in failure:
        return RunError(failure["sentence"], request.side)
    if "device" in failure:
        return KernelError(f"the GPU was asked for, but {failure['device']}; choose the device auto or cpu")
    place = "" if failure["line"] is None else f", line {failure['line']}"
    if failure["type"] == "SystemExit":
        return RunError(f"{request.label}{place}: {_ended(failure['message'], printed)}", request.side)
    what = f"{failure['type']}: {failure['message']}" if failure["message"] else failure["type"]
    if failure["missing"] and failure["missing"].split(".")[0] not in ("torch", "mxnet"):
        module = failure["missing"].split(".")[0]
        return FrameworkMissingError(
            f"{request.label}{place} needs {module}; install it with: python -m pip install {module}"
        )
    return RunError(f"{request.label}{place}: {what}", request.side)


def _ended(code: str, printed: str) -> str:
    """What is said of a program that ended itself; `code` is what sys.exit() was given."""
    said = [line.strip() for line in printed.splitlines() if line.strip()]
    told = f"; its last words: {said[-1][-300:]}" if said and code.isdigit() else ""
    hint = "; its arguments are given behind --, as in: gluonize compare FILE -- ARGUMENTS" if code == "2" else ""
    return f"the program ended itself with {f'exit code {code}' if code.isdigit() else code}{told}{hint}"
