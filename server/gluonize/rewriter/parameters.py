"""The parameters that an optimizer is given: those of one network, of several, or groups with settings of their own."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from tree_sitter import Node

from gluonize.analysis import Argument, Document, Use
from gluonize.analysis.types import PARAMETERS, group_settings
from gluonize.rewriter.connections import importing
from gluonize.rewriter.tree import span_of

if TYPE_CHECKING:
    from gluonize.rewriter.program import Program

_PARAMETERS = "torch.nn.Module.parameters"
_LISTS = frozenset({"list", "list_comprehension"})
_SETTINGS = frozenset({"lr", "weight_decay"})
_GROUPS = frozenset({"GroupTrainer", "ParameterGroup", "listed"})


class Collected(NamedTuple):
    """What a Trainer is given, with the helpers for it; `reason` says why there is nothing."""

    text: str = ""
    helpers: frozenset[str] = frozenset()
    groups: bool = False
    reason: str = ""


def collected(program: Program, argument: Argument) -> Collected:
    """What a Trainer is given for the argument of a PyTorch optimizer."""
    node = program.tree.expression(argument.span)
    network = _network(program, node)
    if network is not None:
        return Collected(f"{network}.collect_params()")
    blocked = program.blocked(argument.span)
    if blocked or node is None:
        return Collected(reason=blocked)
    text = program.converted(argument.span)
    if takes_tensors(program, argument):
        return Collected(f"as_parameters({text})", frozenset({"as_parameters"}))
    if argument.type == PARAMETERS:
        listed = node.type in {*_LISTS, "binary_operator"} or (node.type == "call" and text.startswith("list("))
        return Collected(text if listed else f"list({text})")
    settings = group_settings(argument.type)
    if settings is None:
        return Collected(reason="nothing tells that its parameters are those of networks, as net.parameters() does")
    lacking = sorted(settings - _SETTINGS)
    if lacking:
        return Collected(reason=f"a Trainer has no '{lacking[0]}' for a group of parameters: make one Trainer for each")
    return Collected(text, _GROUPS, groups=True)


def grouped(documents: Sequence[Document]) -> list[bool]:
    """For each document whether it works with an optimizer whose groups have learning rates of their own."""
    own = [any(_has_rates(use) for _, unit in document.units() for use in unit.uses) for document in documents]
    if not any(own):
        return own
    together = [group for group in importing(documents) if any(own[place] for place in group)]
    return [any(place in group for group in together) for place in range(len(documents))]


def _has_rates(use: Use) -> bool:
    if use.kind != "call" or not use.name.startswith("torch.optim.") or not use.arguments:
        return False
    return any("lr" in (group_settings(argument.type) or ()) for argument in use.arguments)


def takes_tensors(program: Program, argument: Argument) -> bool:
    """Whether an optimizer is given plain tensors, which have no network."""
    return any(use.kind == "arrays" and use.arguments[0].span == argument.span for use in program.uses)


def _network(program: Program, node: Node | None) -> str | None:
    """The network of `net.parameters()`, converted."""
    index = program.use_at(span_of(node)) if node is not None else None
    use = program.uses[index] if index is not None else None
    if use is None or use.name != _PARAMETERS or use.receiver is None or use.arguments:
        return None
    return program.converted(use.receiver)
