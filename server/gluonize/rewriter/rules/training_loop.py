"""`loss.backward()`: MXNet records only inside `autograd.record()`, where the forward pass has to go."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tree_sitter import Node

from gluonize.analysis import Span, Use
from gluonize.catalogue import Category
from gluonize.rewriter.blocks import under_with
from gluonize.rewriter.mode_events import EVALUATION, UNKNOWN
from gluonize.rewriter.model import Edit, Outcome, refusal
from gluonize.rewriter.modes import Modes
from gluonize.rewriter.networks import UNKNOWN_MODE, modes_in
from gluonize.rewriter.recording import stretches
from gluonize.rewriter.rules import rule

if TYPE_CHECKING:
    from gluonize.analysis.overloads import Bound
    from gluonize.rewriter.program import Program

RECORD = "mx.autograd.record()"
INFERENCE = "mx.autograd.record(train_mode=False)"


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
    if program.adding == "unknown":
        reason = "gradients may add up over several backward() calls, and nothing in this file says whose they are"
        return refusal(reason, Category.PROGRAM_LEVEL, entry)
    found = stretches(program, statement, use.receiver)
    if not found:
        reason = "the statements that compute the loss are not in the block of backward()"
        return refusal(reason, Category.PROGRAM_LEVEL, entry)
    notes = (entry.note,) if entry.note else ()
    modes: Modes = frozenset()
    for part in found:
        modes |= modes_in(program, use, Span(part.first.start_byte, part.last.end_byte))
    if UNKNOWN in modes:
        return refusal(UNKNOWN_MODE, Category.PROGRAM_LEVEL, entry)
    if len(modes) > 1:
        reason = "some of its networks are in evaluation mode and some are not, but MXNet's scope has one mode for all"
        return refusal(reason, Category.PROGRAM_LEVEL, entry)
    header = INFERENCE if modes == {EVALUATION} else RECORD
    scopes = [edit for part in found for edit in under_with(program, part.first, part.last, header)]
    if header == INFERENCE:
        scopes.append(Edit(use.span.end - 1, use.span.end - 1, "train_mode=False"))
    return Outcome(Category.PROGRAM_LEVEL, entry, tuple(scopes), notes=notes, rule="training_loop")


def _recorded(program: Program, statement: Node) -> bool:
    enclosing = program.tree.enclosing(statement, "with_statement")
    return enclosing is not None and "autograd.record(" in program.tree.text(enclosing).split("\n", 1)[0]
