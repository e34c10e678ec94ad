"""Scopes that turn recording on, or choose: MXNet's end where the backward pass begins, as it cannot step inside."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gluonize.analysis import Span, Use
from gluonize.catalogue import Category
from gluonize.rewriter.blocks import dedented, delete_statement
from gluonize.rewriter.mode_events import EVALUATION, TRAINING
from gluonize.rewriter.model import Edit, Outcome, refusal
from gluonize.rewriter.networks import UNKNOWN_MODE, modes_in, runs_converted, runs_network
from gluonize.rewriter.recording import has_barrier
from gluonize.rewriter.rules import rule
from gluonize.rewriter.rules.no_grad import PAUSE, decorated, paused
from gluonize.rewriter.scopes import INFERENCE, RECORD, follows_condition
from gluonize.rewriter.tree import span_of

if TYPE_CHECKING:
    from gluonize.analysis.overloads import Bound
    from gluonize.rewriter.program import Program

_MIXED = "it holds a further forward pass behind its first backward(); give each its own scope"


@rule("enable_grad")
def enable_grad(program: Program, use: Use, bound: Bound) -> Outcome | None:
    """`with torch.set_grad_enabled(training):` to a scope of the forward pass, the rest of its body behind it."""
    node = program.tree.expression(use.span)
    parent = node.parent if node is not None else None
    mode = bound.values.get("mode")
    chosen = program.text(mode.span) if mode is not None else "True"
    if parent is not None and parent.type == "decorator" and chosen == "True":
        return decorated(program, use, bound, parent, RECORD)
    if parent is not None and parent.type in {"with_item", "as_pattern"}:
        return _scope(program, use, bound, chosen)
    if chosen == "True" or (chosen == "False" and b"backward(" not in program.source):
        return delete_statement(program, use, bound.entry)
    reason = "it is neither the scope of a with statement nor a decorator"
    return refusal(reason, Category.PROGRAM_LEVEL, bound.entry)


def _scope(program: Program, use: Use, bound: Bound, chosen: str) -> Outcome:
    entry = bound.entry
    statement = program.tree.statement(use.span)
    body = statement.child_by_field_name("body") if statement is not None else None
    if statement is None or body is None:
        return refusal("it has no body", Category.PROGRAM_LEVEL, entry)
    statements = [child for child in body.named_children if child.type != "comment"]
    first = next((index for index, child in enumerate(statements) if has_barrier(program, child)), len(statements))
    rest = statements[first:]
    behind = [span_of(child) for child in rest]
    if first == 0 or any(runs_network(program, span) or runs_converted(program, span) for span in behind):
        return refusal(_MIXED, Category.PROGRAM_LEVEL, entry)
    forward = Span(statements[0].start_byte, statements[first - 1].end_byte)
    header = _header(program, use, forward, bound, chosen)
    if not header:
        return refusal(UNKNOWN_MODE, Category.PROGRAM_LEVEL, entry)
    notes = (entry.note,) if entry.note else ()
    edits = (Edit(use.span.start, use.span.end, header), *dedented(program, statement, statements[first - 1], body))
    return Outcome(Category.PROGRAM_LEVEL, entry, edits if rest else edits[:1], notes=notes, rule="enable_grad")


def _header(program: Program, use: Use, forward: Span, bound: Bound, chosen: str) -> str:
    """The scope for a forward pass that is recorded if `chosen`; "" where its mode is not known."""
    if chosen == "False":
        header = paused(program, use, forward)
        return header if header.startswith(PAUSE) else ""
    modes = modes_in(program, use, forward)
    inference = modes == {EVALUATION}
    record = INFERENCE if inference else RECORD
    if chosen == "True":
        return record if len(modes) <= 1 else ""
    mode = bound.values["mode"]
    if program.blocked(mode.span):
        return ""
    pause = f"{PAUSE}train_mode=True)" if modes == {TRAINING} else f"{PAUSE})"
    if modes - {EVALUATION, TRAINING} or (len(modes) > 1 and not follows_condition(program, use, chosen)):
        return ""
    return f"{record} if {program.converted(mode.span)} else {pause}"
