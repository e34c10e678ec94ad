"""Run the benchmark: print tables with ratios, write reports/bench.json."""

from __future__ import annotations

import json
import platform
import sys
from pathlib import Path

from rich.console import Console
from rich.table import Table

from benchmarks.files import Sample, samples
from benchmarks.measure import Figures, Latency, Server, conversion_rate, measure
from benchmarks.targets import targets

OUTPUT = Path("reports") / "bench.json"
RUFF = str(Path(sys.executable).with_name("ruff"))
SERVERS = (
    Server("gluonize", (sys.executable, "-m", "gluonize", "server")),
    Server("ruff (push)", (RUFF, "server"), hovers=False),
    Server("ruff (pull)", (RUFF, "server"), pull=True, hovers=False),
)


def main() -> None:
    """Every server on every file, one after the other, so that they share the machine's noise."""
    console = Console(width=max(Console().width, 110))
    files = samples()
    figures = [measure(server, sample) for sample in files for server in SERVERS]
    rates = {sample.label: conversion_rate(sample) for sample in files}
    for sample in files:
        console.print(_table(sample, [found for found in figures if found.file == sample.label]))
    for target in targets([found for found in figures if found.server == SERVERS[0].name], rates):
        console.print(str(target), style="" if target.met else "red")
    OUTPUT.parent.mkdir(exist_ok=True)
    machine = {"python": platform.python_version(), "machine": platform.machine(), "system": platform.system()}
    record = {"machine": machine, "servers": [found.as_json() for found in figures], "conversion_lines_per_s": rates}
    OUTPUT.write_text(json.dumps(record, indent=2) + "\n", encoding="utf-8")
    console.print(f"written to {OUTPUT}")


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
