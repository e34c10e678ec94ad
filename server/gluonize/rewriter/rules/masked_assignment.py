"""`x[mask] = value`: MXNet's classic arrays would read the mask as row numbers, so the whole array is written."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tree_sitter import Node

from gluonize.analysis import Use
from gluonize.catalogue import Category
from gluonize.rewriter.model import Edit, Outcome, refusal
from gluonize.rewriter.rebinding import rebinds
from gluonize.rewriter.rules import rule
from gluonize.rewriter.rules.part_written import part_written
from gluonize.rewriter.tree import span_of

if TYPE_CHECKING:
    from gluonize.analysis.overloads import Bound
    from gluonize.rewriter.program import Program


@rule("masked_assignment")
def masked_assignment(program: Program, use: Use, bound: Bound) -> Outcome | None:
    """`x[mask] = 0` to `x[:] = replace_masked(x, mask, 0)`; for others than numbers the mask is read first."""
    entry = bound.entry
    if program.target == "np":
        return part_written(program, use) or Outcome(Category.IDENTICAL, entry, rule="masked_assignment")
    statement = program.tree.statement(use.span)
    assignment = statement.named_children[0] if statement is not None and statement.named_children else None
    if assignment is None or assignment.type not in {"assignment", "augmented_assignment"} or use.receiver is None:
        return refusal("it is no plain assignment", Category.ARGUMENT_UNSUPPORTED, entry)
    left, right = assignment.child_by_field_name("left"), assignment.child_by_field_name("right")
    if left is None or right is None or span_of(left) != use.span:
        return refusal("it is no plain assignment", Category.ARGUMENT_UNSUPPORTED, entry)
    array, mask = program.converted(use.receiver), program.converted(use.arguments[0].span)
    if not program.text(use.receiver).replace(".", "").replace("_", "").isalnum():
        return refusal("the array would be evaluated twice; give it a name first", Category.ARGUMENT_UNSUPPORTED, entry)
    if program.blocked(span_of(right)):
        return refusal(program.blocked(span_of(right)), Category.ARGUMENT_UNSUPPORTED, entry)
    value = _value(program, use, right)
    helper = "replace_masked" if value is not None else "put_masked"
    operator = assignment.child_by_field_name("operator")
    if operator is not None:
        if value is None:
            return refusal("what is added is no plain number", Category.ARGUMENT_UNSUPPORTED, entry)
        if program.text_of(operator) not in _OPERATORS:
            return refusal("MXNet's arrays lack the operator", Category.ARGUMENT_UNSUPPORTED, entry)
        value = f"{array} {program.text_of(operator).rstrip('=')} {value}"
    value = value or program.converted(span_of(right))
    written = array if rebinds(program, use, array) else f"{array}[:]"
    text = f"{written} = {helper}({array}, {mask}, {value})"
    whole = span_of(left).start, span_of(right).end
    edits = (Edit(*whole, text),)
    return Outcome(
        Category.COMPOSITE, entry, edits, absorbs=True, helpers=frozenset({helper}), rule="masked_assignment"
    )


_OPERATORS = frozenset({"+=", "-=", "*=", "/=", "**="})
_NUMBERS = frozenset({"integer", "float", "unary_operator", "true", "false"})
_NAMED = re.compile(r"-?\s*float\s*\(.*|(?:math|np|numpy|torch|mx\.np)\.(?:inf|nan|pi)", re.DOTALL)
"""Numbers that have names."""


def _value(program: Program, use: Use, right: Node) -> str | None:
    """The number that is assigned, or the array of which the same mask chooses (`y[mask]`); None for others."""
    if right.type in _NUMBERS or _NAMED.fullmatch(program.text_of(right)):
        return program.converted(span_of(right))
    keys = right.children_by_field_name("subscript") if right.type == "subscript" else []
    source = right.child_by_field_name("value")
    same = [program.text_of(key) for key in keys] == [program.text(use.arguments[0].span)]
    simple = source is not None and source.type in {"identifier", "attribute"}
    return program.converted(span_of(source)) if same and simple and source is not None else None
