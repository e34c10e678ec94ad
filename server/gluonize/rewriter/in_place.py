"""Where a method that changes a tensor in place writes its result: into a name, through a subscript, or nowhere."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from gluonize.analysis import Span, Use
from gluonize.rewriter.places import seen_elsewhere
from gluonize.rewriter.rebinding import rebinds
from gluonize.rewriter.tree import span_of

if TYPE_CHECKING:
    from gluonize.rewriter.program import Program

VIEWS = frozenset(
    "view reshape transpose permute squeeze unsqueeze flatten t expand expand_as detach contiguous narrow select chunk "
    "split unbind view_as reshape_as swapaxes swapdims movedim to type type_as float double half int long bool cpu "
    "cuda diagonal unfold unflatten requires_grad_ share_memory_ pin_memory dropout as_tensor from_numpy item tolist "
    "broadcast_to ravel numpy data T real set_ resize_ asarray broadcast_tensors atleast_1d atleast_2d atleast_3d "
    "alpha_dropout feature_alpha_dropout dropout1d dropout2d dropout3d identity".split()
)
"""What may give the tensor itself, or a view of it."""
_VALUE_USED = "its value is used; write the in-place change as a statement"
_COPIED = "it changes a part or a view of a tensor, which is a copy in MXNet"


@dataclass(frozen=True, slots=True)
class Writing:
    """How the result of an in-place method is written: `target` and `head` in front of it, `tail` behind.

    `reason` says why it cannot be. Nothing is written where nobody else sees the tensor.
    """

    head: str = ""
    target: Span | None = None
    between: str = ""
    tail: str = ""
    helpers: frozenset[str] = frozenset()
    reason: str = ""


def writing(program: Program, use: Use, *, reads: bool) -> Writing:
    """How the result of `use`, a method in place, is written; `reads` says whether it is made from the tensor."""
    if use.receiver is None:
        return Writing(reason=_VALUE_USED)
    if fresh(program, use.receiver) or _goes_on(program, use):
        return Writing() if reads else _through(use.receiver)
    root = _root(program, use.receiver)
    node = program.tree.expression(root)
    kind = node.type if node is not None else ""
    elsewhere = seen_elsewhere(program, use, program.tree.indexed(root))
    if elsewhere:
        return Writing(reason=elsewhere)
    if program.tree.whole_statement(use.span) is not None:
        if kind == "identifier" and rebinds(program, use, program.text(root)):
            return Writing(target=root, between=" = ")
        if kind in {"identifier", "attribute"}:
            return Writing(target=root, between="[:] = ")
        return Writing(target=root, between=" = ") if kind == "subscript" else Writing(reason=_COPIED)
    if kind != "identifier":
        return Writing(reason=_VALUE_USED)
    return _through(root)


def _through(target: Span) -> Writing:
    return Writing(head="written(", target=target, between=", ", tail=")", helpers=frozenset({"written"}))


def fresh(program: Program, span: Span) -> bool:
    """Whether an expression makes a tensor for the place where it stands, so that nobody else sees it change."""
    use = _call_at(program, span)
    if use is None or not use.name.startswith(("torch.", "torchvision.")):
        return False
    last = use.name.rpartition(".")[2]
    if last not in VIEWS and not last.endswith("_"):
        return use.result.startswith("torch.") and use.result.endswith("Tensor")
    return use.receiver is not None and fresh(program, use.receiver)


def _call_at(program: Program, span: Span) -> Use | None:
    """The call, or the operator that is a function in MXNet, which is exactly `span`."""
    found = (program.uses[index] for index in program.inside(span))
    return next((use for use in found if use.span == span and use.kind == "call"), None)


def changes(program: Program, use: Use | None) -> bool:
    """Whether a use is a method that changes its tensor in place."""
    if use is None or use.kind != "call" or use.receiver is None or not use.name.startswith("torch.Tensor."):
        return False
    return use.name.endswith("_") and not use.name.endswith("__") and use.name.rpartition(".")[2] not in VIEWS


def _goes_on(program: Program, use: Use) -> bool:
    """Whether another method in place follows on the result, as in `x.mul_(a).add_(b)`: that one writes."""
    node = program.tree.expression(use.span)
    parent = node.parent if node is not None else None
    call = parent.parent if parent is not None and parent.type == "attribute" else None
    if call is None or call.type != "call":
        return False
    around = _call_at(program, span_of(call))
    return around is not None and around.receiver == use.span and changes(program, around)


def _root(program: Program, receiver: Span) -> Span:
    """The tensor that a chain of methods in place changes."""
    inner = _call_at(program, receiver)
    while inner is not None and changes(program, inner) and inner.receiver is not None:
        receiver = inner.receiver
        inner = _call_at(program, receiver)
    return receiver
