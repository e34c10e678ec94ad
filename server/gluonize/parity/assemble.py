"""Turns what two runs recorded into the parts of a report."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from gluonize.parity.report import Epoch, Losses, Parting, Value
from gluonize.parity.runs import Run
from gluonize.parity.texts import assigned_lines
from gluonize.parity.timing import training_passes

EPOCHS = "loss of every epoch"
ROUNDING = "rounding, as the float64 run shows"
_PAIRS = ("shapes", "dtypes", "nan", "inf")
_SAME = ("max_abs", "max_rel", "mean_abs", "worst_index", "worst", "within")
_JUDGED = ("precision", "tolerance", "smallest_tolerance")


def values(judged: Mapping[str, Any], ours: Run, exact: Mapping[str, Any] | None, text: str) -> tuple[Value, ...]:
    """The compared values in the order of `judged`; `exact` holds the statistics of the float64 runs.

    A variable without a recorded line gets that of its last assignment in the program's `text`.
    """
    lines = assigned_lines(text)
    doubles = {(entry["kind"], entry["key"]): entry for entry in exact["values"]} if exact else {}
    found = (_value(entry, ours, doubles.get((entry["kind"], entry["key"]), {})) for entry in judged["values"])
    return tuple(
        replace(value, line=lines.get(re.split(r"[.\[]", value.name)[0]))
        if value.kind == "variable" and value.line is None
        else value
        for value in found
    )


def _value(entry: Mapping[str, Any], ours: Run, double: Mapping[str, Any]) -> Value:
    rounding = not entry["agree"] and bool(double.get("agree"))
    spread: dict[str, Any] = {name: entry[name] for name in ("frontier", "quantiles", "histogram")}
    figures: dict[str, Any] = {name: entry[name] for name in (*_SAME, *_JUDGED)}
    figures.update({name: tuple(entry[name]) for name in _PAIRS})
    return Value(
        name=title(entry, ours),
        kind=entry["kind"],
        line=entry["line"],
        cosine=entry["cosine"],
        note=_note(entry, rounding),
        agree=entry["agree"] or rounding,
        agree_run=entry["agree"],
        agree_float64=double.get("agree"),
        max_abs_float64=double.get("max_abs"),
        **figures,
        **spread,
    )


def title(entry: Mapping[str, Any], ours: Run) -> str:
    """How a person calls the thing."""
    if "title" in entry:
        return str(entry["title"])
    kind, roots = entry["kind"], ours.data["roots"]
    if kind == "variable":
        return str(entry["name"])
    if kind == "loss":
        return EPOCHS if entry["key"] == "epochs" else "loss of every step"
    root = roots[entry["root"]].get("name", "?") if entry["root"] < len(roots) else "?"
    if kind == "output":
        number = entry["key"].rpartition(".")[2]
        return f"{root}(...){'' if number == '0' else f'[{number}]'}, call {entry['call'] + 1}"
    again = entry.get("again")
    if kind == "gradient":
        return f"{root}.{entry['name']}.grad{' at the first step' if again is None else again}"
    return f"{root}.{entry['name']}{again or ''}"


def _note(entry: Mapping[str, Any], rounding: bool) -> str:
    ours, theirs = entry["dtypes"]
    notes = [entry["note"]] if entry["note"] else []
    if rounding:
        notes.append(ROUNDING)
    if ours != theirs and "tensor" in entry["origins"] and not _same_kind(ours, theirs):
        notes.append(f"{ours} in PyTorch is {theirs} in MXNet")
    return "; ".join(notes)


def _same_kind(ours: str, theirs: str) -> bool:
    return re.sub(r"\d", "", ours) == re.sub(r"\d", "", theirs)


def losses(ours: Run, theirs: Run, exact: tuple[Run, Run] | None) -> Losses:
    """The training's course side by side, for the epochs that both have."""
    first, second = training_passes(ours.data), training_passes(theirs.data)
    doubles = [[mean for _, mean in training_passes(run.data)] for run in exact] if exact else []
    epochs = []
    for index, ((entry, loss), (other, their_loss)) in enumerate(zip(first, second, strict=False)):
        double = abs(doubles[0][index] - doubles[1][index]) if doubles and index < min(map(len, doubles)) else None
        epochs.append(
            Epoch(
                epoch=index + 1,
                batches=entry["batches"],
                torch=loss,
                mxnet=their_loss,
                difference=abs(loss - their_loss),
                torch_seconds=entry["seconds"],
                mxnet_seconds=other["seconds"],
                difference_float64=double,
            )
        )
    return Losses(tuple(epochs), _steps(ours), _steps(theirs), _vector_note(theirs))


def _steps(run: Run) -> tuple[float, ...]:
    return tuple(loss["value"] for loss in run.data["losses"])


def _vector_note(run: Run) -> str:
    sizes = {loss["elements"] for loss in run.data["losses"]} - {1}
    if not sizes:
        return ""
    return "the loss of the MXNet program has one element per sample; its mean is compared"


def only(judged: Mapping[str, Any], ours: Run, theirs: Run) -> tuple[dict[str, str], ...]:
    """What only one program has, by name."""
    found = []
    for entry in judged["single"]:
        run = ours if entry["side"] == "torch" else theirs
        found.append({"side": entry["side"], "kind": entry["kind"], "name": title(entry, run)})
    return tuple(found)


def parting(judged: Mapping[str, Any], ours: Run, precision: str) -> Parting | None:
    """The first event that differs, in words."""
    event = judged["parting"]
    if event is None:
        return None
    return Parting(
        what=_event_title(event["key"], ours),
        line=event["line"],
        line_converted=event["line_converted"],
        step=event["step"],
        max_abs=event["max_abs"],
        precision=precision,
    )


def _event_title(key: str, ours: Run) -> str:
    kind, _, rest = key.partition(" ")
    if kind == "loss":
        return "the loss at backward()"
    if kind == "return":
        return f"what {rest} returns"
    if kind == "assign":
        scope, _, name = rest.partition(" ")
        return name if scope == "<module>" else f"{name} in {scope}"
    root, _, name = rest.partition(" ")
    owner = ours.data["roots"][int(root)].get("name", "?")
    if kind == "call":
        path = name.rpartition(" ")[0]
        return f"the output of {owner}{'.' if path else ''}{path}"
    words = {"gradient": "the gradient of {} that the step uses", "weight": "{} after the step"}
    return words[kind].format(f"{owner}.{name}")


def largest(found: Iterable[Value]) -> Value | None:
    """The value to name first: the epochs' losses where they part, else the one furthest outside its tolerance."""
    outside = [value for value in found if not value.agree_run]
    course = [value for value in outside if value.name == EPOCHS]
    return course[0] if course else max(outside, key=_excess, default=None)


def _excess(value: Value) -> float:
    return float("inf") if value.smallest_tolerance is None else value.smallest_tolerance
