"""`head.weight = embedding.weight`: two layers share a parameter."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tree_sitter import Node

from gluonize.catalogue import Category
from gluonize.rewriter.model import Edit, Outcome
from gluonize.rewriter.tree import span_of

if TYPE_CHECKING:
    from gluonize.rewriter.program import Program

_NOTE = "Gluon's blocks refuse another Parameter under a name that they have: the helper puts it there."
_NAMES = frozenset({"weight", "bias"})


def shared(program: Program, node: Node, renamed: tuple[Edit, ...], helpers: frozenset[str]) -> Outcome | None:
    """The outcome of a layer's parameter that another layer is given; None where `node` is read otherwise.

    `renamed` are the edits for Gluon's name of the parameter, with the helpers that they need.
    """
    assignment = node.parent
    left = assignment.child_by_field_name("left") if assignment is not None else None
    if assignment is None or assignment.type != "assignment" or left is None or left.type != "attribute":
        return None
    layer, member = left.child_by_field_name("object"), left.child_by_field_name("attribute")
    if layer is None or member is None or program.text_of(member) not in _NAMES or program.text_of(layer) == "self":
        return None
    value = program.edited(span_of(node), renamed)
    text = f"share({program.text_of(layer)}, '{program.text_of(member)}', {value})"
    edits = (Edit(left.start_byte, node.end_byte, text),)
    return Outcome(Category.COMPOSITE, None, edits, notes=(_NOTE,), helpers=helpers | {"share"}, rule="parameter")
