"""The parts of what statements make, each compared with PyTorch's."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np

from .judge import Tolerances, resembles
from .precision import EXACT, precision_of
from .recorder import Recorder
from .statistics import statistics
from .storage import Reader

_FIGURES = (
    "agree",
    "max_abs",
    "max_rel",
    "within",
    "tolerance",
    "smallest_tolerance",
    "shapes",
    "dtypes",
    "worst_index",
)


_FAR = 100.0
"""How many times the other side's rounding a side may be off."""
_LEAST = 5e-5
"""What may be off in any case, as a share of the largest number; single numbers are near the exact one by luck."""

_SLOPE = 1e-6
"""What gradients may be off besides, in which large numbers cancel out where training comes to its end."""


class Parts:
    """Compares parts by `tolerances`, those whose types do not say it in the precision `base`, and numbers them.

    A `recorder` keeps them. With `single`, the folder of a run that was fed the same in float32, it is that run's parts
    which are compared with PyTorch's, and those of this one, which is in float64, tell how much of that is rounding.
    """

    def __init__(self, recorder: Recorder | None, tolerances: Tolerances, base: str, single: Path | None) -> None:
        self.recorder = recorder
        self.tolerances = tolerances
        self.base = base
        self._compared = 0
        self._wrong = False
        self._single = {} if single is None else _parts_of(single)
        self._weighs = single is not None

    def add(self, record: dict[str, Any], name: str, ours: Any, theirs: Any, age: str, **more: Any) -> None:
        """Add to a record how far a part of it is from PyTorch's.

        A `partial` record, inside of which statements were executed that nobody has examined, is not blamed for what
        is wrong once another one is.
        """
        self._compared += 1
        part: dict[str, Any] = {"name": name, "order": self._compared, **more}
        if self._weighs:
            single = next(self._single.get(_key(record, part), iter(())), None)
            if single is None or single.shape != np.shape(theirs):
                return
            found = {
                **self.statistics(ours, single, age),
                "agree": _rounds(ours, single, theirs, _SLOPE if "grad" in name or name == "slope" else 0.0),
            }
        else:
            found = self.statistics(ours, theirs, age)
            if not found["agree"] and record.get("partial") and self._wrong:
                return
            if self.recorder is not None:
                part["array"] = self.recorder.keep(np.asarray(theirs))
        self._wrong = self._wrong or not found["agree"]
        record["parts"].append({**part, **{figure: found[figure] for figure in _FIGURES}})

    def statistics(self, ours: Any, theirs: Any, age: str) -> dict[str, Any]:
        """How far a part is from PyTorch's; one number may stand against values of which it is the mean."""
        ours, theirs = np.asarray(ours), np.asarray(theirs)
        mine, other = ({"dtype": str(array.dtype), "kind": "output"} for array in (ours, theirs))
        precision = precision_of(mine, other, self.base)
        tolerance = [0.0, 0.0] if precision == EXACT else self.tolerances[age][precision]
        if resembles([list(ours.shape), list(theirs.shape)], ours, theirs, tolerance):
            ours, theirs = ours.mean(), theirs.mean()
        return statistics(ours, theirs, tolerance)


def _rounds(ours: Any, single: Any, exact: Any, more: float) -> bool:
    """Whether what two sides have in float32 is equally far from what one of them has in float64, or by `more`."""
    least = 0.0 if np.asarray(ours).dtype.kind in "biu" else _LEAST
    ours, single, exact = (np.asarray(array, dtype=np.float64).reshape(-1) for array in (ours, single, exact))
    if ours.size != single.size or not np.array_equal(np.isfinite(ours), np.isfinite(single)):
        return False
    finite = np.isfinite(ours) & np.isfinite(exact)
    if not finite.any():
        return True
    ours, single, exact = ours[finite], single[finite], exact[finite]
    errors = [float(np.max(np.abs(side - exact))) for side in (ours, single)]
    return max(errors) <= _FAR * min(errors) + least * float(np.max(np.abs(exact))) + more


def _parts_of(folder: Path) -> dict[Any, Iterator[Any]]:
    """The parts that a run has kept, by what they are; several may be called the same."""
    run = json.loads((folder / "run.json").read_text(encoding="utf-8"))
    arrays = Reader(folder, run["arrays"])
    found: dict[Any, list[Any]] = {}
    for record in run["units"]:
        for part in record["parts"]:
            found.setdefault(_key(record, part), []).append(part["array"])
    return {key: map(arrays.__getitem__, names) for key, names in found.items()}


def _key(record: dict[str, Any], part: dict[str, Any]) -> Any:
    return record["key"], record["number"], part["name"], part.get("root"), part.get("leaf"), part.get("variable")
