"""What can be told of the two programs from their texts, before anything runs."""

from __future__ import annotations

import ast
import re
import tokenize
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from gluonize.errors import SourceError, UsageError
from gluonize.parity.hosts.companions import companions

_PYTORCH = ("torch", "torchvision")


def read_source(source: Path) -> str:
    """The text of a Python file; raises SourceError where it cannot be read."""
    try:
        with tokenize.open(source) as file:
            return file.read()
    except (OSError, SyntaxError, UnicodeDecodeError) as error:
        raise SourceError(f"{source} cannot be read: {error}") from error


def check_name(source: Path, text: str, name: str) -> None:
    """Raise UsageError where the file does not define the function or class `name`, which may be dotted."""
    body = parsed(source, text).body
    for part in name.split("."):
        kinds = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
        found = [node for node in body if isinstance(node, kinds) and node.name == part]
        if not found:
            raise UsageError(f"{source} defines no function or class {name}")
        body = found[-1].body


def assigned_lines(text: str) -> dict[str, int]:
    """The last line that assigns each of the module's variables, by name; {} for a text that does not parse."""
    try:
        waiting: list[ast.AST] = [ast.parse(text)]
    except SyntaxError:
        return {}
    lines: dict[str, int] = {}
    while waiting:
        node = waiting.pop()
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            lines[node.id] = max(node.lineno, lines.get(node.id, 0))
        if not isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Lambda)):
            waiting.extend(ast.iter_child_nodes(node))
    return lines


_DEVICE = re.compile(r"(cuda|cpu|mps|xpu)(:\d+)?")
_NAMES_DEVICE = ("cuda", "set_default_device", "get_default_device")


def names_device(text: str) -> bool:
    """Whether a PyTorch program says itself where it calculates; False for a text that does not parse.

    `.cpu()` alone does not count: it only brings results back.
    """
    try:
        nodes = list(ast.walk(ast.parse(text)))
    except SyntaxError:
        return False
    return any(map(_names_device, nodes))


def _names_device(node: ast.AST) -> bool:
    if isinstance(node, ast.Constant):
        return isinstance(node.value, str) and _DEVICE.fullmatch(node.value) is not None
    if isinstance(node, ast.keyword):
        return node.arg == "device" and not (isinstance(node.value, ast.Constant) and node.value.value is None)
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
        return node.func.attr == "device"
    return isinstance(node, ast.Attribute) and node.attr in _NAMES_DEVICE


def remaining_pytorch(source: Path, converted: str) -> int | None:
    """The first line of the conversion that still imports PyTorch, None when there is none."""
    lines = []
    for node in ast.walk(parsed(source, converted)):
        if isinstance(node, ast.Import):
            lines += [node.lineno for alias in node.names if alias.name.split(".")[0] in _PYTORCH]
        elif isinstance(node, ast.ImportFrom) and not node.level and (node.module or "").split(".")[0] in _PYTORCH:
            lines.append(node.lineno)
    return min(lines, default=None)


def parsed(source: Path, text: str) -> ast.Module:
    """The tree of a program's text; raises SourceError where it is not Python."""
    try:
        return ast.parse(text)
    except SyntaxError as error:
        raise SourceError(f"{source}, line {error.lineno}: {error.msg}") from error


def texts_beside(source: Path) -> Iterator[str]:
    """The texts of the modules beside a program that it imports, without those that cannot be read."""
    for file in companions(source, ()):
        with suppress(SourceError):
            yield read_source(file)
