"""The values of the examples' inputs, as NumPy or Python sees them."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np

from gluonize.catalogue.inputs import (
    Image,
    Input,
    Literal,
    Setup,
    Spec,
    inputs_of,
    parse_input,
    seed_of,
    shared_inputs,
)
from gluonize.parity.probe import specs

__all__ = [
    "Image",
    "Input",
    "Literal",
    "Setup",
    "Spec",
    "draw",
    "inputs_of",
    "parse_input",
    "recast",
    "seed_of",
    "shared_inputs",
    "value_of",
]


def value_of(name: str, given: Input) -> Any:
    """The value of an input as NumPy or Python sees it, the same at every call; None for a `Setup`."""
    if isinstance(given, Spec):
        return draw(given, seed_of(name))
    if isinstance(given, Literal):
        return given.value
    if isinstance(given, Image):
        return _image(name, given)
    return None


def draw(spec: Spec, seed: int) -> np.ndarray:
    """Random values for `spec`; equal seeds give equal values in every dtype of the same kind."""
    return specs.draw(spec.dtype, spec.shape, spec.low, spec.high, spec.structure, seed)


def _image(name: str, given: Image) -> Any:
    import PIL.Image

    channels = (3,) if given.mode == "RGB" else ()
    pixels = np.random.default_rng(seed_of(name)).integers(0, 256, (*given.size, *channels), dtype=np.uint8)
    return PIL.Image.fromarray(pixels, given.mode)


def recast(given: Input, dtype: str) -> Input:
    """A float input in another dtype; every other input as it is."""
    if isinstance(given, Spec) and given.floating:
        return replace(given, dtype=dtype)
    return given
