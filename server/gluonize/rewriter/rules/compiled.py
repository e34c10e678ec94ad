"""PyTorch's compilers: what is given to one is what comes back, and a decorator goes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tree_sitter import Node

from gluonize.analysis import Use
from gluonize.catalogue import Category, Entry
from gluonize.rewriter.blocks import deletion
from gluonize.rewriter.model import Edit, Outcome, refusal
from gluonize.rewriter.rules import rule, watches

if TYPE_CHECKING:
    from gluonize.analysis.overloads import Bound
    from gluonize.rewriter.program import Program


@rule("compiled")
def compiled(program: Program, use: Use, bound: Bound) -> Outcome | None:
    """`torch.compile(net)` is `net`; `@torch.compile(mode=...)` goes."""
    decorator = _decorator(program, use)
    if decorator is not None:
        return _without(program, bound.entry, decorator)
    if not use.arguments or use.arguments[0].star or use.arguments[0].keyword not in {None, "model", "obj", "func"}:
        return refusal("it is not given a network or a function", Category.PROGRAM_LEVEL, bound.entry)
    kept = use.arguments[0]
    if program.tree.whole_statement(use.span) is not None:
        return refusal("nothing is made of its value", Category.PROGRAM_LEVEL, bound.entry)
    assigned = program.tree.assignment(use.span)
    if assigned is not None and assigned[1] == program.text(kept.span):
        edit = deletion(program, assigned[0])
        return Outcome(Category.DELETABLE, bound.entry, (edit,), absorbs=True, rule="compiled")
    edits = (Edit(use.span.start, kept.span.start, ""), Edit(kept.span.end, use.span.end, ""))
    covers = tuple(argument.whole for argument in use.arguments[1:])
    notes = (bound.entry.note,) if bound.entry.note else ()
    return Outcome(Category.DELETABLE, bound.entry, edits, covers=covers, notes=notes, rule="compiled")


@watches("attribute")
def named(program: Program, use: Use) -> Outcome | None:
    """`@torch.jit.script`: the decorator goes."""
    entry = next((entry for entry in program.catalogue.lookup(use.name) if entry.rule == "compiled"), None)
    decorator = _decorator(program, use) if entry is not None else None
    return _without(program, entry, decorator) if entry is not None and decorator is not None else None


def _decorator(program: Program, use: Use) -> Node | None:
    node = program.tree.expression(use.span)
    parent = node.parent if node is not None else None
    return parent if parent is not None and parent.type == "decorator" else None


def _without(program: Program, entry: Entry, decorator: Node) -> Outcome:
    start = program.tree.line_start(decorator.start_byte)
    end = program.tree.line_end(decorator.end_byte) + len(program.tree.newline())
    notes = (entry.note,) if entry.note else ()
    edits = (Edit(start, end, ""),)
    return Outcome(Category.DELETABLE, entry, edits, absorbs=True, notes=notes, rule="compiled")
