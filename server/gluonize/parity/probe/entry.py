"""What the runner calls inside a kernel: one run of one program, from a request file to a result folder."""

from __future__ import annotations

import importlib
import json
import platform
import resource
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

from .namespace import record_variables
from .program import run_program
from .recorder import Recorder
from .trace import Tracer


def run(request_file: str, tell: Callable[[dict[str, Any]], Any]) -> None:
    """Run the program that `request_file` describes and write `arrays.npz` and `run.json` beside it.

    `tell` is called a few times a second with the course of its training so far.
    """
    folder = Path(request_file).parent
    request = json.loads(Path(request_file).read_text(encoding="utf-8"))
    side = importlib.import_module(f"{__package__}.{request['side']}_side")
    recorder = Recorder(request["label"], selective=request["focus"] is not None, tell=tell)
    text = Path(request["program"]).read_text(encoding="utf-8")
    usable, about = side.accelerator()
    if request["device"] == "gpu" and not usable:
        recorder.save(folder, failure={"device": about})
        return
    patches, modules, course = side.install(recorder, request, folder)
    watch = side.watch(request["focus"], recorder, modules, course) if request["focus"] else None
    if request["trace"]:
        Tracer(text, recorder, side.read).install(patches)
    begin = time.perf_counter()
    try:
        namespace, failure = run_program(text, request["path"], request["label"], watch)
        side.sync()
        seconds = time.perf_counter() - begin
        course.flush()
    finally:
        patches.undo()
    if watch is None:
        _record_end(side, recorder, modules, namespace)
    _name_roots(recorder, modules.roots, namespace)
    recorder.save(
        folder,
        failure=failure,
        precision=request["precision"],
        seconds=seconds,
        versions=_versions(side),
        memory=_peak_memory(),
        device=_device(side, modules, request["device"]),
    )


def _record_end(side: Any, recorder: Recorder, modules: Any, namespace: dict[str, Any]) -> None:
    """What the whole program leaves behind."""
    _record_losses(recorder)
    record_variables(namespace, recorder, side.read)
    for (index, name), array in modules.weights().items():
        recorder.value("weight", f"{index}.{name}", array, root=index, name=name)


def _record_losses(recorder: Recorder) -> None:
    """The losses of all steps, and their means over each pass, as values of their own."""
    if not recorder.losses:
        return
    recorder.value("loss", "steps", np.array([loss["value"] for loss in recorder.losses]))
    passes = sorted({loss["epoch"] for loss in recorder.losses if loss["epoch"] is not None})
    if passes:
        means = [np.mean([loss["value"] for loss in recorder.losses if loss["epoch"] == index]) for index in passes]
        recorder.value("loss", "epochs", np.array(means))


def _name_roots(recorder: Recorder, roots: list[Any], namespace: dict[str, Any]) -> None:
    names = {id(value): name for name, value in namespace.items() if not name.startswith("_")}
    for entry, root in zip(recorder.roots, roots, strict=True):
        entry["name"] = names.get(id(root), entry["type"])


def _device(side: Any, modules: Any, wanted: str) -> dict[str, str]:
    """Where the program ran, and why."""
    if wanted == "cpu":
        return {"device": "cpu", "reason": "as asked for"}
    usable, about = side.accelerator()
    if not usable:
        return {"device": "cpu", "reason": about}
    if side.on_accelerator(modules):
        return {"device": "gpu", "reason": about}
    return {"device": "cpu", "reason": f"the program puts nothing on the GPU ({about})"}


def _versions(side: Any) -> dict[str, str]:
    return {"python": platform.python_version(), "numpy": np.__version__, **side.versions()}


def _peak_memory() -> int:
    """The largest resident size of this process so far, in bytes."""
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak if sys.platform == "darwin" else peak * 1024
