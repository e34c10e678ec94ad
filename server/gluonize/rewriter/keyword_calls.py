"""Calls of networks with arguments by name: Gluon's blocks take them by place alone."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from tree_sitter import Node

from gluonize.analysis import Document, Use
from gluonize.rewriter.tree import span_of

if TYPE_CHECKING:
    from gluonize.rewriter.program import Program

_ANY = "**"
_FORWARD = "forward"


def keywords(document: Document) -> frozenset[str]:
    """The names by which calls of a text give arguments, but for those of PyTorch's functions; `**` where unpacked."""
    torch = {use.span for use in document.uses() if use.kind == "call"}
    found: set[str] = set()
    stack = [document.tree.root_node]
    while stack:
        node = stack.pop()
        stack.extend(node.named_children)
        if node.type != "call" or span_of(node) in torch:
            continue
        arguments = node.child_by_field_name("arguments")
        for argument in arguments.named_children if arguments is not None else ():
            name = argument.child_by_field_name("name") if argument.type == "keyword_argument" else None
            if name is not None:
                found.add(document.slice(span_of(name)))
            elif argument.type == "dictionary_splat" and not _is_class(document, node):
                found.add(_ANY)
    return frozenset(found)


def _is_class(document: Document, call: Node) -> bool:
    function = call.child_by_field_name("function")
    name = document.slice(span_of(function)).rpartition(".")[2] if function is not None else ""
    return name[:1].isupper() or name in {"__init__", "dict", "print", "format"}


def called_by_name(program: Program, use: Use) -> bool:
    """Whether the network's class that has `use` as base may be called with arguments by name.

    In a project the calls may stand in other files: there each forward() with a default counts.
    """
    node = program.tree.expression(use.span)
    owner = program.tree.enclosing(node, "class_definition") if node is not None else None
    if owner is None:
        return False
    own = list(_forwards(program, owner)) or list(_forwards(program, program.tree.root))
    names = {name for forward in own for name, _ in _parameters(program, forward)}
    if program.document.module and any(default for forward in own for _, default in _parameters(program, forward)):
        return True
    given = program.around.keywords
    return bool(names & given) or (_ANY in given and bool(names))


def _forwards(program: Program, node: Node) -> Iterator[Node]:
    stack = [node]
    while stack:
        inner = stack.pop()
        stack.extend(child for child in inner.named_children if child.type not in {"expression_statement"})
        name = inner.child_by_field_name("name") if inner.type == "function_definition" else None
        if name is not None and program.text_of(name) == _FORWARD:
            yield inner


def _parameters(program: Program, function: Node) -> Iterator[tuple[str, bool]]:
    """The names of a method's parameters without the first, and whether they have defaults."""
    parameters = function.child_by_field_name("parameters")
    for child in [] if parameters is None else [c for c in parameters.named_children if c.type != "comment"][1:]:
        name = child.child_by_field_name("name") or (child.named_children[0] if child.named_children else child)
        yield program.text_of(name), child.type in {"default_parameter", "typed_default_parameter"}
