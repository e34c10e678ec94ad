"""Watches the statements of a program: what each assigns and what functions return, in order."""

from __future__ import annotations

import ast
import inspect
import sys
import types
from collections.abc import Callable, Iterator
from typing import Any

from .namespace import as_array
from .patches import Patches
from .recorder import Recorder

_BUDGET = 32_000_000


class Tracer:
    """Records an event for every numeric value that a statement of the program `label` assigns."""

    def __init__(self, text: str, recorder: Recorder, read: Callable[[Any], Any]) -> None:
        self.recorder = recorder
        self.read = read
        self.targets = dict(_targets(ast.parse(text)))
        self._left = _BUDGET
        self._pending: dict[types.FrameType, int] = {}

    def install(self, patches: Patches) -> None:
        """Trace until the run is over."""
        before = sys.gettrace()
        sys.settrace(self._enter)
        patches.on_undo(lambda: sys.settrace(before))

    def _enter(self, frame: types.FrameType, event: str, arg: Any) -> Any:
        return self._inside if frame.f_code.co_filename == self.recorder.label else None

    def _inside(self, frame: types.FrameType, event: str, arg: Any) -> Any:
        if event == "exception":
            return self._inside
        done = self._pending.pop(frame, None)
        if done is not None:
            self._assigned(frame, done)
        if event == "line" and frame.f_lineno in self.targets:
            self._pending[frame] = frame.f_lineno
        if event == "return" and arg is not None and not frame.f_code.co_flags & inspect.CO_GENERATOR:
            self._observe(f"return {frame.f_code.co_name}", arg, frame.f_lineno)
        return self._inside

    def _assigned(self, frame: types.FrameType, line: int) -> None:
        first, names = self.targets[line]
        for name in names:
            owner, _, attribute = name.partition(".")
            value = frame.f_locals.get(owner)
            if attribute:
                value = getattr(value, "__dict__", {}).get(attribute)
            self._observe(f"assign {frame.f_code.co_name} {name}", value, first)

    def _observe(self, key: str, value: Any, line: int) -> None:
        if self._left <= 0:
            return
        array = as_array(value, self.read)[0]
        if array is not None:
            self._left -= min(array.size, 1026)
            self.recorder.event(key, array, line)


def _targets(tree: ast.AST) -> Iterator[tuple[int, tuple[int, list[str]]]]:
    """For each line of an assigning statement: its first line, and what it assigns."""
    for node in ast.walk(tree):
        names = list(dict.fromkeys(_assigns(node)))
        if not names:
            continue
        assert isinstance(node, ast.stmt)
        last = node.iter.end_lineno if isinstance(node, (ast.For, ast.AsyncFor)) else node.end_lineno
        for line in range(node.lineno, (last or node.lineno) + 1):
            yield line, (node.lineno, names)


def _assigns(node: ast.AST) -> Iterator[str]:
    """The names and attributes that a statement changes; `x.add_(1)` changes x."""
    if isinstance(node, ast.Assign):
        for target in node.targets:
            yield from _names(target)
    elif isinstance(node, (ast.AugAssign, ast.AnnAssign, ast.For, ast.AsyncFor)):
        yield from _names(node.target)
    elif isinstance(node, ast.Expr) and isinstance(node.value, ast.Call) and isinstance(node.value.func, ast.Attribute):
        yield from _names(node.value.func.value)


def _names(target: ast.expr) -> Iterator[str]:
    if isinstance(target, ast.Name):
        yield target.id
    elif isinstance(target, ast.Attribute) and isinstance(target.value, ast.Name):
        yield f"{target.value.id}.{target.attr}"
    elif isinstance(target, (ast.Subscript, ast.Starred)):
        yield from _names(target.value)
    elif isinstance(target, (ast.Tuple, ast.List)):
        for part in target.elts:
            yield from _names(part)
