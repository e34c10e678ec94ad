"""Compares the arrays of two runs; numpy only, so that it can run in either kernel."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from .precision import EXACT, base_of, precision_of
from .spread import NOTHING, spread
from .statistics import statistics
from .storage import Reader

Tolerances = dict[str, dict[str, list[float]]]


def judge(torch_folder: str, mxnet_folder: str, tolerances: Tolerances, out: str) -> None:
    """Compare every value and event that both runs recorded, and write the statistics to the file `out`.

    `tolerances` holds [relative, absolute] by precision, for "fresh" and for "trained" values.
    """
    runs = [
        json.loads((Path(folder) / "run.json").read_text(encoding="utf-8")) for folder in (torch_folder, mxnet_folder)
    ]
    ours, theirs = Reader(Path(torch_folder), runs[0]["arrays"]), Reader(Path(mxnet_folder), runs[1]["arrays"])
    base = base_of(runs)
    values = [
        _judged(entry, other, ours[entry["array"]], theirs[other["array"]], tolerances, base)
        for entry, other in _pairs(runs, "values", lambda entry: (entry["kind"], entry["key"]))
    ]
    parting = _first_parting(runs, ours, theirs, tolerances)
    single = _singles(runs)
    Path(out).write_text(json.dumps({"values": values, "parting": parting, "single": single}), encoding="utf-8")


def _judged(
    entry: dict[str, Any], other: dict[str, Any], ours: Any, theirs: Any, tolerances: Tolerances, base: str
) -> dict[str, Any]:
    """One value with its statistics, and how its errors are spread where they are numbers."""
    precision = precision_of(entry, other, base)
    listed = entry.get("origin") == other.get("origin") == "list" and theirs.shape == (*ours.shape, 1)
    theirs = theirs.reshape(ours.shape) if listed else theirs
    found = statistics(ours, theirs, _tolerance(tolerances, _age(entry, other), precision))
    if listed:
        found["note"] = "a list of single numbers: each has an axis in MXNet"
    found.update(precision=precision, dtypes=[entry["dtype"], other["dtype"]])
    return {**_about(entry, other), **found, **(NOTHING if found["max_abs"] is None else spread(ours, theirs))}


def _tolerance(tolerances: Tolerances, age: str, precision: str) -> list[float]:
    return [0.0, 0.0] if precision == EXACT else tolerances[age][precision]


def _pairs(runs: list[dict[str, Any]], kind: str, key: Any) -> list[tuple[dict[str, Any], dict[str, Any]]]:
    others = {key(entry): entry for entry in runs[1][kind]}
    return [(entry, others[key(entry)]) for entry in runs[0][kind] if key(entry) in others]


def _about(entry: dict[str, Any], other: dict[str, Any]) -> dict[str, Any]:
    about = {name: value for name, value in entry.items() if name not in ("array", "dtype")}
    return {
        **about,
        "line_converted": other["line"],
        "origins": [entry.get("origin"), other.get("origin")],
        "age": _age(entry, other),
    }


def _age(entry: dict[str, Any], other: dict[str, Any]) -> str:
    return "trained" if entry["trained"] or other["trained"] else "fresh"


def _singles(runs: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """What only one of the two programs has."""
    keys = [{(entry["kind"], entry["key"]) for entry in run["values"]} for run in runs]
    found = []
    for side, own, other in (("torch", 0, 1), ("mxnet", 1, 0)):
        for entry in runs[own]["values"]:
            if (entry["kind"], entry["key"]) not in keys[other]:
                found.append({"side": side, **{name: value for name, value in entry.items() if name != "array"}})
    return found


def _first_parting(runs: list[dict[str, Any]], ours: Any, theirs: Any, tolerances: Tolerances) -> dict[str, Any] | None:
    """The first event, in PyTorch's order, whose arrays do not agree."""
    base = base_of(runs)
    for entry, other in _pairs(runs, "events", lambda entry: (entry["key"], entry["number"])):
        age = "trained" if entry["steps"] or other["steps"] else "fresh"
        tolerance = _tolerance(tolerances, age, precision_of(entry, other, base))
        a, b = ours[entry["array"]], theirs[other["array"]]
        found = statistics(a, b, tolerance)
        shapes = [entry["shape"], other["shape"]]
        if not found["agree"] or shapes[0] != shapes[1]:
            if resembles(shapes, a, b, tolerance):
                continue
            return {
                "key": entry["key"],
                "number": entry["number"],
                "step": entry["steps"],
                "line": entry["line"],
                "line_converted": other["line"],
                "max_abs": found["max_abs"],
                "shapes": shapes,
            }
    return None


def resembles(shapes: list[list[int]], ours: Any, theirs: Any, tolerance: list[float]) -> bool:
    """One number stands against an array of which it is the mean, as a loss against its values per sample."""
    if shapes[0] == shapes[1] or 1 not in (ours.size, theirs.size):
        return False
    return bool(statistics(ours.mean(), theirs.mean(), tolerance)["agree"])
