"""`net.parameters()`: Gluon has running statistics among the parameters, PyTorch has not."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gluonize.analysis import Use
from gluonize.rewriter.model import Edit, Outcome
from gluonize.rewriter.rules import rule

if TYPE_CHECKING:
    from gluonize.analysis.overloads import Bound
    from gluonize.rewriter.program import Program


@rule("network_parameters")
def network_parameters(program: Program, use: Use, bound: Bound) -> Outcome | None:
    """A helper that leaves the statistics out, in a file whose networks keep some."""
    if use.receiver is None or not program.survey.statistics:
        return None
    edits = Edit(use.receiver.start, use.receiver.start, "parameters("), Edit(use.receiver.end, use.span.end, ")")
    covers = tuple(argument.whole for argument in use.arguments)
    helpers = frozenset({"parameters"})
    return Outcome(bound.entry.category, bound.entry, edits, covers=covers, helpers=helpers, rule="network_parameters")
