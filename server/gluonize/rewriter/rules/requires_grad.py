"""`parameter.requires_grad = False`: a Gluon Parameter says in grad_req whether it is trained, and how."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from tree_sitter import Node

from gluonize.analysis import Use
from gluonize.catalogue import Category, Entry
from gluonize.rewriter.model import Edit, Outcome, refusal
from gluonize.rewriter.rules import watches
from gluonize.rewriter.tree import span_of

if TYPE_CHECKING:
    from gluonize.analysis.overloads import Bound
    from gluonize.rewriter.program import Program

_NAMES = frozenset({"torch.nn.Parameter.requires_grad", "torch.Tensor.requires_grad"})


@watches("attribute")
def requires_grad(program: Program, use: Use) -> Outcome | None:
    """`p.requires_grad = False` to `p.grad_req = 'null'`, `= True` to how gradients are kept in the file."""
    if use.name not in _NAMES or not use.store or use.receiver is None:
        return None
    entry = next(iter(program.catalogue.lookup(use.name)), None)
    statement = program.tree.statement(use.span)
    assignment = statement.named_children[0] if statement is not None and statement.named_children else None
    left = assignment.child_by_field_name("left") if assignment is not None else None
    right = assignment.child_by_field_name("right") if assignment is not None else None
    if left is None or right is None or span_of(left) != use.span:
        return refusal("it is not set in a statement of its own", Category.PROGRAM_LEVEL, entry)
    if use.name == "torch.Tensor.requires_grad":
        return _of_array(program, use, entry, right)
    kept = "'add'" if program.adding else "'write'"
    values = {"True": kept, "False": "'null'"}
    text = program.text_of(right)
    value = values.get(text) or f"{kept} if {program.converted(span_of(right))} else 'null'"
    if text not in values and program.blocked(span_of(right)):
        return refusal(program.blocked(span_of(right)), Category.PROGRAM_LEVEL, entry)
    receiver = program.converted(use.receiver)
    edits = (
        Edit(left.start_byte, left.end_byte, f"{receiver}.grad_req"),
        Edit(right.start_byte, right.end_byte, value),
    )
    notes = (entry.note,) if entry is not None and entry.note else ()
    return Outcome(Category.RENAMED, entry, edits, notes=notes, rule="requires_grad")


def _of_array(program: Program, use: Use, entry: Entry | None, right: Node) -> Outcome:
    """`x.requires_grad = True` to `x.attach_grad(...)`: PyTorch's gradients add up until they are cleared."""
    statement = program.tree.statement(use.span)
    if program.text_of(right) != "True" or statement is None or use.receiver is None:
        reason = "an array that shall need no gradient any more is another one in MXNet: use x.detach()"
        return refusal(reason, Category.PROGRAM_LEVEL, entry)
    text = f"{program.converted(use.receiver)}.attach_grad(grad_req='add')"
    edit = Edit(statement.start_byte, statement.end_byte, text)
    return Outcome(Category.PROGRAM_LEVEL, entry, (edit,), absorbs=True, rule="requires_grad")


@watches("call")
def requires_grad_(program: Program, use: Use) -> Outcome | None:
    """`p.requires_grad_(False)` of a parameter to `p.grad_req = 'null'`, as a statement."""
    if use.name != "torch.Tensor.requires_grad_" or use.receiver_type != "torch.nn.Parameter" or not use.receiver:
        return None
    entry = next(iter(program.catalogue.lookup("torch.nn.Parameter.requires_grad")), None)
    given = program.text(use.arguments[0].span) if use.arguments else "True"
    if program.tree.whole_statement(use.span) is None or given not in {"True", "False"}:
        reason = "it is not given True or False in a statement of its own"
        return refusal(reason, Category.PROGRAM_LEVEL, entry)
    value = "'null'" if given == "False" else "'add'" if program.adding else "'write'"
    edit = Edit(use.receiver.end, use.span.end, f".grad_req = {value}")
    covers = tuple(argument.whole for argument in use.arguments)
    return Outcome(Category.RENAMED, entry, (edit,), covers=covers, rule="requires_grad")


def without_gradient(bound: Bound) -> Bound:
    """A call as it is without `requires_grad=True`."""
    values = {name: argument for name, argument in bound.values.items() if name != "requires_grad"}
    return replace(bound, values=values)


def created(use: Use, outcome: Outcome) -> Outcome:
    """`torch.full(..., requires_grad=True)`: a helper asks for the gradient of what the call makes."""
    if outcome.reason:
        return outcome
    start, end = use.span
    edits = (Edit(start, start, "require_grad("), *outcome.edits, Edit(end, end, ")"))
    helpers = outcome.helpers | {"require_grad"}
    return replace(outcome, category=Category.COMPOSITE, edits=edits, helpers=helpers)
