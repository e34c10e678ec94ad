"""Scopes of mixed precision: MXNet has none, and computes in float32, so that recording takes their place."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tree_sitter import Node

from gluonize.analysis import Use
from gluonize.catalogue import Category
from gluonize.rewriter.model import Edit, Outcome, refusal
from gluonize.rewriter.recording import BACKWARD, stretches
from gluonize.rewriter.rules import rule
from gluonize.rewriter.rules.no_grad import PAUSE, paused
from gluonize.rewriter.scopes import INFERENCE, RECORD, recording
from gluonize.rewriter.tree import span_of

if TYPE_CHECKING:
    from gluonize.analysis.overloads import Bound
    from gluonize.rewriter.program import Program

_ALONE = "it is neither around the forward pass of a backward() of this function nor in no_grad(); leave it out"
_ON_CPU = (
    "on a CPU PyTorch computes in a short type there, and MXNet has no such scope; leave it out to compute in float32"
)


@rule("autocast")
def autocast(program: Program, use: Use, bound: Bound) -> Outcome | None:
    """`with autocast():` around a forward pass becomes the scope that records it; in no_grad() it goes."""
    entry = bound.entry
    node = _or_nothing(program, program.tree.expression(use.span))
    item = node.parent if node is not None else None
    statement = program.tree.statement(use.span)
    device = bound.values.get("device_type")
    if device is not None and program.text(device.span).strip("'\"") != "cuda" and not _chosen(program, bound):
        return refusal(_ON_CPU, Category.ARGUMENT_UNSUPPORTED, entry)
    if node is None or item is None or item.type != "with_item":
        return refusal(_ALONE, Category.PROGRAM_LEVEL, entry)
    if statement is None or statement.type != "with_statement":
        return refusal(_ALONE, Category.PROGRAM_LEVEL, entry)
    edit = _edit(program, use, statement, item, node)
    if edit is None:
        return refusal(_ALONE, Category.PROGRAM_LEVEL, entry)
    notes = (entry.note,) if entry.note else ()
    covers = tuple(argument.whole for argument in use.arguments)
    return Outcome(Category.SEMANTICS, entry, (edit,), absorbs=True, covers=covers, notes=notes, rule="autocast")


def _chosen(program: Program, bound: Bound) -> bool:
    """Whether a scope whose device the run tells says itself when it is on, or one for a CPU that it is off."""
    device, enabled = bound.values["device_type"], bound.values.get("enabled")
    if enabled is None:
        return False
    return device.form != "string" or program.text(enabled.span) == "False"


def _or_nothing(program: Program, node: Node | None) -> Node | None:
    """The expression of a scope, with the choice around it between that scope and none."""
    around = node.parent if node is not None else None
    if around is None or around.type != "conditional_expression":
        return node
    others = (child for child in around.named_children if child != node)
    return around if any(program.text_of(other).endswith("nullcontext()") for other in others) else node


def _edit(program: Program, use: Use, statement: Node, item: Node, node: Node) -> Edit | None:
    items = item.parent.named_children if item.parent is not None else []
    if len(items) > 1:
        number = items.index(item)
        start = items[number - 1].end_byte if number else item.start_byte
        end = item.end_byte if number else items[1].start_byte
        return Edit(start, end, "")
    header = _recording(program, use, statement)
    if header is None and _without_gradients(program, statement):
        body = statement.child_by_field_name("body")
        header = paused(program, use, span_of(body)) if body is not None else ""
        header = header if header.startswith(PAUSE) else None
    return Edit(node.start_byte, node.end_byte, header) if header else None


def _recording(program: Program, use: Use, statement: Node) -> str | None:
    """The scope for a with statement that is what a backward() of its function needs."""
    for other in program.uses:
        whole = program.tree.whole_statement(other.span) if other.name == BACKWARD else None
        if whole is None or other.receiver is None or other.scope != use.scope:
            continue
        parts = stretches(program, whole, other.receiver) or ()
        if any(part.first == part.last == statement for part in parts):
            return INFERENCE if recording(program, other, whole, other.receiver).inference else RECORD
    return None


def _without_gradients(program: Program, statement: Node) -> bool:
    """Whether a statement stands in a scope without gradients, or in a function that is one."""
    around = program.tree.enclosing(statement, "with_statement", "decorated_definition")
    while around is not None:
        head = program.text_of(around).partition(":")[0].partition("def ")[0]
        if "no_grad" in head or "inference_mode" in head:
            return True
        around = program.tree.enclosing(around, "with_statement", "decorated_definition")
    return False
