"""Learning rate schedulers: groups keep the ratios of their rates, which some schedules of PyTorch do not."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gluonize.analysis import Use
from gluonize.catalogue import Category
from gluonize.rewriter.model import Outcome, refusal
from gluonize.rewriter.rules import rule

if TYPE_CHECKING:
    from gluonize.analysis.overloads import Bound
    from gluonize.rewriter.program import Program

_RATES = "it gives groups rates in other ratios than they have, and a Trainer has one schedule for all of its groups"
_FLOORS = ("eta_min", "min_lr", "max_lr", "base_lr")
"""Rates that a schedule itself names."""


@rule("scheduler")
def scheduler(program: Program, use: Use, bound: Bound) -> Outcome | None:
    """Refused where groups with rates of their own would part; otherwise the template serves."""
    function = bound.values.get("lr_lambda")
    functions = program.tree.expression(function.span) if function is not None and function.form == "list" else None
    if functions is not None and len(functions.named_children) > 1:
        return refusal("it has a function for each group of parameters", Category.ARGUMENT_UNSUPPORTED, bound.entry)
    given = (program.text(bound.values[name].span) for name in _FLOORS if name in bound.values)
    if program.around.wholeness.rates and any(text not in {"0", "0.0", "0."} for text in given):
        return refusal(_RATES, Category.PROGRAM_LEVEL, bound.entry)
    return None
