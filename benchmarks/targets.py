"""What the server is held to, by eye: nothing fails when a target is missed on a slow or busy machine."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from benchmarks.measure import Figures

KEY_P50_MS = (5.0, 8.0, 15.0)
"""For the small, the middle and the large file."""
HOVER_P95_MS = 5.0
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
        return f"{self.name}: {self.found:,.1f}, target {sign} {self.bound:,.0f}: {'met' if self.met else 'MISSED'}"


def targets(ours: Sequence[Figures], rates: Mapping[str, float]) -> Iterator[Target]:
    """The targets of our server's figures, given from the small to the large file."""
    for figures, bound in zip(ours, KEY_P50_MS, strict=True):
        yield Target(f"{figures.file}: key p50, ms", figures.key.p50, bound)
        if figures.hover is not None:
            yield Target(f"{figures.file}: hover p95, ms", figures.hover.p95, HOVER_P95_MS)
        yield Target(f"{figures.file}: peak, MiB", figures.peak, PEAK_MIB)
        yield Target(f"{figures.file}: conversion, lines/s", rates[figures.file], LINES_PER_SECOND, at_least=True)
