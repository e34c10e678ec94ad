"""Compares the arrays of two runs; numpy only, so that it can run in either kernel."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np

from .precision import EXACT, base_of, precision_of
from .spread import NOTHING, spread

_COUNTS = "biu"


Tolerances = dict[str, dict[str, list[float]]]


def judge(torch_folder: str, mxnet_folder: str, tolerances: Tolerances, out: str) -> None:
    """Compare every value and event that both runs recorded, and write the statistics to the file `out`.

    `tolerances` holds [relative, absolute] by precision, for "fresh" and for "trained" values.
    """
    runs = [
        json.loads((Path(folder) / "run.json").read_text(encoding="utf-8")) for folder in (torch_folder, mxnet_folder)
    ]
    with np.load(Path(torch_folder) / "arrays.npz") as ours, np.load(Path(mxnet_folder) / "arrays.npz") as theirs:
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
    found = statistics(ours, theirs, _tolerance(tolerances, _age(entry, other), precision))
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
            if _same_mean(shapes, a, b, tolerance):
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


def _same_mean(shapes: list[list[int]], ours: Any, theirs: Any, tolerance: list[float]) -> bool:
    """One number stands against an array of which it is the mean, as a loss against its values per sample."""
    if shapes[0] == shapes[1] or 1 not in (ours.size, theirs.size):
        return False
    return bool(statistics(ours.mean(), theirs.mean(), tolerance)["agree"])


def statistics(ours: Any, theirs: Any, tolerance: list[float]) -> dict[str, Any]:
    """How far `theirs` is from `ours`, in numbers that JSON can hold.

    NaN agrees with NaN, and an infinity with its like. Whole numbers on both sides must be the same.
    """
    relative, absolute = tolerance
    found = _empty(ours, theirs, tolerance)
    if ours.shape != theirs.shape and not _one_number(ours.shape, theirs.shape):
        found["note"] = f"the shapes differ: {ours.shape} and {theirs.shape}"
        return found
    if ours.shape != theirs.shape:
        found["note"] = "one number: without an axis in PyTorch, with one in MXNet"
    if ours.dtype.kind in _COUNTS and theirs.dtype.kind in _COUNTS:
        relative = absolute = 0.0
        found["tolerance"] = {"relative": relative, "absolute": absolute}
    a, b = (_wide(array).reshape(-1) for array in (ours, theirs))
    special = ~(np.isfinite(a) & np.isfinite(b))
    same = np.where(special, (a == b) | (np.isnan(a) & np.isnan(b)), True)
    with np.errstate(all="ignore"):
        error = np.where(special, 0.0, np.abs(b - a))
        size = np.where(special, 0.0, np.abs(a))
        inside = same & (error <= absolute + relative * size)
        ratio = np.where(size > 0, error / np.where(size > 0, size, 1), np.where(error > 0, np.inf, 0.0))
    found.update(agree=bool(inside.all()), within=float(inside.mean()) if a.size else 1.0)
    if a.size:
        worst = int(np.argmax(np.where(same, error, np.inf)))
        found.update(
            max_abs=_finite(error.max() if same.all() else np.inf),
            max_rel=_finite(ratio.max() if same.all() else np.inf),
            mean_abs=_finite(error.mean()),
            worst_index=[int(i) for i in np.unravel_index(worst, ours.shape)] if ours.shape else [],
            worst=[_plain(a[worst]), _plain(b[worst])],
            smallest_tolerance=_smallest(error, size, same, relative, absolute),
            cosine=_cosine(a, b),
        )
    return found


def _empty(ours: Any, theirs: Any, tolerance: list[float]) -> dict[str, Any]:
    counts = [{"nan": _count(np.isnan, array), "inf": _count(np.isinf, array)} for array in (ours, theirs)]
    return {
        "shapes": [list(ours.shape), list(theirs.shape)],
        "dtypes": [str(ours.dtype), str(theirs.dtype)],
        "agree": False,
        "max_abs": None,
        "max_rel": None,
        "mean_abs": None,
        "within": 0.0,
        "worst_index": None,
        "worst": None,
        "smallest_tolerance": None,
        "cosine": None,
        "tolerance": {"relative": tolerance[0], "absolute": tolerance[1]},
        "nan": [counts[0]["nan"], counts[1]["nan"]],
        "inf": [counts[0]["inf"], counts[1]["inf"]],
        "note": "",
    }


def _one_number(first: Any, second: Any) -> bool:
    """MXNet's NDArray has no arrays without axes: () in PyTorch is (1,) there."""
    return {tuple(first), tuple(second)} == {(), (1,)}


def _wide(array: Any) -> Any:
    return array.astype(np.complex128 if array.dtype.kind == "c" else np.float64)


def _count(test: Any, array: Any) -> int:
    return int(test(array).sum()) if array.dtype.kind in "fc" else 0


def _smallest(error: Any, size: Any, same: Any, relative: float, absolute: float) -> float | None:
    """The factor by which both tolerances would have to be multiplied for all to pass; at most 1 when they do."""
    if not same.all():
        return None
    with np.errstate(all="ignore"):
        return _finite(np.max(np.where(error == 0, 0.0, error / (absolute + relative * size))))


def _cosine(a: Any, b: Any) -> float | None:
    with np.errstate(all="ignore"):
        length = np.linalg.norm(a) * np.linalg.norm(b)
        return _finite((a * np.conj(b)).sum().real / length) if length else None


def _finite(number: Any) -> float | None:
    """None stands for what is not finite, because JSON has no infinity."""
    return float(number) if np.isfinite(number) else None


def _plain(number: Any) -> float | str:
    return float(number.real) if np.isfinite(number) else str(number)
