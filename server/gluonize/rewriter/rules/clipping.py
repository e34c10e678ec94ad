"""Clipping the norm of gradients that several workers have parts of: they agree on the norm of the mean first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gluonize.analysis import Use
from gluonize.catalogue import Category
from gluonize.rewriter.model import Edit, Outcome
from gluonize.rewriter.parallelism import HELPERS
from gluonize.rewriter.rules import rule

if TYPE_CHECKING:
    from gluonize.analysis.overloads import Bound
    from gluonize.rewriter.program import Program

_HELPER = "clip_grad_norm_of_workers"


@rule("clipping")
def clipping(program: Program, use: Use, bound: Bound) -> Outcome | None:
    """`clip_grad_norm_(net.parameters(), 1.0)` in a file with workers; otherwise the template serves."""
    parameters, norm = bound.values.get("parameters"), bound.values.get("max_norm")
    blocked = parameters is None or norm is None or program.blocked(parameters.span)
    if not program.parallelism.workers or blocked or parameters is None or norm is None:
        return None
    text = f"{_HELPER}({program.converted(parameters.span)}, {program.converted(norm.span)})"
    edit = Edit(use.span.start, use.span.end, text)
    covers = tuple(argument.whole for argument in use.arguments)
    helpers = frozenset({_HELPER, "sum_over_workers"}) | HELPERS
    return Outcome(
        Category.COMPOSITE, bound.entry, (edit,), absorbs=True, covers=covers, helpers=helpers, rule="clipping"
    )
