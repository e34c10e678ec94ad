"""Readings of the clock stay known as such, because two runs never have the same times."""

from __future__ import annotations

import operator
import time
from collections.abc import Callable
from typing import Any

from .patches import Patches


class ClockTime(float):
    """A float that came from a clock; what is calculated from it is one too."""

    __slots__ = ()


def _derived(operation: Callable[..., Any]) -> Callable[..., Any]:
    def calculate(self: ClockTime, *others: Any) -> Any:
        result = operation(float(self), *others)
        return ClockTime(result) if isinstance(result, (int, float)) else result

    return calculate


def _reflected(operation: Callable[..., Any]) -> Callable[..., Any]:
    return _derived(lambda own, other: operation(other, own))


for _name in ("add", "sub", "mul", "truediv", "floordiv", "mod", "pow"):
    setattr(ClockTime, f"__{_name}__", _derived(getattr(operator, _name)))
    setattr(ClockTime, f"__r{_name}__", _reflected(getattr(operator, _name)))
for _name in ("neg", "pos", "abs"):
    setattr(ClockTime, f"__{_name}__", _derived(getattr(operator, _name)))
ClockTime.__round__ = _derived(round)  # type: ignore[method-assign]


def mark_clocks(patches: Patches) -> None:
    """Let the clocks of `time` answer ClockTime for the time of a run."""
    for name in ("time", "perf_counter", "monotonic", "process_time", "thread_time"):
        patches.wrap(time, name, lambda read: lambda: ClockTime(read()))
