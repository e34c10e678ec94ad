"""The report as a page of HTML, which needs nothing else and runs no script, and as Markdown."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from markupsafe import Markup

from gluonize.parity.options import SIDES, TITLES
from gluonize.parity.pages import lines, losses, times, values
from gluonize.parity.pages.figures import mebibytes, sentence, small
from gluonize.parity.report import SCHEMA, Report

if TYPE_CHECKING:
    from jinja2 import Environment

_TONES = {"agrees": "agrees", "amplified rounding": "rounding", "different": "different", "undecided": "undecided"}
_SIGNS = {"agrees": "✓", "amplified rounding": "≈", "different": "✗", "undecided": "?"}
_AROUND = 3


def render_html(report: Report) -> str:
    """The report as one self-contained page without scripts; light or dark as the reader's system or editor is."""
    return _environment(html=True).get_template("report.html.j2").render(report=report, page=_page(report))


def render_markdown(report: Report) -> str:
    """The report as GitHub-flavoured Markdown."""
    return _environment(html=False).get_template("report.md.j2").render(report=report, page=_page(report))


def _environment(*, html: bool) -> Environment:
    import jinja2  # slow to import, and most comparisons need no page

    environment = jinja2.Environment(
        loader=jinja2.PackageLoader("gluonize.parity"),
        autoescape=html,
        undefined=jinja2.StrictUndefined,
        keep_trailing_newline=True,
    )
    environment.filters["small"] = small
    environment.filters["cell"] = lambda text: str(text).replace("|", "\\|")
    return environment


def _page(report: Report) -> dict[str, Any]:
    """What the templates show beside the report itself."""
    name = Path(report.source).name
    return {
        "title": f"{name}::{report.name}" if report.name else name,
        "headline": _headline(report),
        "tone": _TONES[report.verdict],
        "sign": _SIGNS[report.verdict],
        "ran": [_ran(report, side) for side in SIDES],
        "tiles": _tiles(report),
        "parting": _parting(report),
        "excerpts": _excerpts(report),
        "loss_chart": Markup(losses.loss_chart(report)),
        "difference_chart": Markup(losses.difference_chart(report)),
        "has_double": any(value.max_abs_float64 is not None for value in report.values),
        "filters": values.filters(report),
        "tolerances": values.tolerances(report),
        "rows": values.rows(report),
        "lines": lines.rows(report),
        "lines_lead": lines.lead(report),
        "line_verdicts": lines.verdicts(report),
        "times": times.times(report),
        "memory": times.memory(report),
        "time_note": report.timing["note"],
        "remarks": _remarks(report),
        "sides": [_side(report, side) for side in SIDES],
        "schema": SCHEMA,
    }


def _headline(report: Report) -> str:
    """The verdict as a sentence."""
    if report.verdict == "different":
        place = "" if report.diverges_at is None else f", first at line {report.diverges_at}"
        return f"The programs differ{place}"
    if report.verdict == "undecided":
        return "Nothing is proven either way"
    return "The programs agree" + (": what parts is rounding" if report.verdict == "amplified rounding" else "")


def _ran(report: Report, side: str) -> str:
    """What a side ran with, in few words."""
    version = report.versions[side].get(side)
    device = report.devices[side]
    return f"{TITLES[side]} {version} on {device['name'] or device['device']}" if version else ""


def _tiles(report: Report) -> list[dict[str, str]]:
    good = sum(value.agree for value in report.values)
    told = sum(value.agree and not value.agree_run for value in report.values)
    where = f"in {report.precision}, {told} of them by rounding" if told else f"in {report.precision}"
    tiles = [_tile("Values that agree", f"{good} of {len(report.values)}", where)]
    if report.losses.epochs:
        worst = max(epoch.difference for epoch in report.losses.epochs)
        tiles.append(_tile("Losses of the epochs", small(worst), f"largest difference in {report.precision}"))
    doubles = [value.max_abs_float64 for value in report.values if value.max_abs_float64 is not None]
    if doubles:
        tiles.append(_tile("The same in float64", small(max(doubles)), "largest difference of any value"))
    medians = [report.timing[side]["median_epoch"] for side in SIDES]
    if all(medians) and not report.timing["note"]:
        tiles.append(
            _tile("MXNet's time per epoch", f"{medians[1] / medians[0]:.2f}x", "of PyTorch's, on this machine")
        )
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
    rows = text.splitlines()
    first, last = max(1, line - _AROUND), min(len(rows), line + _AROUND)
    return [{"number": n, "text": rows[n - 1], "here": n == line} for n in range(first, last + 1)]


def _remarks(report: Report) -> list[str]:
    remarks = [sentence(report.losses.note)] if report.losses.note else []
    remarks += [sentence(note) for note in report.notes]
    variables = [entry for entry in report.only if entry["kind"] == "variable"]
    for side, title in TITLES.items():
        names = ", ".join(entry["name"] for entry in variables if entry["side"] == side)
        remarks += [f"Only the {title} program has {names}."] if names else []
    return remarks + [f"{entry['name']} is not compared: {entry['reason']}." for entry in report.skipped]


def _side(report: Report, side: str) -> dict[str, Any]:
    device, timing = report.devices[side], report.timing[side]
    about = f"{device['device']} ({device['reason']})" if device["reason"] else device["device"]
    peak = f"{mebibytes(timing['peak_memory'])} ({mebibytes(timing['memory_before'])} before the program)"
    rows = [
        ("runs on", about),
        *report.versions[side].items(),
        ("program", f"{timing['program']:.2f} s"),
        ("peak memory", peak),
    ]
    if timing["peak_device_memory"] is not None:
        rows.append(("on the GPU", mebibytes(timing["peak_device_memory"])))
    return {"title": TITLES[side], "rows": rows, "printed": report.printed.get(side, "").strip()}
