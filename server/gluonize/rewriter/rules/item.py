"""`loss.item()`: asscalar() where the array is known to have one axis at most, as it gives an array for more."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gluonize.analysis import Use
from gluonize.catalogue import Category
from gluonize.rewriter.model import Edit, Outcome, refusal
from gluonize.rewriter.rules import rule, watches
from gluonize.rewriter.single import is_number

if TYPE_CHECKING:
    from gluonize.analysis.overloads import Bound
    from gluonize.rewriter.program import Program

_PRIMARY = frozenset(
    {"identifier", "attribute", "call", "subscript", "parenthesized_expression", "list", "tuple", "dictionary"}
)
_NOTE = "An MXNet array does not format or convert itself as a number."


@rule("item")
def item(program: Program, use: Use, bound: Bound) -> Outcome | None:
    """`loss.item()` to `loss.asscalar()`, `x.item()` to `x.asnumpy().item()`."""
    if program.target == "np" or use.receiver is None or program.blocked(use.receiver):
        return None
    node = program.tree.expression(use.receiver)
    if node is None or is_number(program, node, item=True):
        return None
    edit = Edit(use.receiver.end, use.span.end, ".asnumpy().item()")
    notes = (bound.entry.note,) if bound.entry.note else ()
    return Outcome(Category.RENAMED, bound.entry, (edit,), notes=notes, rule="item")


@watches("scalar")
def scalar(program: Program, use: Use) -> Outcome:
    """`f"{loss:.3f}"`, `float(x)`: Python wants a plain number; takes it out of the array."""
    blocked = program.blocked(use.span, besides=use)
    if blocked:
        return refusal(blocked, Category.ARGUMENT_UNSUPPORTED)
    node = program.tree.expression(use.span)
    method = ".item()" if program.target == "np" else ".asnumpy().item()"
    if program.target == "nd" and node is not None and is_number(program, node, item=True):
        method = ".asscalar()"
    wrap = node is None or node.type not in _PRIMARY
    edits = [Edit(use.span.start, use.span.start, "(")] if wrap else []
    edits.append(Edit(use.span.end, use.span.end, f"){method}" if wrap else method))
    return Outcome(Category.RENAMED, None, tuple(edits), notes=(_NOTE,), rule="item")
