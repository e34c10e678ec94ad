"""`loss.backward()`: MXNet records only inside `autograd.record()`, where the forward pass has to go."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from tree_sitter import Node

from gluonize.analysis import Span, Use
from gluonize.catalogue import Category
from gluonize.rewriter.blocks import under_with
from gluonize.rewriter.model import Edit, Outcome, refusal
from gluonize.rewriter.rules import rule
from gluonize.rewriter.tree import span_of

if TYPE_CHECKING:
    from gluonize.rewriter.binding import Bound
    from gluonize.rewriter.program import Program

RECORD = "mx.autograd.record()"
_NAMES = {"identifier"}
_MOVES = {"to", "cuda", "cpu", "float", "long", "view", "reshape", "type", "Variable"}


@rule("training_loop")
def training_loop(program: Program, use: Use, bound: Bound) -> Outcome | None:
    """Puts the forward pass of a `loss.backward()` statement under `with mx.autograd.record():`."""
    entry = bound.entry
    if program.stays:
        return refusal(program.stays, Category.PROGRAM_LEVEL, entry)
    statement = program.tree.whole_statement(use.span)
    if statement is None or use.receiver is None:
        return refusal("it is no statement of its own", Category.PROGRAM_LEVEL, entry)
    given = [name for name in bound.values if name in {"gradient", "retain_graph", "create_graph", "inputs"}]
    if given:
        return refusal(f"'{given[0]}' is given", Category.ARGUMENT_UNSUPPORTED, entry)
    if program.tree.enclosing(statement, "with_statement") is not None and _recorded(program, statement):
        return Outcome(Category.IDENTICAL, entry, rule="training_loop")
    block = _forward(program, statement, use.receiver)
    if block is None:
        reason = "the statements that compute the loss are not in the block of backward()"
        return refusal(reason, Category.PROGRAM_LEVEL, entry)
    first, last = block
    notes = (entry.note,) if entry.note else ()
    edits: tuple[Edit, ...] = under_with(program, first, last, RECORD)
    return Outcome(Category.PROGRAM_LEVEL, entry, edits, notes=notes, rule="training_loop")


def _recorded(program: Program, statement: Node) -> bool:
    enclosing = program.tree.enclosing(statement, "with_statement")
    return enclosing is not None and "autograd.record(" in program.tree.text(enclosing).split("\n", 1)[0]


def _forward(program: Program, statement: Node, loss: Span) -> tuple[Node, Node] | None:
    """The first and the last statement of the forward pass, by the data flow to `loss` inside its block."""
    siblings = program.tree.siblings(statement)
    end = siblings.index(statement)
    wanted = set(_identifiers(program, program.tree.expression(loss)))
    chosen: list[Node] = []
    recorded: list[Node] = []
    for sibling in reversed(siblings[:end]):
        names = set(_bound_names(program, sibling))
        if not names & wanted:
            continue
        if ".backward(" in program.tree.text(sibling):
            break
        chosen.append(sibling)
        if _computes(program, sibling):
            recorded.append(sibling)
        wanted |= set(_identifiers(program, sibling))
    if not recorded:
        return None
    return recorded[-1], chosen[0]


def _computes(program: Program, node: Node) -> bool:
    """Whether a statement runs a network or a function on tensors."""
    for index in program.inside(span_of(node)):
        use = program.uses[index]
        if use.kind == "instance-call":
            return True
        if use.kind == "call" and use.result == "torch.Tensor" and _differentiable(use):
            return True
    return _own_call(program, node)


def _differentiable(use: Use) -> bool:
    return use.name.rpartition(".")[2] not in _MOVES


def _own_call(program: Program, node: Node) -> bool:
    """Whether a statement calls something of the file, which may hold a network."""
    if node.type == "call":
        function = node.child_by_field_name("function")
        if function is not None and not any(
            program.uses[index].name_span == span_of(function) or program.uses[index].span == span_of(node)
            for index in program.inside(span_of(node))
        ):
            return True
    return any(_own_call(program, child) for child in node.named_children)


def _identifiers(program: Program, node: Node | None) -> Iterator[str]:
    if node is None:
        return
    if node.type in _NAMES:
        yield program.tree.text(node)
    for child in node.named_children:
        yield from _identifiers(program, child)


def _bound_names(program: Program, node: Node) -> Iterator[str]:
    """The names that a statement assigns, those of nested statements included."""
    if node.type in {"assignment", "augmented_assignment"} or node.type == "for_statement":
        yield from _identifiers(program, node.child_by_field_name("left"))
    for child in node.named_children:
        yield from _bound_names(program, child)
