"""Watches the calls of one definition of the program: its first calls, with PyTorch's arguments on both sides."""

from __future__ import annotations

import ast
import functools
import inspect
import random
import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np

from .course import Course
from .making import Maker, call_with, positional
from .recorder import Recorder
from .tensors import changed, flattened, tensors
from .watching import HOOK, TIMES, Enough, UnreachedError


@dataclass
class Gradients:
    """Of one call: its results, and the gradients of their weighted sum by argument and by (module, parameter).

    `places` are the results that have gradients.
    """

    results: dict[str, Any]
    places: list[str]
    inputs: dict[str, Any]
    parameters: dict[tuple[int, str], Any]


class Framework(Protocol):
    """What the watch needs of PyTorch or MXNet."""

    def is_tensor(self, value: Any) -> bool: ...
    def read(self, value: Any) -> Any:
        """A tensor as a numpy array, None for anything else."""

    def make(self, array: Any, like: Any) -> Any:
        """A numpy array as a tensor, of the type of `like` unless that is None."""

    def training(self, owner: Any) -> bool:
        """Whether the module that is called, or else any of the program's, is in training mode; True without any."""

    def weights(self) -> Mapping[tuple[int, str], Any]: ...
    def differentiable(self, result: Any, arguments: Mapping[str, Any], owner: Any) -> bool:
        """Whether to make a further call for gradients, which may change something in the program."""

    def gradients(
        self, call: Any, arguments: Any, training: bool, wanted: Mapping[str, Any] | None
    ) -> Gradients | None:
        """Call `call(arguments)` for its gradients; None where there are none.

        `wanted` names what PyTorch had gradients for, on the MXNet side.
        """


class Calls:
    """The first calls of a definition.

    `course` notes losses and times. `given` are the calls that PyTorch recorded, None on its own side; `share`
    gives the networks its weights.
    """

    def __init__(
        self,
        focus: Mapping[str, Any],
        recorder: Recorder,
        framework: Framework,
        maker: Maker,
        course: Course,
        given: list[dict[str, Any]] | None = None,
        share: Callable[[Mapping[str, Any]], None] = lambda state: None,
    ) -> None:
        self.name: str = focus["name"]
        self.own_inputs = bool(focus["inputs"])
        self.recorder = recorder
        self.framework = framework
        self.maker = maker
        self.course = course
        self.given = given
        self.share = share
        self._busy = self.own_inputs
        self._line: int | None = None

    def instrument(self, tree: ast.Module) -> None:
        """Decorate the definition of the name, which is dotted for a method."""
        self.maker.tree = tree
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
            return self._watched(target, int("." in self.name))
        if hasattr(target, "forward"):
            target.forward = self._watched(target.forward, 1)
        return target

    def finish(self, namespace: Mapping[str, Any]) -> None:
        """Call a definition that the program does not call, or that is to get other inputs than the program's."""
        if not self.recorder.calls:
            self._busy = True
            target, arguments = self.maker.call(namespace, self.given)
            self._busy = False
            call_with(target, arguments)

    def _watched(self, function: Any, skip: int) -> Any:
        names = positional(function)[skip:]
        self._line = function.__code__.co_firstlineno if hasattr(function, "__code__") else None

        @functools.wraps(function)
        def wrapper(*args: Any, **kwargs: Any) -> Any:
            if self._busy or len(self.recorder.calls) >= TIMES:
                return function(*args, **kwargs)
            owner, given = args[:skip], args[skip:]
            arguments = dict(zip([*names, *map(str, range(len(names), len(given)))], given, strict=False))

            def call(values: Mapping[str, Any]) -> Any:
                positional = list(values.values())[: len(given)]
                return function(*owner, *positional, **{key: values[key] for key in kwargs})

            self._busy = True
            try:
                result = self._observed(call, {**arguments, **kwargs}, owner[0] if owner else None)
            finally:
                self._busy = False
            if len(self.recorder.calls) >= TIMES:
                raise Enough
            return result

        return wrapper

    def _observed(self, call: Any, arguments: dict[str, Any], owner: Any) -> Any:
        recorder, framework = self.recorder, self.framework
        number = len(recorder.calls)
        given = self.given[number] if self.given is not None and number < len(self.given) else None
        if given is not None:
            arguments = self._replaced(arguments, given["inputs"], number)
        inputs = {path: framework.read(t) for path, t in tensors(arguments, "", framework.is_tensor).items()}
        record: dict[str, Any] = {"inputs": {path: recorder.keep(array) for path, array in inputs.items()}}
        record.update(line=self._place(), gradients=None, made=self.maker.how, state=self._state(given))
        recorder.calls.append(record)
        steps, losses, held = recorder.steps, len(recorder.losses), self._held(owner)
        with recorder.choosing(f", call {number + 1}"):
            result = self.course.timer.call((self.name, ""), call, arguments)
        both = self.maker.how is not None and self.maker.how["module"]
        if both:
            self.maker.train()
        record["training"] = given["training"] if given else both or framework.training(owner)
        self._results(result, number + 1, "")
        after = {path: framework.read(t) for path, t in tensors(arguments, "", framework.is_tensor).items()}
        overwritten = [path for path, array in inputs.items() if not np.array_equal(array, after[path], equal_nan=True)]
        for path in overwritten:
            self._value("result", f"{number} {path}", after[path], f"{_shown(path)} after call {number + 1}")
        for name, array in self._held(owner).items():
            if name not in held or not np.array_equal(held[name], array):
                self._value("variable", f"{number} self{name}", array, f"self{name} after call {number + 1}")
        if len(recorder.losses) > losses:
            self.course.flush()
            values = np.array([loss["value"] for loss in recorder.losses[losses:]])
            self._value("loss", str(number), values, f"{self.name}(...), call {number + 1}: the losses")
        elif recorder.steps == steps and not overwritten and framework.differentiable(result, arguments, owner):
            with _unmoved():
                self._gradients(call, arguments, record, given)
        return result

    def _state(self, given: Mapping[str, Any] | None) -> dict[str, str]:
        """The weights that training has changed are PyTorch's at each call, which is judged on its own."""
        if given is not None:
            self.share(given["state"])
        if self.given is not None or not self.recorder.steps:
            return {}
        weights = self.framework.weights()
        return {f"{index} {name}": self.recorder.keep(array) for (index, name), array in weights.items()}

    def _replaced(self, arguments: dict[str, Any], given: Mapping[str, Any], number: int) -> dict[str, Any]:
        """The arguments with PyTorch's arrays in the place of their own."""
        missing = set(given)

        def replace(path: str, tensor: Any) -> Any:
            missing.discard(path)
            return self.framework.make(given[path], tensor) if path in given else tensor

        replaced: dict[str, Any] = changed(arguments, "", self.framework.is_tensor, replace)
        if missing:
            self.recorder.doubt(f"call {number + 1} of {self.name} has other arguments in MXNet")
        return replaced

    def _results(self, result: Any, call: int, mode: str) -> None:
        for path, array in flattened(result, self.framework.read):
            self._value("result", f"{call}{path}{mode}", array, f"{self.name}(...){path}, call {call}{mode}")

    def _held(self, owner: Any) -> dict[str, Any]:
        """The arrays and numbers in the attributes of an object that is no network."""
        if owner is None or hasattr(owner, "forward"):
            return {}
        return {
            f".{name}{path}": array
            for name, value in getattr(owner, "__dict__", {}).items()
            for path, array in flattened(value, self.framework.read)
        }

    def _value(self, kind: str, key: str, array: Any, title: str) -> None:
        self.recorder.value(kind, key, array, title=title, line=self._place(), chosen=True)

    def _place(self) -> int | None:
        """The line of the call, or that of the definition where the program does not call it."""
        return self.recorder.line() or self._line

    def _gradients(
        self, call: Any, arguments: Mapping[str, Any], record: dict[str, Any], given: Mapping[str, Any] | None
    ) -> None:
        """Compare the gradients by the arguments and parameters, where PyTorch has some."""
        wanted = given["gradients"] if given is not None else None
        if self.given is not None and wanted is None:
            return
        found = self.framework.gradients(call, arguments, record["training"], wanted)
        if found is None:
            return
        number = len(self.recorder.calls)
        record["gradients"] = {"places": found.places, "inputs": list(found.inputs)}
        record["gradients"]["parameters"] = [list(key) for key in found.parameters]
        if record["made"] is not None and record["made"]["module"]:
            for path, array in found.results.items():
                self._value("result", f"{number} {path} in training", array, f"{self.name}(...){path}, in training")
        again, line = f", call {number}", self._place()
        for path, array in found.inputs.items():
            title = f"{self.name}(...), call {number}: the gradient of {_shown(path)}"
            self._value("gradient", f"{number} {path}", array, title)
        for (index, name), array in found.parameters.items():
            about = {"root": index, "name": name, "again": again, "line": line}
            self.recorder.value("gradient", f"{number} {index}.{name}", array, chosen=True, **about)


@contextmanager
def _unmoved() -> Iterator[None]:
    """What the block draws is drawn again afterwards: from Python's and from NumPy's random numbers."""
    python, numpy = random.getstate(), np.random.get_state()
    try:
        yield
    finally:
        random.setstate(python)
        np.random.set_state(numpy)


def _shown(path: str) -> str:
    """The place of an argument as a person writes it: x of ['x'], x[0] of ['x'][0]."""
    match = re.match(r"\['(\w+)'\](.*)", path)
    return match[1] + match[2] if match else path
