"""Whether gradients may add up over several backward() calls, as PyTorch's do and MXNet's only with grad_req='add'."""

from __future__ import annotations

from collections import Counter

from tree_sitter import Node

from gluonize.analysis import Document, Span, Use, shift
from gluonize.rewriter.tree import Tree, span_of

_BACKWARD = "torch.Tensor.backward"
_KEY = "backward calls"


def accumulate(document: Document) -> bool:
    """True unless each backward() of the file is known to find fresh gradients."""
    found: Counter[str] = Counter()
    tree: Tree | None = None
    for start, unit in document.units():
        kinds = unit.memo.get(_KEY)
        if not isinstance(kinds, tuple):
            tree = tree or Tree(document)
            uses = [shift(use, start) for use in unit.uses]
            kinds = unit.memo[_KEY] = tuple(_kind(tree, use, uses) for use in uses if use.name == _BACKWARD)
        found.update(kinds)
    return found["adds"] > 0 or (found["lone"] > 0 and found.total() > 1)


def _kind(tree: Tree, use: Use, uses: list[Use]) -> str:
    """"fresh": cleared by zero_grad() in the same block; "lone": at module level, run once; "adds": anything else."""
    statement = tree.whole_statement(use.span)
    if statement is None:
        return "adds"
    siblings = tree.siblings(statement)
    if sum(_holds(uses, span_of(node), _BACKWARD) for node in siblings) > 1:
        return "adds"
    cleared = _receivers(tree, siblings, uses, "zero_grad")
    if cleared and cleared >= _receivers(tree, siblings, uses, "step"):
        return "fresh"
    repeated = tree.enclosing(statement, "for_statement", "while_statement", "function_definition")
    return "lone" if repeated is None else "adds"


def _holds(uses: list[Use], span: Span, name: str) -> int:
    return sum(use.name == name and span.start <= use.span.start < span.end for use in uses)


def _receivers(tree: Tree, siblings: list[Node], uses: list[Use], member: str) -> set[str]:
    """What `member` is called on by statements of a block: the text of each receiver."""
    found: set[str] = set()
    spans = {use.span: use for use in uses if use.name == f"torch.optim.Optimizer.{member}"}
    for node in siblings:
        use = spans.get(span_of(node))
        if use is not None and use.receiver is not None:
            receiver = tree.expression(use.receiver)
            found.update({tree.text(receiver)} if receiver is not None else ())
    return found
