"""What the PyTorch side recorded, handed out to the MXNet side."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from .lazily import Lazily
from .recorder import Recorder
from .storage import Reader


class Replay:
    """The recorded states, orders and draws of the run in `folder`; `known` names the leaves of states."""

    def __init__(self, recorder: Recorder, folder: Path, known: Mapping[str, str]) -> None:
        self.recorder = recorder
        self.known = known
        self.run: dict[str, Any] = json.loads((folder / "run.json").read_text(encoding="utf-8"))
        self._arrays = Reader(folder, self.run["arrays"])
        self._orders = [draw for draw in self.run["draws"] if draw["kind"] == "order"]
        self.draws = [draw for draw in self.run["draws"] if draw["kind"] != "order"]

    def array(self, name: str) -> Any:
        return self._arrays[name]

    def arrays(self, names: Mapping[str, str]) -> Lazily[str]:
        """Arrays that are read when they are looked up."""
        return Lazily(names, self.array)

    def state(self, index: int) -> dict[str, Any] | None:
        """The state of the module that was called `index`-th, or None when there was none."""
        roots = self.run["roots"]
        if index >= len(roots):
            return None
        return {name: self.array(array) for name, array in roots[index]["state"].items()}

    def draw(self, kind: str, parameters: list[float] | None, shape: tuple[int, ...]) -> Any:
        """The next recorded draw of this kind, with these parameters and this shape; None when there is none."""
        for position, draw in enumerate(self.draws):
            if draw["kind"] == kind and draw["parameters"] == parameters:
                array = self.array(draw["array"])
                if array.shape == shape or (array.shape, shape) == ((), (1,)):
                    del self.draws[position]
                    return array
        return None

    def order(self, original: Any) -> Any:
        """Replace the iteration of a sampler by the next order that PyTorch drew."""

        def __iter__(sampler: Any) -> Any:  # noqa: N807
            if self._orders:
                indices = self.array(self._orders[0]["array"])
                if len(indices) == len(sampler):
                    self._orders.pop(0)
                    return iter(indices.tolist())
            self.recorder.doubt(
                "the order of the data could not be shared: the two programs shuffle at different places"
            )
            return original(sampler)

        return __iter__
