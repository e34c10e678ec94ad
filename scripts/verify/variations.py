"""Other shapes, dtypes and values for an example's inputs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from scripts.verify.inputs import Input, Spec, draw, seed_of

SPECIALS = {
    "nan": float("nan"),
    "inf": float("inf"),
    "-inf": float("-inf"),
    "zero": 0.0,
    "negative zero": -0.0,
}


@dataclass(frozen=True, slots=True)
class Variation:
    """A change of all array inputs of an example at once.

    `dtype` replaces the floats' dtype. `sizes` renames sizes: {2: 5} makes (2, 3) a (5, 3). `shape` replaces every
    shape, for elementwise calls. `special` names a value that is put into every float input.
    """

    dtype: str = ""
    sizes: tuple[tuple[int, int], ...] = ()
    shape: tuple[int, ...] | None = None
    special: str = ""
    salt: int = 0

    def __str__(self) -> str:
        parts = [self.dtype, "shape " + str(self.shape) if self.shape is not None else "", self.special]
        parts += [f"size {old} -> {new}" for old, new in self.sizes]
        return ", ".join(part for part in parts if part)

    @property
    def edge(self) -> bool:
        """Whether the variation leaves what the example shows: MXNet may refuse it, and is then said to."""
        empty = 0 in (self.shape or ()) or any(size == 0 for _, size in self.sizes)
        return empty or bool(self.special) or self.dtype not in ("", "float32", "float64")


def vary(given: Mapping[str, Input], variation: Variation) -> dict[str, Input]:
    """The inputs under a variation."""
    return {name: _vary(value, variation) if isinstance(value, Spec) else value for name, value in given.items()}


def _vary(spec: Spec, variation: Variation) -> Spec:
    sizes = dict(variation.sizes)
    shape = tuple(sizes.get(size, size) for size in spec.shape)
    shape = variation.shape if variation.shape is not None else shape
    dtype = variation.dtype if variation.dtype and spec.floating else spec.dtype
    return replace(spec, shape=shape, dtype=dtype)


def varied_value(name: str, spec: Spec, variation: Variation, origin: Spec) -> np.ndarray:
    """Values for a varied input: integers in place of floats span the same range; specials go to every other place."""
    if spec.structure and 0 in spec.shape:
        raise ValueError("no structure in an empty array")
    if origin.floating and not spec.floating and spec.dtype != "bool":
        spec = replace(spec, low=np.floor(spec.low), high=np.ceil(spec.high) + 1)
    elif origin.floating and spec.dtype == "bool":
        spec = replace(spec, low=0, high=2)
    values = draw(spec, seed_of(name, variation.salt))
    if origin.floating and values.dtype.kind == "i":
        values[values == 0] = 1  # an integer division by zero ends an MXNet process
    if variation.special and spec.floating and values.size:
        flat = values.reshape(-1)
        flat[seed_of(name) % 2 :: 2] = SPECIALS[variation.special]
    return values


def varied_values(given: Mapping[str, Input], variation: Variation, plain: Mapping[str, Any]) -> dict[str, Any]:
    """The values of all inputs under a variation; those that are no arrays stay as they are in `plain`."""
    varied = vary(given, variation)
    return {
        name: varied_value(name, spec, variation, given[name]) if isinstance(spec, Spec) else plain[name]  # type: ignore[arg-type]
        for name, spec in varied.items()
    }
