"""Whether a change in place, which MXNet refuses where gradients are recorded, can name a new array instead."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tree_sitter import Node

from gluonize.analysis import Use
from gluonize.rewriter.recording import BACKWARD, stretches
from gluonize.rewriter.tree import span_of

if TYPE_CHECKING:
    from gluonize.rewriter.program import Program

_VIEWS = frozenset(
    "view reshape transpose permute squeeze unsqueeze flatten t expand detach contiguous narrow select chunk split "
    "unbind view_as reshape_as swapaxes movedim to".split()
)


def rebinds(program: Program, use: Use, name: str) -> bool:
    """Whether gradients may be recorded where `use` changes `name`, which no other name can stand for."""
    statement = program.tree.statement(use.span)
    return statement is not None and _recorded(program, use, statement) and _fresh(program, statement, name)


def _recorded(program: Program, use: Use, statement: Node) -> bool:
    """Whether gradients may be recorded at a statement: in a function without backward(), or in front of one."""
    definition = program.tree.enclosing(statement, "function_definition")
    text = program.text_of(definition) if definition is not None else ""
    if definition is not None and "backward(" not in text and "no_grad" not in text:
        return True
    for other in program.uses:
        around = program.tree.whole_statement(other.span) if other.name == BACKWARD else None
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
            if use.name.rpartition(".")[2] not in _VIEWS:
                return True
            made = program.tree.expression(use.receiver) if use.receiver is not None else None
            return made is not None and _new(program, made)
    return False
