"""Hooks of forward passes: Gluon calls them alike, but ignores what they return."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tree_sitter import Node

from gluonize.analysis import Use
from gluonize.catalogue import Category
from gluonize.rewriter.model import Outcome, refusal
from gluonize.rewriter.rules import rule

if TYPE_CHECKING:
    from gluonize.analysis.overloads import Bound
    from gluonize.rewriter.program import Program

_NO_VALUE = (".append", ".update", ".extend", ".add", "print", ".__setitem__")
_RETURNS = "its hook returns something, which replaces the output in PyTorch and is ignored in MXNet"
_UNKNOWN = "nothing tells whether its hook returns something, which MXNet ignores"


@rule("forward_hook")
def forward_hook(program: Program, use: Use, bound: Bound) -> Outcome | None:
    """`net.register_forward_hook(hook)` stays as it is where the hook is known to return nothing."""
    node = program.tree.expression(bound.values["hook"].span)
    if node is not None and program.text_of(node) == "print":
        return None
    function = _function(program, node) if node is not None else None
    if function is None:
        return refusal(_UNKNOWN, Category.SEMANTICS, bound.entry)
    if function.type == "lambda":
        body = function.child_by_field_name("body")
        called = body.child_by_field_name("function") if body is not None and body.type == "call" else None
        silent = called is not None and program.text_of(called).endswith(_NO_VALUE)
        return None if silent else refusal(_RETURNS, Category.SEMANTICS, bound.entry)
    return refusal(_RETURNS, Category.SEMANTICS, bound.entry) if _returns(program, function) else None


def _function(program: Program, node: Node) -> Node | None:
    """The definition that a hook's expression stands for: by its name, or as what a function of the file returns."""
    if node.type == "lambda":
        return node
    if node.type == "call":
        maker = _definition(program, program.text_of(node.named_children[0]))
        inner = [child for child in _own_nodes(maker) if child.type == "return_statement"] if maker is not None else []
        values = [child.named_children[0] for child in inner if child.named_children]
        return _function(program, values[0]) if len(inner) == len(values) == 1 else None
    return _definition(program, program.text_of(node)) if node.type in {"identifier", "attribute"} else None


def _definition(program: Program, name: str) -> Node | None:
    """The one function of the text that has the last part of a name."""
    last = name.rpartition(".")[2]
    found = []
    waiting = [program.tree.root]
    while waiting:
        node = waiting.pop()
        own = node.child_by_field_name("name") if node.type == "function_definition" else None
        if own is not None and program.text_of(own) == last:
            found.append(node)
        waiting += node.named_children
    return found[0] if len(found) == 1 else None


def _own_nodes(function: Node) -> list[Node]:
    """What a function consists of, without the functions in it."""
    found: list[Node] = []
    waiting = list(function.named_children)
    while waiting:
        node = waiting.pop()
        found.append(node)
        waiting += [] if node.type in {"function_definition", "lambda", "class_definition"} else node.named_children
    return found


def _returns(program: Program, function: Node) -> bool:
    returns = (node for node in _own_nodes(function) if node.type in {"return_statement", "yield"})
    return any(node.named_children and program.text_of(node.named_children[0]) != "None" for node in returns)
