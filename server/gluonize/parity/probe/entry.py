"""What the runner calls inside a kernel: one run of one program, from a request file to a result folder."""

from __future__ import annotations

import importlib
import json
import os
import platform
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

from . import memory
from .accelerators import Finding, Plan, outcome, plan
from .modules import stand_in
from .namespace import record_variables
from .patches import Patches
from .program import run_program
from .recorder import Recorder
from .storage import FILE
from .trace import Tracer
from .view import View


def run(request_file: str, tell: Callable[[dict[str, Any]], Any]) -> None:
    """Run the program that `request_file` describes and write its arrays and `run.json` beside it.

    `tell` is called a few times a second with the course of its training so far.
    """
    folder = Path(request_file).parent
    request = json.loads(Path(request_file).read_text(encoding="utf-8"))
    parts = (f"{__package__}.{request['side']}_{part}" for part in ("side", "device", "files"))
    side, device, files = map(importlib.import_module, parts)
    arrays = (folder / FILE).open("wb", buffering=1 << 20)
    recorder = Recorder(request["label"], selective=request["focus"] is not None, tell=tell, file=arrays)
    text = Path(request["program"]).read_text(encoding="utf-8")
    found = Finding(False, "") if request["device"] == "cpu" else device.find()
    chosen = plan(request["device"], found, request["silent"], request["stay"])
    if chosen.refused:
        recorder.save(folder, failure={"device": chosen.reason})
        return
    patches = Patches()
    _place(device, chosen, patches, recorder)
    modules, course = side.install(recorder, request, folder, patches)
    course.convert = _then(course.convert, device.to_device) if chosen.moved else course.convert
    watch = side.watch(request["focus"], recorder, modules, course) if request["focus"] else None
    examiner = side.examiner(request, recorder, modules) if request["units"] else None
    view = View(Path(request["path"]), folder / "files", patches)
    stand_in(request["beside"], view.shown, patches)
    tools = watch, _as_main(request["focus"]), examiner, files.hook_files(patches, view, modules)
    if request["trace"] and examiner is None:
        Tracer(text, recorder, side.read).install(patches)
    before = memory.reset_peak()
    _rest(side, device, found)
    begin = time.perf_counter()
    try:
        namespace, failure = run_program(text, view, request["label"], request["arguments"], *tools)
        side.sync()
        seconds = time.perf_counter() - begin
        course.flush()
    finally:
        patches.undo()
    _record_end(side, recorder, modules, namespace, whole=watch is None)
    recorder.save(
        folder,
        failure=failure if failure is None else {**failure, "moved": chosen.moved},
        precision=request["precision"],
        seconds=seconds,
        versions=_versions(side),
        times=course.timer.to_json(),
        memory={"before": before, "peak": memory.peak(), "device": device.peak_memory() if found.usable else None},
        device=outcome(chosen, found, found.usable and side.on_accelerator(modules)),
    )


def _as_main(focus: dict[str, Any] | None) -> bool:
    """Where the user gives the inputs of a definition, the program need only define it."""
    return not (focus or {}).get("inputs")


def _record_end(side: Any, recorder: Recorder, modules: Any, namespace: dict[str, Any], *, whole: bool) -> None:
    """The names of the networks, and what a program leaves behind that is compared as a whole."""
    _name_roots(recorder, modules.roots, namespace)
    if not whole:
        return
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


def _place(device: Any, chosen: Plan, patches: Patches, recorder: Recorder) -> None:
    """Move the program to the GPU, or what it asks for to the CPU."""
    if chosen.mapped:
        device.keep_on_cpu(patches, recorder)
    if chosen.moved:
        device.move(patches)


def _rest(side: Any, device: Any, found: Finding) -> None:
    """Wait until nothing is left to do, and forget the GPU's memory so far."""
    if found.usable:
        device.reset()
    side.sync()


def _then(first: Callable[[Any], Any], second: Callable[[Any], Any]) -> Callable[[Any], Any]:
    return lambda value: second(first(value))


def _versions(side: Any) -> dict[str, str]:
    """What the program ran with, and on which machine."""
    machine = f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores"
    return {**side.versions(), "python": platform.python_version(), "numpy": np.__version__, "machine": machine}
