"""Notes what one call of a PyTorch program is given, where it is first executed."""

from __future__ import annotations

import ast
from collections.abc import Mapping
from typing import Any

import torch

from .making import pack
from .recorder import Recorder
from .torch_modules import read
from .watching import Enough, UnreachedError, hooked


class Capture:
    """The call that spans `place` (line, column, last line, last column, as `ast` counts)."""

    def __init__(self, focus: Mapping[str, Any], recorder: Recorder) -> None:
        self.place: list[int] = focus["place"]
        self.recorder = recorder

    def instrument(self, tree: ast.Module) -> None:
        """Put HOOK around what is called."""
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and _place(node) == self.place:
                node.func = hooked(node.func, node.func)
                return
        raise UnreachedError(f"There is no call at line {self.place[0]}.")

    def hook(self, *args: Any) -> Any:
        (function,) = args

        def call(*args: Any, **kwargs: Any) -> Any:
            owner = getattr(function, "__self__", None)
            named = {str(index): value for index, value in enumerate(args)} | kwargs
            if isinstance(owner, torch.Tensor):
                named["self"] = owner
            record: dict[str, Any] = {"forms": {name: self._form(value, name) for name, value in named.items()}}
            if isinstance(function, torch.nn.Module):
                record["module"] = _built(function)
                record["training"] = function.training
                state = {name: read(value) for name, value in function.state_dict().items()}
                record["state"] = {name: self.recorder.keep(array) for name, array in state.items()}
            self.recorder.calls.append(record)
            raise Enough

        return call

    def finish(self, namespace: Mapping[str, Any]) -> None:
        raise UnreachedError(f"the program ends before it comes to the call at line {self.place[0]}")

    def _form(self, value: Any, path: str) -> dict[str, Any] | None:
        """The form of an argument, with its tensors kept; None for an object that only the program's text can name."""
        try:
            form = pack(value, path, torch.is_tensor)
        except UnreachedError:
            return None
        self._keep(form, value)
        return form

    def _keep(self, form: dict[str, Any], value: Any) -> None:
        if "tensor" in form:
            form["array"] = self.recorder.keep(read(value))
        elif "plain" not in form:
            (parts,) = form.values()
            for part, element in zip(parts, value, strict=True):
                self._keep(part, element)


def _place(node: ast.expr) -> list[Any]:
    return [node.lineno, node.col_offset, node.end_lineno, node.end_col_offset]


def _built(module: Any) -> dict[str, Any]:
    """What would build the module again: the class, and its attributes, among which are its arguments.

    A container has `parts` instead, by name. The class is "" where it is none of PyTorch's.
    """
    cls = type(module)
    name = cls.__qualname__ if getattr(torch.nn, cls.__qualname__, None) is cls else ""
    if cls is torch.nn.Sequential:
        return {"class": name, "parts": {name: _built(part) for name, part in module.named_children()}}
    arguments = {}
    for attribute, value in {**vars(module), **module._parameters}.items():
        if isinstance(value, torch.Tensor) or (attribute == "bias" and value is None):
            value = value is not None
        if isinstance(value, (bool, int, float, str, tuple)):
            arguments[attribute] = list(value) if isinstance(value, tuple) else value
    return {"class": name, "arguments": arguments}
