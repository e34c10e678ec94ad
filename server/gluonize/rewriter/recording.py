"""Which statements of a block have to be recorded for the backward() calls in it, by the data flow to their losses."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tree_sitter import Node

from gluonize.analysis import Span, Use
from gluonize.rewriter.tree import span_of

if TYPE_CHECKING:
    from gluonize.rewriter.program import Program

_GRADIENTS = re.compile(r"\.backward\(|\bautograd\.grad\(|(?<![\w.])grad\(")
_BARRIERS = re.compile(_GRADIENTS.pattern + r"|\.step\(|\.zero_grad\(")
BACKWARD = "torch.Tensor.backward"
GRADIENT_FUNCTIONS = frozenset({"torch.autograd.grad", "torch.autograd.backward"})
_MOVES = frozenset({"to", "cuda", "cpu", "float", "long", "view", "reshape", "type", "Variable", "detach"})
_CREATORS = frozenset(
    "zeros ones full empty eye arange linspace randn rand randint randperm normal tensor as_tensor from_numpy "
    "zeros_like ones_like full_like rand_like randn_like randint_like".split()
)
_HARMLESS = frozenset({"range", "len", "next", "iter", "enumerate", "zip", "int", "float", "list", "tuple"})
_PLAIN = ("int", "float", "bool", "str", "None", "torch.Size", "torch.nn.", "torch.optim.", "torch.utils.", "torch.d")
"""Types of values that no gradient flows through."""
_ADDING = frozenset({"append", "appendleft", "extend", "insert", "add"})
"""Methods that add to a container."""
_OPERATORS = frozenset({"binary_operator", "unary_operator", "augmented_assignment"})
_TRANSPARENT = frozenset({"if_statement", "else_clause", "elif_clause", "try_statement", "with_statement"})


@dataclass(frozen=True, slots=True)
class Stretch:
    """Statements of one block that go under one scope."""

    first: Node
    last: Node


def stretches(program: Program, statement: Node, loss: Span) -> list[Stretch] | None:
    """What has to be recorded for the backward() of `statement`, but for what earlier ones of its block cover.

    None when nothing that computes `loss` stands in the block, or in one around it that is run as often.
    """
    place, found = _flow(program, statement, loss)
    if place is None:
        return None
    siblings = program.tree.siblings(place)
    before = siblings[: siblings.index(place)]
    if any(_hides_backward(program, node) for node in before) or (place != statement and _several(program, place)):
        return None
    covered: list[Node] = []
    for sibling in before:
        head = head_of(program, sibling)
        if head is not None:
            for group in _grouped(program, siblings, _flow(program, sibling, head)[1], covered):
                covered += siblings[siblings.index(group[0]) : siblings.index(group[-1]) + 1]
    return [Stretch(group[0], group[-1]) for group in _grouped(program, siblings, found, covered)]


def _flow(program: Program, statement: Node, loss: Span) -> tuple[Node | None, list[Node]]:
    """The statements that compute `loss`, and the statement of their block in which its backward() is."""
    receiver = program.tree.expression(loss)
    wanted = set(identifiers(program, receiver))
    whole = [statement] if computes(program, receiver) else []
    place: Node | None = statement
    while place is not None:
        siblings = program.tree.siblings(place)
        found = _needed(program, siblings[: siblings.index(place)], wanted)
        if found:
            return place, [*found, *(whole if place == statement else [])]
        place = _outer(place)
    return (statement, whole) if whole else (None, [])


def _hides_backward(program: Program, node: Node) -> bool:
    """Whether a statement holds a backward() deeper inside that may be for statements of this block."""
    return node.type in _TRANSPARENT and _GRADIENTS.search(program.tree.text(node)) is not None


def _several(program: Program, node: Node) -> bool:
    return len(_GRADIENTS.findall(program.tree.text(node))) > 1


def _outer(statement: Node) -> Node | None:
    """The statement around the block of `statement`, where that block is run at most once each time."""
    node = statement.parent
    while node is not None and (node.type == "block" or node.type in _TRANSPARENT):
        if node.type.endswith("_statement"):
            return node
        node = node.parent
    return None


def _needed(program: Program, siblings: list[Node], wanted: set[str]) -> list[Node]:
    """The statements that compute what is `wanted`, in order; `wanted` then holds what they take from further up."""
    chosen: list[Node] = []
    for sibling in reversed(siblings):
        names = set(bound_names(program, sibling))
        if not names & wanted or has_barrier(program, sibling) or _builds(program, sibling):
            continue
        chosen.append(sibling)
        assignment = _plain_assignment(sibling)
        if assignment is None:
            wanted |= set(identifiers(program, sibling))
        else:
            wanted -= names
            wanted |= set(identifiers(program, assignment.child_by_field_name("right")))
    found: list[Node] = []
    for node in reversed(chosen):
        if found or computes(program, node):
            found.append(node)
    return found


def head_of(program: Program, statement: Node) -> Span | None:
    """What a statement computes gradients of: the loss of `loss.backward()` or of `autograd.grad(loss, x)`."""
    if statement.type != "expression_statement" or not _GRADIENTS.search(program.tree.text(statement)):
        return None
    for index in program.inside(span_of(statement)):
        use = program.uses[index]
        if use.name == BACKWARD and use.span == span_of(statement):
            return use.receiver
        if use.name in GRADIENT_FUNCTIONS and use.kind == "call" and use.arguments:
            return use.arguments[0].span
    return None


def has_barrier(program: Program, statement: Node) -> bool:
    """Whether a statement computes gradients, clears them, or takes a step."""
    return _BARRIERS.search(program.tree.text(statement)) is not None


def _grouped(program: Program, siblings: list[Node], found: list[Node], covered: list[Node]) -> Iterator[list[Node]]:
    """`found` in runs that hold no step, no other backward() and no change in place of a tensor."""
    group: list[Node] = []
    for sibling in siblings:
        if sibling in found and sibling not in covered:
            if group and (_is_scope(program, group[-1]) or _is_scope(program, sibling)):
                yield group
                group = []
            group.append(sibling)
        elif group and (sibling in covered or _interrupts(program, sibling)):
            yield group
            group = []
    if group:
        yield group


def _is_scope(program: Program, statement: Node) -> bool:
    """Whether a with statement turns recording on itself, or becomes one that does."""
    head = program.tree.text(statement).partition(":")[0] if statement.type == "with_statement" else ""
    return "autocast(" in head or "enable_grad(" in head or "set_grad_enabled(" in head


def _interrupts(program: Program, node: Node) -> bool:
    if has_barrier(program, node):
        return True
    uses = (program.uses[index] for index in program.inside(span_of(node)))
    return any((use.name.startswith("torch.Tensor.") and use.name.endswith("_")) or use.store for use in uses)


def _plain_assignment(statement: Node) -> Node | None:
    """The assignment to names alone that a statement consists of."""
    if statement.type != "expression_statement" or len(statement.named_children) != 1:
        return None
    assignment = statement.named_children[0]
    left = assignment.child_by_field_name("left") if assignment.type == "assignment" else None
    if left is None or left.type not in {"identifier", "pattern_list", "tuple_pattern"}:
        return None
    plain = left.type == "identifier" or all(child.type == "identifier" for child in left.named_children)
    return assignment if plain else None


def _builds(program: Program, statement: Node) -> bool:
    """Whether a statement makes networks, optimizers, loaders or data sets, through which no gradient flows."""
    if statement.type == "if_statement":
        found = list(_assignments(statement))
        return bool(found) and all(_makes(program, node.child_by_field_name("right")) for node in found)
    assignment = _plain_assignment(statement)
    return assignment is not None and _makes(program, assignment.child_by_field_name("right"))


def _assignments(node: Node) -> Iterator[Node]:
    if node.type in {"assignment", "augmented_assignment"}:
        yield node
    for child in node.named_children:
        yield from _assignments(child)


def _makes(program: Program, value: Node | None) -> bool:
    """Whether an expression is a new network, optimizer, loader or data set, or a network that is moved."""
    if value is not None and value.type == "conditional_expression":
        return _makes(program, value.named_children[0]) and _makes(program, value.named_children[2])
    spans: set[Span] = set()
    while value is not None and value.type == "call":
        spans.add(span_of(value))
        function = value.child_by_field_name("function")
        member = function.child_by_field_name("attribute") if function is not None else None
        moved = function is not None and member is not None and program.tree.text(member) in _OF_NETWORKS
        value = function.child_by_field_name("object") if function is not None and moved else None
    uses = [program.uses[index] for span in spans for index in program.inside(span)]
    return any(
        use.span in spans
        and (use.kind == "instantiate" or use.result.startswith(_OBJECTS) or use.name in _MOVES_NETWORK)
        for use in uses
    )


_OF_NETWORKS = frozenset({"to", "cuda", "cpu", "float", "double", "eval", "train"})
_MOVES_NETWORK = frozenset(f"torch.nn.Module.{name}" for name in _OF_NETWORKS)
_OBJECTS = ("torch.nn.", "torch.optim.", "torch.utils.")


def computes(program: Program, node: Node | None) -> bool:
    """Whether code runs a network, a function on tensors or an operator, so that a gradient may flow through it."""
    if node is None:
        return False
    if node.type == "call" and not _harmless(program, node):
        return True
    if node.type in _OPERATORS and not _constant(program, node):
        return True
    if node.type == "subscript" and b"requires_grad" in program.source:
        return True
    return any(computes(program, child) for child in node.named_children)


def _constant(program: Program, node: Node) -> bool:
    """Whether an operand is made of numbers and of tensors that are made on the spot."""
    if node.type == "call":
        return _harmless(program, node) and not any(computes(program, child) for child in node.named_children)
    if node.type in {"integer", "float", "string"}:
        return True
    nested = node.type in _OPERATORS or node.type == "parenthesized_expression"
    return nested and all(_constant(program, child) for child in node.named_children)


def _harmless(program: Program, node: Node) -> bool:
    """Whether a call only makes a tensor, moves one, or has nothing to do with tensors."""
    function = node.child_by_field_name("function")
    if function is None:
        return True
    for index in program.inside(span_of(node)):
        use = program.uses[index]
        if use.span == span_of(node) and use.kind != "scalar":
            return use.kind == "call" and _without_gradient(program, use)
    return program.tree.text(function) in _HARMLESS


def _without_gradient(program: Program, use: Use) -> bool:
    leaves = b"requires_grad" in program.source
    last = use.name.rpartition(".")[2]
    if last in _CREATORS or use.name.endswith("GradScaler.scale"):
        return True
    return (last in _MOVES and not leaves) or use.result.startswith(_PLAIN)


def identifiers(program: Program, node: Node | None) -> Iterator[str]:
    if node is None:
        return
    if node.type == "identifier":
        yield program.tree.text(node)
    for child in node.named_children:
        yield from identifiers(program, child)


def bound_names(program: Program, node: Node) -> Iterator[str]:
    """The names that a statement assigns or adds something to, those of nested statements included."""
    if node.type in {"assignment", "augmented_assignment", "for_statement"}:
        yield from identifiers(program, node.child_by_field_name("left"))
    yield from identifiers(program, adds_to(program, node))
    for child in node.named_children:
        yield from bound_names(program, child)


def adds_to(program: Program, node: Node) -> Node | None:
    """The container that a call adds something to: `losses.append(loss)`."""
    function = node.child_by_field_name("function") if node.type == "call" else None
    member = function.child_by_field_name("attribute") if function is not None else None
    if function is None or member is None or program.tree.text(member) not in _ADDING:
        return None
    return function.child_by_field_name("object")
