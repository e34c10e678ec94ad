"""`loss.item()`: asscalar() where the array is known to have one axis at most, as it gives an array for more."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tree_sitter import Node

from gluonize.analysis import Use
from gluonize.catalogue import Category
from gluonize.rewriter.model import Edit, Outcome, refusal
from gluonize.rewriter.rules import rule, watches
from gluonize.rewriter.tree import span_of

if TYPE_CHECKING:
    from gluonize.analysis.overloads import Bound
    from gluonize.rewriter.program import Program

_REDUCING = frozenset(
    "sum mean max min amax amin norm prod std var any all median trace det dot argmax argmin count_nonzero dist".split()
)
_LOSS = re.compile(r"Loss\.__call__\Z|_loss\Z|\.cross_entropy\Z|\.binary_cross_entropy(?:_with_logits)?\Z|\.kl_div\Z")
_PRIMARY = frozenset(
    {"identifier", "attribute", "call", "subscript", "parenthesized_expression", "list", "tuple", "dictionary"}
)
_NOTE = "An MXNet array does not format or convert itself as a number."
_DEPTH = 6


@rule("item")
def item(program: Program, use: Use, bound: Bound) -> Outcome | None:
    """`loss.item()` to `loss.asscalar()`, `x.item()` to `x.asnumpy().item()`."""
    if program.target == "np" or use.receiver is None or program.blocked(use.receiver):
        return None
    node = program.tree.expression(use.receiver)
    if node is None or _is_number(program, node):
        return None
    edit = Edit(use.receiver.end, use.span.end, ".asnumpy().item()")
    notes = (bound.entry.note,) if bound.entry.note else ()
    return Outcome(Category.RENAMED, bound.entry, (edit,), notes=notes, rule="item")


@watches("scalar")
def scalar(program: Program, use: Use) -> Outcome:
    """`f"{loss:.3f}"`, `float(x)`: Python wants a plain number; takes it out of the array."""
    blocked = program.blocked(use.span, besides=use)
    if blocked:
        return refusal(blocked, Category.ARGUMENT_UNSUPPORTED)
    node = program.tree.expression(use.span)
    method = ".item()" if program.target == "np" else ".asnumpy().item()"
    if program.target == "nd" and node is not None and _is_number(program, node):
        method = ".asscalar()"
    wrap = node is None or node.type not in _PRIMARY
    edits = [Edit(use.span.start, use.span.start, "(")] if wrap else []
    edits.append(Edit(use.span.end, use.span.end, f"){method}" if wrap else method))
    return Outcome(Category.RENAMED, None, tuple(edits), notes=(_NOTE,), rule="item")


def _is_number(program: Program, node: Node | None, depth: int = 0) -> bool:
    """Whether an expression gives an array with one axis at most: a reduction to one number, or made of such."""
    if node is None or depth > _DEPTH:
        return False
    if node.type in {"integer", "float"}:
        return True
    if node.type in {"parenthesized_expression", "unary_operator"}:
        return _is_number(program, node.named_children[-1], depth + 1)
    if node.type == "binary_operator":
        sides = node.child_by_field_name("left"), node.child_by_field_name("right")
        return all(_is_number(program, side, depth + 1) for side in sides)
    if node.type in {"call", "attribute"}:
        return _reduces(program, node, depth)
    if node.type == "identifier":
        found = list(_values(program, node))
        return bool(found) and all(_is_number(program, value, depth + 1) for value in found)
    return node.type == "subscript" and all(child.type == "integer" for child in node.named_children[1:])


_SAME = frozenset(
    {"detach", "data", "cpu", "clone", "float", "double", "abs", "sqrt", "exp", "log", "neg", "requires_grad_"}
)


def _reduces(program: Program, node: Node, depth: int) -> bool:
    function = node.child_by_field_name("function")
    if function is not None and program.text_of(function) in {"len", "int", "float"}:
        return True
    for index in program.inside(span_of(node)):
        use = program.uses[index]
        if use.span != span_of(node) or use.kind not in {"call", "instance-call", "attribute"}:
            continue
        last = use.name.rpartition(".")[2]
        if last in _SAME and use.receiver is not None:
            return _is_number(program, program.tree.expression(use.receiver), depth + 1)
        if _LOSS.search(use.name):
            return not program.around.reductions
        return last in _REDUCING and len(use.arguments) == (use.receiver is None)
    return False


def _values(program: Program, name: Node) -> list[Node | None]:
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
            plain = left.type == "identifier" and node.type in {"assignment", "augmented_assignment"}
            found.append(node.child_by_field_name("right") if plain else None)
        waiting += node.named_children
    return found


_BINDING = frozenset({"assignment", "augmented_assignment", "for_statement", "named_expression", "for_in_clause"})
