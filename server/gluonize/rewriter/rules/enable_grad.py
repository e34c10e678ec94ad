"""Scopes that turn recording on, or choose: MXNet's end where the backward pass begins, as it cannot step inside."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tree_sitter import Node

from gluonize.analysis import Span, Use
from gluonize.catalogue import Category
from gluonize.rewriter.blocks import dedented, dedented_lines, delete_statement
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
        return _in_loop(program, use, bound, statement, statements, chosen)
    forward = Span(statements[0].start_byte, statements[first - 1].end_byte)
    header = _header(program, use, forward, bound, chosen)
    if not header:
        return refusal(UNKNOWN_MODE, Category.PROGRAM_LEVEL, entry)
    notes = (entry.note,) if entry.note else ()
    edits = (Edit(use.span.start, use.span.end, header), *dedented(program, statement, statements[first - 1], body))
    return Outcome(Category.PROGRAM_LEVEL, entry, edits if rest else edits[:1], notes=notes, rule="enable_grad")


def _in_loop(program: Program, use: Use, bound: Bound, statement: Node, statements: list[Node], chosen: str) -> Outcome:
    """A scope around a loop of forward and backward passes goes, and one around each forward pass takes its place."""
    loops = [child for child in statements if has_barrier(program, child)]
    block = loops[0].child_by_field_name("body") if len(loops) == 1 and loops[0].type == "for_statement" else None
    inner = [child for child in block.named_children if child.type != "comment"] if block is not None else []
    runs = [child for child in inner if runs_network(program, span_of(child))]
    first = inner.index(runs[0]) if runs else len(inner)
    last = next((place for place in range(first, len(inner)) if has_barrier(program, inner[place])), len(inner)) - 1
    others = [child for child in (*statements, *inner[last + 1 :]) if child not in loops]
    if last < first or any(runs_network(program, span_of(child)) for child in others):
        return refusal(_MIXED, Category.PROGRAM_LEVEL, bound.entry)
    forward = Span(inner[first].start_byte, inner[last].end_byte)
    header = _header(program, use, forward, bound, chosen)
    body = statement.child_by_field_name("body")
    alone = len([child for child in statement.named_children if child.type == "with_clause"]) == 1
    if not header or body is None or not alone:
        return refusal(UNKNOWN_MODE, Category.PROGRAM_LEVEL, bound.entry)
    tree = program.tree
    start, behind = tree.line_start(forward.start), tree.line_end(forward.end) + len(tree.newline())
    top = tree.line_end(use.span.end) + len(tree.newline())
    width = len(tree.indentation(body.start_byte)) - len(tree.indentation(statement.start_byte))
    opened = Edit(start, start, f"{tree.indentation(forward.start)[width:]}with {header}:{tree.newline()}")
    edits = (
        Edit(tree.line_start(statement.start_byte), top, ""),
        *dedented_lines(program, statement, body, top, start),
        opened,
        *dedented_lines(program, statement, body, behind, body.end_byte),
    )
    notes = (bound.entry.note,) if bound.entry.note else ()
    return Outcome(Category.PROGRAM_LEVEL, bound.entry, edits, absorbs=True, notes=notes, rule="enable_grad")


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
