"""The rows of the table of values: what each shows, its place in every order, and the groups to choose from."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from markupsafe import Markup

from gluonize.parity.charts import histogram
from gluonize.parity.pages.figures import both, shape, small
from gluonize.parity.report import Report, Value

KINDS = {
    "variable": "variables",
    "output": "outputs",
    "result": "results",
    "gradient": "gradients",
    "loss": "losses",
    "weight": "weights",
}
_YES, _ROUNDING, _NO = ("yes", "✓", "yes"), ("round", "≈", "rounding"), ("no", "✗", "no")


def rows(report: Report) -> list[dict[str, Any]]:
    """One entry per value, in the order of the report, with its place in each of the other orders."""
    shown = [_row(value) for value in report.values]
    for name, key in _ORDERS.items():
        for place, index in enumerate(sorted(range(len(shown)), key=lambda index: key(report.values[index]))):
            shown[index]["places"] += f"--{name}:{place};"
    return shown


def filters(report: Report) -> list[dict[str, Any]]:
    """The groups of rows: all, those that part, and each kind; `css` is the class of their rows."""
    found = [{"css": "", "label": "all", "count": len(report.values)}]
    wrong = sum(not value.agree for value in report.values)
    parted = sum(not value.agree_run for value in report.values)
    if wrong:
        found.append({"css": "wrong", "label": "different", "count": wrong})
    if parted and parted != wrong:
        found.append({"css": "parted", "label": f"outside the tolerance in {report.precision}", "count": parted})
    kinds = [(kind, sum(value.kind == kind for value in report.values)) for kind in KINDS]
    return found + [{"css": kind, "label": KINDS[kind], "count": count} for kind, count in kinds if count]


def mark(value: Value) -> tuple[str, str, str]:
    """CSS class, sign and word for how a value compares."""
    return _ROUNDING if value.agree and not value.agree_run else _YES if value.agree else _NO


def _descending(read: Callable[[Value], float | None]) -> Callable[[Value], tuple[bool, float]]:
    """Largest first; what has no number comes before all, because it is no agreement."""
    return lambda value: (read(value) is not None, -(read(value) or 0.0))


_ORDERS: dict[str, Callable[[Value], Any]] = {
    "name": lambda value: value.name.lower(),
    "error": _descending(lambda value: value.max_abs),
    "relative": _descending(lambda value: value.max_rel),
    "double": _descending(lambda value: value.max_abs_float64),
    "factor": _descending(lambda value: value.smallest_tolerance),
    "line": lambda value: (value.line is None, value.line or 0),
}


def _row(value: Value) -> dict[str, Any]:
    css, sign, word = mark(value)
    groups = [value.kind, *(["parted"] if not value.agree_run else []), *(["wrong"] if not value.agree else [])]
    factor = value.smallest_tolerance
    return {
        "value": value,
        "css": " ".join(groups),
        "places": "",
        "mark": css,
        "sign": sign,
        "word": word,
        "shape": both(*map(shape, value.shapes)),
        "dtype": both(*value.dtypes),
        "tolerance": tolerance(value),
        "factor": "" if factor is None else f"{small(factor)}×",
        "filled": 100 if factor is None or factor > 1 else round(100 * factor, 1),
        "errors": Markup(histogram(**value.histogram)) if value.histogram else "",
        "facts": _facts(value),
    }


def _facts(value: Value) -> list[tuple[str, str]]:
    """Everything else that is known of a value, by name."""
    facts = [("tolerance", f"{tolerance(value)} ({value.precision})"), ("within it", _share(value))]
    if value.smallest_tolerance is not None and any(value.tolerance.values()):
        facts.append(("would just pass with", f"{small(value.smallest_tolerance)} times that"))
    if value.worst is not None and value.worst_index is not None:
        place = f" at {value.worst_index}" if value.worst_index else ""
        facts.append((f"worst{place}", f"{_exactly(value.worst[0])} in PyTorch, {_exactly(value.worst[1])} in MXNet"))
    facts += [("mean error", small(value.mean_abs)), ("cosine", _cosine(value.cosine))]
    for name, counts in (("NaN", value.nan), ("infinite", value.inf)):
        if any(counts):
            facts.append((name, f"{counts[0]} in PyTorch, {counts[1]} in MXNet"))
    for share, error in (value.quantiles or {}).items():
        facts.append((f"{float(share):.1%} of the errors up to".replace(".0%", "%"), small(error)))
    if value.line is not None:
        facts.append(("line", str(value.line)))
    return [(name, text) for name, text in facts if text]


def _exactly(number: object) -> str:
    return f"{number:.9g}" if isinstance(number, float) else str(number)


def _cosine(number: float | None) -> str:
    """The distance from 1 where that is what matters."""
    if number is None:
        return ""
    return f"{number:.6f}" if abs(1 - number) > 1e-6 else f"1 - {small(max(0.0, 1 - number))}"


def _share(value: Value) -> str:
    """How many of the numbers are within the tolerance; a report that is judged again may not tell."""
    if value.within is None:
        return "not all of the numbers"
    return "all of the numbers" if value.within == 1 else f"{value.within:.4%} of the numbers"


def tolerance(value: Value) -> str:
    """The tolerance as absolute + relative; whole numbers have none."""
    if not any(value.tolerance.values()):
        return "exactly"
    return f"{_short(value.tolerance['absolute'])} + {_short(value.tolerance['relative'])}"


def _short(number: float) -> str:
    text = f"{number:.2g}" if number >= 0.01 or not number else f"{number:.1e}"
    return text.replace(".0e", "e").replace("e-0", "e-")


def tolerances(report: Report) -> str:
    """All tolerances of a report, by precision."""
    found = {value.precision: tolerance(value) for value in report.values if any(value.tolerance.values())}
    ages: dict[str, list[str]] = {}
    for value in report.values:
        if any(value.tolerance.values()) and tolerance(value) not in ages.setdefault(value.precision, []):
            ages[value.precision].append(tolerance(value))
    return "; ".join(f"{' or '.join(ages[precision])} for {precision}" for precision in found) or "0"
