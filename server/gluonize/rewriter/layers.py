"""In which members a network's class holds its parameters, and whether its forward() may leave some of them out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from tree_sitter import Node

from gluonize.analysis import Use
from gluonize.catalogue import Catalogue
from gluonize.rewriter.reading import Names, Reader, reads_all
from gluonize.rewriter.tree import Tree

_CONTAINERS = frozenset({"torch.nn.Sequential", "torch.nn.ModuleList", "torch.nn.ModuleDict"})
_AROUND_CLASSES = frozenset(
    "block class_definition decorated_definition function_definition if_statement else_clause try_statement".split()
)
_SPECIAL = frozenset({"__init__", "forward", "__call__"})


@dataclass(frozen=True, slots=True)
class Network:
    """What a class holds parameters in, what its members read of that, and whether its forward() may skip some."""

    layers: Names
    members: tuple[tuple[str, Names], ...]
    skips: bool


def networks(tree: Tree, catalogue: Catalogue, uses: list[Use], classes: Iterable[str]) -> Iterator[Network]:
    """The networks' classes of the top-level statement that holds `uses`; `classes` are the paths of all."""
    names = {path.rpartition(".")[2] for path in classes}
    top = tree.root.descendant_for_byte_range(*uses[0].span)
    while top is not None and top.parent is not None and top.parent != tree.root:
        top = top.parent
    waiting = [top] if top is not None else []
    while waiting:
        node = waiting.pop()
        name = node.child_by_field_name("name") if node.type == "class_definition" else None
        if name is not None and tree.text(name) in names:
            yield _network(tree, catalogue, uses, node)
        waiting += (child for child in node.named_children if child.type in _AROUND_CLASSES)


def _network(tree: Tree, catalogue: Catalogue, uses: list[Use], node: Node) -> Network:
    methods = dict(_methods(node))
    layers = _layers(tree, catalogue, uses, methods["__init__"]) if "__init__" in methods else frozenset()
    reader = Reader({name: method for name, method in methods.items() if name != "__init__"})
    read = ((name, reader.method(name)) for name in sorted(methods) if name not in _SPECIAL)
    own = ((name, frozenset({name})) for name in sorted(layers))
    members = tuple((name, names) for name, names in (*read, *own) if names & layers or "*" in names)
    skips = "forward" in methods and not reads_all(reader.method("forward"), layers)
    return Network(layers, members, skips)


def _layers(tree: Tree, catalogue: Catalogue, uses: list[Use], constructor: Node) -> Names:
    """The members that hold parameters in each network of a class, those left out that others are made of."""
    found: set[str] = set()
    shared: set[str] = set()
    body = constructor.child_by_field_name("body")
    for statement in body.named_children if body is not None else ():
        assignment = statement.named_children[0] if statement.type == "expression_statement" else None
        value = assignment.child_by_field_name("right") if assignment is not None else None
        left = assignment.child_by_field_name("left") if assignment is not None and value is not None else None
        name = tree.text(left).removeprefix("self.") if left is not None and left.type == "attribute" else ""
        if value is not None and name.isidentifier() and value.type != "conditional_expression":
            start, end = value.start_byte, value.end_byte
            inside = (use for use in uses if start <= use.span.start and use.span.end <= end)
            found.update({name} if any(_holds_parameters(catalogue, use) for use in inside) else ())
        shared.update(_bare_members(value if value is not None else statement))
    return frozenset(found - shared)


def _holds_parameters(catalogue: Catalogue, use: Use) -> bool:
    if use.kind == "instantiate":
        return True
    if use.kind != "call" or use.receiver is not None:
        return False
    if use.name in _CONTAINERS:
        return any(argument.star or argument.form == "identifier" for argument in use.arguments)
    if use.name == "torch.nn.Parameter" or use.result.startswith("torchvision.models."):
        return True
    return any(entry.kind == "class" and entry.state for entry in catalogue.lookup(use.name))


def _methods(node: Node) -> Iterator[tuple[str, Node]]:
    body = node.child_by_field_name("body")
    for child in body.named_children if body is not None else ():
        decorated = child.child_by_field_name("definition") if child.type == "decorated_definition" else child
        name = decorated.child_by_field_name("name") if decorated is not None else None
        if decorated is not None and name is not None and name.text is not None and decorated.type.startswith("func"):
            yield name.text.decode("utf-8", "replace"), decorated


def _bare_members(node: Node) -> Iterator[str]:
    """Members of self that are handed on as they are: `nn.Sequential(self.first, self.second)`."""
    if node.type == "attribute":
        text = node.text.decode("utf-8", "replace") if node.text is not None else ""
        if text.count(".") == 1 and text.startswith("self."):
            yield text.removeprefix("self.")
        return
    for child in node.named_children:
        yield from _bare_members(child)
