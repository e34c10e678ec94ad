"""What the server is held to, by eye: nothing fails when a target is missed on a slow or busy machine."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from benchmarks.crossing import Crossing
from benchmarks.measure import Figures
from benchmarks.overhead import Overhead

KEY_P50_MS = (5.0, 8.0, 15.0)
"""For the small, the middle and the large file."""
HOVER_P95_MS = 5.0
COLD_S, WARM_S, SLOWDOWN = 2.0, 0.3, 2.0
CROSSING_COPIES = 2.2
"""Of what the tensors take: a process holds the program's own, and at most as much again."""
PEAK_MIB = 120.0
LINES_PER_SECOND = 20_000.0


@dataclass(frozen=True, slots=True)
class Target:
    """A figure and its bound: at most, or at least."""

    name: str
    found: float
    bound: float
    at_least: bool = False

    @property
    def met(self) -> bool:
        return self.found >= self.bound if self.at_least else self.found <= self.bound

    def __str__(self) -> str:
        sign = ">=" if self.at_least else "<="
        return f"{self.name}: {self.found:,.2f}, target {sign} {self.bound:,.1f}: {'met' if self.met else 'MISSED'}"


def targets(ours: Sequence[Figures], rates: Mapping[str, float]) -> Iterator[Target]:
    """The targets of our server's figures, given from the small to the large file."""
    for figures, bound in zip(ours, KEY_P50_MS, strict=True):
        yield Target(f"{figures.file}: key p50, ms", figures.key.p50, bound)
        if figures.hover is not None:
            yield Target(f"{figures.file}: hover p95, ms", figures.hover.p95, HOVER_P95_MS)
        yield Target(f"{figures.file}: peak, MiB", figures.peak, PEAK_MIB)
        yield Target(f"{figures.file}: conversion, lines/s", rates[figures.file], LINES_PER_SECOND, at_least=True)


def comparison_targets(found: Sequence[Overhead], crossings: Sequence[Crossing]) -> Iterator[Target]:
    """The targets of what a comparison costs."""
    for overhead in found:
        yield Target(f"{overhead.program}: own time cold, s", overhead.cold, COLD_S)
        yield Target(f"{overhead.program}: own time warm, s", overhead.warm, WARM_S)
        yield Target(f"{overhead.program}: slow-down of PyTorch, times", overhead.slowdown, SLOWDOWN)
    for crossing in crossings:
        yield Target(f"{crossing.what}: memory of a process, times the tensors", crossing.copies, CROSSING_COPIES)
