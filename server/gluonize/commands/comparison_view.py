"""A parity report in the terminal."""

from __future__ import annotations

from collections.abc import Sequence

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from gluonize.parity import Report
from gluonize.parity.pages.times import memory
from gluonize.parity.pages.times import times as all_times
from gluonize.parity.pages.values import mark, tolerance
from gluonize.parity.report import Epoch, Value

MOST_VALUES = 25
MOST_LINES = 40

_TITLES = {"torch": "PyTorch", "mxnet": "MXNet"}
COLOURS = {"agrees": "green", "amplified rounding": "green", "different": "red", "undecided": "yellow"}
_LINE_COLOURS = {"agrees": "green", "drifts": "yellow", "differs": "red"}


def show(report: Report, console: Console) -> None:
    """Print the values, the training's course, where and how long it ran, and the verdict."""
    if report.values:
        console.print(values_table(report.values))
    if report.lines:
        console.print(lines_table(report))
    if report.losses.epochs:
        console.print(losses_table(report.losses.epochs))
    for note in report.notes:
        console.print(f"[cyan]note[/] {escape(note)}", highlight=False, soft_wrap=True)
    for entry in report.only:
        console.print(
            f"[yellow]only in {_TITLES[entry['side']]}[/] {escape(entry['name'])}", highlight=False, soft_wrap=True
        )
    for cause in report.cause:
        console.print(
            f"[cyan]line {cause.line}[/] {escape(cause.name)}: {escape(cause.note)}", highlight=False, soft_wrap=True
        )
    console.print(places(report), highlight=False, soft_wrap=True)
    for line in times(report):
        console.print(line, highlight=False, soft_wrap=True)
    console.print(verdict(report), highlight=False, soft_wrap=True)


def times(report: Report) -> list[str]:
    """Times and memory of both sides, a line for each measure, and why they do not compare; as markup."""
    if not report.values:
        return []
    measures = [*all_times(report), *memory(report)]
    lines = [
        f"{escape(measure['title'])}: "
        + ", ".join(f"{bar['label']} {bar['figure']}" for bar in measure["bars"])
        + (f", {measure['detail']}" if measure["detail"] else "")
        for measure in measures
        if measure["title"] != "program"
    ]
    note = report.timing["note"]
    return [*lines, f"[yellow]note[/] {escape(note)}"] if note else lines


def verdict(report: Report) -> str:
    """The verdict and its reason, as markup."""
    return f"[bold {COLOURS[report.verdict]}]{report.verdict}[/]: {escape(report.reason)}"


def values_table(values: Sequence[Value]) -> Table:
    """The compared values; of many, those that are furthest from agreeing."""
    shown = values
    title = f"{len(values)} values compared"
    if len(values) > MOST_VALUES:
        shown = sorted(values, key=_distance, reverse=True)[:MOST_VALUES]
        title += f", the {MOST_VALUES} furthest apart"
    table = Table(title=title, title_justify="left")
    table.add_column("value", overflow="fold", min_width=16)
    for header in ("line", "shape", "largest error", "relative", "tolerance (absolute + relative)", "agrees"):
        table.add_column(header, justify="right" if header in ("line", "largest error", "relative") else "left")
    for value in shown:
        css, _, word = mark(value)
        table.add_row(
            escape(value.name),
            "" if value.line is None else str(value.line),
            _shape(value),
            _figure(value.max_abs),
            _figure(value.max_rel),
            tolerance(value),
            f"[{'red' if css == 'no' else 'green'}]{word}[/]",
        )
    return table


def lines_table(report: Report) -> Table:
    """The lines that differ or drift; all that were judged where none does."""
    telling = [line for line in report.lines if line.verdict != "agrees"]
    shown = (telling or report.lines)[:MOST_LINES]
    count = f", {len(shown)} of them here" if len(shown) < len(report.lines) else ""
    table = Table(title=f"{len(report.lines)} lines judged on PyTorch's values{count}", title_justify="left")
    texts = report.text.splitlines()
    for header in ("line", "text", "times", "error", "drift", "verdict"):
        left = header in ("text", "verdict")
        wide = 36 if header == "text" else None
        table.add_column(header, justify="left" if left else "right", no_wrap=header != "verdict", max_width=wide)
    for line in shown:
        told = f": {escape(line.what)}" if line.verdict == "differs" else ""
        table.add_row(
            str(line.line),
            escape(texts[line.line - 1].strip()),
            str(line.executions),
            _figure(line.max_abs),
            _figure(line.drift),
            f"[{_LINE_COLOURS[line.verdict]}]{line.verdict}[/]{told}",
        )
    return table


def losses_table(epochs: Sequence[Epoch]) -> Table:
    """Mean loss and wall time of every epoch on both sides."""
    doubles = any(epoch.difference_float64 is not None for epoch in epochs)
    table = Table(title="Loss and time of every epoch", title_justify="left")
    for header in ("epoch", "PyTorch", "MXNet", "difference", *(["in float64"] if doubles else [])):
        table.add_column(header, justify="right")
    for header in ("PyTorch s", "MXNet s"):
        table.add_column(header, justify="right")
    for epoch in epochs:
        table.add_row(
            str(epoch.epoch),
            f"{epoch.torch:.6f}",
            f"{epoch.mxnet:.6f}",
            _figure(epoch.difference),
            *([_figure(epoch.difference_float64)] if doubles else []),
            f"{epoch.torch_seconds:.3f}",
            f"{epoch.mxnet_seconds:.3f}",
        )
    return table


def _distance(value: Value) -> float:
    """How far outside its tolerance; what has no number comes first."""
    if value.smallest_tolerance is None:
        return 0.0 if value.agree else float("inf")
    return value.smallest_tolerance


def _shape(value: Value) -> str:
    ours, theirs = (str(tuple(shape)) for shape in value.shapes)
    return ours if ours == theirs else f"{ours} / {theirs}"


def _figure(number: float | None) -> str:
    return "-" if number is None else f"{number:.2g}"


def places(report: Report) -> str:
    """Which versions ran on which devices, and for how long, as markup."""
    parts = []
    for side, title in _TITLES.items():
        version = report.versions.get(side, {}).get(side)
        if version is None:
            return "[yellow]nothing was run[/]"
        device = report.devices.get(side, {})
        reason = f" ({device['reason']})" if device.get("reason") else ""
        seconds = report.timing.get(side, {}).get("program")
        took = "" if seconds is None else f", {seconds:.2f} s"
        parts.append(f"{title} {version} on {device.get('device', '?')}{reason}{took}")
    return escape("; ".join(parts))
