"""What the last comparison found, on the lines of the text, until they are edited or the program is compared anew."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from lsprotocol import types

from gluonize.analysis.model import Span
from gluonize.lsp.documents import Part, Program
from gluonize.lsp.marks import Mark
from gluonize.lsp.wire import Json

SOURCE = "gluonize parity"
_ERROR, _INFORMATION = 1, 3


def marks(data: bytes, report: Mapping[str, Any]) -> tuple[Mark, ...]:
    """The marks of a report as JSON on the text `data` that it is about, one per line of which it tells something."""
    lines = data.splitlines(keepends=True)
    values: dict[int, list[Mapping[str, Any]]] = {}
    for value in report["values"]:
        if value["line"] is not None:
            values.setdefault(value["line"], []).append(value)
    parting = report.get("diverges_at")
    judged = {line["line"]: line for line in report["lines"]}
    told = sorted({*values, *judged, *([parting] if parting is not None else [])})
    starts = [0]
    for line in lines:
        starts.append(starts[-1] + len(line))
    return tuple(
        _mark(_span(starts[line - 1], lines[line - 1]), report, values.get(line, []), line == parting, judged.get(line))
        for line in told
        if 0 < line <= len(lines) and lines[line - 1].strip()
    )


def diagnostics(program: Program, part: Part) -> list[Json]:
    """The marks in one part of a program that are to be underlined, as JSON."""
    found = [mark for mark in program.marks if mark.severity and program.part_at(mark.span.start) is part]
    return [_diagnostic(part, mark) for mark in found]


def hints(program: Program, part: Part, within: Span) -> list[types.InlayHint]:
    """The figures behind the compared lines that end in `within`."""
    return [
        types.InlayHint(
            position=types.Position(*part.text.position(mark.span.end - part.start)),
            label=mark.label,
            tooltip=mark.message,
            padding_left=True,
        )
        for mark in program.marks
        if within.start <= mark.span.end <= within.end and program.part_at(mark.span.start) is part
    ]


def _span(start: int, line: bytes) -> Span:
    return Span(start + len(line) - len(line.lstrip()), start + len(line.rstrip()))


def _mark(
    span: Span,
    report: Mapping[str, Any],
    values: list[Mapping[str, Any]],
    parts: bool,
    line: Mapping[str, Any] | None = None,
) -> Mark:
    """The mark of one line; where it was judged on its own, that counts, and not what it was given."""
    if line is not None:
        return _judged(span, report, values, parts, line)
    apart = [value for value in values if not value["agree"]]
    rounded = [value for value in values if value["agree"] and not value["agree_run"]]
    shown = apart or rounded or values
    sentences = [_parting(report)] if parts else []
    sentences += [_sentence(value) for value in shown]
    sign = "✗" if parts or apart else "≈" if rounded else "✓"
    severity = _INFORMATION if parts or apart or rounded else 0
    if report["verdict"] == "different" and (parts or apart):
        severity = _ERROR
    elif apart:
        sentences.append(report["reason"])
    figures = [*shown, *([report["parting"]] if parts else [])]
    errors = [figure["max_abs"] for figure in figures if figure["max_abs"] is not None]
    label = f"{sign} {max(errors):.1g}" if errors else sign
    return Mark(span, severity, "\n".join(sentences), label)


def _judged(
    span: Span, report: Mapping[str, Any], values: list[Mapping[str, Any]], parts: bool, line: Mapping[str, Any]
) -> Mark:
    differs, drifts = line["verdict"] == "differs", line["verdict"] == "drifts"
    sentences = [_parting(report)] if parts else [_fault(line)] if differs else []
    if not differs:
        by = "" if line["max_abs"] is None else f"; the largest difference is {line['max_abs']:.2g}"
        sentences.append(f"On PyTorch's values, this line agrees{by}.")
    if drifts:
        by = "" if line["drift"] is None else f" by {line['drift']:.2g}"
        sentences.append(f"In the whole program its results differ{by}, because it is given other values.")
    sentences += [_sentence(value) for value in values if differs or value["agree"]]
    figure = line["drift"] if drifts else line["max_abs"]
    sign = "✗" if differs else "→" if drifts else "✓"
    severity = 0 if not differs else _ERROR if report["verdict"] == "different" else _INFORMATION
    return Mark(span, severity, "\n".join(sentences), sign if figure is None else f"{sign} {figure:.1g}")


def _fault(line: Mapping[str, Any]) -> str:
    by = "" if line["max_abs"] is None else f" by {line['max_abs']:.2g}"
    notes = [f"{cause['name']}: {cause['note']}" for cause in line["cause"]]
    return "\n".join([f"On PyTorch's values, too, {line['what']} differs{by}.", *notes])


def _parting(report: Mapping[str, Any]) -> str:
    parting = report["parting"]
    by = "" if parting["max_abs"] is None else f" by {parting['max_abs']:.2g}"
    notes = [f"{cause['name']}: {cause['note']}" for cause in report["cause"]]
    where = f"PyTorch and MXNet part here: {parting['what']} differs{by} in {parting['precision']}."
    return "\n".join([where, *notes])


def _sentence(value: Mapping[str, Any]) -> str:
    if value["max_abs"] is None:
        return f"{value['name']} {'agrees' if value['agree'] else 'differs'}" + (
            f": {value['note']}." if value["note"] else "."
        )
    if value["agree_run"]:
        return f"{value['name']} agrees; the largest difference is {value['max_abs']:.2g}."
    if value["agree"]:
        return (
            f"{value['name']} differs by {value['max_abs']:.2g}, which is rounding: "
            f"in float64 the difference is {value['max_abs_float64'] or 0.0:.2g}."
        )
    return f"{value['name']} differs by {value['max_abs']:.2g}."


def _diagnostic(part: Part, mark: Mark) -> Json:
    first, last = part.text.range(mark.span.start - part.start, mark.span.end - part.start)
    places = {"start": first._asdict(), "end": last._asdict()}
    return Json(json.dumps({"range": places, "severity": mark.severity, "source": SOURCE, "message": mark.message}))
