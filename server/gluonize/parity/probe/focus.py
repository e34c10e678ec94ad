"""Watches one function or class of the program: its first calls, with PyTorch's inputs on both sides."""

from __future__ import annotations

import ast
import functools
import inspect
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import numpy as np

from .namespace import as_array
from .recorder import Recorder
from .watching import HOOK, TIMES, Enough, UnreachedError

_SIZE = 4


class Focus:
    """The calls of `name`.

    `read` turns the framework's arrays into numpy arrays, `make` does the opposite for an array and a like one (or
    None), `initialize` prepares a module that the program did not make itself.
    `given` holds the inputs of PyTorch's calls on the MXNet side, and is None on PyTorch's.
    """

    def __init__(
        self,
        name: str,
        recorder: Recorder,
        read: Callable[[Any], Any],
        make: Callable[[Any, Any], Any],
        initialize: Callable[[Any], None],
        given: list[dict[str, Any]] | None = None,
    ) -> None:
        self.name = name
        self.recorder = recorder
        self.read = read
        self.make = make
        self.initialize = initialize
        self.given = given
        self.target: Any = None
        self._busy = False

    def instrument(self, tree: ast.Module) -> None:
        """Decorate the definition of the name, which is dotted for a method."""
        body: list[ast.stmt] = tree.body
        for part in self.name.split("."):
            kinds = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
            found = [node for node in body if isinstance(node, kinds) and node.name == part]
            if not found:
                raise UnreachedError(f"The conversion defines no {self.name}.")
            definition = found[-1]
            body = definition.body
        hook = ast.copy_location(ast.Name(HOOK, ast.Load()), definition)
        definition.decorator_list.insert(0, hook)

    def hook(self, *args: Any) -> Any:
        """Watch a function, or the forward of a class of modules."""
        target = args[0]
        if not inspect.isclass(target):
            self.target = self._watched(target, skip="." in self.name)
            return self.target
        self.target = target
        if hasattr(target, "forward"):
            target.forward = self._watched(target.forward, skip=True)
        return target

    def _watched(self, function: Any, skip: bool) -> Any:
        @functools.wraps(function)
        def wrapper(*args: Any, **kwargs: Any) -> Any:
            calls = self.recorder.calls
            if self._busy or len(calls) >= TIMES:
                return function(*args, **kwargs)
            self._busy = True
            try:
                args, kwargs = self._inputs(args, kwargs, int(skip))
                result = function(*args, **kwargs)
            finally:
                self._busy = False
            self._results(result)
            if len(calls) >= TIMES:
                raise Enough
            return result

        return wrapper

    def _inputs(
        self, args: tuple[Any, ...], kwargs: dict[str, Any], skip: int
    ) -> tuple[tuple[Any, ...], dict[str, Any]]:
        """Record the arrays among the arguments, or replace them by those that PyTorch's call had."""
        number = len(self.recorder.calls)
        named: dict[str, Any] = {**{str(i): arg for i, arg in enumerate(args[skip:])}, **kwargs}
        arrays = {key: array for key, value in named.items() if (array := self.read(value)) is not None}
        if self.given is not None and number < len(self.given):
            named = self._replaced(named, self.given[number], number)
        stored = {key: self.recorder.keep(array) for key, array in arrays.items()}
        self.recorder.calls.append({"inputs": stored, "line": self.recorder.line()})
        positional = [named[str(i)] for i in range(len(args) - skip)]
        return (*args[:skip], *positional), {key: named[key] for key in kwargs}

    def _replaced(self, named: dict[str, Any], given: Mapping[str, Any], number: int) -> dict[str, Any]:
        replaced = dict(named)
        for key, array in given.items():
            if key not in named or self.read(named[key]) is None:
                self.recorder.doubt(f"call {number + 1} of {self.name} has other arguments in MXNet")
            else:
                replaced[key] = self.make(array, named[key])
        return replaced

    def _results(self, result: Any) -> None:
        call = len(self.recorder.calls)
        for path, array in flattened(result, self.read):
            title = f"{self.name}(...){path}, call {call}"
            self.recorder.value("result", f"{call}{path}", array, name=title, line=self.recorder.line(), chosen=True)

    def finish(self, namespace: Mapping[str, Any]) -> None:
        if not self.recorder.calls:
            self.call_once()

    def call_once(self) -> None:
        """Call the target with made-up arguments; for a program that defines it without calling it."""
        target = self.target
        if inspect.isclass(target):
            target = target(*[_SIZE] * _required(target))
            self.initialize(target)
            count, shape = 1, _input_shape(target)
        else:
            count, shape = _required(target), (_SIZE, _SIZE)
        draw = np.random.RandomState(0)
        arrays = [draw.standard_normal(shape).astype(np.float32) for _ in range(count)]
        target(*[self.make(array, None) for array in arrays])
        self.recorder.note(
            f"{self.name} is not called in the program; it was called with random arrays of shape {shape}"
        )


def flattened(result: Any, read: Callable[[Any], Any], path: str = "") -> Iterator[tuple[str, Any]]:
    """The arrays and numbers in `result`, each with its place in it."""
    array, origin = as_array(result, read)
    if array is not None and origin != "list":
        yield path, array
    elif isinstance(result, dict):
        for key, value in result.items():
            yield from flattened(value, read, f"{path}[{key!r}]")
    elif isinstance(result, (tuple, list)):
        for index, value in enumerate(result):
            yield from flattened(value, read, f"{path}[{index}]")


def _required(target: Any) -> int:
    """How many positional arguments a call must have."""
    kinds = (inspect.Parameter.POSITIONAL_ONLY, inspect.Parameter.POSITIONAL_OR_KEYWORD)
    parameters = inspect.signature(target).parameters.values()
    return sum(parameter.kind in kinds and parameter.default is parameter.empty for parameter in parameters)


def _input_shape(module: Any) -> tuple[int, ...]:
    """A shape that the first layer of a module accepts, as far as its attributes tell."""
    parts = module.modules() if hasattr(module, "modules") else [module]
    for part in parts:
        if isinstance(getattr(part, "in_features", None), int):
            return (_SIZE, part.in_features)
        if isinstance(getattr(part, "in_channels", None), int):
            axes = len(getattr(part, "kernel_size", (3, 3)))
            return (2, part.in_channels, *[32] * axes)
    return (_SIZE, _SIZE)
