"""Random results: shape and dtype of each draw, and the distributions of many draws against each other."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from gluonize.catalogue import Target
from scripts.verify import execution
from scripts.verify.conversion import Program
from scripts.verify.frameworks import enter, seed
from scripts.verify.inputs import Input
from scripts.verify.outcome import Comparison
from scripts.verify.values import MismatchError, Rules, compare, leaves, plain

DRAWS = 600
_PLACES = 12
_SIGNIFICANCE = 1e-6


def compare_distributions(
    left: Program,
    right: Program,
    given: Mapping[str, Input],
    values: Mapping[str, Any],
    weights: execution.Weights,
    target: Target,
    seen: Comparison,
) -> None:
    """Raises MismatchError where the draws of the two programs differ in form or come from other distributions."""
    seed(7)
    expected = [_draw(execution.run(left, execution.torch_values(given, values), weights)) for _ in range(DRAWS)]
    enter(target)
    found = [_draw(execution.run(right, execution.mxnet_values(given, values, target), weights)) for _ in range(DRAWS)]
    compare(tuple(expected[0]), tuple(found[0]), Rules(values=False), seen)
    for place in range(len(expected[0])):
        one = np.stack([np.asarray(draw[place], dtype=np.float64).reshape(-1) for draw in expected])
        two = np.stack([np.asarray(draw[place], dtype=np.float64).reshape(-1) for draw in found])
        for name, left_sample, right_sample in _statistics(one, two):
            _compare_samples(left_sample, right_sample, name)


def _draw(result: Any) -> list[Any]:
    return [leaf for leaf in leaves(plain(result)) if isinstance(leaf, (np.ndarray, int, float))]


def _statistics(one: np.ndarray, two: np.ndarray) -> list[tuple[str, np.ndarray, np.ndarray]]:
    """Samples to compare: the single places, and what the places make up together."""
    if one.shape[1] == 0:
        return []
    found = [(f"place {k}", one[:, k], two[:, k]) for k in range(min(one.shape[1], _PLACES))]
    together = {"sum": np.sum, "smallest": np.min, "largest": np.max}
    found += [(name, function(one, axis=1), function(two, axis=1)) for name, function in together.items()]
    distinct = [np.array([len(np.unique(row)) for row in rows], dtype=np.float64) for rows in (one, two)]
    return [*found, ("number of distinct values", *distinct)]


def _compare_samples(one: np.ndarray, two: np.ndarray, name: str) -> None:
    """The two-sample Kolmogorov-Smirnov test, blind to rounding."""
    unit = max(float(np.max(np.abs(one))), 1e-30) * 1e-5
    one, two = np.round(one / unit) * unit, np.round(two / unit) * unit
    everything = np.sort(np.concatenate([one, two]))
    steps = [np.searchsorted(np.sort(sample), everything, side="right") / len(sample) for sample in (one, two)]
    distance = float(np.max(np.abs(steps[0] - steps[1])))
    limit = float(np.sqrt(-np.log(_SIGNIFICANCE / 2) / 2 * (len(one) + len(two)) / (len(one) * len(two))))
    if distance > limit:
        raise MismatchError(
            f"other distributions ({name}): mean {one.mean():.4g} against {two.mean():.4g}, "
            f"standard deviation {one.std():.4g} against {two.std():.4g}"
        )
