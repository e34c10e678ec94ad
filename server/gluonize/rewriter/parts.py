"""Parts of networks that get a mode of their own: batch normalisation that is frozen, dropout that stays on."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from tree_sitter import Node

from gluonize.analysis import Document, Unit, Use, shift
from gluonize.rewriter.mode_events import SWITCHES
from gluonize.rewriter.modes import differing
from gluonize.rewriter.tree import Tree

DROPOUT = re.compile(r"torch\.nn\.Dropout(?:[123]d)?\Z")
_LAYER = re.compile(r"torch\.nn\.(?:modules\.\w+\.)?(?:BatchNorm[123]d|_BatchNorm|Dropout(?:[123]d)?)(?:\.\w+)?\Z")
_OWN = re.compile(r"(?!torch)\w+(?:\.\w+)*\Z|torchvision\.models\.")
"""Networks whose layers the text has, or that are made of layers alone."""
_APPLIED = re.compile(rb"\.apply\(\s*(?:self\.)?(\w+)")
_BASE = "super("


@dataclass(frozen=True, slots=True)
class Parts:
    """What a text does to parts of its networks.

    `switched` is whether it puts some into a mode; `by_layers`, whether batch normalisation and dropout are all that
    differs between the modes; `applied` are the functions that networks hand their parts to.
    """

    switched: bool
    by_layers: bool
    applied: frozenset[str]


def parts(document: Document) -> Parts:
    """What a text does to parts of its networks; kept for each top-level statement as long as it stands unchanged."""
    applied = document.matches(_APPLIED)
    classes = document.module_classes()
    switched = [_switches(document, start, unit, applied) for start, unit in document.units()]
    return Parts(any(switched), all(_by_layers(unit, classes) for _, unit in document.units()), applied)


def _switches(document: Document, start: int, unit: Unit, applied: frozenset[str]) -> bool:
    key = ("parts", applied)
    if key not in unit.memo:
        uses = [shift(use, start) for use in unit.uses]
        switches = [use for use in uses if use.name in SWITCHES and use.kind == "call"]
        tree = Tree(document) if switches else None
        unit.memo[key] = tree is not None and any(
            is_part(tree, use, uses, applied) or of_base(tree, use) for use in switches
        )
    return bool(unit.memo[key])


def _by_layers(unit: Unit, classes: frozenset[str]) -> bool:
    key = ("by layers", classes)
    if key not in unit.memo:
        unit.memo[key] = all(_LAYER.match(name) or _OWN.match(name) for name in differing(unit, classes))
    return bool(unit.memo[key])


def of_base(tree: Tree, use: Use) -> bool:
    """Whether a network's own train() calls that of nn.Module."""
    return use.receiver is not None and tree.slice(use.receiver).startswith(_BASE)


def is_part(tree: Tree, use: Use, uses: Sequence[Use], applied: Iterable[str]) -> bool:
    """Whether train() or eval() is called on a part of a network, whose other parts keep their mode.

    `uses` are those of the top-level statement.
    """
    if use.receiver is None:
        return False
    network = tree.slice(use.receiver)
    root = network.partition(".")[0]
    part = any(other.kind == "part" and other.span == use.span for other in uses)
    called = any(other.kind == "instance-call" and tree.slice(other.name_span) == network for other in uses)
    if part or (called and root != "self"):
        return root == "self" or not called
    node = tree.expression(use.span)
    while node is not None:
        node = tree.enclosing(node, "for_statement", "function_definition", "lambda")
        if node is None or node.type == "for_statement":
            target = node.child_by_field_name("left") if node is not None else None
            if target is not None and root in tree.text(target).replace(",", " ").split():
                return True
        elif root in _parameters(tree, node):
            return bool(_LAYER.match(use.receiver_type)) or _is_applied(tree, node, applied)
    return False


def _parameters(tree: Tree, function: Node) -> list[str]:
    parameters = function.child_by_field_name("parameters")
    names = parameters.named_children if parameters is not None else []
    return [re.split(r"[:=\s]", tree.text(name))[0] for name in names]


def _is_applied(tree: Tree, function: Node, applied: Iterable[str]) -> bool:
    """Whether a network's apply() calls a function with each of its parts."""
    name = function.child_by_field_name("name")
    if name is not None:
        return tree.text(name) in applied
    call = function.parent.parent if function.parent is not None else None
    called = call.child_by_field_name("function") if call is not None and call.type == "call" else None
    return called is not None and tree.text(called).endswith(".apply")
