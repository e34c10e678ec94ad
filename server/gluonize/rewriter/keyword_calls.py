"""Calls of networks with arguments by name: Gluon's blocks take them by place alone."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tree_sitter import Node

from gluonize.analysis import Document, Unit, Use, shift
from gluonize.rewriter.tree import span_of

if TYPE_CHECKING:
    from gluonize.rewriter.program import Program

_ANY = "**"
_FORWARD = "forward"
_NAMES = "keywords"


def keywords(document: Document) -> frozenset[str]:
    """The parameters of the text's forward() methods whose names stand in calls; `**` where a call unpacks some.

    The calls of PyTorch's functions are left out.
    """
    given: set[str] = set()
    parameters: set[str] = set()
    for start, unit in document.units():
        found = unit.memo.get(_NAMES)
        if not isinstance(found, _Names):
            found = unit.memo[_NAMES] = _names(document, start, unit)
        given |= found.given
        parameters |= found.parameters
    return frozenset(given & (parameters | {_ANY}))


@dataclass(frozen=True, slots=True)
class _Names:
    """What a top-level statement has: keywords of its calls, parameters of its forward() methods."""

    given: frozenset[str]
    parameters: frozenset[str]


def _names(document: Document, start: int, unit: Unit) -> _Names:
    torch = {shift(use, start).span for use in unit.uses if use.kind == "call"}
    end = start + len(unit.text)
    given: set[str] = set()
    parameters: set[str] = set()
    stack = [document.tree.root_node]
    while stack:
        node = stack.pop()
        if node.end_byte <= start or node.start_byte >= end:
            continue
        stack.extend(node.named_children)
        if node.type == "call" and span_of(node) not in torch:
            given.update(_given(document, node))
        elif node.type == "function_definition" and _is_forward(document, node):
            parameters.update(name for name, _ in _parameters(document, node))
    return _Names(frozenset(given), frozenset(parameters))


def _given(document: Document, call: Node) -> Iterator[str]:
    """The keywords of a call; `**` where it unpacks some."""
    arguments = call.child_by_field_name("arguments")
    for argument in arguments.named_children if arguments is not None else ():
        name = argument.child_by_field_name("name") if argument.type == "keyword_argument" else None
        if name is not None:
            yield document.slice(span_of(name))
        elif argument.type == "dictionary_splat" and not _is_class(document, call):
            yield _ANY


def _is_forward(document: Document, function: Node) -> bool:
    name = function.child_by_field_name("name")
    return name is not None and document.slice(span_of(name)) == _FORWARD


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
    parameters = [parameter for forward in own for parameter in _parameters(program.document, forward)]
    names = {name for name, _ in parameters}
    if program.document.module and any(optional for _, optional in parameters):
        return True
    given = program.around.keywords
    return bool(names & given) or (_ANY in given and bool(names))


def _forwards(program: Program, node: Node) -> Iterator[Node]:
    stack = [node]
    while stack:
        inner = stack.pop()
        stack.extend(child for child in inner.named_children if child.type not in {"expression_statement"})
        if inner.type == "function_definition" and _is_forward(program.document, inner):
            yield inner


def _parameters(document: Document, function: Node) -> Iterator[tuple[str, bool]]:
    """The names of a method's parameters without the first, and whether they have defaults."""
    parameters = function.child_by_field_name("parameters")
    for child in [] if parameters is None else [c for c in parameters.named_children if c.type != "comment"][1:]:
        name = child.child_by_field_name("name") or (child.named_children[0] if child.named_children else child)
        yield document.slice(span_of(name)), child.type in {"default_parameter", "typed_default_parameter"}
