"""The error of each line of the source: its text, and how far apart it is on the two sides."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

from gluonize.parity.pages.figures import small
from gluonize.parity.pages.values import mark
from gluonize.parity.report import Line, Report, Value

_LOWEST, _HIGHEST = -17, 1
_UNJUDGED: dict[str, Any] = {"verdict": "", "cause": ()}
_VERDICTS = {"agrees": ("yes", "✓"), "drifts": ("round", "≈"), "differs": ("no", "✗")}


def lead(report: Report) -> str:
    """What the bars are."""
    axis = "on an axis from 1e-17 to 10 in powers of ten"
    if report.lines:
        return (
            f"What each line makes in MXNet of the values that PyTorch's line had, {axis}. The thin bar is how far its "
            "results are apart in the whole run, where it gets what the lines before it have made."
        )
    double = any(value.max_abs_float64 is not None for value in report.values)
    second = " The thin bar is that of the float64 run." if double else ""
    return f"The largest difference of what each line computes, {axis}.{second}"


def verdicts(report: Report) -> list[dict[str, Any]]:
    """The groups of judged lines to choose from, with how many each has."""
    found = {verdict: sum(line.verdict == verdict for line in report.lines) for verdict in reversed(_VERDICTS)}
    groups = [{"css": verdict, "label": verdict, "count": count} for verdict, count in found.items() if count]
    return [{"css": "", "label": "all lines", "count": len(rows(report))}, *groups] if len(groups) > 1 else []


def rows(report: Report) -> list[dict[str, Any]]:
    """One entry for each line that was compared, and for that where the programs part, in the order of the source."""
    judged = {line.line: line for line in report.lines}
    values: dict[int, list[Value]] = {}
    for value in report.values:
        if value.line is not None:
            values.setdefault(value.line, []).append(value)
    texts = report.text.splitlines()
    numbers = {*judged, *values, *([report.diverges_at] if report.diverges_at is not None else [])}
    return [
        {"number": number, "text": texts[number - 1].strip(), "here": number == report.diverges_at}
        | _row(judged.get(number), values.get(number, []), alone=bool(judged))
        for number in sorted(numbers)
        if number <= len(texts)
    ]


def _row(judged: Line | None, values: Sequence[Value], *, alone: bool) -> dict[str, Any]:
    """`alone` says that lines were judged on their own, so that the errors of values are those of whole runs."""
    if judged is not None:
        return _judged(judged)
    if not values:
        return {**_UNJUDGED, "what": "", "mark": "", "sign": "", **_bars(0.0, None, ""), "error": ""}
    worst = max(values, key=lambda value: (not value.agree, not value.agree_run, _size(value.max_abs)))
    doubles = [value.max_abs_float64 for value in values if value.max_abs_float64 is not None]
    names = list(dict.fromkeys(value.name for value in values))
    css, sign, _ = mark(worst)
    told = _bars(worst.max_abs, max(doubles, default=None), "in float64")
    if alone:
        told = {**_bars(0.0, worst.max_abs, "in the whole run"), "error": ""}
    what = ", ".join(names[:2]) + (f" and {len(names) - 2} more" if len(names) > 2 else "")
    return {**_UNJUDGED, "what": what, "mark": css, "sign": sign, **told}


def _judged(line: Line) -> dict[str, Any]:
    css, sign = _VERDICTS[line.verdict]
    names = ", ".join(name.removeprefix("torch.") for name in line.names)
    what = f"{line.what} · {names}" if names else line.what
    told = {"what": what, "verdict": line.verdict, "cause": line.cause, "mark": css, "sign": sign}
    return {**told, **_bars(line.max_abs, line.drift, "in the whole run")}


def _bars(error: float | None, second: float | None, words: str) -> dict[str, Any]:
    """A bar and the thin one below it, which there is not for a `second` of None."""
    return {
        "error": small(error) or "not comparable",
        "length": length(error),
        "second": "" if second is None else f"{small(second)} {words}",
        "second_length": 0.0 if second is None else length(second),
    }


def _size(error: float | None) -> float:
    return math.inf if error is None else error


def length(error: float | None) -> float:
    """The length of a bar, in percent of an axis from 1e-17 to 10 on which powers of ten are equally far apart."""
    if error is None:
        return 100.0
    if error == 0:
        return 0.0
    share = (math.log10(error) - _LOWEST) / (_HIGHEST - _LOWEST)
    return round(100 * min(1.0, max(0.01, share)), 1)
