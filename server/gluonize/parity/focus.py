"""The part of a program that is compared: a definition, or lines."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Definition:
    """A function, a class or, dotted, a method: its first calls, with PyTorch's arguments.

    `inputs` are given by the user, by parameter, as JSON for the probe: an `expression` of PyTorch, the arguments of a
    random draw, or a `file` of arrays. `shapes` are those that the program documents.
    """

    name: str
    inputs: tuple[tuple[str, dict[str, Any]], ...] = ()
    shapes: tuple[tuple[str, tuple[int, ...]], ...] = ()

    @property
    def title(self) -> str:
        return self.name

    def described(self, side: str) -> dict[str, Any]:
        """What the probe of one side is told, as JSON."""
        shapes = {name: list(shape) for name, shape in self.shapes}
        return {"kind": "definition", "name": self.name, "inputs": dict(self.inputs), "shapes": shapes}


@dataclass(frozen=True, slots=True)
class Lines:
    """Whole statements of both programs, by their first and last lines.

    `names` are what they assign, each with the last line of the source that does. The program ends when they have been
    executed `times` times.
    """

    title: str
    torch: tuple[int, int]
    mxnet: tuple[int, int]
    names: tuple[tuple[str, int], ...]
    times: int = 1

    def described(self, side: str) -> dict[str, Any]:
        """What the probe of one side is told, as JSON."""
        first, last = self.torch if side == "torch" else self.mxnet
        return {"kind": "lines", "first": first, "last": last, "names": dict(self.names), "times": self.times}


Focus = Definition | Lines
