"""`x.grad = None`: MXNet keeps the array of a gradient, so it is filled with zeros."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gluonize.analysis import Use
from gluonize.catalogue import Category
from gluonize.rewriter.model import Edit, Outcome
from gluonize.rewriter.rules import watches
from gluonize.rewriter.tree import span_of

if TYPE_CHECKING:
    from gluonize.rewriter.program import Program

_NOTE = "A gradient that PyTorch forgets is zeros in MXNet, never None."


@watches("attribute")
def grad_none(program: Program, use: Use) -> Outcome | None:
    """To `x.grad[:] = 0`, and of a parameter to `p.zero_grad()`, which passes over one that is not trained."""
    if use.name not in {"torch.Tensor.grad", "torch.nn.Parameter.grad"} or not use.store or use.receiver is None:
        return None
    statement = program.tree.statement(use.span)
    assignment = statement.named_children[0] if statement is not None and statement.named_children else None
    left = assignment.child_by_field_name("left") if assignment is not None else None
    right = assignment.child_by_field_name("right") if assignment is not None else None
    if assignment is None or left is None or right is None or span_of(left) != use.span or right.type != "none":
        return None
    if program.blocked(use.receiver):
        return None
    entry = next(iter(program.catalogue.lookup(use.name)), None)
    cleared = ".zero_grad()" if use.name == "torch.nn.Parameter.grad" else ".grad[:] = 0"
    edit = Edit(use.receiver.end, assignment.end_byte, cleared)
    return Outcome(Category.SEMANTICS, entry, (edit,), notes=(_NOTE,), rule="grad_none")
