"""Line by line: what each line of a program makes of PyTorch's own values in MXNet, and how far it has drifted."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from gluonize.catalogue import Target
from gluonize.parity.causes import uses_by_line
from gluonize.parity.pairing import Pairing
from gluonize.parity.report import Line, LineVerdict, Parting
from gluonize.parity.runs import Run

_DOUBTED = "it draws random numbers, or weights before the first call of their network, that are not shared"


@dataclass(frozen=True, slots=True)
class Examined:
    """The runs that tell of single lines: PyTorch's, MXNet's on values of its own, and MXNet's on PyTorch's."""

    pairing: Pairing
    ours: Run
    own: Run
    fed: Run
    precision: str


@dataclass(frozen=True, slots=True)
class _Execution:
    """One execution of a line: after how many steps of the optimizers, and its parts as compared with PyTorch's."""

    line: int
    line_converted: int | None
    scope: str
    step: int
    doubted: bool
    parts: tuple[Mapping[str, Any], ...]


def lines(examined: Examined | None, text: str, target: Target) -> tuple[Line, ...]:
    """What is known of each line, in the order of the source; nothing where no run has judged them."""
    if examined is None:
        return ()
    fed, own = (_by_line(_executions(examined, run)) for run in (examined.fed, examined.own))
    names = uses_by_line(text, target)
    found = (
        _line(executions, own.get(line, []), names.get(line, ()), examined.ours) for line, executions in fed.items()
    )
    return tuple(sorted((line for line in found if line is not None), key=lambda line: line.line))


def first(examined: Examined) -> Parting | None:
    """The first part, in the order of execution, that a line makes otherwise than PyTorch of the same values.

    Where each line agrees on its own, it is the first part that differs in whole runs.
    """
    for run in (examined.fed, examined.own):
        executions = (execution for execution in _executions(examined, run) if not execution.doubted)
        wrong = [(part, execution) for execution in executions for part in execution.parts if not part["agree"]]
        if wrong:
            part, execution = min(wrong, key=lambda pair: int(pair[0]["order"]))
            return _parting(part, execution, examined)
    return None


def differ(examined: Examined) -> bool:
    """Whether a line makes otherwise than PyTorch of the same values."""
    executions = (execution for execution in _executions(examined, examined.fed) if not execution.doubted)
    return any(not part["agree"] for execution in executions for part in execution.parts)


def _parting(part: Mapping[str, Any], execution: _Execution, examined: Examined) -> Parting:
    return Parting(
        what=_what(part, execution, examined.ours),
        line=execution.line,
        line_converted=execution.line_converted,
        step=execution.step,
        max_abs=part["max_abs"],
        precision=examined.precision,
    )


def not_judged(examined: Examined | None, text: str, target: Target) -> tuple[dict[str, Any], ...]:
    """The lines with PyTorch in them that could not be judged on their own, each with the reason."""
    if examined is None:
        return ()
    names = uses_by_line(text, target)
    found = [(line, reason) for line, reason in examined.pairing.left_out if line in names]
    fed = _by_line(_executions(examined, examined.fed))
    found += [(line, _DOUBTED) for line, executions in fed.items() if all(part.doubted for part in executions)]
    return tuple({"line": line, "reason": reason} for line, reason in sorted(found))


def remarks(examined: Examined | None) -> tuple[str, ...]:
    """What to know about the lines as a whole."""
    if examined is None:
        return ()
    failure, parted = examined.fed.data["failure"], examined.fed.data["parted"]
    if failure is not None:
        what = failure.get("sentence") or failure.get("message") or failure.get("type", "")
        return (f"the run that judges each line on its own ended early, with: {what}",)
    if parted is not None:
        places = f"PyTorch goes on with line {parted['line']} where MXNet goes on with line {parted['other']}"
        return (f"{places}; what comes later is not judged line by line",)
    return ()


def _executions(examined: Examined, run: Run) -> Iterator[_Execution]:
    units = {unit.key: unit for unit in examined.pairing.units}
    for record in run.data["units"]:
        unit = units.get(record["key"])
        line = unit.line if unit is not None else record.get("line")
        if line is not None:
            yield _Execution(
                line=line,
                line_converted=unit.line_converted if unit is not None else None,
                scope=unit.scope if unit is not None else _layer(record["key"], examined.ours),
                step=record["steps"],
                doubted=record["doubted"],
                parts=tuple(record["parts"]),
            )


def _by_line(executions: Iterable[_Execution]) -> dict[int, list[_Execution]]:
    found: dict[int, list[_Execution]] = {}
    for execution in executions:
        if execution.parts:
            found.setdefault(execution.line, []).append(execution)
    return found


def _line(fed: list[_Execution], own: list[_Execution], names: tuple[str, ...], ours: Run) -> Line | None:
    sure = [execution for execution in fed if not execution.doubted]
    parts = [(part, execution) for execution in sure for part in execution.parts]
    if not parts:
        return None
    worst, where = max(parts, key=lambda pair: _excess(pair[0]))
    wrong = [pair for pair in parts if not pair[0]["agree"]]
    drifts = [part for execution in own for part in execution.parts]
    drifted = any(not part["agree"] for part in drifts)
    verdict: LineVerdict = "differs" if wrong else "drifts" if drifted else "agrees"
    return Line(
        line=where.line,
        line_converted=where.line_converted,
        names=names,
        what=_what(*(wrong[0] if wrong else (worst, where)), ours),
        verdict=verdict,
        executions=len(sure),
        agree=not wrong,
        max_abs=worst["max_abs"],
        max_rel=_largest([part for part, _ in parts], "max_rel"),
        within=min(part["within"] for part, _ in parts),
        tolerance=worst["tolerance"],
        drift=_largest(drifts, "max_abs"),
    )


def _largest(parts: list[Mapping[str, Any]], figure: str) -> float | None:
    return max((part[figure] for part in parts if part[figure] is not None), default=None)


def _excess(part: Mapping[str, Any]) -> float:
    """How far outside its tolerance; what has no number comes first where it differs."""
    if part["smallest_tolerance"] is None:
        return 0.0 if part["agree"] else float("inf")
    return float(part["smallest_tolerance"])


def _what(part: Mapping[str, Any], execution: _Execution, ours: Run) -> str:
    """How a person calls a part of what a line makes."""
    name, scope = str(part["name"]), execution.scope
    if "leaf" in part:
        full = f"{part.get('variable') or _root(part['root'], ours)}.{part['leaf']}"
        words = {"gradient": "the gradient of {} that the step uses", "weight": "{} after the step"}
        words.update(slope="the gradient of {}", change="{} after the line")
        return words.get(name, "{} after the call").format(full)
    if name == "output":
        return f"the output of {scope}"
    if name.startswith("return"):
        return f"what {scope} returns" + name.removeprefix("return")
    return f"{name} in {scope}" if scope else name


def _layer(key: str, ours: Run) -> str:
    index, _, path = key.partition(" ")
    return f"{_root(int(index), ours)}.{path}"


def _root(index: int, ours: Run) -> str:
    roots = ours.data["roots"]
    return str(roots[index].get("name", "?")) if index < len(roots) else "?"
