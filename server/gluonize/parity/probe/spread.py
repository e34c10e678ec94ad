"""How the errors of one value are spread: what judging it with other tolerances, and drawing it, needs."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np

from .statistics import pieces

NOTHING: dict[str, Any] = {"frontier": None, "quantiles": None, "histogram": None}

_QUANTILES = (0.5, 0.9, 0.99, 0.999)
_LOWEST, _POWERS = -30, 340
_EXACT = 1 << 20
"""Up to so many errors are sorted for their quantiles."""

_ROUNDING = 1e-12
_COARSE, _FINE = 48, 32


def spread(ours: Any, theirs: Any) -> dict[str, Any]:
    """The frontier, the quantiles and the histogram of the errors of two arrays of equal size, which is not 0.

    What is not finite on a side is left out. The quantiles of more than a million numbers are right to six digits.
    """
    corners: list[list[float]] = []
    powers, bins = np.zeros(_POWERS, np.int64), np.zeros(1 << 16, np.int64)
    zero = 0
    for size, error in _finite_pieces(ours, theirs):
        corners = _extended(corners, size, error)
        if not error.any():
            zero += error.size
            bins[0] += error.size
            continue
        some = error[error > 0]
        zero += error.size - some.size
        exponents = np.maximum(np.floor(np.log10(some)), _LOWEST).astype(np.int64) - _LOWEST
        powers += np.bincount(exponents, minlength=_POWERS)
        bins += np.bincount(_bits(error) >> _COARSE, minlength=1 << 16)
    if not corners:
        return {**NOTHING, "frontier": []}
    return {
        "frontier": corners,
        "quantiles": dict(zip(map(str, _QUANTILES), _quantiles(ours, theirs, bins), strict=True)),
        "histogram": _histogram(zero, powers),
    }


def _extended(corners: list[list[float]], size: Any, error: Any) -> list[list[float]]:
    """The frontier of what has the frontier `corners`, and of more pairs, of which few lie outside of that."""
    if not corners:
        return frontier(size, error)
    known = np.array(corners)
    outside = (size < known[0, 0]) | (error > np.interp(size, known[:, 0], known[:, 1]))
    outside |= (size == known[0, 0]) & (error > known[0, 1])
    if not outside.any():
        return corners
    return frontier(*(np.append(known[:, side], more[outside]) for side, more in enumerate((size, error))))


def _finite_pieces(ours: Any, theirs: Any) -> Iterator[tuple[Any, Any]]:
    """The sizes and errors where both sides are finite."""
    for piece in pieces(ours, theirs):
        if piece.finite.any():
            yield piece.size[piece.finite], piece.error[piece.finite]


def _quantiles(ours: Any, theirs: Any, bins: Any) -> list[float]:
    """The quantiles of the errors, of which `bins` counts the leading bits."""
    count = int(bins.sum())
    if ours.size <= _EXACT:
        error = np.concatenate([error for _, error in _finite_pieces(ours, theirs)])
        return [float(np.quantile(error, share)) for share in _QUANTILES]
    below = np.cumsum(bins)
    ranks = [int(share * (count - 1)) for share in _QUANTILES]
    leading = [int(np.searchsorted(below, rank, "right")) for rank in ranks]
    finer = {bits: np.zeros(1 << 16, np.int64) for bits in leading}
    for _, error in _finite_pieces(ours, theirs):
        words = _bits(error)
        for bits, found in finer.items():
            inside = words[words >> _COARSE == bits]
            found += np.bincount((inside >> _FINE) & 0xFFFF, minlength=1 << 16)
    values = []
    for rank, bits in zip(ranks, leading, strict=True):
        rest = rank - int(below[bits] - bins[bits])
        trailing = int(np.searchsorted(np.cumsum(finer[bits]), rest, "right"))
        values.append(float(np.array((bits << _COARSE) | (trailing << _FINE), np.int64).view(np.float64)))
    return values


def _bits(error: Any) -> Any:
    """Numbers that are not negative as integers of the same order."""
    return np.ascontiguousarray(error).view(np.int64)


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


def _histogram(zero: int, powers: Any) -> dict[str, Any]:
    """How many errors are 0, and how many lie in each power of ten from `lowest` up."""
    there = np.flatnonzero(powers)
    if not there.size:
        return {"zero": zero, "lowest": 0, "counts": []}
    first, last = int(there[0]), int(there[-1])
    return {"zero": zero, "lowest": first + _LOWEST, "counts": powers[first : last + 1].tolist()}
