"""The error of each line of the source: its text, and how far apart it is on the two sides."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

from gluonize.parity.pages.figures import small
from gluonize.parity.pages.values import mark
from gluonize.parity.report import Report, Value

_LOWEST, _HIGHEST = -17, 1
_NOTHING = {"what": "", "mark": "", "sign": "", "error": "", "length": 0.0, "double": "", "double_length": 0.0}


def rows(report: Report) -> list[dict[str, Any]]:
    """One entry for each line with a value, and for that where the programs part, in the order of the source."""
    lines: dict[int, list[Value]] = {} if report.diverges_at is None else {report.diverges_at: []}
    for value in report.values:
        if value.line is not None:
            lines.setdefault(value.line, []).append(value)
    texts = report.text.splitlines()
    return [
        {"number": number, "text": texts[number - 1].strip(), "here": number == report.diverges_at}
        | (_compared(lines[number]) if lines[number] else _NOTHING)
        for number in sorted(lines)
        if number <= len(texts)
    ]


def _compared(values: Sequence[Value]) -> dict[str, Any]:
    worst = max(values, key=lambda value: (not value.agree, not value.agree_run, _size(value.max_abs)))
    doubles = [value.max_abs_float64 for value in values if value.max_abs_float64 is not None]
    names = list(dict.fromkeys(value.name for value in values))
    css, sign, _ = mark(worst)
    return {
        "what": ", ".join(names[:2]) + (f" and {len(names) - 2} more" if len(names) > 2 else ""),
        "mark": css,
        "sign": sign,
        "error": small(worst.max_abs) or "not comparable",
        "length": length(worst.max_abs),
        "double": small(max(doubles)) if doubles else "",
        "double_length": length(max(doubles)) if doubles else 0.0,
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
