"""`x[mask] = value`: MXNet's classic arrays would read the mask as row numbers, so the whole array is written."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gluonize.analysis import Use
from gluonize.catalogue import Category
from gluonize.rewriter.model import Edit, Outcome, refusal
from gluonize.rewriter.rules import rule
from gluonize.rewriter.tree import span_of

if TYPE_CHECKING:
    from gluonize.analysis.overloads import Bound
    from gluonize.rewriter.program import Program


@rule("masked_assignment")
def masked_assignment(program: Program, use: Use, bound: Bound) -> Outcome | None:
    """`x[mask] = 0` to `x[:] = mx.nd.where(mask, mx.nd.full_like(x, 0), x)`; only for a number on the right."""
    entry = bound.entry
    if program.target == "np":
        return Outcome(Category.IDENTICAL, entry, rule="masked_assignment")
    statement = program.tree.statement(use.span)
    assignment = statement.named_children[0] if statement is not None and statement.named_children else None
    left = assignment.child_by_field_name("left") if assignment is not None else None
    right = assignment.child_by_field_name("right") if assignment is not None else None
    plain = assignment is not None and assignment.type == "assignment"
    if left is None or right is None or not plain or span_of(left) != use.span or use.receiver is None:
        return refusal("it is no plain assignment", Category.ARGUMENT_UNSUPPORTED, entry)
    if right.type not in {"integer", "float", "unary_operator", "true", "false"}:
        return refusal("what is assigned is no plain number", Category.ARGUMENT_UNSUPPORTED, entry)
    if not program.text(use.receiver).replace(".", "").replace("_", "").isalnum():
        return refusal("the array would be evaluated twice; give it a name first", Category.ARGUMENT_UNSUPPORTED, entry)
    array, mask = program.converted(use.receiver), program.converted(use.arguments[0].span)
    value = program.text_of(right)
    text = f"{array}[:] = mx.nd.where({mask}, mx.nd.full({array}.shape, {value}, dtype={array}.dtype), {array})"
    whole = span_of(left).start, span_of(right).end
    return Outcome(Category.COMPOSITE, entry, (Edit(*whole, text),), absorbs=True, rule="masked_assignment")
