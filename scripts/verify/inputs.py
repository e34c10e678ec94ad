"""The named inputs of the examples: declarations such as "float32(2, 3) in (-2, 2)" and the values they stand for."""

from __future__ import annotations

import ast
import re
import zlib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

import numpy as np
import tomllib

from gluonize.catalogue import Entry, mappings_folder

_ARRAY = re.compile(
    r"(?P<numpy>numpy )?(?P<dtype>[a-z]+\d*)\((?P<shape>[\d, ]*)\)"
    r"(?: in (?P<low_mark>[(\[])(?P<low>[^,]+),(?P<high>[^)\]]+)(?P<high_mark>[)\]]))?"
    r"(?: (?P<structure>spd|permutation|sorted|lower))?"
)
_DEFAULT_RANGE = {"f": (-2.0, 2.0), "i": (0, 5), "u": (0, 5), "b": (0, 2)}


@dataclass(frozen=True, slots=True)
class Spec:
    """An array input: `low` and `high` bound its values, `structure` says what they make up together.

    Structures: `spd` (symmetric positive definite), `permutation` (of 0 to n-1 along the last axis), `sorted` (along
    the last axis), `lower` (lower triangular, well conditioned). `numpy`: a NumPy array on both sides.
    """

    dtype: str
    shape: tuple[int, ...]
    low: float
    high: float
    structure: str = ""
    numpy: bool = False

    @property
    def floating(self) -> bool:
        return self.dtype.startswith("float")


@dataclass(frozen=True, slots=True)
class Literal:
    """A Python value that both sides get as it is."""

    value: Any


@dataclass(frozen=True, slots=True)
class Setup:
    """PyTorch code for an object that both sides build first: a model, a data set. It is converted like the example."""

    code: str


@dataclass(frozen=True, slots=True)
class Image:
    """A PIL image, the same for both sides."""

    size: tuple[int, int]
    mode: str


Input = Spec | Literal | Setup | Image


def parse_input(text: str) -> Input:
    """The input that a declaration stands for; raises ValueError when `text` is none."""
    head, _, rest = text.partition(":")
    if head == "python":
        return Literal(ast.literal_eval(rest.strip()))
    if head == "torch":
        return Setup(rest.strip())
    if head in ("image", "gray image"):
        height, width = ast.literal_eval(rest.strip())
        return Image((height, width), "L" if head.startswith("gray") else "RGB")
    match = _ARRAY.fullmatch(text.strip())
    if match is None:
        raise ValueError(
            f"'{text}' is no input: write dtype(shape) in (low, high), python: ..., torch: ... or image: ..."
        )
    dtype = match["dtype"]
    kind = np.dtype(dtype).kind
    low, high = _DEFAULT_RANGE[kind]
    if match["low"] is not None:
        low, high = float(match["low"]), float(match["high"])
        if kind in "iu":
            low += match["low_mark"] == "("
            high += match["high_mark"] == "]"
    shape = tuple(int(part) for part in match["shape"].split(",") if part.strip())
    return Spec(dtype, shape, low, high, match["structure"] or "", bool(match["numpy"]))


def value_of(name: str, given: Input) -> Any:
    """The value of an input as NumPy or Python sees it, the same at every call; None for a `Setup`."""
    if isinstance(given, Spec):
        return draw(given, seed_of(name))
    if isinstance(given, Literal):
        return given.value
    if isinstance(given, Image):
        return _image(name, given)
    return None


def seed_of(name: str, salt: int = 0) -> int:
    """The seed that belongs to a name; `salt` tells repeated draws apart."""
    return zlib.crc32(name.encode()) + salt


def draw(spec: Spec, seed: int) -> np.ndarray:
    """Random values for `spec`; equal seeds give equal values in every dtype of the same kind."""
    random = np.random.default_rng(seed)
    if spec.structure == "permutation":
        rows = np.broadcast_to(np.arange(spec.shape[-1]), spec.shape)
        return random.permuted(rows, axis=-1).astype(spec.dtype)
    if np.dtype(spec.dtype).kind == "f":
        values = random.uniform(spec.low, spec.high, spec.shape)
    else:
        values = random.integers(int(spec.low), int(spec.high), spec.shape)
    return np.asarray(_structured(values, spec.structure)).astype(spec.dtype)


def _structured(values: np.ndarray, structure: str) -> np.ndarray:
    if structure == "spd":
        return values @ np.swapaxes(values, -1, -2) + np.eye(values.shape[-1])
    if structure == "sorted":
        return np.sort(values, axis=-1)
    if structure == "lower":
        return np.tril(values, -1) + 2 * np.eye(values.shape[-1])
    return values


def _image(name: str, given: Image) -> Any:
    import PIL.Image

    channels = (3,) if given.mode == "RGB" else ()
    pixels = np.random.default_rng(seed_of(name)).integers(0, 256, (*given.size, *channels), dtype=np.uint8)
    return PIL.Image.fromarray(pixels, given.mode)


@lru_cache(maxsize=1)
def shared_inputs() -> Mapping[str, Input]:
    """The inputs of mappings/inputs.toml, which every example may use."""
    data = tomllib.loads((mappings_folder() / "inputs.toml").read_text(encoding="utf-8"))
    return {name: parse_input(text) for name, text in data["inputs"].items()}


def inputs_of(entry: Entry, code: str) -> dict[str, Input]:
    """The inputs that `code` names, an entry's own before the shared ones, those that they need in turn first."""
    known = {**shared_inputs(), **{name: parse_input(text) for name, text in entry.inputs}}
    found: dict[str, Input] = {}
    _collect(code, known, found)
    return found


def _collect(code: str, known: Mapping[str, Input], found: dict[str, Input]) -> None:
    for node in ast.walk(ast.parse(code)):
        if not isinstance(node, ast.Name) or node.id not in known or node.id in found:
            continue
        given = known[node.id]
        if isinstance(given, Setup):
            _collect(given.code, known, found)
        found[node.id] = given


def recast(given: Input, dtype: str) -> Input:
    """A float input in another dtype; every other input as it is."""
    if isinstance(given, Spec) and given.floating:
        return replace(given, dtype=dtype)
    return given
