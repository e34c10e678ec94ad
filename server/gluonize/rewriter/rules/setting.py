"""Switches that change no result: assignments to them and calls of them go."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tree_sitter import Node

from gluonize.analysis import Use
from gluonize.catalogue import Category, Entry
from gluonize.rewriter.blocks import delete_statement, deletion
from gluonize.rewriter.model import Outcome, refusal
from gluonize.rewriter.rules import rule, watches
from gluonize.rewriter.tree import span_of

if TYPE_CHECKING:
    from gluonize.analysis.overloads import Bound
    from gluonize.rewriter.program import Program


@rule("setting")
def setting(program: Program, use: Use, bound: Bound) -> Outcome | None:
    """`torch.cuda.empty_cache()`: the statement goes."""
    return delete_statement(program, use, bound.entry)


@watches("attribute")
def assigned(program: Program, use: Use) -> Outcome | None:
    """`torch.backends.cudnn.benchmark = True`: the statement goes."""
    entry = next((entry for entry in program.catalogue.lookup(use.name) if entry.rule == "setting"), None)
    if entry is None:
        return None
    if not use.store:
        return refusal("its value is used, and MXNet has nothing in its place", Category.PROGRAM_LEVEL, entry)
    return _without(program, use, entry)


def _without(program: Program, use: Use, entry: Entry) -> Outcome:
    statement = program.tree.statement(use.span)
    assignment = statement.named_children[0] if statement is not None and statement.named_children else None
    if statement is None or assignment is None or not _sets_to_constant(assignment, use):
        return refusal("it is not set to a constant in a statement of its own", Category.PROGRAM_LEVEL, entry)
    notes = (entry.note,) if entry.note else ()
    edits = (deletion(program, statement),)
    return Outcome(Category.DELETABLE, entry, edits, absorbs=True, notes=notes, rule="setting")


def _sets_to_constant(assignment: Node, use: Use) -> bool:
    if assignment.type != "assignment":
        return False
    left, right = assignment.child_by_field_name("left"), assignment.child_by_field_name("right")
    constant = right is not None and right.type in {"true", "false", "integer", "string", "none"}
    return constant and left is not None and span_of(left) == use.span
