"""How far apart two arrays are. They are looked at piece by piece, so that large ones need no memory of their size."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

import numpy as np

_COUNTS = "biu"
PIECE = 1 << 15
"""Numbers that are looked at together; as float64, with all that is derived from them, they fit a processor's cache."""


class Piece(NamedTuple):
    """Numbers of both sides from `start` on, wide enough to calculate with, and what is derived from them.

    `same` is false where only one side is finite, or two infinities differ; `error` and `size` are 0 where a side is
    not finite.
    """

    start: int
    a: Any
    b: Any
    finite: Any
    same: Any
    error: Any
    size: Any


def pieces(ours: Any, theirs: Any) -> Iterator[Piece]:
    """Two arrays of equal size in pieces; an empty array is one empty piece."""
    flat = [array.reshape(-1) for array in (ours, theirs)]
    for start in range(0, max(flat[0].size, 1), PIECE):
        a, b = (_wide(array[start : start + PIECE]) for array in flat)
        finite = np.isfinite(a) & np.isfinite(b)
        with np.errstate(all="ignore"):
            error, size = np.abs(b - a), np.abs(a)
        if finite.all():
            yield Piece(start, a, b, finite, finite, error, size)
        else:
            same = finite | (a == b) | (np.isnan(a) & np.isnan(b))
            yield Piece(start, a, b, finite, same, np.where(finite, error, 0.0), np.where(finite, size, 0.0))


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
    total = _Total(relative, absolute)
    for piece in pieces(ours, theirs):
        total.add(piece)
    found.update(agree=total.inside == ours.size, within=total.inside / ours.size if ours.size else 1.0)
    if ours.size:
        found.update(total.told(ours.size))
        index = np.unravel_index(total.worst[1], ours.shape) if ours.shape else ()
        found.update(worst_index=[int(i) for i in index], worst=[_plain(number) for number in total.worst[2:]])
    return found


class _Total:
    """What the pieces so far add up to; `worst` is the largest error, where it is, and the numbers there."""

    def __init__(self, relative: float, absolute: float) -> None:
        self.relative, self.absolute = relative, absolute
        self.worst: tuple[float, int, Any, Any] = (-1.0, 0, 0.0, 0.0)
        self.inside = 0
        self.same = True
        self.largest = self.ratio = self.factor = self.sum = 0.0
        self.product: Any = 0.0
        self.squares = [0.0, 0.0]

    def add(self, piece: Piece) -> None:
        a, b, error = piece.a, piece.b, piece.error
        if not error.size:
            return
        with np.errstate(all="ignore"):
            self.product += np.vdot(b, a).real
            for side, numbers in enumerate((a, b)):
                self.squares[side] += float(np.vdot(numbers, numbers).real)
        same = bool(piece.same.all())
        self.same = self.same and same
        shown = error if same else np.where(piece.same, error, np.inf)
        index = int(np.argmax(shown))
        if shown[index] > self.worst[0]:
            self.worst = (float(shown[index]), piece.start + index, a[index], b[index])
        if shown[index]:
            self._part(piece)
        else:
            self.inside += error.size

    def _part(self, piece: Piece) -> None:
        """Add a piece in which something differs; 0 / 0 is NaN, which fmax passes over."""
        error, size = piece.error, piece.size
        with np.errstate(all="ignore"):
            bound = self.absolute + self.relative * size
            self.inside += int((piece.same & (error <= bound)).sum())
            self.sum += float(error.sum())
            self.largest = max(self.largest, float(error.max()))
            self.ratio = float(np.fmax(self.ratio, np.fmax.reduce(error / size)))
            self.factor = float(np.fmax(self.factor, np.fmax.reduce(error / bound)))

    def told(self, count: int) -> dict[str, Any]:
        with np.errstate(all="ignore"):
            length = np.sqrt(self.squares[0]) * np.sqrt(self.squares[1])
        return {
            "max_abs": _finite(self.largest if self.same else np.inf),
            "max_rel": _finite(self.ratio if self.same else np.inf),
            "mean_abs": _finite(self.sum / count),
            "smallest_tolerance": _finite(self.factor) if self.same else None,
            "cosine": _finite(self.product / length) if length else None,
        }


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
    if array.dtype.kind not in "fc":
        return 0
    flat = array.reshape(-1)
    return sum(int(test(flat[start : start + PIECE]).sum()) for start in range(0, flat.size, PIECE))


def _finite(number: Any) -> float | None:
    """None stands for what is not finite, because JSON has no infinity."""
    return float(number) if np.isfinite(number) else None


def _plain(number: Any) -> float | str:
    return float(number.real) if np.isfinite(number) else str(number)
