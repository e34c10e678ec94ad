"""A network that is run in training mode without a backward(): MXNet needs a scope for that."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING

from tree_sitter import Node

from gluonize.analysis import Span, Use
from gluonize.catalogue import Category
from gluonize.rewriter.blocks import under_with
from gluonize.rewriter.initialization import inside_module
from gluonize.rewriter.mode_events import TRAINING
from gluonize.rewriter.model import Outcome
from gluonize.rewriter.networks import modes_in
from gluonize.rewriter.recording import BACKWARD, GRADIENT_FUNCTIONS, Stretch, head_of, stretches
from gluonize.rewriter.runs import recorded_run
from gluonize.rewriter.tree import span_of

if TYPE_CHECKING:
    from gluonize.rewriter.program import Program

HEADER = "mx.autograd.train_mode()"
_NOTE = "PyTorch's networks start in training mode, MXNet's run in it only inside a scope."
_SCOPE = re.compile(r"no_grad|inference_mode|enable_grad|set_grad_enabled|autograd\.|autocast")
_SIMPLE = frozenset({"expression_statement", "return_statement", "assert_statement"})


def training_mode(program: Program, use: Use) -> Outcome | None:
    """`out = net(x)` goes under `with mx.autograd.train_mode():` where `net` draws or normalises as in training."""
    statement = program.tree.statement(use.span)
    if statement is None or statement.type not in _SIMPLE or not program.tree.alone_on_its_lines(statement):
        return None
    if program.around.wholeness.elsewhere and not _has_scope(program, statement, use):
        recorded = recorded_run(program, use, statement)
        if recorded is not None:
            return recorded
    if inside_module(program, use):
        return None
    if use.scope and use.scope.rpartition(".")[2] in program.survey.recorded_elsewhere:
        return None
    if modes_in(program, use, use.span) != {TRAINING} or _has_scope(program, statement, use):
        return None
    if _first_call(program, statement) != use.span:
        return None
    around = under_with(program, statement, statement, HEADER)
    return Outcome(Category.SEMANTICS, None, around=around, notes=(_NOTE,), rule="training_mode")


def _first_call(program: Program, statement: Node) -> Span | None:
    """The first network of a statement that is in training mode: the statement gets one scope for all."""
    for index in program.inside(span_of(statement)):
        use = program.uses[index]
        if use.kind == "instance-call" and modes_in(program, use, use.span) == {TRAINING}:
            return use.span
    return None


def _has_scope(program: Program, statement: Node, use: Use) -> bool:
    """Whether a statement stands in a scope, or gets one with the backward() of its function."""
    around = program.tree.enclosing(statement, "with_statement", "function_definition")
    while around is not None:
        text = program.text_of(around)
        if around.type == "with_statement" and _SCOPE.search(text.partition(":")[0]):
            return True
        parent = around.parent
        if around.type == "function_definition":
            decorated = parent is not None and parent.type == "decorated_definition"
            if decorated and parent is not None and _SCOPE.search(program.text_of(parent).partition("def ")[0]):
                return True
        around = program.tree.enclosing(around, "with_statement", "function_definition")
    return any(
        part.first.start_byte <= statement.start_byte and statement.end_byte <= part.last.end_byte
        for other in program.uses
        if other.scope == use.scope and (other.name == BACKWARD or other.name in GRADIENT_FUNCTIONS)
        for part in _recorded(program, other)
    )


def _recorded(program: Program, use: Use) -> Iterable[Stretch]:
    """The statements that are recorded for a use of gradients."""
    statement = program.tree.statement(use.span)
    head = head_of(program, statement) if statement is not None else None
    return stretches(program, statement, head) or () if statement is not None and head is not None else ()
