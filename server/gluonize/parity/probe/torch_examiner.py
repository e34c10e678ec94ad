"""Keeps what the examined statements of a PyTorch program read, and what they make of it."""

from __future__ import annotations

import ast
import functools
import hashlib
from collections.abc import Mapping
from typing import Any

import torch

from .examiner import EXECUTIONS, Examiner, Scope
from .instrument import Places
from .recorder import Recorder
from .structure import items
from .torch_modules import STATISTICS, Modules, read

_BUDGET = 256 * 2**20


class TorchExaminer(Examiner):
    """Records the first executions of each statement until the arrays of all have `_BUDGET` bytes.

    A record has the arrays that the statement read (`inputs`), made (`outputs`), and those of the modules before it
    where they have changed (`state`).
    """

    def __init__(self, units: list[dict[str, Any]], recorder: Recorder, modules: Modules) -> None:
        super().__init__(units, recorder, read)
        self.modules = modules
        self.passes = 0
        self._using: set[Any] = set()
        self._missed = 0
        self._hooked: dict[tuple[int, int], Any] = {}
        self._known: dict[tuple[int, int], Any] = {}
        self._networks: dict[int, dict[str, Any]] = {}
        self._kept: dict[bytes, str] = {}
        self._left = _BUDGET
        self._marks: dict[tuple[int, str], Any] = {}
        self._marks_before: dict[int, dict[str, Any]] = {}

    def instrument(self, found: Places, namespace: dict[str, Any]) -> None:
        self._using = {place for place, (_, statement) in found.items() if any(map(_uses_slopes, ast.walk(statement)))}
        super().instrument(found, namespace)

    def start(self, key: str, number: int) -> dict[str, Any] | None:
        if number >= EXECUTIONS:
            self._missed += 1
            return None
        if self._left <= 0:
            self._missed += 1
            self.recorder.note("not all executions of all lines were judged line by line, to save memory")
            return None
        record = self._record(key, number)
        self.recorder.units.append(record)
        return record

    def unexamined(self, key: str, scope: Scope) -> None:
        self._marks_before.clear()
        for name in self.units[key]["reads"]:
            self._know(self.lookup(scope, name))

    def _know(self, value: Any) -> None:
        for part in _tensors_in(value):
            self._known[(id(part.grad_fn), part.output_nr)] = part.grad_fn

    def begin(self, record: dict[str, Any], scope: Scope) -> dict[str, Any]:
        self._keep_state(record)
        for name in self.units[record["key"]]["reads"]:
            value = self.lookup(scope, name)
            self._keep(record["inputs"], name, value)
            self._know(value)
            if name != "self" and _has_weights(value):
                self._networks.setdefault(id(record), {})[name] = value
        self._keep_slopes(record, "before")
        weights = self._weights(record)
        marks = {variable: {name: _mark(part) for name, part in state.items()} for variable, state in weights.items()}
        self._marks_before = {id(record): marks}  # those alone: a statement in which others stand answers for nothing
        return {}

    def end(self, record: dict[str, Any], scope: Scope) -> dict[str, Any]:
        for name in self.units[record["key"]]["writes"]:
            self._keep_result(record, name, self.lookup(scope, name))
        self._keep_slopes(record, "after")
        self._keep_changes(record)
        self._finish(record)
        return {}

    def result(self, record: dict[str, Any], value: Any) -> Any:
        self._keep_result(record, "return", value)
        self._finish(record)
        return value

    def arguments(self, record: dict[str, Any], scope: Scope) -> dict[str, Any]:
        return self.end(record, scope)

    def called(self, place: tuple[int, str], line: int | None, args: Any) -> dict[str, Any] | None:
        """A container is about to call a module; gives the record of that, None where it is not kept."""
        key = f"{place[0]} {place[1]}"
        number = self.recorder.count(f"module {key}")
        if number >= EXECUTIONS or self._left <= 0 or not args:
            self._missed += 1
            return None
        record = {**self._record(key, number), "line": line}
        self.recorder.layers.append(record)
        self._keep_result(record, "input", args[0], "inputs")
        return record

    def answered(self, record: dict[str, Any], result: Any) -> None:
        """The module has been called."""
        self._keep_result(record, "output", result)
        self._finish(record)

    def step(self, kind: str, arrays: Mapping[tuple[int, str], Any]) -> None:
        """Keep the gradients before, or the weights after, the step of an optimizer that a statement takes.

        Gradients are `partial` where executions since the last step were not kept.
        """
        if self.current is not None:
            found = self.current.setdefault("step", {"partial": self._missed > 0})
            found[kind] = {f"{index} {name}": self._store(array) for (index, name), array in arrays.items()}
        if kind == "weight":
            self._missed = 0

    def _record(self, key: str, number: int) -> dict[str, Any]:
        self.modules.stream.check()
        record: dict[str, Any] = {"key": key, "number": number, "doubted": self.recorder.doubted, "inputs": {}}
        record.update(outputs={}, state={}, changed={}, gradients={}, same=[], steps=self.recorder.steps)
        return record

    def _keep_result(self, record: dict[str, Any], name: str, value: Any, kind: str = "outputs") -> None:
        """Keep a result and, as soon as backward passes know them, its gradients with the numbers of the passes."""
        self._keep(record[kind], name, value)
        for path, tensor in items(value):
            if not isinstance(tensor, torch.Tensor) or tensor.grad_fn is None:
                continue
            # A tensor that was there before may have had readers; so may what an unkept statement hands on.
            key = id(tensor.grad_fn), tensor.output_nr
            handed = kind == "inputs" or self.units.get(record["key"], {}).get("kind") == "function"
            if key in self._hooked or key in self._known or (handed and self.current is None):
                record["same"].append(name + path)
                continue
            self._hooked[key] = tensor.grad_fn
            gradients = record["gradients"].setdefault(name + path, [])
            tensor.register_hook(functools.partial(self._keep_gradient, gradients))

    def _keep_gradient(self, gradients: list[list[Any]], gradient: Any) -> None:
        gradients.append([self.passes - 1, self._store(read(gradient))])

    def _finish(self, record: dict[str, Any]) -> None:
        """The numbers of a network are shared from its first call on; what only read it before is not comparable."""
        self.modules.stream.check()
        networks = self._networks.pop(id(record), {}).items()
        unshared = any(id(net) not in self.modules.places and name not in record["changed"] for name, net in networks)
        record["doubted"] = unshared or self.recorder.doubted > record["doubted"]

    def _keep_state(self, record: dict[str, Any]) -> None:
        for place, tensor in self._tensors():
            # The running statistics change without a trace.
            mark = self._store(read(tensor)) if place[1].endswith(STATISTICS) else _mark(tensor)
            if self._marks.get(place) != mark:
                self._marks[place] = mark
                record["state"][f"{place[0]} {place[1]}"] = self._store(read(tensor))

    def _keep_slopes(self, record: dict[str, Any], when: str) -> None:
        """Keep the gradients before and after a simple statement that clips them, or reads them to update weights.

        Where executions since the last step were not kept, nobody answers for the gradients.
        """
        unit = self.units[record["key"]]
        if unit["kind"] == "statement" and tuple(unit["ours"][0]) in self._using and not self._missed:
            found = self.modules.gradients(made=True).items()
            record[when] = {f"{index} {name}": self._store(array) for (index, name), array in found}

    def _weights(self, record: dict[str, Any]) -> dict[str, dict[str, Any]]:
        """The weights of the networks: those of roots under "", those of networks not called yet by their variables.

        The running statistics change as a network is called, which is no statement's doing.
        """
        found = {"": {f"{index} {name}": tensor for (index, name), tensor in self._tensors()}}
        for variable, network in self._networks.get(id(record), {}).items():
            if id(network) not in self.modules.places:
                found[variable] = network.state_dict(keep_vars=True)
        return {
            variable: {name: tensor for name, tensor in state.items() if not name.endswith(STATISTICS)}
            for variable, state in found.items()
        }

    def _keep_changes(self, record: dict[str, Any]) -> None:
        """Keep the weights that a statement has changed, but for those that a step has, which are kept already."""
        before = self._marks_before.pop(id(record), {})
        if "step" in record or not before:
            return
        for variable, state in self._weights(record).items():
            old = before.get(variable, {})
            changed = {name: tensor for name, tensor in state.items() if old.get(name, _mark(tensor)) != _mark(tensor)}
            if changed:
                record["changed"][variable] = {name: self._store(read(tensor)) for name, tensor in changed.items()}

    def _tensors(self) -> list[tuple[tuple[int, str], Any]]:
        return [
            ((index, name), tensor)
            for index, root in enumerate(self.modules.roots)
            for name, tensor in root.state_dict(keep_vars=True).items()
            if isinstance(tensor, torch.Tensor)
        ]

    def _keep(self, into: dict[str, Any], name: str, value: Any) -> None:
        found = {path: self._store(array) for path, array in self.leaves(value).items()}
        if found:
            into[name] = found

    def _store(self, array: Any) -> str:
        """The name of an array in the run's file; equal arrays are stored once."""
        digest = hashlib.blake2b(array.tobytes(), digest_size=16, key=f"{array.dtype}{array.shape}".encode()[:64])
        name = self._kept.get(digest.digest())
        if name is None:
            self._left -= array.nbytes
            name = self._kept[digest.digest()] = self.recorder.keep(array)
        return name


def _tensors_in(value: Any) -> list[Any]:
    """The tensors in a value that are part of a graph."""
    return [part for _, part in items(value) if isinstance(part, torch.Tensor) and part.grad_fn is not None]


def _has_weights(value: Any) -> bool:
    """Whether `value` is a module with parameters; one that is being made has none yet."""
    made = isinstance(value, torch.nn.Module) and "_parameters" in vars(value)
    return made and next(value.parameters(), None) is not None


def _uses_slopes(node: ast.AST) -> bool:
    """Whether a node names a function that clips gradients, or a gradient."""
    name = node.attr if isinstance(node, ast.Attribute) else getattr(node, "id", "")
    return bool(name.startswith("clip_grad")) or (isinstance(node, ast.Attribute) and name == "grad")


def _mark(tensor: Any) -> Any:
    """What changes when the numbers of a tensor do."""
    return tensor._version, tensor.data_ptr()
