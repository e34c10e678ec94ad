"""The names that a statement reads and changes, as its syntax tells."""

from __future__ import annotations

import ast
from collections.abc import Iterator

_OWN_SCOPE = (ast.Lambda, ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)
_DEFINITIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)


def loaded(node: ast.AST) -> list[str]:
    """The names whose values a statement reads, and the longest dotted names that begin with one of them."""
    inner = {name for part in ast.walk(node) if isinstance(part, _OWN_SCOPE) for name in _bound(part)}
    found = (name for name in _read(node) if name.partition(".")[0] not in inner)
    return list(dict.fromkeys(found))


def assigned(node: ast.AST) -> list[str]:
    """The names and attributes that a statement changes; `x.add_(1)`, `x[0] = 1` and `x.data()[:] = 1` change x."""
    return list(dict.fromkeys(_assigned(node)))


def local_names(function: ast.AST | None) -> set[str] | None:
    """The names that a function may assign to; None at the level of the module, where all are its own."""
    if function is None:
        return None
    found: set[str] = set()
    arguments = getattr(function, "args", None)
    if isinstance(arguments, ast.arguments):
        every = [*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs, arguments.vararg, arguments.kwarg]
        found.update(argument.arg for argument in every if argument is not None)
    waiting = list(ast.iter_child_nodes(function))
    while waiting:
        node = waiting.pop()
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            found.add(node.id)
        if not isinstance(node, (*_DEFINITIONS, *_OWN_SCOPE)):
            waiting.extend(ast.iter_child_nodes(node))
    return found


def _read(node: ast.AST) -> Iterator[str]:
    if isinstance(node, ast.AugAssign):
        yield from _targets(node.target)
    if isinstance(node, (ast.Assign, ast.AnnAssign, ast.For)):
        targets = node.targets if isinstance(node, ast.Assign) else [node.target]
        yield from (name for target in targets if isinstance(target, ast.Subscript) for name in _targets(target))
    for part in ast.walk(node):
        name = _dotted(part)
        if name and isinstance(getattr(part, "ctx", None), ast.Load):
            yield name


def _bound(node: ast.AST) -> Iterator[str]:
    """The names that a lambda or a comprehension binds for itself."""
    if isinstance(node, ast.Lambda):
        yield from (argument.arg for argument in ast.walk(node.args) if isinstance(argument, ast.arg))
    for generator in getattr(node, "generators", []):
        yield from (part.id for part in ast.walk(generator.target) if isinstance(part, ast.Name))


def _assigned(node: ast.AST) -> Iterator[str]:
    if isinstance(node, ast.Assign):
        for target in node.targets:
            yield from _targets(target)
    elif isinstance(node, (ast.AugAssign, ast.AnnAssign, ast.For, ast.AsyncFor)):
        yield from _targets(node.target)
    elif isinstance(node, ast.Expr) and isinstance(node.value, ast.Call) and isinstance(node.value.func, ast.Attribute):
        yield from _targets(node.value.func.value)


def _targets(target: ast.expr) -> Iterator[str]:
    dotted = _dotted(target)
    if dotted:
        yield dotted.removesuffix(".data")
    elif isinstance(target, ast.Call) and isinstance(target.func, ast.Attribute) and target.func.attr == "data":
        yield from _targets(target.func.value)
    elif isinstance(target, (ast.Subscript, ast.Starred)):
        yield from _targets(target.value)
    elif isinstance(target, (ast.Tuple, ast.List)):
        for part in target.elts:
            yield from _targets(part)


def _dotted(node: ast.AST) -> str:
    """`a.b.c` of an attribute of attributes of a name, else ""."""
    parts: list[str] = []
    while isinstance(node, ast.Attribute):
        parts.append(node.attr)
        node = node.value
    return ".".join([node.id, *reversed(parts)]) if isinstance(node, ast.Name) else ""
