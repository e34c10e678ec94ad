"""What the times of two runs say: medians and how far they scatter, without the first ones, which warm up."""

from __future__ import annotations

import os
from collections.abc import Sequence
from statistics import median, quantiles
from typing import Any

from gluonize.parity.options import TITLES

_WARM_STEPS, _WARM_CALLS, _WARM_EPOCHS = 3, 1, 1


def timing(ours: dict[str, Any], theirs: dict[str, Any], total: float) -> dict[str, Any]:
    """Wall seconds and bytes of both programs, from their run.json, and `total` seconds of the whole comparison.

    `note` says why the times do not compare; it is empty where they do.
    """
    return {"total": total, "torch": _side(ours), "mxnet": _side(theirs), "note": _note(ours, theirs)}


def no_timing() -> dict[str, Any]:
    """The times of a comparison that ran nothing."""
    nothing = {
        "program": 0.0,
        "epochs": [],
        "median_epoch": None,
        "epoch": None,
        "step": None,
        "calls": [],
        "memory_before": 0,
        "peak_memory": 0,
        "peak_device_memory": None,
    }
    return {"total": 0.0, "torch": nothing, "mxnet": nothing, "note": ""}


def scatter(seconds: Sequence[float], warm: int) -> dict[str, Any] | None:
    """Median and interquartile range of times of which the first `warm` are left out, where enough others are left."""
    if not seconds:
        return None
    left = seconds[warm:] if len(seconds) > 2 * warm else seconds
    parts = quantiles(left, n=4, method="inclusive") if len(left) > 1 else [left[0]] * 3
    spread = {"iqr": parts[2] - parts[0], "quartiles": [parts[0], parts[2]]}
    return {"median": median(left), **spread, "count": len(left), "warm_up": len(seconds) - len(left)}


def training_passes(run: dict[str, Any]) -> list[tuple[dict[str, Any], float]]:
    """The passes over data in which there was a backward(), each with its mean loss."""
    sums: dict[int, list[float]] = {}
    for loss in run["losses"]:
        if loss["epoch"] is not None:
            sums.setdefault(loss["epoch"], []).append(loss["value"])
    return [(run["epochs"][index], sum(found) / len(found)) for index, found in sorted(sums.items())]


def _side(run: dict[str, Any]) -> dict[str, Any]:
    epochs = [entry["seconds"] for entry, _ in training_passes(run)]
    whole = scatter(epochs, _WARM_EPOCHS)
    calls = {_name(run, key): seconds for key, seconds in run["times"]["calls"].items()}
    return {
        "program": run["seconds"],
        "epochs": epochs,
        "median_epoch": whole and whole["median"],
        "epoch": whole,
        "step": scatter(run["times"]["steps"], _WARM_STEPS),
        "calls": [{"name": name, **(scatter(seconds, _WARM_CALLS) or {})} for name, seconds in calls.items()],
        "memory_before": run["memory"]["before"],
        "peak_memory": run["memory"]["peak"],
        "peak_device_memory": run["memory"]["device"],
    }


def _name(run: dict[str, Any], key: str) -> str:
    """The name of a module, of which `key` is the number, or of a definition, of which it is the name."""
    return str(run["roots"][int(key)]["name"]) if key.isdigit() else key


def _note(ours: dict[str, Any], theirs: dict[str, Any]) -> str:
    devices = [run["device"]["device"] for run in (ours, theirs)]
    if devices[0] != devices[1]:
        first, second = TITLES.values()
        return f"{first} ran on the {devices[0]} and {second} on the {devices[1]}, so the times do not compare."
    load, cores = os.getloadavg()[0] if hasattr(os, "getloadavg") else 0.0, os.cpu_count() or 1
    if load > 2 * cores:
        return f"The machine was busy with other work (load {load:.0f} on {cores} cores), so the times say little."
    return ""
