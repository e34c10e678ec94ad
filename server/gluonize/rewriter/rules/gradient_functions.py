"""`autograd.grad(y, x)` and `autograd.backward([a, b])`: what computes `y` is recorded, and inputs become a list."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gluonize.analysis import Argument, Span, Use
from gluonize.analysis.types import PARAMETERS
from gluonize.catalogue import Category
from gluonize.rewriter.model import Edit, Outcome, refusal
from gluonize.rewriter.rules import rule
from gluonize.rewriter.scopes import Recording, recording, retains

if TYPE_CHECKING:
    from gluonize.analysis.overloads import Bound
    from gluonize.rewriter.program import Program

_COMPUTED = (
    "it asks for the gradient of an intermediate value, and MXNet has gradients of arrays with attach_grad() only"
)
_UNKNOWN = "nothing tells whether its inputs are one tensor, tensors or a network's parameters"
_FUNCTION = {"nd": "mx.autograd.grad", "np": "gradients_of"}
_HELPERS = ("arrays_of", "gradients_of")


@rule("gradient_functions")
def gradient_functions(program: Program, use: Use, bound: Bound) -> Outcome | None:
    """The call keeps its place; the statements that compute its outputs go under a scope."""
    entry = bound.entry
    grad = use.name.endswith(".grad")
    outputs = bound.values["outputs" if grad else "tensors"]
    statement = program.tree.statement(use.span)
    reason = _refused(program, use)
    if reason or statement is None:
        return refusal(reason or "it is no statement of its own", Category.PROGRAM_LEVEL, entry)
    inputs = _inputs(program, bound.values["inputs"]) if grad else ""
    if inputs is None:
        return refusal(_UNKNOWN, Category.ARGUMENT_UNSUPPORTED, entry)
    scopes = recording(program, use, statement, outputs.span)
    if not scopes.reason and grad and _is_computed(program, bound.values["inputs"], scopes):
        return refusal(_COMPUTED, Category.PROGRAM_LEVEL, entry)
    if scopes.reason:
        return refusal(scopes.reason, Category.PROGRAM_LEVEL, entry)
    parts = [program.converted(outputs.span), inputs]
    heads = bound.values.get("grad_outputs" if grad else "grad_tensors")
    if heads is not None and program.text(heads.span) != "None":
        parts.append(f"{'head_grads=' if grad else ''}{program.converted(heads.span)}")
    if retains(program, bound):
        parts.append(f"retain_graph={program.converted(bound.values['retain_graph'].span)}")
    parts += ["train_mode=False"] if scopes.inference else []
    name = "mx.autograd.backward" if not grad else _FUNCTION[program.target]
    text = f"{name}({', '.join(part for part in parts if part)})"
    edit = Edit(use.span.start, use.span.end, text)
    helpers = frozenset(helper for helper in _HELPERS if f"{helper}(" in text)
    notes = (entry.note,) if entry.note else ()
    return Outcome(
        Category.PROGRAM_LEVEL,
        entry,
        (edit,),
        around=scopes.edits,
        notes=notes,
        helpers=helpers,
        rule="gradient_functions",
    )


def _refused(program: Program, use: Use) -> str:
    if use.name.endswith(".backward") and program.tree.whole_statement(use.span) is None:
        return "its value is used"
    blocked = (program.blocked(argument.span) for argument in use.arguments)
    return next((reason for reason in blocked if reason), "")


def _inputs(program: Program, argument: Argument) -> str | None:
    """The inputs as a list of arrays; None where their type is not known."""
    text = program.converted(argument.span)
    if argument.type == "torch.Tensor":
        return f"[{text}]"
    node = program.tree.expression(argument.span)
    if node is not None and node.type in {"list", "tuple"}:
        return f"[{text[1:-1].rstrip().rstrip(',')}]"
    if argument.type == PARAMETERS or _of_network(program, argument.span):
        return f"arrays_of({text})"
    return text if argument.type in {"list", "tuple"} else None


def _of_network(program: Program, span: Span) -> bool:
    """Whether an expression gives the parameters of a network."""
    uses = (program.uses[index] for index in program.inside(span))
    return any(use.name == "torch.nn.Module.parameters" for use in uses)


def _is_computed(program: Program, argument: Argument, scopes: Recording) -> bool:
    """Whether an input is bound by a statement that is recorded, other than as a leaf."""
    names = {name for name in program.text(argument.span).strip("[]()").replace(" ", "").split(",") if name}
    for part in scopes.parts:
        node = part.first
        while node is not None:
            text = program.text_of(node)
            head = text.partition("=")[0].replace(" ", "").strip("()").split(",")
            if names & set(head) and "requires_grad" not in text:
                return True
            if node == part.last:
                break
            following = node.next_named_sibling
            if following is None:
                break
            node = following
    return False
