"""The notation of inputs: declarations such as "float32(2, 3) in (-2, 2)", and those that every example may use."""

from __future__ import annotations

import ast
import re
import sys
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from gluonize.catalogue.catalogue import mappings_folder
from gluonize.catalogue.model import Entry

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

_ARRAY = re.compile(
    r"(?P<numpy>numpy )?(?P<dtype>[a-z]+\d*)\((?P<shape>[\d, ]*)\)"
    r"(?: in (?P<low_mark>[(\[])(?P<low>[^,]+),(?P<high>[^)\]]+)(?P<high_mark>[)\]]))?"
    r"(?: (?P<structure>spd|permutation|sorted|lower))?"
)
_KINDS = {"float": "f", "int": "i", "uint": "u", "bool": "b"}
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
    kind = _KINDS.get(dtype.rstrip("0123456789"), "")
    if not kind:
        raise ValueError(f"'{text}' is no input: there is no type {dtype}")
    low, high = _DEFAULT_RANGE[kind]
    if match["low"] is not None:
        low, high = float(match["low"]), float(match["high"])
        if kind in "iu":
            low += match["low_mark"] == "("
            high += match["high_mark"] == "]"
    shape = tuple(int(part) for part in match["shape"].split(",") if part.strip())
    return Spec(dtype, shape, low, high, match["structure"] or "", bool(match["numpy"]))


def seed_of(name: str, salt: int = 0) -> int:
    """The seed that belongs to a name; `salt` tells repeated draws apart."""
    return zlib.crc32(name.encode()) + salt


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
