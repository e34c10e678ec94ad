"""Puts calls of a examiner around the statements of a program; what the program does stays as it is."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence
from typing import Any

from .watching import blocks

EXAMINER = "__gluonize_examiner__"
_NEW = "__gluonize_new__"


Place = tuple[int, int]
Places = dict[Place, tuple[list[ast.stmt], ast.stmt]]


def places(tree: ast.AST) -> Places:
    """The statements of a tree by line and column, each with the block that it stands in."""
    return {(node.lineno, node.col_offset): (block, node) for block in blocks(tree) for node in block}


def examine(found: Places, units: list[dict[str, Any]], *, ours: bool) -> None:
    """Put each unit's statements between `before` and `after`, at their places on one of the sides.

    A value that is returned passes through `returned`. A function tells what it was called with by `entered`, a loop
    what it assigned by `after`.
    """
    for unit in units:
        (body, first), (_, last) = (found[place[0], place[1]] for place in unit["ours" if ours else "theirs"])
        if unit["kind"] in ("loop", "function"):
            _at_head(unit, first, rebind=not ours)
        else:
            _around(unit, body, first, last, rebind=not ours)


def _around(unit: dict[str, Any], body: list[ast.stmt], first: ast.stmt, last: ast.stmt, *, rebind: bool) -> None:
    """Examine the statements of `body` from `first` to `last`."""
    names = unit["rebinds"] if rebind else ()
    if isinstance(last, ast.Return):
        call = _call("returned", unit["key"], last.value or ast.Constant(None))
        last.value = ast.fix_missing_locations(ast.copy_location(call, last))
    else:
        after = _asking("after", unit["key"], [name for name in names if name in unit["writes"]])
        place = _index(body, last) + 1
        body[place:place] = [_located(node, last, end=True) for node in after]
    place = _index(body, first)
    before = _asking("before", unit["key"], [name for name in names if name in unit["reads"]])
    body[place:place] = [_located(node, first) for node in before]


def _at_head(unit: dict[str, Any], block: Any, *, rebind: bool) -> None:
    """Examine what a block starts with, behind its docstring."""
    function = unit["kind"] == "function"
    documented = function and isinstance(block.body[0], ast.Expr) and isinstance(block.body[0].value, ast.Constant)
    names = unit["rebinds"] if rebind else ()
    nodes = _asking("entered" if function else "after", unit["key"], names)
    first = block.body[0]
    block.body[int(documented) : int(documented)] = [_located(node, first) for node in nodes]


def _asking(method: str, key: str, names: Sequence[str]) -> Iterator[ast.stmt]:
    """A call of the examiner, and the assignments of the values that it has new ones for."""
    call = _call(method, key, ast.Call(ast.Name("locals", ast.Load()), [], []))
    if not names:
        yield ast.Expr(call)
        return
    yield ast.Assign([ast.Name(_NEW, ast.Store())], call)
    for name in names:
        new = ast.Name(_NEW, ast.Load())
        test = ast.Compare(ast.Constant(name), [ast.In()], [new])
        item = ast.Subscript(new, ast.Constant(name), ast.Load())
        yield ast.If(test, [ast.Assign([ast.Name(name, ast.Store())], item)], [])


def _call(method: str, key: str, argument: ast.expr) -> ast.Call:
    function = ast.Attribute(ast.Name(EXAMINER, ast.Load()), method, ast.Load())
    return ast.Call(function, [ast.Constant(key), argument], [])


def _located(node: ast.stmt, near: ast.stmt, *, end: bool = False) -> ast.stmt:
    """`node` at the first or the last line of `near`, where a traceback would look for it."""
    line = (near.end_lineno or near.lineno) if end else near.lineno
    for part in ast.walk(node):
        if isinstance(part, (ast.stmt, ast.expr)):
            part.lineno = part.end_lineno = line
            part.col_offset = part.end_col_offset = near.col_offset
    return node


def _index(body: list[ast.stmt], node: ast.stmt) -> int:
    return next(index for index, other in enumerate(body) if other is node)
