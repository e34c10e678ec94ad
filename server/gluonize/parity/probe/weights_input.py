"""Inputs on which both networks are run to check a converted checkpoint."""

from __future__ import annotations

from typing import Any

import numpy as np


def draw(shape: str, dtype: str, seed: int) -> Any:
    """Normal floats, or whole numbers 0 and 1, which any embedding knows. `shape` is as in "1, 3, 32, 32"."""
    numbers = np.random.RandomState(seed)
    size = tuple(int(part) for part in shape.split(",") if part.strip())
    return numbers.randint(0, 2, size).astype(dtype) if "int" in dtype else numbers.normal(size=size).astype(dtype)
