"""Gives the global names of a piece of Python other names; what only looks like them (parameters, keywords) stays."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from functools import lru_cache


def rename_globals(text: str, names: Mapping[str, str]) -> str:
    """`text` with its global names replaced: definitions at the top, and references from inside of functions.

    Raises SyntaxError where `text` is no Python.
    """
    lines = [line.encode() for line in text.split("\n")]
    places = [place for place in _places(text) if place[2] in names]
    for row, column, name in sorted(set(places), reverse=True):
        line = lines[row - 1]
        lines[row - 1] = line[:column] + names[name].encode() + line[column + len(name) :]
    return "\n".join(line.decode() for line in lines)


@lru_cache(maxsize=512)
def _places(text: str) -> tuple[tuple[int, int, str], ...]:
    """Line, column in bytes, and name of each place where a global name stands."""
    return tuple(_references(ast.parse(text), frozenset()))


def _references(node: ast.AST, local: frozenset[str]) -> Iterator[tuple[int, int, str]]:
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.Name) and child.id not in local:
            yield child.lineno, child.col_offset, child.id
        if isinstance(child, _DEFINITIONS) and isinstance(node, ast.Module):
            keyword = "class " if isinstance(child, ast.ClassDef) else "def "
            yield child.lineno, child.col_offset + len(keyword), child.name
        inside = local | _bound(child) if isinstance(child, (ast.FunctionDef, ast.Lambda)) else local
        yield from _references(child, inside)


_DEFINITIONS = (ast.FunctionDef, ast.ClassDef)


def _bound(function: ast.FunctionDef | ast.Lambda) -> frozenset[str]:
    """The names that are local to a function."""
    arguments = (node.arg for node in ast.walk(function.args) if isinstance(node, ast.arg))
    stored = (node.id for node in ast.walk(function) if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store))
    nested = (node.name for node in ast.walk(function) if isinstance(node, _DEFINITIONS) and node is not function)
    return frozenset((*arguments, *stored, *nested))
