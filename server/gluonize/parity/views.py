"""The report as a page of HTML, which needs nothing else and runs no script, and as Markdown."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from gluonize.parity.charts import Series, histogram, line_chart
from gluonize.parity.options import TITLES
from gluonize.parity.report import SCHEMA, Report, Value

_TONES = {"agrees": "agrees", "amplified rounding": "rounding", "different": "different", "undecided": "undecided"}
_KINDS = {
    "variable": "variables",
    "output": "outputs",
    "result": "results",
    "gradient": "gradients",
    "loss": "losses",
    "weight": "weights",
}
_AROUND = 3
_YES, _ROUNDING, _NO = ("yes", "✓", "yes"), ("round", "≈", "rounding"), ("no", "✗", "no")


def render_html(report: Report) -> str:
    """The report as one self-contained page without scripts; light or dark as the reader's system is."""
    return _environment(html=True).get_template("report.html.j2").render(report=report, page=_page(report))


def render_markdown(report: Report) -> str:
    """The report as GitHub-flavoured Markdown."""
    return _environment(html=False).get_template("report.md.j2").render(report=report, page=_page(report))


def small(number: float | None) -> str:
    """A difference in few characters; nothing for None."""
    if number is None:
        return ""
    return "0" if number == 0 else f"{number:.2g}" if 0.001 <= number < 1000 else f"{number:.1e}"


def _environment(*, html: bool) -> Environment:
    environment = Environment(
        loader=PackageLoader("gluonize.parity"), autoescape=html, undefined=StrictUndefined, keep_trailing_newline=True
    )
    environment.filters["small"] = small
    environment.filters["cell"] = lambda text: str(text).replace("|", "\\|")
    return environment


def _page(report: Report) -> dict[str, Any]:
    """What the templates show beside the report itself."""
    name = Path(report.source).name
    return {
        "title": f"{name}::{report.name}" if report.name else name,
        "tone": _TONES[report.verdict],
        "tiles": _tiles(report),
        "parting": _parting(report),
        "excerpts": _excerpts(report),
        "loss_chart": Markup(_loss_chart(report)),
        "difference_chart": Markup(_difference_chart(report)),
        "has_double": any(value.max_abs_float64 is not None for value in report.values),
        "filters": _filters(report),
        "tolerances": _tolerances(report),
        "rows": [_row(value) for value in report.values],
        "bars": _bars(report),
        "time_note": report.timing.get("note", ""),
        "remarks": _remarks(report),
        "sides": [_side(report, side) for side in ("torch", "mxnet")],
        "schema": SCHEMA,
    }


def _tiles(report: Report) -> list[dict[str, str]]:
    good = sum(value.agree for value in report.values)
    tiles = [_tile("Values that agree", f"{good} of {len(report.values)}", f"in {report.precision}")]
    if report.losses.epochs:
        worst = max(epoch.difference for epoch in report.losses.epochs)
        tiles.append(_tile("Losses of the epochs", small(worst), f"largest difference in {report.precision}"))
    doubles = [value.max_abs_float64 for value in report.values if value.max_abs_float64 is not None]
    if doubles:
        tiles.append(_tile("The same in float64", small(max(doubles)), "largest difference of any value"))
    times = [report.timing[side]["median_epoch"] for side in ("torch", "mxnet")]
    if all(times):
        tiles.append(_tile("MXNet's time per epoch", f"{times[1] / times[0]:.2f}x", "of PyTorch's, on this machine"))
    return tiles


def _tile(label: str, figure: str, detail: str) -> dict[str, str]:
    return {"label": label, "figure": figure, "detail": detail}


def _parting(report: Report) -> str:
    parting = report.parting
    if parting is None:
        return ""
    place = f" at line {parting.line}" if parting.line is not None else ""
    by = f", by {parting.max_abs:.2g}" if parting.max_abs is not None else ""
    when = f" It happens after {parting.step} optimizer steps." if parting.step else ""
    return f"The first thing that differs is {parting.what}{place}{by} (in {parting.precision}).{when}"


def _excerpts(report: Report) -> list[dict[str, Any]]:
    if report.parting is None:
        return []
    texts = ((report.text, report.parting.line, "PyTorch"), (report.converted, report.parting.line_converted, "MXNet"))
    return [{"title": title, "lines": _around(text, line)} for text, line, title in texts if line is not None]


def _around(text: str, line: int) -> list[dict[str, Any]]:
    lines = text.splitlines()
    first, last = max(1, line - _AROUND), min(len(lines), line + _AROUND)
    return [{"number": n, "text": lines[n - 1], "here": n == line} for n in range(first, last + 1)]


def _loss_chart(report: Report) -> str:
    losses = report.losses
    if not losses.torch_steps:
        return ""
    series = [
        Series("PyTorch, each step", "torch", list(enumerate(losses.torch_steps, 1))),
        Series("MXNet, each step", "mxnet", list(enumerate(losses.mxnet_steps, 1))),
    ]
    ends, total = [], 0
    for epoch in losses.epochs:
        total += epoch.batches
        ends.append(total)
    strong = [("PyTorch, epoch", "torch strong", "torch"), ("MXNet, epoch", "mxnet strong dashed", "mxnet")]
    for name, style, side in strong if len(ends) > 1 else []:
        points = [(end, getattr(epoch, side)) for end, epoch in zip(ends, losses.epochs, strict=True)]
        series.append(Series(name, style, points, dots=True))
    return line_chart(series, title="loss at each step and mean of each epoch", x_label="step")


def _difference_chart(report: Report) -> str:
    losses = report.losses
    if len(losses.epochs) > 1:
        single = [(epoch.epoch, epoch.difference) for epoch in losses.epochs]
        double = [(e.epoch, e.difference_float64) for e in losses.epochs if e.difference_float64 is not None]
        label = "epoch"
    else:
        both = zip(losses.torch_steps, losses.mxnet_steps, strict=False)
        single, double, label = [(step, abs(a - b)) for step, (a, b) in enumerate(both, 1)], [], "step"
    series = [Series(report.precision, "mxnet strong", single, dots=True)]
    if double:
        series.append(Series("float64", "double strong", double, dots=True))
    return line_chart(series, title="difference of the losses", x_label=label, log=True)


def _filters(report: Report) -> list[dict[str, Any]]:
    found = [{"css": "", "label": "all", "count": len(report.values)}]
    parted = sum(not value.agree_run for value in report.values)
    if parted:
        found.append({"css": "parted", "label": f"outside the tolerance in {report.precision}", "count": parted})
    kinds = [(kind, sum(value.kind == kind for value in report.values)) for kind in _KINDS]
    return found + [{"css": kind, "label": _KINDS[kind], "count": count} for kind, count in kinds if count]


def _row(value: Value) -> dict[str, Any]:
    mark, sign, word = _ROUNDING if value.agree and not value.agree_run else _YES if value.agree else _NO
    return {
        "value": value,
        "css": value.kind if value.agree_run else f"{value.kind} parted",
        "mark": mark,
        "sign": sign,
        "word": word,
        "shape": _both(*map(_shape, value.shapes)),
        "dtype": _both(*value.dtypes),
        "worst": str(value.worst_index) if value.worst_index else "",
        "tolerance": _tolerance(value),
        "errors": Markup(histogram(**value.histogram)) if value.histogram else "",
        "title": f"{_share(value)}within {_tolerance(value)}",
    }


def _share(value: Value) -> str:
    """How many of the numbers are within the tolerance; a report that is judged again may not tell."""
    return "not all " if value.within is None else f"{value.within:.4%} "


def _tolerance(value: Value) -> str:
    """The tolerance as absolute + relative; whole numbers have none."""
    if not any(value.tolerance.values()):
        return "exactly"
    return f"{value.tolerance['absolute']:.2g} + {value.tolerance['relative']:.2g}"


def _tolerances(report: Report) -> str:
    numbers = dict.fromkeys(_tolerance(value) for value in report.values if any(value.tolerance.values()))
    return " or ".join(numbers) or "0"


def _shape(shape: list[int]) -> str:
    return " × ".join(map(str, shape)) if shape else "number"


def _both(first: str, second: str) -> str:
    return first if first == second else f"{first} | {second}"


def _bars(report: Report) -> list[dict[str, Any]]:
    """The median epoch of both sides, or the whole program where there are no epochs."""
    times = {side: report.timing[side] for side in ("torch", "mxnet")}
    key = "median_epoch" if all(time["median_epoch"] for time in times.values()) else "program"
    words = "median epoch" if key == "median_epoch" else "program"
    longest = max(time[key] for time in times.values()) or 1.0
    return [
        {
            "side": side,
            "label": f"{TITLES[side]}, {words}",
            "share": f"{100 * time[key] / longest:.1f}",
            "figure": f"{time[key]:.3f} s",
        }
        for side, time in times.items()
    ]


def _remarks(report: Report) -> list[str]:
    remarks = [report.losses.note[:1].upper() + report.losses.note[1:] + "."] if report.losses.note else []
    remarks += [note[:1].upper() + note[1:] + "." for note in report.notes]
    variables = [entry for entry in report.only if entry["kind"] == "variable"]
    for side, title in TITLES.items():
        names = ", ".join(entry["name"] for entry in variables if entry["side"] == side)
        remarks += [f"Only the {title} program has {names}."] if names else []
    return remarks + [f"{entry['name']} is not compared: {entry['reason']}." for entry in report.skipped]


def _side(report: Report, side: str) -> dict[str, Any]:
    device = report.devices[side]
    about = f"{device['device']} ({device['reason']})" if device["reason"] else device["device"]
    memory = report.timing[side]["peak_memory"]
    rows = [
        ("runs on", about),
        *report.versions[side].items(),
        ("program", f"{report.timing[side]['program']:.2f} s"),
        ("peak memory", f"{memory / 2**20:,.0f} MiB"),
    ]
    return {"title": TITLES[side], "rows": rows, "printed": report.printed.get(side, "").strip()}
