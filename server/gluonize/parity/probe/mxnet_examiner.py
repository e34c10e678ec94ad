"""Judges the examined statements of an MXNet program, one by one: each may be fed what PyTorch's had."""

from __future__ import annotations

import ast
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import mxnet as mx

from .examiner import EXECUTIONS, Examiner, Scope
from .instrument import Places
from .mxnet_blocks import Blocks, read
from .mxnet_changes import judge_changes, judge_slopes
from .mxnet_cuts import Cut, Cuts, triangle
from .mxnet_feed import Feed, is_leaf
from .parts import Parts
from .precision import base_of
from .recorder import Recorder
from .replay import Replay
from .structure import items
from .watching import Enough

STATISTICS = ("running_mean", "running_var")


class MXNetExaminer(Examiner):
    """Compares what each examined statement makes with what PyTorch's made.

    When it feeds, variables, weights and gradients get PyTorch's values before each statement, so that a statement is
    judged on its own, and the program ends with the last statement to judge. When it does not, what is seen is how
    far the programs have drifted apart.
    """

    ours = False

    def __init__(self, request: dict[str, Any], recorder: Recorder, blocks: Blocks, replay: Replay) -> None:
        super().__init__(request["units"], recorder, self._read)
        self.blocks = blocks
        self.replay = replay
        base = base_of([replay.run, {"precision": request["precision"], "modes": []}])
        single = None if request["single"] is None else Path(request["single"])
        keeps = request["feed"] and request["precision"] == "float32"
        self.parts = Parts(recorder if keeps else None, request["tolerances"], base, single)
        self.feed = Feed(replay, Cuts(replay, self._gradient)) if request["feed"] else None
        self._expected: list[dict[str, Any]] = replay.run["units"]
        self._layers = {(layer["key"], layer["number"]): layer for layer in replay.run["layers"]}
        self._given: dict[int, dict[str, Any]] = {}
        self._doubts: dict[int, int] = {}
        self._users: dict[Any, dict[str, Any]] = {}
        self._next = 0
        self._unseen = False

    def instrument(self, found: Places, namespace: dict[str, Any]) -> None:
        if self.feed is not None:
            nodes = (node for _, statement in found.values() for node in ast.walk(statement))
            self.feed.cuts.possible = not any(map(_asks_for_gradients, nodes))
        super().instrument(found, namespace)

    def start(self, key: str, number: int) -> dict[str, Any] | None:
        if number >= EXECUTIONS or self.recorder.parted is not None or self._next >= len(self._expected):
            return None
        given = self._expected[self._next]
        if (given["key"], given["number"]) != (key, number):
            line, other = (self.units[unit]["line"] for unit in (given["key"], key))
            self.recorder.parted = {"line": line, "other": other}
            return None
        self._next += 1
        return self._record(given)

    def unexamined(self, key: str, scope: Scope) -> None:
        self._unseen = True
        for _, record in self._open:
            if record is not None:
                record["partial"] = True
        if self.feed is not None:
            for name in self.units[key]["reads"]:
                for _, part in items(self.lookup(scope, name)):
                    self.feed.cuts.read_unseen(part)

    def begin(self, record: dict[str, Any], scope: Scope) -> dict[str, Any]:
        given = self._given[id(record)]
        new: dict[str, Any] = {}
        if self.feed is not None:
            self._feed_state(given["state"])
        self._slopes(given.get("before", {}), lambda index, name: self._user(index, name) or record)
        for name in self.units[record["key"]]["reads"]:
            value = own = self.lookup(scope, name)
            user = self._users.get(id(self.lookup(scope, name.removesuffix(".grad"))))
            if name.endswith(".grad") and user is not None:
                self._compare(user, f"the gradient of {name.removesuffix('.grad')}", own, given["inputs"].get(name, {}))
            if self.feed is not None:
                value = self.feed.input(own, given["inputs"].get(name, {}))
            if value is not own:
                new[name] = value
            self._reads(record, value)
        return self._put(scope, new)

    def end(self, record: dict[str, Any], scope: Scope) -> dict[str, Any]:
        new: dict[str, Any] = {}
        for name, given in self._given[id(record)]["outputs"].items():
            own = self.lookup(scope, name)
            value = self._output(record, name, own, given)
            if value is not own:
                new[name] = value
        self._slopes(self._given[id(record)].get("after", {}), lambda index, name: record)
        self._changes(record, scope)
        self._finish(record)
        if self.feed is not None and self._next >= len(self._expected) and not self._open:
            raise Enough
        return self._put(scope, new)

    def result(self, record: dict[str, Any], value: Any) -> Any:
        value = self._output(record, "return", value, self._given[id(record)]["outputs"].get("return", {}))
        self._finish(record)
        if self.current is not None:
            self._reads(self.current, value)
        return value

    def arguments(self, record: dict[str, Any], scope: Scope) -> dict[str, Any]:
        """What a function is called with was made by the statement that calls it."""
        new: dict[str, Any] = {}
        for name, given in self._given[id(record)]["outputs"].items():
            own = self.lookup(scope, name)
            if self.current is not None:
                self._compare(self.current, f"the argument {name}", own, given)
            value = self._fed(record, name, own, given)
            if value is not own:
                new[name] = value
        return new

    def called(self, place: tuple[int, str], args: Any, contained: bool) -> tuple[dict[str, Any] | None, Any]:
        """A block is about to be called; gives its record, if it is `contained` in what calls it, and its arguments."""
        key = f"{place[0]} {place[1]}"
        given = self._layers.get((key, self.recorder.count(f"module {key}"))) if contained else None
        user = self.current
        record = None
        if given is not None and self.recorder.parted is None and args and given["inputs"]:
            if user is not None:
                self._compare(user, "the input of the network", args[0], given["inputs"]["input"])
            record = user = self._record(given, line=given["line"])
            args = (self._fed(record, "input", args[0], given["inputs"]["input"]), *args[1:])
            self._reads(record, args[0])
        if user is not None:
            self._users[place] = user
        return record, args

    def answered(self, record: dict[str, Any], result: Any) -> Any:
        """The block of a container has been called; gives what the container shall work with."""
        result = self._output(record, "output", result, self._given[id(record)]["outputs"].get("output", {}))
        self._finish(record)
        if self.current is not None:
            self._reads(self.current, result)
        return result

    def gradients(self, arrays: Mapping[tuple[int, str], Any], scale: float) -> dict[str, Any]:
        """Compare the gradients that a step is about to use, of which `scale` is a factor; gives PyTorch's."""
        record = self.current
        step = self._given[id(record)].get("step", {}) if record is not None else {}
        found = {place: self.replay.array(array) for place, array in step.get("gradient", {}).items()}
        for (index, name), array in arrays.items():
            theirs = found.get(f"{index} {name}")
            if record is None or theirs is None or step["partial"]:
                continue
            scaled = self.parts.statistics(theirs, array, "fresh")["agree"] or not scale
            unscaled = not scaled and self.parts.statistics(theirs, array / scale, "fresh")["agree"]
            to_blame = record if scaled or unscaled else self._user(index, name) or record
            self._part(to_blame, "gradient", theirs, array, root=index, leaf=name)
        return found if self.feed is not None else {}

    def weights(self, arrays: Mapping[tuple[int, str], Any]) -> None:
        """Compare the weights after a step."""
        record = self.current
        step = self._given[id(record)].get("step", {}) if record is not None else {}
        for (index, name), array in arrays.items():
            place = f"{index} {name}"
            if record is not None and place in step.get("weight", {}) and not name.endswith(STATISTICS):
                self._part(record, "weight", self.replay.array(step["weight"][place]), array, root=index, leaf=name)

    def _read(self, value: Any) -> Any:
        """The numbers of an array, or of a parameter that shares PyTorch's."""
        if isinstance(value, mx.gluon.Parameter) and value._data is not None and self.blocks.early.is_shared(value):
            return read(value.data())
        return read(value)

    def _record(self, given: dict[str, Any], **more: Any) -> dict[str, Any]:
        record: dict[str, Any] = {"key": given["key"], "number": given["number"], "parts": [], **more}
        record.update(doubted=False, steps=self.recorder.steps)
        self.recorder.units.append(record)
        self._given[id(record)] = given
        self._doubts[id(record)] = self.recorder.doubted
        return record

    def _output(self, record: dict[str, Any], name: str, value: Any, given: dict[str, str]) -> Any:
        self._compare(record, name, value, given)
        value = self._fed(record, name, value, given)
        if self.feed is not None:
            for _, part in items(value):
                self.feed.cuts.passed_on(part, record)
        return value

    def _fed(self, record: dict[str, Any], name: str, value: Any, given: dict[str, str]) -> Any:
        return value if self.feed is None else self.feed.output(value, given, name, record, self._given[id(record)])

    def _finish(self, record: dict[str, Any]) -> None:
        given = self._given[id(record)]
        record["doubted"] = given["doubted"] or self.recorder.doubted > self._doubts[id(record)]

    def _compare(self, record: dict[str, Any], name: str, value: Any, given: dict[str, str]) -> None:
        own = self.leaves(value)
        for path, array in given.items():
            if path in own:
                self._part(record, name + path, self.replay.array(array), own[path])

    def _part(self, record: dict[str, Any], name: str, ours: Any, theirs: Any, **more: Any) -> None:
        trained = name == "weight" or (self.feed is None and self.recorder.steps > 0)
        self.parts.add(record, name, ours, theirs, "trained" if trained else "fresh", **more)

    def _gradient(self, cut: Cut, ours: Any, theirs: Any) -> None:
        """The backward pass has reached a cut: what has read it is to blame for its gradient."""
        every = [reader for reader in (*cut.readers, *cut.handing) if self._has_gradients(reader)]
        wrong = [reader for reader in every if not all(part["agree"] for part in reader["parts"])]
        readers = wrong or every
        if readers:
            told = triangle(cut.leaf.asnumpy())
            self._part(readers[0], f"the gradient of {cut.name}", ours * told, theirs * told)

    def _has_gradients(self, record: dict[str, Any]) -> bool:
        """Whether backward passes come through a statement: not where none comes to anything that it has made."""
        given = self._given[id(record)]
        return not given["outputs"] or bool(given["same"]) or any(given["gradients"].values())

    def _slopes(self, given: dict[str, str], blame: Callable[[int, str], dict[str, Any]]) -> None:
        def told(index: int, name: str, ours: Any, theirs: Any) -> None:
            self._part(blame(index, name), "slope", ours, theirs, root=index, leaf=name)

        judge_slopes(self.blocks, self.replay, given, told, feed=self.feed is not None)

    def _changes(self, record: dict[str, Any], scope: Scope) -> None:
        def told(variable: str, name: str, ours: Any, theirs: Any) -> None:
            index, _, leaf = ("-1", "", name) if variable else name.partition(" ")
            self._part(record, "change", ours, theirs, root=int(index), leaf=leaf, variable=variable)

        given = self._given[id(record)]["changed"]
        judge_changes(self.blocks, self.replay, given, lambda name: self.lookup(scope, name), told)

    def _user(self, index: int, name: str) -> dict[str, Any] | None:
        """The record of the statement that has last used a parameter of a root."""
        parameter = dict(self.blocks.parameters()).get((index, name))
        found = self._users.get(id(parameter))
        path = name
        while found is None and path:
            path = path.rpartition(".")[0]
            found = self._users.get((index, path))
        return found

    def _reads(self, record: dict[str, Any], value: Any) -> None:
        around = [other for _, other in self._open if other is not None and other is not record]
        for _, part in items(value):
            if mx.autograd.is_recording() and (isinstance(part, mx.gluon.Parameter) or is_leaf(part)):
                self._users[id(part)] = record
            if self.feed is not None and not isinstance(part, mx.gluon.Parameter):
                self.feed.cuts.read(part, record, around)

    def _put(self, scope: Scope, new: dict[str, Any]) -> dict[str, Any]:
        """Give attributes their new values; the rest is left for the program to assign."""
        for name in [name for name in new if "." in name]:
            path, _, attribute = name.rpartition(".")
            owner, value = self.lookup(scope, path), new.pop(name)
            if attribute in getattr(owner, "__dict__", {}):
                setattr(owner, attribute, value)
        return new

    def _feed_state(self, state: dict[str, str]) -> None:
        assert self.feed is not None
        own = dict(self.blocks.parameters())
        for key, stored in state.items():
            index, name = key.split(" ", 1)
            place, array = (int(index), name), self.replay.array(stored)
            if place not in own or own[place]._data is None:
                continue
            user = self._users.get((place[0], name.rpartition(".")[0]))
            if user is not None and name.endswith(STATISTICS) and not self._unseen:
                self._part(user, "statistics", array, read(own[place].data()), root=place[0], leaf=name)
            self.feed.parameter(own[place], array)
        self._unseen = False


def _asks_for_gradients(node: ast.AST) -> bool:
    """Whether a node is autograd.grad."""
    return isinstance(node, ast.Attribute) and node.attr == "grad" and getattr(node.value, "attr", "") == "autograd"
