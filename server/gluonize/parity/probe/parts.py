"""The parts of what statements make, each compared with PyTorch's."""

from __future__ import annotations

from typing import Any

import numpy as np

from .judge import Tolerances, resembles
from .precision import EXACT, precision_of
from .statistics import statistics

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


class Parts:
    """Compares parts by `tolerances`, those whose types do not say it in the precision `base`, and numbers them."""

    def __init__(self, tolerances: Tolerances, base: str) -> None:
        self.tolerances = tolerances
        self.base = base
        self._compared = 0

    def add(self, record: dict[str, Any], name: str, ours: Any, theirs: Any, age: str, **more: Any) -> None:
        """Add to a record how far a part of it is from PyTorch's."""
        found = self.statistics(ours, theirs, age)
        self._compared += 1
        figures = {figure: found[figure] for figure in _FIGURES}
        record["parts"].append({"name": name, "order": self._compared, **more, **figures})

    def statistics(self, ours: Any, theirs: Any, age: str) -> dict[str, Any]:
        """How far a part is from PyTorch's; one number may stand against values of which it is the mean."""
        ours, theirs = np.asarray(ours), np.asarray(theirs)
        mine, other = ({"dtype": str(array.dtype), "kind": "output"} for array in (ours, theirs))
        precision = precision_of(mine, other, self.base)
        tolerance = [0.0, 0.0] if precision == EXACT else self.tolerances[age][precision]
        if resembles([list(ours.shape), list(theirs.shape)], ours, theirs, tolerance):
            ours, theirs = ours.mean(), theirs.mean()
        return statistics(ours, theirs, tolerance)
