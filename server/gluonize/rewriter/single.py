"""Single numbers: in the nd target they are arrays of shape (1,), which do not behave like PyTorch's of shape ()."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tree_sitter import Node

from gluonize.rewriter.tree import span_of

if TYPE_CHECKING:
    from gluonize.rewriter.program import Program

_REDUCING = frozenset(
    "sum mean max min amax amin norm prod std var any all median trace det dot argmax argmin count_nonzero dist".split()
)
_LOSS = re.compile(r"Loss\.__call__\Z|_loss\Z|\.cross_entropy\Z|\.binary_cross_entropy(?:_with_logits)?\Z|\.kl_div\Z")
_DEPTH = 6


def is_number(program: Program, node: Node | None, *, item: bool = False, depth: int = 0) -> bool:
    """Whether an expression gives a single number: it is a reduction to one, or made of such.

    What `item()` takes may also be an element, `x[0]`.
    """
    if node is None or depth > _DEPTH:
        return False
    if node.type in {"integer", "float"}:
        return True
    if node.type in {"parenthesized_expression", "unary_operator"}:
        return is_number(program, node.named_children[-1], item=item, depth=depth + 1)
    if node.type == "binary_operator":
        sides = node.child_by_field_name("left"), node.child_by_field_name("right")
        return all(is_number(program, side, item=item, depth=depth + 1) for side in sides)
    if node.type in {"call", "attribute"}:
        return _reduces(program, node, item, depth)
    if node.type == "identifier":
        found = list(values_of(program, node))
        return bool(found) and all(is_number(program, value, item=item, depth=depth + 1) for value in found)
    return item and node.type == "subscript" and all(child.type == "integer" for child in node.named_children[1:])


_SAME = frozenset(
    {"detach", "data", "cpu", "clone", "float", "double", "abs", "sqrt", "exp", "log", "neg", "requires_grad_"}
)


def _reduces(program: Program, node: Node, item: bool, depth: int) -> bool:
    function = node.child_by_field_name("function")
    if function is not None and program.text_of(function) in {"len", "int", "float"}:
        return True
    for index in program.inside(span_of(node)):
        use = program.uses[index]
        if use.span != span_of(node) or use.kind not in {"call", "instance-call", "attribute"}:
            continue
        last = use.name.rpartition(".")[2]
        if last in _SAME and use.receiver is not None:
            return is_number(program, program.tree.expression(use.receiver), item=item, depth=depth + 1)
        if _LOSS.search(use.name):
            return not program.around.reductions
        return last in _REDUCING and len(use.arguments) == (use.receiver is None)
    return False


def values_of(program: Program, name: Node) -> list[Node | None]:
    """What a name is given by the assignments of its function, those that need not be numbers as None."""
    scope = program.tree.enclosing(name, "function_definition", "module")
    text = program.text_of(name)
    found: list[Node | None] = []
    waiting = list(scope.named_children) if scope is not None else []
    while waiting:
        node = waiting.pop()
        if node.type in {"function_definition", "class_definition", "lambda"}:
            continue
        left = node.child_by_field_name("left") if node.type in _BINDING else None
        if left is not None and text in re.findall(r"\w+", program.text_of(left)):
            found.append(_given(program, node, left, text))
        waiting += node.named_children
    return found


def _given(program: Program, node: Node, left: Node, text: str) -> Node | None:
    """What an assignment gives to a name, alone or among others (`a, b = [], []`)."""
    right = node.child_by_field_name("right")
    if node.type not in {"assignment", "augmented_assignment"} or right is None:
        return None
    if left.type == "identifier":
        return right
    names = [program.text_of(child) for child in left.named_children]
    paired = left.type == "pattern_list" and right.type == "expression_list" and len(names) == len(right.named_children)
    return right.named_children[names.index(text)] if paired and text in names else None


_BINDING = frozenset({"assignment", "augmented_assignment", "for_statement", "named_expression", "for_in_clause"})
