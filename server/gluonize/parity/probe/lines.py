"""Watches selected lines: what they assign, the value of their last expression, and what they do to the networks."""

from __future__ import annotations

import ast
from collections.abc import Callable, Mapping
from typing import Any

from .namespace import numeric
from .recorder import Recorder
from .watching import Enough, UnreachedError, blocks, hooked

_LEAVES = (ast.Continue, ast.Break, ast.Raise)


class Lines:
    """The first executions of the lines `first` to `last`, at most `times`, of which `names` are compared.

    `read` turns the framework's arrays into numpy arrays; `gradients` and `weights` answer those of the networks that
    the program has called so far, where the lines hold a backward() or a step.
    """

    def __init__(
        self,
        selection: Mapping[str, Any],
        recorder: Recorder,
        read: Callable[[Any], Any],
        gradients: Callable[[], Mapping[tuple[int, str], Any]],
        weights: Callable[[], Mapping[tuple[int, str], Any]],
    ) -> None:
        self.lines = recorder.lines = range(selection["first"], selection["last"] + 1)
        self.limit: int = selection["times"]
        self.names: dict[str, int] = selection["names"]
        self.recorder = recorder
        self.read = read
        self.gradients = gradients
        self.weights = weights
        self.times = 0
        self._losses = 0
        self._steps = 0

    def instrument(self, tree: ast.Module) -> None:
        """Observe after the last of the lines' statements; a last expression or returned value is observed, too."""
        for block in blocks(tree):
            inside = [node for node in block if node.lineno in self.lines and node.end_lineno in self.lines]
            if inside:
                self._watch(block, inside[-1])
                return
        raise UnreachedError("The conversion has nothing in the place of the selected lines.")

    def _watch(self, block: list[ast.stmt], last: ast.stmt) -> None:
        names = ast.copy_location(ast.Call(ast.Name("locals", ast.Load()), [], []), last)
        if isinstance(last, (ast.Expr, ast.Return)) and last.value is not None:
            last.value = hooked(last.value, names, last.value)
            return
        watch = ast.copy_location(ast.Expr(hooked(last, names)), last)
        block.insert(block.index(last) + (not isinstance(last, (ast.Return, *_LEAVES))), watch)

    def hook(self, *args: Any) -> Any:
        names, *values = args
        self.times += 1
        again = "" if self.times == 1 else f", time {self.times}"
        for name, line in self.names.items():
            self._value(name, _found(names, name), line, again)
        for value in values:
            self._value("the last value", value, self.recorder.line(), again)
        self._training(again)
        if self.times == self.limit:
            raise Enough
        return values[0] if values else None

    def finish(self, namespace: Mapping[str, Any]) -> None:
        if not self.times:
            raise UnreachedError("The program ends before it comes to the selected lines.")

    def _value(self, name: str, value: Any, line: int | None, again: str) -> None:
        for path, array, origin in numeric(value, self.read):
            about = {"name": name + path + again, "origin": origin, "line": line}
            self.recorder.value("variable", f"{self.times} {name}{path}", array, chosen=True, **about)

    def _training(self, again: str) -> None:
        """The gradients after a backward() of the lines, and the weights after a step of theirs."""
        recorder = self.recorder
        losses, steps = recorder.losses[self._losses :], recorder.step_lines[self._steps :]
        self._losses, self._steps = len(recorder.losses), len(recorder.step_lines)
        found = {}
        if any(line in self.lines for line in steps):
            found["weight"] = self.weights()
        elif any(loss["line"] in self.lines for loss in losses):
            found["gradient"] = self.gradients()
        for kind, arrays in found.items():
            for (index, name), array in arrays.items():
                about = {"root": index, "name": name, "again": again, "line": recorder.line()}
                recorder.value(kind, f"{self.times} {index}.{name}", array, chosen=True, **about)


def _found(names: Mapping[str, Any], name: str) -> Any:
    """The value of a dotted name; None where there is none."""
    owner, *attributes = name.split(".")
    value = names.get(owner)
    for attribute in attributes:
        value = getattr(value, attribute, None)
    return value
