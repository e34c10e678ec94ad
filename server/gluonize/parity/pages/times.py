"""The bars of times and memory, both sides of each measure on one axis."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from gluonize.parity.options import SIDES, TITLES
from gluonize.parity.pages.figures import mebibytes, seconds
from gluonize.parity.report import Report

_MOST_CALLS = 4


def times(report: Report) -> list[dict[str, Any]]:
    """The program, an epoch, a step, and the calls of the modules, as far as both sides have them."""
    sides = [report.timing[side] for side in SIDES]
    found = [_measure("program", [{"median": side["program"]} for side in sides])]
    for title, key in (("epoch", "epoch"), ("optimizer step", "step")):
        found.append(_measure(title, [side[key] for side in sides]))
    calls = [{call["name"]: call for call in side["calls"]} for side in sides]
    common = [name for name in calls[0] if name in calls[1]][:_MOST_CALLS]
    found += [_measure(f"{name}(...)", [side[name] for side in calls]) for name in common]
    return [measure for measure in found if measure is not None]


def memory(report: Report) -> list[dict[str, Any]]:
    """The peak of each process, and what was taken on the GPU."""
    found = []
    for title, key in (("memory of the process", "peak_memory"), ("memory on the GPU", "peak_device_memory")):
        sizes = {side: report.timing[side][key] for side in SIDES}
        largest = max((size or 0 for size in sizes.values()), default=0)
        if largest:
            bars = [_bar(side, size or 0, largest, mebibytes(size or 0)) for side, size in sizes.items()]
            found.append({"title": title, "detail": "", "bars": bars})
    return found


def _measure(title: str, pair: list[Mapping[str, Any] | None]) -> dict[str, Any] | None:
    if not all(pair):
        return None
    known = {side: scatter for side, scatter in zip(SIDES, pair, strict=True) if scatter}
    longest = max(max([scatter["median"], *scatter.get("quartiles", ())]) for scatter in known.values()) or 1.0
    counts = [scatter["count"] for scatter in known.values() if "count" in scatter]
    words = f"median of {' and '.join(map(str, dict.fromkeys(counts)))}, with quartiles"
    detail = words if max(counts, default=1) > 1 else ""
    bars = []
    for side, scatter in known.items():
        bar = _bar(side, scatter["median"], longest, seconds(scatter["median"]))
        if scatter.get("iqr"):
            low, high = scatter["quartiles"]
            bar.update(low=_share(low, longest), spread=_share(high - low, longest))
            bar["figure"] += f" (IQR {seconds(scatter['iqr'])})"
        bars.append(bar)
    return {"title": title, "detail": detail, "bars": bars}


def _bar(side: str, size: float, longest: float, figure: str) -> dict[str, Any]:
    return {"side": side, "label": TITLES[side], "share": _share(size, longest), "figure": figure, "spread": ""}


def _share(size: float, longest: float) -> str:
    return f"{100 * size / longest:.1f}"
