"""Members of nn.Module that a Gluon Block does without: train() and eval() go, their scope decides the mode."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gluonize.analysis import Use
from gluonize.catalogue import Category
from gluonize.rewriter.blocks import deletion
from gluonize.rewriter.model import Edit, Outcome, refusal
from gluonize.rewriter.rules import rule

if TYPE_CHECKING:
    from gluonize.analysis.overloads import Bound
    from gluonize.rewriter.program import Program


@rule("module_class")
def module_class(program: Program, use: Use, bound: Bound) -> Outcome | None:
    """`net.train()` and `net.eval()`: deleted as a statement, left out of a chain."""
    entry = bound.entry
    if use.name.rpartition(".")[2] not in {"train", "eval"} or use.receiver is None:
        return None
    if program.stays:
        return refusal(program.stays, Category.PROGRAM_LEVEL, entry)
    notes = (entry.note,) if entry.note else ()
    statement = program.tree.whole_statement(use.span)
    if statement is not None and program.text(use.receiver).replace(".", "").replace("_", "").isalnum():
        edit = deletion(program, statement)
        return Outcome(Category.DELETABLE, entry, (edit,), absorbs=True, notes=notes, rule="module_class")
    edit = Edit(use.receiver.end, use.span.end, "")
    covers = tuple(argument.whole for argument in use.arguments)
    return Outcome(Category.DELETABLE, entry, (edit,), covers=covers, notes=notes, rule="module_class")
