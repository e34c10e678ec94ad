"""Makes a call of a definition that the program does not call, in the same way on both sides."""

from __future__ import annotations

import ast
import inspect
import itertools
from collections.abc import Callable, Mapping
from typing import Any

from .watching import UnreachedError


class Maker:
    """Makes the object that has the method, or the module, and calls it with inputs.

    `name` is the definition's, dotted for a method; `ready` prepares a module that was built here. `how` says what was
    called and with which arguments, so that the other side does the same; None as long as the program calls by itself.
    """

    def __init__(self, name: str, ready: Callable[[Any], Any]) -> None:
        self.name = name
        self.ready = ready
        self.tree: ast.AST = ast.Module([], [])
        self.how: dict[str, Any] | None = None

    def call(self, namespace: Mapping[str, Any], given: list[dict[str, Any]] | None) -> tuple[Any, dict[str, Any]]:
        """What to call, and the arguments by their names."""
        raise NotImplementedError

    def train(self) -> None:
        """Put the module that was called into training mode, where it has one."""

    def target(self, namespace: Mapping[str, Any], built: str | int | None) -> Any:
        """The function, the method or the module, of an object that `built` says how to get: by name or by number."""
        first, *methods = self.name.split(".")
        target = namespace.get(first)
        if inspect.isclass(target):
            target = self._object(namespace, target, built)
        for method in methods:
            target = getattr(target, method)
        return target

    def ways(self, namespace: Mapping[str, Any]) -> list[str | int | None]:
        """How an object of the class may be had: the variables that hold one, the calls that build one, or no words."""
        kind = namespace.get(self.name.partition(".")[0])
        if not inspect.isclass(kind):
            return [None]
        held = [name for name, value in namespace.items() if type(value) is kind and not name.startswith("_")]
        return [*held, *range(len(self._builders())), None]

    def _object(self, namespace: Mapping[str, Any], kind: Any, built: str | int | None) -> Any:
        if isinstance(built, str):
            return namespace[built]
        if built is None:
            made = kind()
        else:
            code = ast.fix_missing_locations(ast.Expression(self._builders()[built]))
            made = eval(compile(code, "<the program>", "eval"), dict(namespace))
        self.ready(made)
        return made

    def _builders(self) -> list[ast.expr]:
        """The calls of the class in the program's text."""
        name = self.name.partition(".")[0]
        calls = [node for node in ast.walk(self.tree) if isinstance(node, ast.Call)]
        return [node for node in calls if isinstance(node.func, ast.Name) and node.func.id == name]


def pack(value: Any, path: str, is_tensor: Callable[[Any], bool]) -> dict[str, Any]:
    """An argument as JSON, its tensors named by their places; raises UnreachedError for an object of another kind."""
    if is_tensor(value):
        return {"tensor": path}
    if isinstance(value, (list, tuple)):
        parts = [pack(part, f"{path}[{index}]", is_tensor) for index, part in enumerate(value)]
        return {type(value).__name__: parts}
    if value is None or isinstance(value, (bool, int, float, str)):
        return {"plain": value}
    raise UnreachedError(f"A {type(value).__name__} cannot be carried over to MXNet: give tensors and numbers.")


def unpack(form: Mapping[str, Any], tensor: Callable[[str], Any]) -> Any:
    """The argument of a form, with `tensor(path)` for its tensors."""
    if "tensor" in form:
        return tensor(form["tensor"])
    if "plain" in form:
        return form["plain"]
    (kind, parts), *_ = form.items()
    values = [unpack(part, tensor) for part in parts]
    return tuple(values) if kind == "tuple" else values


_POSITIONAL = (inspect.Parameter.POSITIONAL_ONLY, inspect.Parameter.POSITIONAL_OR_KEYWORD)


def positional(target: Any) -> list[str]:
    """The parameters of a function, or of a module's forward, that can be given by their position."""
    return [part.name for part in _signature(target) if part.kind in _POSITIONAL]


def required(target: Any) -> list[str]:
    """The parameters that a call must give."""
    kinds = (*_POSITIONAL, inspect.Parameter.KEYWORD_ONLY)
    return [part.name for part in _signature(target) if part.kind in kinds and part.default is part.empty]


def call_with(target: Any, arguments: Mapping[str, Any]) -> Any:
    """Call by position as far as that goes, because a Gluon block takes no keywords."""
    rest = dict(arguments)
    first = [rest.pop(name) for name in itertools.takewhile(arguments.__contains__, positional(target))]
    return target(*first, **rest)


def _signature(target: Any) -> list[inspect.Parameter]:
    called = getattr(target, "forward", target) if not inspect.isroutine(target) else target
    try:
        return list(inspect.signature(called).parameters.values())
    except (TypeError, ValueError):
        return []
