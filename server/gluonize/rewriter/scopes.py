"""The scopes that gradients need: `with autograd.record():` around what computes them, in the mode of its networks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tree_sitter import Node

from gluonize.analysis import Span, Use
from gluonize.rewriter.blocks import under_with
from gluonize.rewriter.mode_events import EVALUATION, UNKNOWN
from gluonize.rewriter.model import Edit
from gluonize.rewriter.modes import Modes
from gluonize.rewriter.networks import UNKNOWN_MODE, modes_in
from gluonize.rewriter.recording import Stretch, stretches

if TYPE_CHECKING:
    from gluonize.analysis.overloads import Bound
    from gluonize.rewriter.program import Program

_NO_GRAPH = frozenset({"None", "False"})
RECORD = "mx.autograd.record()"
INFERENCE = "mx.autograd.record(train_mode=False)"


@dataclass(frozen=True, slots=True)
class Recording:
    """The edits that record what gradients need; `reason` says why there are none, `inference` in which mode it is."""

    edits: tuple[Edit, ...] = ()
    inference: bool = False
    reason: str = ""
    parts: tuple[Stretch, ...] = ()


def recording(program: Program, use: Use, statement: Node, head: Span) -> Recording:
    """The scopes for the gradients of `head` that `use` computes in a statement."""
    if _recorded(program, statement):
        return Recording()
    found = stretches(program, statement, head)
    if found is None:
        return Recording(reason="the statements that compute the loss are not in the block of backward()")
    modes: Modes = frozenset()
    for part in found:
        modes |= modes_in(program, use, Span(part.first.start_byte, part.last.end_byte))
    if UNKNOWN in modes:
        return Recording(reason=UNKNOWN_MODE)
    if len(modes) > 1:
        reason = "some of its networks are in evaluation mode and some are not, but MXNet's scope has one mode for all"
        return Recording(reason=reason)
    inference = modes == {EVALUATION}
    header = INFERENCE if inference else RECORD
    edits = [edit for part in found for edit in under_with(program, part.first, part.last, header)]
    return Recording(tuple(edits), inference, parts=tuple(found))


def _recorded(program: Program, statement: Node) -> bool:
    """Whether a statement stands in a scope that records already."""
    enclosing = program.tree.enclosing(statement, "with_statement")
    return enclosing is not None and "autograd.record(" in program.tree.text(enclosing).split("\n", 1)[0]


def retains(program: Program, bound: Bound) -> bool:
    """Whether a call keeps the graph for a further one."""
    given = bound.values.get("retain_graph")
    return given is not None and program.text(given.span) not in _NO_GRAPH
