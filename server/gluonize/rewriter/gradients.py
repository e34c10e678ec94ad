"""Whether gradients may add up over several backward() calls, as PyTorch's do and MXNet's only with grad_req='add'."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Literal

from tree_sitter import Node

from gluonize.analysis import Document, Span, Use, shift
from gluonize.rewriter.tree import Tree, span_of

BACKWARDS = frozenset({"torch.Tensor.backward", "torch.autograd.backward"})
_KEY = "backward calls"


Adding = Literal["", "trainer", "unknown"]


def adding(document: Document) -> Adding:
    """Whether gradients may add up: "" when each backward() of the file is known to find fresh ones.

    Else the trainers of the file have to ask for it ("trainer"; those of plain tensors always do, whose gradients add
    up), or nothing says which parameters do ("unknown").
    """
    found: Counter[str] = Counter()
    tree: Tree | None = None
    for start, unit in document.units():
        kinds = unit.memo.get(_KEY)
        if not isinstance(kinds, tuple):
            tree = tree or Tree(document)
            uses = [shift(use, start) for use in unit.uses]
            kinds = unit.memo[_KEY] = tuple(_kinds(tree, uses))
        found.update(kinds)
    if found["tensors"]:
        return "trainer"
    calls = found["fresh"] + found["clears"] + found["lone"] + found["adds"]
    left = found["clears"] and found["fresh"]  # what the one leaves, the other finds
    if not found["adds"] and not left and (not found["lone"] or calls == 1):
        return ""
    return "trainer" if found["owner"] else "unknown"


def _kinds(tree: Tree, uses: list[Use]) -> Iterator[str]:
    for use in uses:
        if use.name in BACKWARDS and use.kind == "call":
            yield _kind(tree, use, uses)
        elif use.kind == "arrays":
            yield "tensors"
        elif _asks_for_gradients(use):
            yield "owner"


def _asks_for_gradients(use: Use) -> bool:
    """Whether a use says whose gradients are wanted: an optimizer's construction, or a tensor that requires them."""
    if use.kind != "call":
        return False
    optimizer = use.name.startswith("torch.optim.") and use.receiver is None
    return optimizer or any(argument.keyword == "requires_grad" for argument in use.arguments)


def _kind(tree: Tree, use: Use, uses: list[Use]) -> str:
    """ "fresh": zero_grad() stands before it in its block, "clears": behind it; "lone": run once; "adds": else."""
    statement = tree.whole_statement(use.span)
    if statement is None:
        return "adds"
    siblings = tree.siblings(statement)
    if sum(_holds(uses, span_of(node)) for node in siblings) > 1:
        return "adds"
    place = siblings.index(statement)
    steps = _receivers(tree, siblings, uses, "step")
    for kind, part in (("fresh", siblings[:place]), ("clears", siblings[place + 1 :])):
        cleared = _receivers(tree, part, uses, "zero_grad")
        if cleared and cleared >= steps:
            return kind
    repeated = tree.enclosing(statement, "for_statement", "while_statement", "function_definition")
    return "lone" if repeated is None else "adds"


def _holds(uses: list[Use], span: Span) -> int:
    return sum(use.name in BACKWARDS and span.start <= use.span.start < span.end for use in uses)


def _receivers(tree: Tree, siblings: list[Node], uses: list[Use], member: str) -> set[str]:
    """What `member` is called on by statements of a block: the text of each receiver."""
    found: set[str] = set()
    names = {f"torch.optim.Optimizer.{member}", f"torch.nn.Module.{member}"}
    spans = {use.span: use for use in uses if use.name in names}
    for node in siblings:
        use = spans.get(span_of(node))
        if use is not None and use.receiver is not None:
            receiver = tree.expression(use.receiver)
            found.update({tree.text(receiver)} if receiver is not None else ())
    return found
