"""Devices: `torch.device(...)` of a literal or of a choice between two, and modules that move to a device."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tree_sitter import Node

from gluonize.analysis import Argument, Use
from gluonize.catalogue import Category
from gluonize.rewriter.initialization import MOVED, builds_network, initialization, inside_module
from gluonize.rewriter.model import Edit, Outcome, refusal
from gluonize.rewriter.rendering import context_literal
from gluonize.rewriter.rules import rule
from gluonize.rewriter.tree import span_of

if TYPE_CHECKING:
    from gluonize.analysis.overloads import Bound
    from gluonize.rewriter.program import Program

_FIXED = {"cuda": "mx.gpu()", "cpu": "mx.cpu()"}


@rule("device")
def device(program: Program, use: Use, bound: Bound) -> Outcome | None:
    """`torch.device(...)` to a context; `.to()`, `.cuda()` and `.cpu()` of a module to its parameters' context."""
    if use.name == "torch.device":
        return _constructor(program, use, bound)
    if use.receiver is None:
        return None
    return _module_moves(program, use, bound)


def context_of(program: Program, node: Node | None) -> str | None:
    """A device given as a string literal, or as a choice between such, as MXNet contexts."""
    if node is None:
        return None
    if node.type == "parenthesized_expression" and len(node.named_children) == 1:
        return context_of(program, node.named_children[0])
    if node.type == "conditional_expression" and len(node.named_children) == 3:
        chosen, condition, other = node.named_children
        first, second = context_of(program, chosen), context_of(program, other)
        if first is None or second is None or program.blocked(span_of(condition)):
            return None
        return f"{first} if {program.converted(span_of(condition))} else {second}"
    return context_literal(program.text_of(node)) if node.type == "string" else None


def _constructor(program: Program, use: Use, bound: Bound) -> Outcome | None:
    if len(use.arguments) != 1:
        return None
    text = context_of(program, program.tree.expression(use.arguments[0].span))
    if text is None:
        return None
    node = program.tree.expression(use.span)
    parent = node.parent.type if node is not None and node.parent is not None else ""
    if " if " in text and parent not in {"assignment", "argument_list", "keyword_argument", "return_statement"}:
        text = f"({text})"
    notes = (bound.entry.note,) if bound.entry.note else ()
    edit = Edit(use.span.start, use.span.end, text)
    return Outcome(Category.ARGUMENT_ADAPTED, bound.entry, (edit,), absorbs=True, notes=notes, rule="device")


def _module_moves(program: Program, use: Use, bound: Bound) -> Outcome:
    entry = bound.entry
    context, helpers = _context(program, use), frozenset[str]()
    if context is None and _named_by_text(use):
        context, helpers = f"context({program.converted(use.arguments[0].span)})", frozenset({"context"})
    if context is None or use.receiver is None:
        return refusal("it is not given one device", Category.ARGUMENT_UNSUPPORTED, entry)
    receiver = program.converted(use.receiver)
    notes = (entry.note,) if entry.note else ()
    parallel, around = program.parallelism.devices, program.around
    mover, needed = ("move", MOVED | {"DataParallel", "move"}) if parallel else ("moved", MOVED)
    assigned = program.tree.assignment(use.span)
    if program.tree.whole_statement(use.span) is not None or (assigned and assigned[1] == program.text(use.receiver)):
        whole = span_of(assigned[0]) if assigned else use.span
        moved = f"{mover}({receiver}, {context})"
        if not (parallel or around.filled or around.imports_networks or around.trains):
            moved, needed = f"{receiver}.collect_params().reset_ctx({context})", frozenset[str]()
        edit = Edit(whole.start, whole.end, moved)
        return Outcome(
            Category.PROGRAM_LEVEL, entry, (edit,), absorbs=True, notes=notes, helpers=helpers | needed, rule="device"
        )
    if inside_module(program, use):
        return refusal("its value is used; move the network in a statement of its own", Category.PROGRAM_LEVEL, entry)
    if builds_network(program, use.receiver):
        edits: tuple[Edit, ...] = (Edit(use.receiver.end, use.span.end, ""),)
        found = initialization(program, use, context)
        return Outcome(
            Category.PROGRAM_LEVEL, entry, edits, around=found.edits, notes=notes, helpers=helpers | found.helpers,
            rule="device",
        )  # fmt: skip
    edits = (
        Edit(use.receiver.start, use.receiver.start, f"{mover}("),
        Edit(use.receiver.end, use.span.end, f", {context})"),
    )
    return Outcome(Category.PROGRAM_LEVEL, entry, edits, notes=notes, helpers=helpers | needed, rule="device")


def _named_by_text(use: Use) -> bool:
    """Whether the device is a string or a number that only running the program tells."""
    return len(use.arguments) == 1 and not use.arguments[0].star and use.arguments[0].type in {"str", "int"}


def _context(program: Program, use: Use) -> str | None:
    member = use.name.rpartition(".")[2]
    if member in _FIXED and not use.arguments:
        return _FIXED[member]
    if len(use.arguments) != 1 or use.arguments[0].star:
        return None
    argument = use.arguments[0]
    if argument.type == "int" and argument.keyword in {None, "device"}:
        return f"mx.gpu({program.converted(argument.span)})"
    if member == "cuda":
        return None
    literal = context_of(program, program.tree.expression(argument.span))
    if literal is not None:
        return literal
    return program.converted(argument.span) if names_device(program, argument) else None


def names_device(program: Program, argument: Argument) -> bool:
    """Whether an argument is a device: by its type, or, where that is not known, by its name."""
    if argument.type:
        return argument.type == "torch.device"
    return argument.form in {"identifier", "attribute"} and program.text(argument.span).lower().endswith("device")
