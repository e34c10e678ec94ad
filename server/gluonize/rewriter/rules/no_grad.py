"""Scopes of gradient recording, as a `with` and as a decorator."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tree_sitter import Node

from gluonize.analysis import Use
from gluonize.catalogue import Category
from gluonize.rewriter.blocks import under_with
from gluonize.rewriter.model import Edit, Outcome, refusal
from gluonize.rewriter.rules import rule

if TYPE_CHECKING:
    from gluonize.analysis.overloads import Bound
    from gluonize.rewriter.program import Program


@rule("no_grad")
def no_grad(program: Program, use: Use, bound: Bound) -> Outcome | None:
    """`with torch.no_grad():` keeps its place; `@torch.no_grad()` becomes a scope around the function's body."""
    node = program.tree.expression(use.span)
    parent = node.parent if node is not None else None
    if parent is not None and parent.type == "decorator":
        return _decorator(program, bound, parent)
    if parent is not None and parent.type in {"with_item", "as_pattern"}:
        return None
    reason = "it is neither the scope of a with statement nor a decorator"
    return refusal(reason, Category.PROGRAM_LEVEL, bound.entry)


def _decorator(program: Program, bound: Bound, decorator: Node) -> Outcome:
    entry = bound.entry
    definition = decorator.parent.child_by_field_name("definition") if decorator.parent is not None else None
    body = definition.child_by_field_name("body") if definition is not None else None
    statements = [child for child in body.named_children if child.type != "comment"] if body is not None else []
    header = entry.template(program.target)
    if not statements or header is None or "$" in header or _yields(body):
        return refusal("the function it decorates cannot be put under a scope", Category.PROGRAM_LEVEL, entry)
    first = statements[1] if _docstring(statements[0]) and len(statements) > 1 else statements[0]
    if not program.tree.alone_on_its_lines(first):
        return refusal("the function it decorates stands on one line", Category.PROGRAM_LEVEL, entry)
    start = program.tree.line_start(decorator.start_byte)
    end = program.tree.line_end(decorator.end_byte) + len(program.tree.newline())
    edits = (Edit(start, end, ""), *under_with(program, first, statements[-1], header))
    notes = (entry.note,) if entry.note else ()
    return Outcome(Category.PROGRAM_LEVEL, entry, edits, notes=notes, rule="no_grad")


def _docstring(node: Node) -> bool:
    return node.type == "expression_statement" and bool(node.named_children) and node.named_children[0].type == "string"


def _yields(node: Node | None) -> bool:
    """Whether a body yields: a scope must not stay open while the caller runs."""
    if node is None:
        return True
    if node.type == "yield":
        return True
    return any(_yields(child) for child in node.named_children if child.type != "function_definition")
