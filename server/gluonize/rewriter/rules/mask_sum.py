"""`mask.sum()`: the sum of a classic array of truth values is a truth value."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from gluonize.analysis import Use
from gluonize.rewriter import calls
from gluonize.rewriter.model import Outcome
from gluonize.rewriter.rules import rule

if TYPE_CHECKING:
    from gluonize.analysis.overloads import Bound
    from gluonize.rewriter.program import Program

_COMPARES = re.compile(r"[<>]|[=!]=|\.(?:eq|ne|gt|lt|ge|le|greater|less|equal)\(")


@rule("mask_sum")
def mask_sum(program: Program, use: Use, bound: Bound) -> Outcome | None:
    """Casts what is known to hold truth values; comparisons give numbers in the nd target, which add up."""
    given = bound.values.get("input")
    if program.target == "np" or given is None or _COMPARES.search(program.text(given.span)):
        return None
    if "torch.BoolTensor" not in {given.type, use.receiver_type}:
        return None
    options = "axis=$dim, keepdims=$keepdim" if bound.given("dim") else ""
    return calls.fill(program, use, bound, f"$input.astype('int64').sum({options})")
