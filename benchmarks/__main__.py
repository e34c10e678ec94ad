"""Run the benchmarks: print tables, write reports/bench.json. `python -m benchmarks server` runs one of them."""

from __future__ import annotations

import json
import platform
import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from benchmarks.crossing import crossings
from benchmarks.files import Sample, samples
from benchmarks.measure import Figures, Latency, Server, conversion_rate, measure
from benchmarks.overhead import overheads
from benchmarks.targets import Target, comparison_targets, targets

OUTPUT = Path("reports") / "bench.json"
RUFF = str(Path(sys.executable).with_name("ruff"))
SERVERS = (
    Server("gluonize", (sys.executable, "-m", "gluonize", "server")),
    Server("ruff (push)", (RUFF, "server"), hovers=False),
    Server("ruff (pull)", (RUFF, "server"), pull=True, hovers=False),
)


def main() -> None:
    """Run the benchmarks that are named on the command line, or all."""
    console = Console(width=max(Console().width, 110))
    wanted = sys.argv[1:] or list(PARTS)
    unknown = [name for name in wanted if name not in PARTS]
    if unknown:
        raise SystemExit(f"there is no benchmark {unknown[0]}: name one of {', '.join(PARTS)}")
    machine = {"python": platform.python_version(), "machine": platform.machine(), "system": platform.system()}
    record: dict[str, Any] = {"machine": machine}
    for name in wanted:
        record |= PARTS[name](console)
    OUTPUT.parent.mkdir(exist_ok=True)
    OUTPUT.write_text(json.dumps(record, indent=2) + "\n", encoding="utf-8")
    console.print(f"written to {OUTPUT}")


def _server(console: Console) -> dict[str, Any]:
    """Every server on every file, one after the other, so that they share the machine's noise."""
    files = samples()
    figures = [measure(server, sample) for sample in files for server in SERVERS]
    rates = {sample.label: conversion_rate(sample) for sample in files}
    for sample in files:
        console.print(_table(sample, [found for found in figures if found.file == sample.label]))
    _say(console, targets([found for found in figures if found.server == SERVERS[0].name], rates))
    return {"servers": [found.as_json() for found in figures], "conversion_lines_per_s": rates}


def _comparison(console: Console) -> dict[str, Any]:
    """What a comparison costs beside the programs that it runs."""
    found = list(overheads())
    table = Table(title="a comparison's own time, and PyTorch's by itself and in it (s)", title_justify="left")
    for header in (
        "program",
        "cold",
        "warm",
        "both imports",
        "float64 runs",
        "alone",
        "in the comparison",
        "slow-down",
    ):
        table.add_column(header, justify="left" if header == "program" else "right")
    for each in found:
        times = (each.cold, each.warm, each.imports, each.again, each.alone, each.captured)
        table.add_row(each.program, *(f"{seconds:.3f}" for seconds in times), f"{each.slowdown:.2f}x")
    console.print(table)
    _say(console, comparison_targets(found, ()))
    return {"comparison": [each.as_json() for each in found]}


def _crossing(console: Console) -> dict[str, Any]:
    """What a gigabyte of tensors takes on its way from PyTorch's side to MXNet's and to the judge."""
    found = list(crossings())
    table = Table(title="1 GiB of tensors: memory of each process, above idle, in GiB", title_justify="left")
    for header in ("what", "seconds", "PyTorch's kernel", "MXNet's kernel", "this process"):
        table.add_column(header, justify="left" if header == "what" else "right")
    for each in found:
        sizes = (each.torch, each.mxnet, each.own)
        table.add_row(each.what, f"{each.seconds:.1f}", *(f"{size:.2f}x" for size in sizes))
    console.print(table)
    _say(console, comparison_targets((), found))
    return {"crossing": [each.as_json() for each in found]}


def _say(console: Console, found: Iterable[Target]) -> None:
    for target in found:
        console.print(str(target), style="" if target.met else "red")


PARTS: dict[str, Callable[[Console], dict[str, Any]]] = {
    "server": _server,
    "comparison": _comparison,
    "crossing": _crossing,
}


def _table(sample: Sample, figures: list[Figures]) -> Table:
    """Times in ms, with the ratio to the first of ruff's servers where both have the figure."""
    table = Table(title=f"{sample.label} (ms, p50/p95; in brackets the ratio to ruff's push)", title_justify="left")
    for header in ("server", "initialize", "open", "key", "hover", "code action", "peak MiB"):
        table.add_column(header, justify="left" if header == "server" else "right")
    base = figures[1]
    for found in figures:
        table.add_row(
            found.server,
            _ratio(found.initialize, base.initialize),
            _ratio(found.opened, base.opened),
            _pair(found.key, base.key),
            _pair(found.hover, base.hover),
            _pair(found.code_action, base.code_action),
            _ratio(found.peak, base.peak),
        )
    return table


def _pair(found: Latency | None, base: Latency | None) -> str:
    if found is None:
        return "-"
    shown = f"{found.p50:.1f}/{found.p95:.1f}"
    return shown if base is None else f"{shown} ({found.p50 / base.p50:.1f}x)"


def _ratio(found: float, base: float) -> str:
    return f"{found:.1f} ({found / base:.1f}x)"


if __name__ == "__main__":
    main()
