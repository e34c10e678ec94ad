"""What can be told of a pair of runs while they go on: the stage, the step, and the losses so far."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from gluonize.parity.options import TITLES, Side

Progress = Callable[[str, float], None]
Watch = Callable[[str, Mapping[Side, tuple[float, ...]]], None]


class Live:
    """Follows the two runs of a pair in `precision`, each of which is `share` of the whole comparison."""

    def __init__(self, precision: str, progress: Progress, watch: Watch, share: float) -> None:
        self._precision = precision
        self._progress = progress
        self._watch = watch
        self.share = share
        self._side: Side = "torch"
        self._begin = 0.0
        self._course: dict[str, Any] = {}
        self._steps = 0
        self._means: dict[Side, tuple[float, ...]] = {}

    def begin(self, side: Side, done: float) -> None:
        """The program of `side` starts; `done` is the share of the comparison that lies behind."""
        self._side, self._begin, self._course = side, done, {}
        self.tick()

    def told(self, course: dict[str, Any]) -> None:
        """The program that runs has come to this point of its training."""
        self._course = course
        if len(course["means"]) != len(self._means.get(self._side, ())):
            self._means[self._side] = tuple(course["means"])
            self._watch(self._precision, dict(self._means))

    def end(self) -> None:
        """The program that ran is over; the other is expected to take as many steps."""
        self._steps = self._course.get("steps", 0)

    def tick(self) -> None:
        """Report the stage."""
        steps = self._course.get("steps", 0)
        part = min(1.0, steps / self._steps) if self._steps else 0.0
        self._progress(self._stage(), self._begin + self.share * part)

    def _stage(self) -> str:
        told = f"running the {TITLES[self._side]} program in {self._precision}"
        if not self._course:
            return told
        epoch, step = self._course["epoch"], self._course["step"]
        told += f": epoch {epoch}, step {step}" if epoch else f": step {step}"
        return told + self._losses()

    def _losses(self) -> str:
        """The mean losses of the last epoch that is over, on the sides that have it."""
        done = len(self._means.get(self._side, ()))
        if not done:
            return ""
        last = {side: means[done - 1] for side, means in self._means.items() if len(means) >= done}
        losses = ", ".join(f"{TITLES[side]} {mean:.5g}" for side, mean in last.items())
        return f" (mean loss of epoch {done}: {losses})"
