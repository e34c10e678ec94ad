"""Saved reports: read one, and judge it again with other tolerances, without running anything."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import fields, replace
from pathlib import Path
from typing import Any

from gluonize.errors import UsageError
from gluonize.parity.assemble import ROUNDING
from gluonize.parity.causes import with_causes
from gluonize.parity.report import SCHEMA, Basis, Cause, Epoch, Line, Losses, Parting, Report, Value
from gluonize.parity.tolerances import EXACT, Changes, Tolerance, given
from gluonize.parity.verdict import Evidence, decide

_PAIRS = ("shapes", "dtypes", "nan", "inf")
_AS_IT_IS = ("source", "name", "target", "agree", "verdict", "reason", "precision", "devices", "versions", "timing")


def read_report(path: Path) -> Report:
    """The report that `to_json` was written to `path`; raises UsageError where there is none."""
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise UsageError(f"{path} cannot be read as a report: {error}") from error
    if not isinstance(data, dict) or data.get("schema") != SCHEMA:
        raise UsageError(f"{path} is no report of the format {SCHEMA}: write one with gluonize compare FILE --json")
    try:
        return from_json(data)
    except (KeyError, TypeError, ValueError) as error:
        raise UsageError(f"{path} is not complete ({error}): write the report anew") from error


def from_json(data: Mapping[str, Any]) -> Report:
    """The report of which `data` is the JSON; raises KeyError, TypeError or ValueError where something is missing."""
    losses = data["losses"]
    return Report(
        **{name: data[name] for name in _AS_IT_IS},
        values=tuple(_value(entry) for entry in data["values"]),
        losses=Losses(
            tuple(Epoch(**epoch) for epoch in losses["epochs"]),
            tuple(losses["steps"]["torch"]),
            tuple(losses["steps"]["mxnet"]),
            losses["note"],
        ),
        parting=_parting(data["parting"]),
        only=tuple(data["only"]),
        skipped=tuple(data["skipped"]),
        notes=tuple(data["notes"]),
        printed=data["printed"],
        text=data["text"],
        converted=data["converted"],
        basis=_basis(data["basis"]),
        cause=tuple(Cause(**cause) for cause in data["cause"]),
        lines=tuple(_line(entry) for entry in data.get("lines", [])),
        not_judged=tuple(data.get("not_judged", [])),
    )


def judge_again(report: Report, relative: Changes, absolute: Changes) -> Report:
    """The report with its values judged by other tolerances, where there are such for the precision of a value.

    Whole numbers must be the same as before, and what the float64 run has shown stays shown.
    """
    values = tuple(_judged_again(value, relative, absolute) for value in report.values)
    agree, verdict, reason = decide(Evidence(values, report.only, report.basis, report.precision))
    parting = report.basis.parting if verdict == "different" else None
    return with_causes(replace(report, values=values, agree=agree, verdict=verdict, reason=reason, parting=parting))


def _judged_again(value: Value, relative: Changes, absolute: Changes) -> Value:
    old = Tolerance(value.tolerance["relative"], value.tolerance["absolute"])
    new = old.changed(given(relative, value.precision), given(absolute, value.precision))
    if value.frontier is None or new == old or value.precision == EXACT:
        return value
    inside = all(error <= new.absolute + new.relative * size for size, error in value.frontier)
    rounding = not inside and value.agree_float64 is True
    notes = [note for note in value.note.split("; ") if note not in ("", ROUNDING)]
    return replace(
        value,
        agree=inside or rounding,
        agree_run=inside,
        tolerance={"relative": new.relative, "absolute": new.absolute},
        smallest_tolerance=_smallest(value.frontier, new),
        within=1.0 if inside else None,
        note="; ".join([*notes, ROUNDING] if rounding else notes),
    )


def _smallest(frontier: list[list[float]], tolerance: Tolerance) -> float | None:
    """The factor on the tolerances with which all would just pass; None where no factor helps."""
    allowed = [(error, tolerance.absolute + tolerance.relative * size) for size, error in frontier if error]
    if any(limit == 0 for _, limit in allowed):
        return None
    return max((error / limit for error, limit in allowed), default=0.0)


def _value(entry: Mapping[str, Any]) -> Value:
    missing = {field.name for field in fields(Value)} - entry.keys()
    if missing:
        raise KeyError(f"a value has no {min(missing)}")
    parts: dict[str, Any] = {name: tuple(part) if name in _PAIRS else part for name, part in entry.items()}
    return Value(**parts)


def _line(entry: Mapping[str, Any]) -> Line:
    parts = {**entry, "names": tuple(entry["names"]), "cause": tuple(Cause(**cause) for cause in entry["cause"])}
    return Line(**parts)


def _parting(entry: Mapping[str, Any] | None) -> Parting | None:
    return None if entry is None else Parting(**entry)


def _basis(entry: Mapping[str, Any]) -> Basis:
    return Basis(
        problems=tuple(entry["problems"]),
        doubts=tuple(entry["doubts"]),
        second=entry["second"],
        told=entry["told"],
        failure=entry["failure"],
        parting=_parting(entry["parting"]),
    )
