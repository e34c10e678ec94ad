"""`torch.stack([a.sum(), b.sum()])`: single numbers have an axis in the nd target already, and are joined along it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from tree_sitter import Node

from gluonize.analysis import Use
from gluonize.catalogue import Category
from gluonize.rewriter.model import Edit, Outcome
from gluonize.rewriter.rules import rule
from gluonize.rewriter.single import is_number, values_of

if TYPE_CHECKING:
    from gluonize.analysis.overloads import Bound
    from gluonize.rewriter.program import Program

_NOTE = "Single numbers have the shape (1,) in nd, so that they are joined and not stacked."
_COMPREHENSIONS = frozenset({"list_comprehension", "generator_expression"})


@rule("stack")
def stack(program: Program, use: Use, bound: Bound) -> Outcome | None:
    """A concat where every array is known to be a single number; else the template."""
    tensors, dim = bound.values.get("tensors"), bound.values.get("dim")
    if program.target != "nd" or tensors is None or bound.given("out") or program.blocked(tensors.span):
        return None
    if dim is not None and program.text(dim.span) not in {"0", "-1"}:
        return None
    items = list(_items(program, program.tree.expression(tensors.span)))
    if not items or not all(is_number(program, item) for item in items):
        return None
    edit = Edit(use.span.start, use.span.end, f"mx.nd.concat(*{program.converted(tensors.span)}, dim=0)")
    return Outcome(Category.RESULT_FORM, bound.entry, (edit,), absorbs=True, notes=(_NOTE,), rule="stack")


def _items(program: Program, node: Node | None) -> Iterator[Node | None]:
    """The expressions of a list, also of one that its function fills; None for what is not known."""
    if node is None:
        yield None
    elif node.type in {"list", "tuple"}:
        yield from (None if child.type == "list_splat" else child for child in node.named_children)
    elif node.type in _COMPREHENSIONS:
        yield node.child_by_field_name("body")
    elif node.type == "identifier":
        for value in values_of(program, node):
            if value is None or value.type != "list" or value.named_children:
                yield from _items(program, value) if value is not None and value.type != "identifier" else (None,)
        yield from _appended(program, node)
    else:
        yield None


def _appended(program: Program, name: Node) -> Iterator[Node | None]:
    """What is put into a list by the function that `name` stands in."""
    scope = program.tree.enclosing(name, "function_definition", "module")
    waiting = [scope] if scope is not None else []
    grown = re.compile(rf"{re.escape(program.text_of(name))}\.(append|extend|insert)\Z")
    while waiting:
        node = waiting.pop()
        waiting += node.named_children
        function = node.child_by_field_name("function") if node.type == "call" else None
        found = grown.match(program.text_of(function)) if function is not None else None
        arguments = node.child_by_field_name("arguments")
        if found and arguments is not None:
            yield arguments.named_children[0] if found[1] == "append" and arguments.named_children else None
