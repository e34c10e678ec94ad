"""`x[0, 1:, [0, 2]]`: PyTorch takes the number first, MXNet counts it to the list and puts their axis in front."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tree_sitter import Node

from gluonize.analysis import Use
from gluonize.catalogue import Category
from gluonize.rewriter.model import Edit, Outcome, refusal
from gluonize.rewriter.rules import watches

if TYPE_CHECKING:
    from gluonize.rewriter.program import Program

_REASON = (
    "a slice stands between a number and a list in its index, and MXNet puts the list's axis elsewhere; "
    "take the number in an index of its own"
)
_NOTE = "The number has an index of its own, as MXNet would put the list's axis in front otherwise."


@watches("split keys")
def split_keys(program: Program, use: Use) -> Outcome | None:
    """`x[0, 1:, [0, 2]]` to `x[0][1:, [0, 2]]`; refused where the number is not the first key, or is written to."""
    blocked = program.blocked(use.span, besides=use)
    if blocked:
        return refusal(blocked, Category.ARGUMENT_UNSUPPORTED)
    node = program.tree.expression(use.span)
    keys = node.children_by_field_name("subscript") if node is not None else []
    if node is None or len(keys) < 2 or keys[0].type in {"slice", "ellipsis", "list"} or _written(node):
        return refusal(_REASON, Category.SEMANTICS)
    edit = Edit(keys[0].end_byte, keys[1].start_byte, "][")
    return Outcome(Category.ARGUMENT_ADAPTED, None, (edit,), notes=(_NOTE,), rule="split_keys")


def _written(node: Node) -> bool:
    parent = node.parent
    return (
        parent is not None
        and parent.type in {"assignment", "augmented_assignment"}
        and (parent.child_by_field_name("left") == node)
    )
