"""`out[t] = x` where gradients are recorded: MXNet refuses changes in place there, so a new array takes the name."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tree_sitter import Node

from gluonize.analysis import Use
from gluonize.catalogue import Category
from gluonize.rewriter.initialization import inside_module
from gluonize.rewriter.model import Edit, Outcome
from gluonize.rewriter.rebinding import rebinds
from gluonize.rewriter.rules import watches
from gluonize.rewriter.tree import span_of

if TYPE_CHECKING:
    from gluonize.rewriter.program import Program

_NOTE = "MXNet records no change in place: a new array, with the part in its place, takes the name."
_PRIMARY = frozenset({"identifier", "attribute", "call", "subscript", "integer", "float"})
_NUMBER = r"(?:[-+]?[\d.e]+|True|False|[-+]?float\([^()]*\)|[-+]?(?:math|np|torch)\.inf)"
_MADE = r"torch\.(?:zeros|ones|empty|full|eye|arange|tensor)\b|torch\.(?:zeros|ones|full|empty)_like\b"


@watches("store")
def part_written(program: Program, use: Use) -> Outcome | None:
    """`out[t] = x` to `out = put_at(out, t, x)` in a network's method, for an array that was made in it."""
    node = program.tree.expression(use.span)
    statement = program.tree.statement(use.span)
    assignment = statement.named_children[0] if statement is not None and statement.named_children else None
    if node is None or statement is None or assignment is None or use.receiver is None:
        return None
    left, right = assignment.child_by_field_name("left"), assignment.child_by_field_name("right")
    name = program.text(use.receiver)
    plain = assignment.type in {"assignment", "augmented_assignment"} and left == node and right is not None
    if not plain or right is None or not name.isidentifier() or "#" in program.text_of(statement):
        return None
    if right.type == "assignment" or program.blocked(span_of(right)) or program.blocked(use.span, besides=use):
        return None
    if not inside_module(program, use) or not rebinds(program, use, name) or _constant(program, statement, name):
        return None
    operator = assignment.child_by_field_name("operator")
    value = program.converted(span_of(right))
    if operator is not None:
        value = value if right.type in _PRIMARY else f"({value})"
        value = f"{program.converted(use.span)} {program.text_of(operator).rstrip('=')} {value}"
    keys = [_key(program, key) for key in node.children_by_field_name("subscript")]
    key = keys[0] if len(keys) == 1 else f"({', '.join(keys)})"
    edit = Edit(statement.start_byte, statement.end_byte, f"{name} = put_at({name}, {key}, {value})")
    helpers = frozenset({"put_at"})
    return Outcome(
        Category.COMPOSITE, None, (edit,), absorbs=True, notes=(_NOTE,), helpers=helpers, rule="part_written"
    )


def _key(program: Program, node: Node) -> str:
    """A subscript as an argument: `1:` is `slice(1, None)`."""
    text = program.converted(span_of(node))
    if node.type != "slice":
        return text
    parts = [part.strip() or "None" for part in text.split(":")]
    return f"slice({', '.join(parts if len(parts) > 1 else [*parts, 'None'])})"


def _constant(program: Program, statement: Node, name: str) -> bool:
    """Whether an array is made by PyTorch, and only numbers are written into it: nothing of it is recorded."""
    scope = program.tree.enclosing(statement, "function_definition")
    text = program.text_of(scope) if scope is not None else ""
    written = re.findall(rf"(?m)^\s*{name}\[.*?\]\s*[-+*/]?=(?!=)\s*(.+?)\s*$", text)
    made = re.findall(rf"(?m)^\s*{name}\s*=(?!=)\s*(.+)$", text)
    return all(re.match(_MADE, value) for value in made) and all(re.fullmatch(_NUMBER, value) for value in written)
