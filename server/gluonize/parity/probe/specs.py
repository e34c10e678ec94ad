"""Draws arrays for the catalogue's notation of inputs."""

from __future__ import annotations

from typing import Any

import numpy as np


def draw(dtype: str, shape: tuple[int, ...], low: float, high: float, structure: str, seed: int) -> Any:
    """Random values in a range, integers without its end; equal seeds give equal values in every dtype of one kind.

    Structures: `spd` (symmetric positive definite), `permutation` (of 0 to n-1 along the last axis), `sorted` (along
    the last axis), `lower` (lower triangular, well conditioned), "" for none.
    """
    random = np.random.default_rng(seed)
    values: Any
    if structure == "permutation":
        rows = np.broadcast_to(np.arange(shape[-1]), shape)
        return random.permuted(rows, axis=-1).astype(dtype)
    if np.dtype(dtype).kind == "f":
        values = random.uniform(low, high, shape)
    else:
        values = random.integers(int(low), int(high), shape)
    return np.asarray(_structured(values, structure)).astype(dtype)


def _structured(values: Any, structure: str) -> Any:
    if structure == "spd":
        return values @ np.swapaxes(values, -1, -2) + np.eye(values.shape[-1])
    if structure == "sorted":
        return np.sort(values, axis=-1)
    if structure == "lower":
        return np.tril(values, -1) + 2 * np.eye(values.shape[-1])
    return values
