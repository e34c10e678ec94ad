"""Integers that meet a division or a float: PyTorch goes on in floating point, MXNet would stay with integers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gluonize.analysis import Use
from gluonize.catalogue import Category
from gluonize.rewriter.model import Edit, Outcome, refusal
from gluonize.rewriter.rules import watches

if TYPE_CHECKING:
    from gluonize.rewriter.program import Program

_PRIMARY = frozenset({"identifier", "attribute", "call", "subscript", "parenthesized_expression"})
_NOTE = "MXNet keeps integers under a division or a float; PyTorch goes on in floating point."


@watches("integers")
def integers(program: Program, use: Use) -> Outcome | None:
    """Casts the integers to PyTorch's default type, or to that of the tensor they meet."""
    blocked = program.blocked(use.span, besides=use)
    if blocked:
        return refusal(blocked, Category.ARGUMENT_UNSUPPORTED)
    node = program.tree.expression(use.span)
    cast = ".astype('float32')"
    if use.arguments:
        other = program.text(use.arguments[0].span)
        if program.target == "np" or not other.replace(".", "").replace("_", "").isalnum():
            return None
        cast = f".astype({other}.dtype)"
    if node is not None and node.type in _PRIMARY:
        edits: tuple[Edit, ...] = (Edit(use.span.end, use.span.end, cast),)
    else:
        edits = (Edit(use.span.start, use.span.start, "("), Edit(use.span.end, use.span.end, f"){cast}"))
    return Outcome(Category.ARGUMENT_ADAPTED, None, edits, notes=(_NOTE,), rule="integers")
