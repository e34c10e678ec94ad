"""Scopes of gradient recording, as a `with` and as a decorator."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from tree_sitter import Node

from gluonize.analysis import Span, Use
from gluonize.catalogue import Category
from gluonize.rewriter.blocks import under_with
from gluonize.rewriter.initialization import inside_module
from gluonize.rewriter.mode_events import EVALUATION, TRAINING
from gluonize.rewriter.model import Edit, Outcome, refusal
from gluonize.rewriter.networks import UNKNOWN_MODE, modes_in, runs_converted, runs_network
from gluonize.rewriter.rules import rule
from gluonize.rewriter.tree import span_of

if TYPE_CHECKING:
    from gluonize.analysis.overloads import Bound
    from gluonize.rewriter.program import Program


PAUSE = "mx.autograd.pause("


@rule("no_grad")
def no_grad(program: Program, use: Use, bound: Bound) -> Outcome | None:
    """`with torch.no_grad():` keeps its place; `@torch.no_grad()` becomes a scope around the function's body."""
    node = program.tree.expression(use.span)
    parent = node.parent if node is not None else None
    while parent is not None and parent.type in {"conditional_expression", "parenthesized_expression"}:
        parent = parent.parent  # with torch.no_grad() if frozen else nullcontext():
    if parent is not None and parent.type == "decorator":
        return decorated(program, use, bound, parent)
    if parent is not None and parent.type in {"with_item", "as_pattern"}:
        return _scope(program, use, bound)
    reason = "it is neither the scope of a with statement nor a decorator"
    return refusal(reason, Category.PROGRAM_LEVEL, bound.entry)


def _scope(program: Program, use: Use, bound: Bound) -> Outcome:
    statement = program.tree.statement(use.span)
    body = statement.child_by_field_name("body") if statement is not None else None
    header = paused(program, use, span_of(body)) if body is not None else "it has no body"
    if not header.startswith(PAUSE):
        return refusal(header, Category.PROGRAM_LEVEL, bound.entry)
    notes = (bound.entry.note,) if bound.entry.note else ()
    edit = Edit(use.span.start, use.span.end, header)
    return Outcome(bound.entry.category, bound.entry, (edit,), absorbs=True, notes=notes, rule="no_grad")


def paused(program: Program, use: Use, body: Span) -> str:
    """The scope in which the networks of `body` keep their mode and nothing is recorded; else why there is none."""
    if inside_module(program, use):
        keeps = program.survey.sensitive and runs_network(program, body)
        return f"{PAUSE}train_mode=mx.autograd.is_training())" if keeps else f"{PAUSE})"
    if runs_converted(program, body):
        return "an earlier conversion has taken its networks to MXNet, so that their modes are not known any more"
    modes = modes_in(program, use, body)
    if modes <= {EVALUATION}:
        return f"{PAUSE})"
    if modes != {TRAINING}:
        return UNKNOWN_MODE
    return f"{PAUSE}train_mode=True)"


def decorated(program: Program, use: Use, bound: Bound, decorator: Node, header: str = "") -> Outcome:
    """The decorator goes, and the body of its function stands under `header`, else under a pause."""
    entry = bound.entry
    definition = decorator.parent.child_by_field_name("definition") if decorator.parent is not None else None
    body = definition.child_by_field_name("body") if definition is not None else None
    statements = [child for child in body.named_children if child.type != "comment"] if body is not None else []
    if body is None or not statements or _yields(body):
        return refusal("the function it decorates cannot be put under a scope", Category.PROGRAM_LEVEL, entry)
    inner = replace(use, scope=_path(program, use, definition))
    header = header or paused(program, inner, span_of(body))
    if not header.startswith("mx."):
        return refusal(header, Category.PROGRAM_LEVEL, entry)
    first = statements[1] if _docstring(statements[0]) and len(statements) > 1 else statements[0]
    if not program.tree.alone_on_its_lines(first):
        return refusal("the function it decorates stands on one line", Category.PROGRAM_LEVEL, entry)
    start = program.tree.line_start(decorator.start_byte)
    end = program.tree.line_end(decorator.end_byte) + len(program.tree.newline())
    edits = (Edit(start, end, ""), *under_with(program, first, statements[-1], header))
    notes = (entry.note,) if entry.note else ()
    return Outcome(Category.PROGRAM_LEVEL, entry, edits, notes=notes, rule="no_grad")


def _path(program: Program, use: Use, definition: Node | None) -> str:
    name = definition.child_by_field_name("name") if definition is not None else None
    own = program.text_of(name) if name is not None else ""
    return f"{use.scope}.{own}" if use.scope else own


def _docstring(node: Node) -> bool:
    return node.type == "expression_statement" and bool(node.named_children) and node.named_children[0].type == "string"


def _yields(node: Node | None) -> bool:
    """Whether a body yields: a scope must not stay open while the caller runs."""
    if node is None:
        return True
    if node.type == "yield":
        return True
    return any(_yields(child) for child in node.named_children if child.type != "function_definition")
