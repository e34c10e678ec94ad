"""`loss.backward()`: MXNet records only inside `autograd.record()`, where the forward pass has to go."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gluonize.analysis import Argument, Use
from gluonize.catalogue import Category
from gluonize.rewriter.model import Edit, Outcome, refusal
from gluonize.rewriter.rules import rule
from gluonize.rewriter.scopes import recording, retains

if TYPE_CHECKING:
    from gluonize.analysis.overloads import Bound
    from gluonize.rewriter.program import Program


@rule("training_loop")
def training_loop(program: Program, use: Use, bound: Bound) -> Outcome | None:
    """Puts the forward pass of a `loss.backward()` statement under `with mx.autograd.record():`."""
    entry = bound.entry
    statement = program.tree.whole_statement(use.span)
    if statement is None or use.receiver is None:
        return refusal("it is no statement of its own", Category.PROGRAM_LEVEL, entry)
    if program.adding == "unknown":
        reason = "gradients may add up over several backward() calls, and nothing in this file says whose they are"
        return refusal(reason, Category.PROGRAM_LEVEL, entry)
    gradient = bound.values.get("gradient")
    blocked = program.blocked(gradient.span) if gradient is not None else ""
    if blocked:
        return refusal(blocked, Category.ARGUMENT_UNSUPPORTED, entry)
    scopes = recording(program, use, statement, use.receiver)
    if scopes.reason:
        return refusal(scopes.reason, Category.PROGRAM_LEVEL, entry)
    notes = (entry.note,) if entry.note else ()
    given = {"": gradient, "retain_graph": bound.values.get("retain_graph") if retains(program, bound) else None}
    edits = (*scopes.edits, *written(program, use, given, inference=scopes.inference))
    return Outcome(Category.PROGRAM_LEVEL, entry, edits, notes=notes, rule="training_loop")


def written(program: Program, use: Use, given: dict[str, Argument | None], *, inference: bool) -> tuple[Edit, ...]:
    """The edit that writes the arguments of a backward pass: `given` by keyword, "" for one by position."""
    node = program.tree.expression(use.span)
    list_node = node.child_by_field_name("arguments") if node is not None else None
    if list_node is None:
        return ()
    values = {name: value for name, value in given.items() if value is not None and program.text(value.span) != "None"}
    parts = [f"{name}={program.converted(value.span)}".lstrip("=") for name, value in values.items()]
    text = ", ".join([*parts, *(["train_mode=False"] if inference else [])])
    unchanged = program.text_of(list_node) == f"({text})"
    return () if unchanged else (Edit(list_node.start_byte, list_node.end_byte, f"({text})"),)
