"""Where Python wants a plain number (`f"{loss:.3f}"`, `float(x)`), a tensor serves and an MXNet array does not."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gluonize.analysis import Use
from gluonize.catalogue import Category
from gluonize.rewriter.model import Edit, Outcome, refusal
from gluonize.rewriter.rules import watches

if TYPE_CHECKING:
    from gluonize.rewriter.program import Program

_PRIMARY = frozenset(
    {"identifier", "attribute", "call", "subscript", "parenthesized_expression", "list", "tuple", "dictionary"}
)
_NOTE = "An MXNet array does not format or convert itself as a number."


@watches("scalar")
def scalar(program: Program, use: Use) -> Outcome:
    """Takes the number out of the array."""
    blocked = program.blocked(use.span, besides=use)
    if blocked:
        return refusal(blocked, Category.ARGUMENT_UNSUPPORTED)
    node = program.tree.expression(use.span)
    method = ".asscalar()" if program.target == "nd" else ".item()"
    wrap = node is None or node.type not in _PRIMARY
    edits = [Edit(use.span.start, use.span.start, "(")] if wrap else []
    edits.append(Edit(use.span.end, use.span.end, f"){method}" if wrap else method))
    return Outcome(Category.RENAMED, None, tuple(edits), notes=(_NOTE,), rule="scalar")
