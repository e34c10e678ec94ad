"""Decides what the evidence of a comparison says."""

from __future__ import annotations

from dataclasses import dataclass

from gluonize.parity.assemble import EPOCHS, largest
from gluonize.parity.options import TITLES
from gluonize.parity.report import Basis, Value, Verdict

_MUST_PAIR = ("output", "weight", "gradient", "loss", "result")


@dataclass(frozen=True, slots=True)
class Evidence:
    """What is known after all runs."""

    values: tuple[Value, ...]
    only: tuple[dict[str, str], ...]
    basis: Basis
    precision: str


def decide(evidence: Evidence) -> tuple[bool | None, Verdict, str]:
    """Whether the programs agree (None: not proven either way), the verdict in a word, and the reason."""
    basis = evidence.basis
    if basis.problems:
        return None, "undecided", _sentence("; ".join(basis.problems))
    if not evidence.values:
        return None, "undecided", "There is nothing that both programs have: no variable, no module, no loss."
    worst = largest(evidence.values)
    if worst is None:
        return _all_agree(evidence)
    told = f"In {evidence.precision} {describe(worst)}"
    if all(value.agree and value.agree_float64 is not False for value in evidence.values):
        return _lost(evidence, told) or _rounding(evidence, told)
    if basis.doubts:
        return None, "undecided", f"{told}, but {basis.doubts[0]}."
    if basis.failure:
        return None, "undecided", f"{told}; the second run that tells rounding from error failed: {basis.failure}"
    if evidence.precision == "float32" and not basis.second:
        return None, "undecided", f"{told}; whether that is rounding, only a run with these tolerances can tell."
    return False, "different", f"{told}{_where(evidence)}."


def describe(value: Value) -> str:
    """How far apart the two sides of `value` are."""
    if value.shapes[0] != value.shapes[1] and value.max_abs is None:
        return f"{value.name} has shape {tuple(value.shapes[0])} in PyTorch and {tuple(value.shapes[1])} in MXNet"
    if value.max_abs is None:
        return f"{value.name} is finite on one side only"
    return f"{value.name} parts by {value.max_abs:.2g}"


def _all_agree(evidence: Evidence) -> tuple[bool | None, Verdict, str]:
    unpaired = [entry for entry in evidence.only if entry["kind"] in _MUST_PAIR]
    if unpaired:
        first = unpaired[0]
        name, changed, _ = first["name"].partition(" after call ")
        what = f"changes {name}" if changed else f"has {name}"
        reason = f"What both have agrees, but only the {TITLES[first['side']]} program {what}."
        return None, "undecided", reason
    errors = [value.max_abs for value in evidence.values if value.max_abs is not None]
    count = len(evidence.values)
    things = f"All {count} values agree" if count > 1 else "The value agrees"
    return (
        True,
        "agrees",
        f"{things}; the largest difference is {max(errors, default=0.0):.2g} in {evidence.precision}.",
    )


def _rounding(evidence: Evidence, told: str) -> tuple[bool | None, Verdict, str]:
    """Agreement that the float64 run has proven; it goes without a word of warning where the epochs' losses agree."""
    exact = max((value.max_abs_float64 or 0.0 for value in evidence.values), default=0.0)
    proof = f"in float64 nothing differs by more than {exact:.2g}"
    fresh = [
        value for value in evidence.values if not value.agree_run and value.kind in ("output", "gradient", "result")
    ]
    course = [value for value in evidence.values if value.kind == "loss" and value.name == EPOCHS]
    if course and course[0].agree_run and not fresh:
        loss = course[0].max_abs or 0.0
        return True, "agrees", f"The losses of the epochs agree to {loss:.2g} in {evidence.precision}, and {proof}."
    return True, "amplified rounding", f"{told}, which is rounding that the program amplifies: {proof}."


def _lost(evidence: Evidence, told: str) -> tuple[bool | None, Verdict, str] | None:
    """A difference that float32 alone shows and that is no rounding: a line loses there what PyTorch keeps."""
    parting = evidence.basis.parting
    if not evidence.basis.told or parting is None or parting.precision != "float32":
        return None
    place = f" (line {parting.line})" if parting.line is not None else ""
    return (
        False,
        "different",
        f"{told}, in float64 nothing does, but {parting.what}{place} is off by more than rounding.",
    )


def _where(evidence: Evidence) -> str:
    exact = [value.max_abs_float64 for value in evidence.values if value.max_abs_float64 is not None]
    still = f", and in float64 something still parts by {max(exact):.2g}" if evidence.basis.told and exact else ""
    parting = evidence.basis.parting
    if parting is None:
        return still
    place = f" (line {parting.line})" if parting.line is not None else ""
    return f"{still}; the first to differ is {parting.what}{place}"


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:] + "."
