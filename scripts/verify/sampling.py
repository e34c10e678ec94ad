"""Which variations an example is run under."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

import numpy as np
from hypothesis.strategies import SearchStrategy

from gluonize.catalogue import Target
from scripts.verify import drawn, execution
from scripts.verify.inputs import Spec
from scripts.verify.values import plain
from scripts.verify.variations import SPECIALS, Variation

if TYPE_CHECKING:
    from scripts.verify.case import Case

_SHAPES: tuple[tuple[int, ...], ...] = ((), (1,), (7,), (3, 1), (2, 3, 4), (2, 1, 3, 2), (2, 2, 1, 2, 3), (0,), (2, 0))
_DTYPES = ("float64", "float16", "int64", "int32")
_SIZES = ((5, 4), (1, 6), (4, 1), (3, 3))


def variations_of(case: Case, values: Mapping[str, Any], expected: Any) -> Iterator[Variation]:
    """The variations of an example; PyTorch decides later which of them it accepts."""
    given, options = case.given, case.options
    arrays = [spec for spec in given.values() if isinstance(spec, Spec)]
    if not arrays:
        return
    floating = any(spec.floating for spec in arrays)
    if floating:
        for dtype in options.dtypes or _DTYPES:
            if dtype != "float32" and (options.integers or dtype.startswith("float")):
                yield Variation(dtype=dtype)
    if _any_shape(case, values, expected):
        yield from _elementwise(case.target, floating, options.special)
        return
    yield from resized(arrays, empty=case.target == "np")
    if floating and options.special:
        for special in SPECIALS:
            yield Variation(special=special)


def drawn_variations(case: Case, values: Mapping[str, Any], expected: Any) -> SearchStrategy[Variation] | None:
    """What hypothesis draws further variations from; None where there is nothing to vary."""
    arrays = [spec for spec in case.given.values() if isinstance(spec, Spec)]
    if not arrays:
        return None
    return drawn.shapes(case.target) if _any_shape(case, values, expected) else drawn.sizes(arrays)


def _any_shape(case: Case, values: Mapping[str, Any], expected: Any) -> bool:
    if case.options.kind:
        return case.options.kind == "elementwise"
    return case.options.compare == "values" and is_elementwise(case, values, expected)


def is_elementwise(case: Case, values: Mapping[str, Any], expected: Any) -> bool:
    """Whether PyTorch treats every place of the inputs alike: turned inputs give the turned result, in any shape."""
    arrays = {name: value for name, value in values.items() if isinstance(case.given[name], Spec)}
    shapes = {value.shape for value in arrays.values()}
    if len(shapes) != 1 or not isinstance(expected, np.ndarray) or expected.shape != next(iter(shapes)):
        return False
    turned = {name: np.ascontiguousarray(value.reshape(-1)[::-1]) for name, value in arrays.items()}
    try:
        result = execution.run(case.left, execution.torch_values(case.given, {**values, **turned}), case.weights)
    except Exception:
        return False
    found = plain(result)
    flat = expected.reshape(-1)[::-1]
    return isinstance(found, np.ndarray) and found.shape == flat.shape and np.allclose(found, flat, equal_nan=True)


def _elementwise(target: Target, floating: bool, special: bool) -> Iterator[Variation]:
    for shape in _SHAPES:
        if target == "np" or (shape and 0 not in shape):  # nd has neither 0-dimensional nor empty arrays
            yield Variation(shape=shape, salt=len(shape))
    if floating and special:
        for name in SPECIALS:
            yield Variation(special=name)


def resized(arrays: list[Spec], *, empty: bool) -> Iterator[Variation]:
    """Other sizes, each size of the example renamed alike in all arrays; with `empty`, also size 0."""
    sizes = sorted({size for spec in arrays for size in spec.shape})
    for number, fresh in enumerate(_SIZES):
        yield Variation(sizes=tuple((size, fresh[k % 2] + k // 2) for k, size in enumerate(sizes)), salt=number)
    if empty and sizes:
        yield Variation(sizes=((sizes[0], 0),))
