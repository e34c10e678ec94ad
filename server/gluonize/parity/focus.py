"""The part of a program that is compared: a definition, or lines."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, ClassVar


@dataclass(frozen=True, slots=True)
class Definition:
    """A function, a class or, dotted, a method: its first calls, with PyTorch's arguments.

    `inputs` are given by the user, by parameter, as JSON for the probe: an `expression` of PyTorch, the arguments of a
    random draw, a `file` of arrays, or an `array` in the `folder` of a run. `shapes` are those that the program
    documents, `states` the weights of variables that hold modules.
    """

    name: str
    inputs: tuple[tuple[str, dict[str, Any]], ...] = ()
    shapes: tuple[tuple[str, tuple[int, ...]], ...] = ()
    states: tuple[tuple[str, dict[str, Any]], ...] = ()

    @property
    def title(self) -> str:
        return self.name

    @property
    def files(self) -> tuple[Path, ...]:
        """The files that the probe reads."""
        return tuple(Path(source["file"]) for _, source in self.inputs if "file" in source)

    def described(self, side: str, there: Callable[[Path], str]) -> dict[str, Any]:
        """What the probe of one side is told, as JSON; `there` is the kernel's name for a file of this machine."""
        inputs = {
            name: {**source, "file": there(Path(source["file"]))} if "file" in source else source
            for name, source in self.inputs
        }
        shapes = {name: list(shape) for name, shape in self.shapes}
        told = {"kind": "definition", "name": self.name, "inputs": inputs, "shapes": shapes}
        return {**told, "states": dict(self.states)}


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

    files: ClassVar[tuple[Path, ...]] = ()

    def described(self, side: str, there: Callable[[Path], str]) -> dict[str, Any]:
        """What the probe of one side is told, as JSON."""
        first, last = self.torch if side == "torch" else self.mxnet
        return {"kind": "lines", "first": first, "last": last, "names": dict(self.names), "times": self.times}


@dataclass(frozen=True, slots=True)
class Captured:
    """A call of the PyTorch program whose arguments are noted when it is first executed."""

    title: str
    place: tuple[int, int, int, int]

    files: ClassVar[tuple[Path, ...]] = ()

    def described(self, side: str, there: Callable[[Path], str]) -> dict[str, Any]:
        """What the probe is told, as JSON."""
        return {"kind": "captured", "place": list(self.place)}


Focus = Definition | Lines | Captured
