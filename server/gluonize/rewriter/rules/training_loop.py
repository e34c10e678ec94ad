"""`loss.backward()`: MXNet records only inside `autograd.record()`, where the forward pass has to go."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tree_sitter import Node

from gluonize.analysis import Span, Use
from gluonize.catalogue import Category
from gluonize.rewriter.blocks import under_with
from gluonize.rewriter.model import Outcome, refusal
from gluonize.rewriter.recording import stretches
from gluonize.rewriter.rules import rule

if TYPE_CHECKING:
    from gluonize.analysis.overloads import Bound
    from gluonize.rewriter.program import Program

RECORD = "mx.autograd.record()"
INFERENCE = "mx.autograd.record(train_mode=False)"
_MODES = {"torch.nn.Module.train": False, "torch.nn.Module.eval": True}


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
    modes = {inference(program, use, Span(part.first.start_byte, part.last.end_byte)) for part in found}
    if None in modes or len(modes) > 1:
        reason = "some of its networks are in evaluation mode and some are not, but MXNet's scope has one mode for all"
        return refusal(reason, Category.PROGRAM_LEVEL, entry)
    header = INFERENCE if True in modes else RECORD
    scopes = [edit for part in found for edit in under_with(program, part.first, part.last, header)]
    return Outcome(Category.PROGRAM_LEVEL, entry, tuple(scopes), notes=notes, rule="training_loop")


def inference(program: Program, use: Use, forward: Span) -> bool | None:
    """Whether the networks of a forward pass were put into evaluation mode before; None where only some were."""
    modes: dict[str, bool] = {}
    for other in program.uses:
        if other.name in _MODES and other.receiver and other.scope == use.scope and other.span.end <= forward.start:
            given = program.text(other.arguments[0].span) if other.arguments else "True"
            modes[program.text(other.receiver)] = _MODES[other.name] or given == "False"
    called = {
        program.text(program.uses[index].name_span)
        for index in program.inside(forward)
        if program.uses[index].kind == "instance-call" and not program.uses[index].name.endswith("Loss.__call__")
    }
    found = {modes.get(name, False) for name in called}
    return None if len(found) > 1 else found == {True}


def _recorded(program: Program, statement: Node) -> bool:
    enclosing = program.tree.enclosing(statement, "with_statement")
    return enclosing is not None and "autograd.record(" in program.tree.text(enclosing).split("\n", 1)[0]
