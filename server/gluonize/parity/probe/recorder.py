"""What a run leaves behind: arrays in a file of their own, everything else in a JSON file."""

from __future__ import annotations

import io
import json
import sys
import time
import types
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

import numpy as np

from .storage import Writer

_SKETCH = 1024
_STEPS = 3


class Recorder:
    """Collects the observations of one run.

    `values` are compared one by one; `losses` and `epochs` are the training's course; `events` are small sketches in
    the order in which they happened, which tell where two runs part; `notes` are sentences for the report.
    A `selective` recorder keeps only the values that are `chosen`, which are those of the part that is compared. `tell`
    is given the course of a run that goes on. Arrays go into `file` as soon as they are recorded, else into memory.
    """

    def __init__(
        self,
        label: str,
        selective: bool = False,
        clock: Callable[[], float] = time.perf_counter,
        tell: Callable[[dict[str, Any]], Any] = lambda course: None,
        file: IO[bytes] | None = None,
    ) -> None:
        self.label = label
        self.tell = tell
        self.selective = selective
        self.clock = clock
        self.arrays = Writer(file or io.BytesIO())
        self.values: list[dict[str, Any]] = []
        self.losses: list[dict[str, Any]] = []
        self.epochs: list[dict[str, Any]] = []
        self.events: list[dict[str, Any]] = []
        self.skipped: list[dict[str, str]] = []
        self.notes: list[str] = []
        self.problems: list[str] = []
        self.doubts: list[str] = []
        self.draws: list[dict[str, Any]] = []
        self.roots: list[dict[str, Any]] = []
        self.calls: list[dict[str, Any]] = []
        self.loads: list[dict[str, Any]] = []
        self.modes: list[str] = []
        self.lines = range(0)
        """The lines that are compared, where it is these."""
        self.again: str | None = None
        """What to call the training inside of a call that is compared; None outside of one."""
        self.units: list[dict[str, Any]] = []
        self.layers: list[dict[str, Any]] = []
        self.parted: dict[str, int] | None = None
        self.early: dict[str, Any] = {}
        self.doubted = 0
        self.steps = 0
        self.step_lines: list[int | None] = []
        self._counts: dict[str, int] = {}

    def line(self) -> int | None:
        """The line of the user's program that is being executed."""
        return user_line(self.label)

    def step(self) -> None:
        """An optimizer has changed the weights."""
        self.steps += 1
        self.step_lines.append(self.line())

    @contextmanager
    def choosing(self, again: str) -> Iterator[None]:
        """Keep the gradients and weights of training in the block; `again` is added to their names."""
        self.again = again
        try:
            yield
        finally:
            self.again = None

    def count(self, key: str) -> int:
        """How often `count` was called with `key` before."""
        number = self._counts.get(key, 0)
        self._counts[key] = number + 1
        return number

    def note(self, sentence: str) -> None:
        if sentence not in self.notes:
            self.notes.append(sentence)

    def problem(self, sentence: str) -> None:
        """A reason why this run cannot prove agreement."""
        if sentence not in self.problems:
            self.problems.append(sentence)

    def doubt(self, sentence: str) -> None:
        """A reason why a disagreement of this run would prove nothing."""
        self.doubted += 1
        if sentence not in self.doubts:
            self.doubts.append(sentence)

    def mode(self, precision: str, sentence: str) -> None:
        """Part of this run was calculated in a lower precision than its numbers show."""
        if precision not in self.modes:
            self.modes.append(precision)
            self.note(sentence)

    def keep(self, array: Any) -> str:
        """Write `array` as it is now, and return the name under which it is found."""
        return self.arrays.add(plain(array))

    def value(self, kind: str, key: str, array: Any, *, chosen: bool = False, **more: Any) -> None:
        """Something that is compared: `key` is the same on both sides."""
        if self.selective and not chosen:
            return
        entry: dict[str, Any] = {"kind": kind, "key": key, "array": self.keep(array), "dtype": dtype_of(array)}
        entry.update(trained=self.steps > 0, line=None)
        entry.update(more)
        self.values.append(entry)

    def event(self, key: str, array: Any, line: int | None) -> None:
        """Something that happened, by the sketch of its array; events of one key are numbered."""
        number = self.count("event " + key)
        entry = {"key": key, "number": number, "line": line, "array": self.keep(sketch(array)), "steps": self.steps}
        entry.update(shape=list(array.shape), dtype=dtype_of(array))
        self.events.append(entry)

    def observe(self, kind: str, arrays: Mapping[tuple[int, str], Any], trace: bool) -> None:
        """The gradients or weights of a step: the first gradients are compared, a traced run keeps sketches of all."""
        line = self.line()
        for (index, name), array in arrays.items():
            if kind == "gradient" and self.steps == 0:
                chosen = (line is not None and line in self.lines) or self.again is not None
                self.value(kind, f"{index}.{name}", array, chosen=chosen, line=line, root=index, name=name)
            if kind == "weight" and self.again is not None and self.steps <= _STEPS:
                about = {"root": index, "name": name, "again": f" after step {self.steps}", "line": line}
                self.value(kind, f"{self.steps} {index}.{name}", array, chosen=True, **about)
            if trace:
                self.event(f"{kind} {index} {name}", array, line)

    def skip(self, name: str, reason: str) -> None:
        self.skipped.append({"name": name, "reason": reason})

    def save(self, folder: Path, **more: Any) -> None:
        """Write `run.json` into `folder`, and end the file of the arrays."""
        self.arrays.file.close()
        kinds = (
            "values",
            "losses",
            "epochs",
            "events",
            "skipped",
            "notes",
            "problems",
            "doubts",
            "draws",
            "roots",
            "calls",
            "loads",
            "modes",
            "units",
            "layers",
            "early",
            "parted",
            "steps",
        )
        data = {kind: getattr(self, kind) for kind in kinds}
        (folder / "run.json").write_text(json.dumps({**data, **more, "arrays": self.arrays.index}), encoding="utf-8")


def stands_for(array: Any, dtype: str) -> Any:
    """`array` with a note of the type that it had in its framework, which numpy does not have."""
    return array.view(np.dtype(array.dtype, metadata={"stands_for": dtype}))


def dtype_of(array: Any) -> str:
    """The name of an array's type in its framework."""
    return str((array.dtype.metadata or {}).get("stands_for", array.dtype))


def plain(array: Any) -> Any:
    """`array` without such a note."""
    return array if array.dtype.metadata is None else array.view(np.dtype(array.dtype.str))


def sketch(array: Any) -> Any:
    """At most 1,026 numbers that show a change anywhere: a regular sample, the mean, and the length of the vector."""
    flat = np.asarray(array, dtype=np.float64).ravel()
    if flat.size <= _SKETCH:
        return flat
    sample = flat[:: flat.size // _SKETCH][:_SKETCH]
    return np.concatenate([sample, [flat.mean(), np.sqrt(np.mean(flat * flat))]])


def user_line(label: str) -> int | None:
    """The line of the program that is being executed, however deep below it the caller is."""
    frame: types.FrameType | None = sys._getframe(1)
    while frame is not None and frame.f_code.co_filename != label:
        frame = frame.f_back
    return None if frame is None else frame.f_lineno
