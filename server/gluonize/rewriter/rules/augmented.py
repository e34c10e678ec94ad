"""`out += x` where gradients are recorded: MXNet refuses changes in place there, so a new array is made."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tree_sitter import Node

from gluonize.analysis import Use
from gluonize.catalogue import Category
from gluonize.rewriter.model import Edit, Outcome
from gluonize.rewriter.recording import stretches
from gluonize.rewriter.rules import watches
from gluonize.rewriter.tree import span_of

if TYPE_CHECKING:
    from gluonize.rewriter.program import Program

_BACKWARD = "torch.Tensor.backward"
_PRIMARY = frozenset({"identifier", "attribute", "call", "subscript", "parenthesized_expression", "integer", "float"})
_VIEWS = frozenset(
    "view reshape transpose permute squeeze unsqueeze flatten t expand detach contiguous narrow select chunk split "
    "unbind view_as reshape_as swapaxes movedim to".split()
)
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
    statement = program.tree.statement(use.span)
    if left is None or right is None or operator is None or statement is None:
        return None
    name = program.text_of(left)
    if not _recorded(program, use, statement) or not _fresh(program, statement, name):
        return None
    edits = [Edit(operator.start_byte, operator.end_byte, f"= {name} {program.text_of(operator).rstrip('=')}")]
    if right.type not in _PRIMARY:
        edits += [Edit(right.start_byte, right.start_byte, "("), Edit(right.end_byte, right.end_byte, ")")]
    return Outcome(Category.PROGRAM_LEVEL, None, tuple(edits), notes=(_NOTE,), rule="augmented")


def _recorded(program: Program, use: Use, statement: Node) -> bool:
    """Whether gradients may be recorded at a statement: in a function without backward(), or in front of one."""
    definition = program.tree.enclosing(statement, "function_definition")
    text = program.text_of(definition) if definition is not None else ""
    if definition is not None and "backward(" not in text and "no_grad" not in text:
        return True
    for other in program.uses:
        around = program.tree.whole_statement(other.span) if other.name == _BACKWARD else None
        if around is None or other.receiver is None or other.scope != use.scope:
            continue
        for stretch in stretches(program, around, other.receiver) or ():
            if stretch.first.start_byte <= statement.start_byte and statement.end_byte <= stretch.last.end_byte:
                return True
    return False


def _fresh(program: Program, statement: Node, name: str) -> bool:
    """Whether `name` is bound to a value of its own before the statement, and is not given another name."""
    scope = program.tree.enclosing(statement, "function_definition", "module")
    text = program.text_of(scope) if scope is not None else ""
    given = rf"(?m)^[^#\n]*[\w\])]\s*=\s*{re.escape(name)}\s*(?:#.*)?$"
    kept = rf"\.(?:append|insert|add)\([^\n]*\b{re.escape(name)}\b(?!(?:\.\w+\(\))*\.(?:item|tolist)\()"
    if re.search(given, text) or re.search(kept, text):
        return False
    place: Node | None = statement
    while place is not None and place != scope:
        for sibling in reversed(_before(program, place)):
            value = _bound_value(program, sibling, name)
            if value is not None:
                return _new(program, value)
            if sibling.type in _COMPOUND and re.search(rf"\b{re.escape(name)}\b\s*=[^=]", program.text_of(sibling)):
                return False
        place = program.tree.enclosing(place, *_COMPOUND, "function_definition", "module")
    return False


_COMPOUND = ("if_statement", "for_statement", "while_statement", "with_statement", "try_statement")


def _before(program: Program, statement: Node) -> list[Node]:
    siblings = program.tree.siblings(statement)
    return siblings[: siblings.index(statement)] if statement in siblings else []


def _bound_value(program: Program, statement: Node, name: str) -> Node | None:
    """What a statement assigns to `name`."""
    if statement.type != "expression_statement" or not statement.named_children:
        return None
    assignment = statement.named_children[0]
    left = assignment.child_by_field_name("left") if assignment.type == "assignment" else None
    if left is None or left.type != "identifier" or program.text_of(left) != name:
        return None
    return assignment.child_by_field_name("right")


def _new(program: Program, value: Node) -> bool:
    """Whether an expression gives a tensor (or a number) that nothing else holds."""
    if value.type in {"integer", "float", "binary_operator", "unary_operator"}:
        return True
    if value.type != "call":
        return False
    for index in program.inside(span_of(value)):
        use = program.uses[index]
        if use.span == span_of(value) and use.kind in {"call", "instance-call"}:
            return use.name.rpartition(".")[2] not in _VIEWS
    return False
