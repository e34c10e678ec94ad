"""The scopes that gradients need: `with autograd.record():` around what computes them, in the mode of its networks."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tree_sitter import Node

from gluonize.analysis import Span, Use
from gluonize.rewriter.blocks import under_with
from gluonize.rewriter.mode_events import EVALUATION, UNKNOWN
from gluonize.rewriter.model import Edit
from gluonize.rewriter.modes import Modes
from gluonize.rewriter.networks import HARMLESS, UNKNOWN_MODE, modes_in
from gluonize.rewriter.recording import Stretch, adds_to, stretches

if TYPE_CHECKING:
    from gluonize.analysis.overloads import Bound
    from gluonize.rewriter.program import Program

_ENABLING = frozenset(
    f"torch.{part}{name}" for part in ("", "autograd.") for name in ("enable_grad", "set_grad_enabled")
)
NOT_THERE = "the statements that compute the loss are not in the block of backward()"
ELSEWHERE = (
    "its network runs in another function, where nothing is recorded; put both under one with mx.autograd.record()"
)
UNRECORDED = (NOT_THERE, ELSEWHERE)
"""Reasons that are none where another function records what it runs."""
_NO_GRAPH = frozenset({"None", "False"})
RECORD = "mx.autograd.record()"
INFERENCE = "mx.autograd.record(train_mode=False)"


@dataclass(frozen=True, slots=True)
class Recording:
    """The edits that record what gradients need; `reason` says why there are none, `inference` in which mode it is."""

    edits: tuple[Edit, ...] = ()
    inference: bool = False
    reason: str = ""
    parts: tuple[Stretch, ...] = ()


def recording(program: Program, use: Use, statement: Node, head: Span) -> Recording:
    """The scopes for the gradients of `head` that `use` computes in a statement."""
    if _recorded(program, statement):
        return Recording()
    found = stretches(program, statement, head)
    elsewhere = bool(program.around.wholeness.elsewhere)
    if found is None:
        return Recording(reason="" if elsewhere else NOT_THERE)
    if not elsewhere and found and not any(_reaches_parameters(program, part) for part in found):
        return Recording(reason=ELSEWHERE)
    opened = scope_around(program, statement)
    if opened is not None:
        return _in_scope(program, use, opened, tuple(found))
    modes: Modes = frozenset()
    for part in found:
        modes |= modes_in(program, use, Span(part.first.start_byte, part.last.end_byte))
    if UNKNOWN in modes:
        return Recording(reason=UNKNOWN_MODE)
    if len(modes) > 1:
        reason = "some of its networks are in evaluation mode and some are not, but MXNet's scope has one mode for all"
        return Recording(reason=reason)
    inference = modes == {EVALUATION}
    header = INFERENCE if inference else RECORD
    own = [part for part in found if not _opens(program, part)]
    edits = [edit for part in own for edit in under_with(program, part.first, part.last, header)]
    return Recording(tuple(edits), inference, parts=tuple(found))


def _reaches_parameters(program: Program, part: Stretch) -> bool:
    """Whether statements may run a network or read a parameter; what they take from elsewhere nobody has recorded."""
    if b"requires_grad" in program.source:
        return True
    functions: set[int] = set()
    for index in program.inside(Span(part.first.start_byte, part.last.end_byte)):
        use = program.uses[index]
        network = use.kind == "instance-call" and not use.name.endswith("Loss.__call__")
        if network or use.kind == "parameter" or use.name == "torch.nn.Module.parameters" or not use.sure:
            return True
        functions.add(use.span.start)
    node: Node | None = part.first
    while node is not None:
        if _calls_others(program, node, functions):
            return True
        node = node.next_named_sibling if node != part.last else None
    return False


def _calls_others(program: Program, node: Node, known: set[int]) -> bool:
    """Whether code calls something else than PyTorch's functions (at the offsets `known`) and Python's own."""
    function = node.child_by_field_name("function") if node.type == "call" else None
    own = function is not None and node.start_byte not in known and adds_to(program, node) is None
    if own and function is not None and program.text_of(function) not in HARMLESS | {"sum"}:
        return True
    return any(_calls_others(program, child, known) for child in node.named_children)


def _in_scope(program: Program, use: Use, opened: tuple[Node, Use], found: tuple[Stretch, ...]) -> Recording:
    """Nothing is to be added for a backward() in a scope that turns recording on, if that scope converts."""
    scope, enabling = opened
    if not all(_inside(part, scope) for part in found):
        return Recording(reason="some of the statements that compute the loss stand before the scope of backward()")
    outcome = program.alone(program.uses.index(enabling))
    if outcome is None or outcome.reason:
        return Recording(reason=f"its scope is not converted: {outcome.reason if outcome is not None else 'unknown'}")
    modes = modes_in(program, use, Span(scope.start_byte, use.span.start))
    return Recording(inference=modes == {EVALUATION}, parts=found)


def _inside(part: Stretch, node: Node) -> bool:
    return node.start_byte <= part.first.start_byte and part.last.end_byte <= node.end_byte


def _opens(program: Program, part: Stretch) -> bool:
    """Whether a stretch was recorded before, or is one with statement that turns recording on, or is replaced by it."""
    siblings = program.tree.siblings(part.first)
    if any(_records(program, node) for node in siblings[siblings.index(part.first) : siblings.index(part.last) + 1]):
        return True
    if part.first != part.last or part.first.type != "with_statement":
        return False
    for use in _header_uses(program, part.first):
        outcome = program.alone(program.uses.index(use)) if use.name.endswith(".autocast") else None
        if use.name in _ENABLING or (use.name.endswith(".autocast") and (outcome is None or not outcome.reason)):
            return True
    return False


def _header_uses(program: Program, statement: Node) -> Iterator[Use]:
    body = statement.child_by_field_name("body")
    end = body.start_byte if body is not None else statement.end_byte
    return (program.uses[index] for index in program.inside(Span(statement.start_byte, end)))


def follows_condition(program: Program, use: Use, condition: str) -> bool:
    """Whether the mode was chosen by the same condition: `if training: net.train()`, `else: net.eval()`."""
    node = program.tree.statement(use.span)
    scope = program.tree.enclosing(node, "function_definition", "module") if node is not None else None
    waiting = [scope] if scope is not None else []
    while waiting:
        found = waiting.pop()
        if found.type == "conditional_expression" and found.end_byte <= use.span.start:
            first, middle, last = map(program.text_of, found.named_children)
            if first.endswith(".train()") and middle == condition and last.endswith(".eval()"):
                return True
        if found.type == "if_statement" and found.end_byte <= use.span.start:
            test, chosen = found.child_by_field_name("condition"), found.child_by_field_name("consequence")
            other = found.child_by_field_name("alternative")
            if test is None or chosen is None or other is None or program.text_of(test) != condition:
                continue
            if ".train()" in program.text_of(chosen) and ".eval()" in program.text_of(other):
                return True
        waiting += found.named_children
    return False


def scope_around(program: Program, node: Node) -> tuple[Node, Use] | None:
    """The nearest with statement around a node that turns recording on, with the use that does."""
    around = program.tree.enclosing(node, "with_statement", "function_definition")
    while around is not None and around.type == "with_statement":
        for use in _header_uses(program, around):
            if use.name in _ENABLING:
                return around, use
        around = program.tree.enclosing(around, "with_statement", "function_definition")
    return None


def _recorded(program: Program, statement: Node) -> bool:
    """Whether a statement stands in a scope that records already."""
    enclosing = program.tree.enclosing(statement, "with_statement")
    return enclosing is not None and _records(program, enclosing)


def _records(program: Program, node: Node) -> bool:
    """Whether a statement is MXNet's scope that records."""
    return node.type == "with_statement" and "autograd.record(" in program.tree.text(node).split("\n", 1)[0]


def retains(program: Program, bound: Bound) -> bool:
    """Whether a call keeps the graph for a further one."""
    given = bound.values.get("retain_graph")
    return given is not None and program.text(given.span) not in _NO_GRAPH
