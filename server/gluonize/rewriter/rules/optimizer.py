"""Optimizers to gluon.Trainer; `zero_grad()` goes, `step()` gets its divisor."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gluonize.analysis import Use
from gluonize.catalogue import Category
from gluonize.catalogue.template import compile_template
from gluonize.rewriter.blocks import delete_statement, insertion_after
from gluonize.rewriter.layout import compose
from gluonize.rewriter.model import Edit, Outcome, refusal
from gluonize.rewriter.parallelism import HELPERS
from gluonize.rewriter.parameters import Collected, collected
from gluonize.rewriter.rendering import NotRenderedError, Source, render
from gluonize.rewriter.rules import rule

if TYPE_CHECKING:
    from gluonize.analysis.overloads import Bound
    from gluonize.rewriter.program import Program

_TRAINER = "mx.gluon.Trainer("
_ADDING_GROUPS = '[{**group, "params": add_gradients(listed(group["params"]))} for group in {}]'
_SKIPS = "A parameter that no backward pass has reached stays as it is, as in PyTorch; Gluon alone raises an error."
_ADDING = "Gradients add up over backward() calls (grad_req='add') until they are cleared."


@rule("optimizer")
def optimizer(program: Program, use: Use, bound: Bound) -> Outcome | None:
    """Constructor calls, zero_grad and step of torch.optim."""
    member = use.name.rpartition(".")[2]
    if member == "zero_grad":
        return _zero_grad(program, use, bound)
    if member == "step" and bound.given("closure") and program.text(bound.values["closure"].span) != "None":
        return _with_closure(program, use, bound)
    if member == "step":
        return _step(program, use, bound)
    if bound.entry.kind != "class":
        return None
    return _trainer(program, use, bound)


def _trainer(program: Program, use: Use, bound: Bound) -> Outcome:
    entry = bound.entry
    template = entry.template(program.target)
    if template is None:
        return refusal("MXNet has no optimizer of this kind", Category.MISSING, entry)
    params = bound.values.get("params")
    given = collected(program, params) if params is not None else Collected()
    if params is None or not given.text:
        return refusal(given.reason or "it is given no parameters", Category.ARGUMENT_UNSUPPORTED, entry)
    if given.groups and program.parallelism.workers:
        reason = "a trainer of several workers has no groups of parameters"
        return refusal(reason, Category.ARGUMENT_UNSUPPORTED, entry)
    try:
        rendering = render(compile_template(template), bound, program.source)
    except NotRenderedError as error:
        return refusal(str(error), Category.ARGUMENT_UNSUPPORTED, entry)
    parameters, helpers = given.text, given.helpers | frozenset(entry.helpers)
    if program.adding:
        adding = _ADDING_GROUPS if given.groups else "add_gradients({})"
        parameters, helpers = adding.replace("{}", parameters), helpers | {"add_gradients"}
    pieces = [
        parameters if isinstance(piece, Source) and piece.span == params.span else piece for piece in rendering.pieces
    ]
    text = compose(pieces, program.converted)
    if given.groups:
        text = text.replace(_TRAINER, "GroupTrainer(", 1)
    if program.parallelism.workers and text.startswith(_TRAINER):
        text, helpers = f"DistributedTrainer({text[len(_TRAINER) :]}", helpers | HELPERS | {"DistributedTrainer"}
    notes = (entry.note,) if entry.note else ()
    edit = Edit(use.span.start, use.span.end, text)
    return Outcome(entry.category, entry, (edit,), absorbs=True, notes=notes, helpers=helpers, rule="optimizer")


def _with_closure(program: Program, use: Use, bound: Bound) -> Outcome:
    """`loss = optimizer.step(closure)`: the closure is called once, then the step is taken."""
    closure, statement = bound.values["closure"], program.tree.statement(use.span)
    plain = statement is not None and statement.type == "expression_statement"
    if statement is None or not plain or closure.form not in {"identifier", "attribute"} or use.receiver is None:
        reason = "its closure has no name, or its value is used otherwise than in an assignment"
        return refusal(reason, Category.PROGRAM_LEVEL, bound.entry)
    blocked = program.blocked(closure.span)
    if blocked:
        return refusal(blocked, Category.ARGUMENT_UNSUPPORTED, bound.entry)
    edit = Edit(use.span.start, use.span.end, f"{program.converted(closure.span)}()")
    start, end, helpers = _stepping(program)
    behind = insertion_after(program, statement, f"{start}{program.converted(use.receiver)}{end}")
    notes = (bound.entry.note,) if bound.entry.note else ()
    return Outcome(
        Category.PROGRAM_LEVEL, bound.entry, (edit,), around=(behind,), absorbs=True, notes=notes, helpers=helpers,
        rule="optimizer",
    )  # fmt: skip


def _step(program: Program, use: Use, bound: Bound) -> Outcome | None:
    """A step that leaves parameters as they are which no backward pass has reached; None for an ordinary one."""
    if not program.reach or use.receiver is None:
        return None
    start, end, helpers = _stepping(program)
    before, behind = Edit(use.span.start, use.span.start, start), Edit(use.receiver.end, use.span.end, end)
    covers = tuple(argument.whole for argument in use.arguments)
    notes = (_SKIPS, *((bound.entry.note,) if bound.entry.note else ()))
    return Outcome(
        bound.entry.category, bound.entry, (*((before,) if start else ()), behind), covers=covers, notes=notes,
        helpers=helpers, rule="optimizer",
    )  # fmt: skip


def _stepping(program: Program) -> tuple[str, str, frozenset[str]]:
    """What a step writes before and behind the trainer, and the helpers for it."""
    if program.reach and (program.adding or program.reach == "marked"):
        return "step_reached(", ")", frozenset({"step_reached"})
    return "", ".step(1, ignore_stale_grad=True)" if program.reach else ".step(1)", frozenset()


def _zero_grad(program: Program, use: Use, bound: Bound) -> Outcome:
    """Goes where each backward() finds fresh gradients anyway."""
    entry = bound.entry
    statement = program.tree.whole_statement(use.span)
    if statement is None or use.receiver is None:
        return refusal("its value is used", Category.PROGRAM_LEVEL, entry)
    if not program.adding and program.reach != "marked":
        return delete_statement(program, use, entry)
    given = "".join(f", {program.text(argument.whole)}" for argument in use.arguments) if program.reach else ""
    edit = Edit(use.span.start, use.span.end, f"zero_grad({program.converted(use.receiver)}{given})")
    notes = (_ADDING,) if program.adding else (_SKIPS,)
    helpers = frozenset({"zero_grad"})
    return Outcome(entry.category, entry, (edit,), absorbs=True, notes=notes, helpers=helpers, rule="optimizer")
