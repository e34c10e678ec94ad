"""`out += x` where gradients are recorded: MXNet refuses changes in place there, so a new array is made."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gluonize.analysis import Use
from gluonize.catalogue import Category
from gluonize.rewriter.model import Edit, Outcome
from gluonize.rewriter.rebinding import rebinds
from gluonize.rewriter.rules import watches

if TYPE_CHECKING:
    from gluonize.rewriter.program import Program

_PRIMARY = frozenset({"identifier", "attribute", "call", "subscript", "parenthesized_expression", "integer", "float"})
_NOTE = "MXNet records no change in place: a new array takes the name."


@watches("augmented")
def augmented(program: Program, use: Use) -> Outcome | None:
    """`out += x` to `out = out + x`, when no other name can stand for the same tensor."""
    node = program.tree.expression(use.span)
    while node is not None and node.type != "augmented_assignment":
        node = node.parent
    if node is None:
        return None
    left, right = node.child_by_field_name("left"), node.child_by_field_name("right")
    operator = node.child_by_field_name("operator")
    if left is None or right is None or operator is None:
        return None
    name = program.text_of(left)
    if not rebinds(program, use, name):
        return None
    edits = [Edit(operator.start_byte, operator.end_byte, f"= {name} {program.text_of(operator).rstrip('=')}")]
    if right.type not in _PRIMARY:
        edits += [Edit(right.start_byte, right.start_byte, "("), Edit(right.end_byte, right.end_byte, ")")]
    return Outcome(Category.PROGRAM_LEVEL, None, tuple(edits), notes=(_NOTE,), rule="augmented")
