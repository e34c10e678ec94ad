"""How the errors of one value are spread: what judging it with other tolerances, and drawing it, needs."""

from __future__ import annotations

from typing import Any

import numpy as np

NOTHING: dict[str, Any] = {"frontier": None, "quantiles": None, "histogram": None}

_QUANTILES = (0.5, 0.9, 0.99, 0.999)
_LOWEST = -30
_ROUNDING = 1e-12


def spread(ours: Any, theirs: Any) -> dict[str, Any]:
    """The frontier, the quantiles and the histogram of the errors of two arrays of equal size, which is not 0.

    What is not finite on a side is left out.
    """
    a, b = (
        array.astype(np.complex128 if array.dtype.kind == "c" else np.float64).reshape(-1) for array in (ours, theirs)
    )
    finite = np.isfinite(a) & np.isfinite(b)
    a, b = a[finite], b[finite]
    if not a.size:
        return {**NOTHING, "frontier": []}
    size, error = np.abs(a), np.abs(b - a)
    return {
        "frontier": frontier(size, error),
        "quantiles": {str(share): float(np.quantile(error, share)) for share in _QUANTILES},
        "histogram": _histogram(error),
    }


def frontier(size: Any, error: Any) -> list[list[float]]:
    """The pairs (size, error) that decide, for every pair of tolerances, whether all pass.

    `error - relative * size` is largest at a corner of the upper left hull of all pairs, whatever `relative` is.
    """
    smallest = np.flatnonzero(size == size.min())
    left = int(smallest[np.argmax(error[smallest])])
    highest = np.flatnonzero(error == error.max())
    right = int(highest[np.argmin(size[highest])])
    ends = [(float(size[index]), float(error[index])) for index in (left, right)]
    if ends[0] == ends[1]:
        return [list(ends[0])]
    return [list(ends[0]), *_between(size, error, *ends), list(ends[1])]


def _between(size: Any, error: Any, left: tuple[float, float], right: tuple[float, float]) -> list[list[float]]:
    """The corners of the hull above the line from `left` to `right`, from left to right."""
    width, height = right[0] - left[0], right[1] - left[1]
    above = (error - left[1]) * width - (size - left[0]) * height
    if not above.size or above.max() <= _ROUNDING * width * height:
        return []
    top = int(np.argmax(above))
    corner = (float(size[top]), float(error[top]))
    kept = above > 0
    size, error = size[kept], error[kept]
    return [*_between(size, error, left, corner), list(corner), *_between(size, error, corner, right)]


def _histogram(error: Any) -> dict[str, Any]:
    """How many errors are 0, and how many lie in each power of ten from `lowest` up."""
    rest = error[error > 0]
    if not rest.size:
        return {"zero": int(error.size), "lowest": 0, "counts": []}
    exponents = np.maximum(np.floor(np.log10(rest)), _LOWEST).astype(int)
    lowest = int(exponents.min())
    return {
        "zero": int(error.size - rest.size),
        "lowest": lowest,
        "counts": np.bincount(exponents - lowest).tolist(),
    }
