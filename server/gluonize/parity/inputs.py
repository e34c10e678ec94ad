"""Where the inputs of a definition come from: the user, or the shapes that the program documents."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from gluonize.catalogue.inputs import Literal, Setup, Spec, parse_input, seed_of
from gluonize.errors import UsageError

Source = tuple[str, dict[str, Any]]
"""A parameter, and what the probe is told of its value."""

_GIVEN = re.compile(r"\s*(?P<name>[^\W\d]\w*)\s*=(?P<value>.+)", re.DOTALL)
_GROUP = re.compile(r"[(\[]([^()\[\]]*,[^()\[\]]*)[)\]]")
_COMMENT = re.compile(r"#(.*)")
_WHOLE_NUMBERS = re.compile(r"\b(Long|Int|int|index|indices|token|tokens|label|labels)")
_SIZES = {"batch": 4, "channels": 3, "side": 8, "length": 5}
_SYMBOLS = {
    "batch": ("n", "b", "bs", "batch", "batch_size", "batchsize"),
    "channels": ("c", "channels", "in_channels"),
    "side": ("h", "w", "height", "width"),
    "length": ("l", "t", "s", "seq", "seq_len", "length", "time", "steps"),
}
_OTHER = 6


def given_inputs(texts: Iterable[str], file: Path | None) -> tuple[Source, ...]:
    """The inputs that a user gives: `x=float32(2, 3)` in the catalogue's notation, `x=torch.randn(2, 3)`, or a file.

    Raises UsageError where one is neither, or there is no such file.
    """
    found: list[Source] = []
    if file is not None:
        if not file.is_file():
            raise UsageError(f"{file} is not a file: give the npz file that holds the inputs")
        found.append(("", {"file": str(file.resolve())}))
    for text in texts:
        match = _GIVEN.fullmatch(text)
        if match is None:
            raise UsageError(f"'{text}' is no input: write x=float32(2, 3) or x=torch.randn(2, 3)")
        found.append((match["name"], _source(match["name"], match["value"].strip())))
    return tuple(found)


def _source(name: str, value: str) -> dict[str, Any]:
    try:
        spec = parse_input(value)
    except (ValueError, SyntaxError):
        spec = Setup(value)
    if isinstance(spec, Spec) and not spec.numpy:
        return drawn(name, spec)
    code = repr(spec.value) if isinstance(spec, Literal) else spec.code if isinstance(spec, Setup) else ""
    try:
        ast.parse(code, mode="eval")
    except SyntaxError:
        raise UsageError(f"'{name}={value}' is no input: write x=float32(2, 3) or x=torch.randn(2, 3)") from None
    return {"expression": code}


def drawn(name: str, spec: Spec) -> dict[str, Any]:
    """An input of the catalogue's notation, as the probe draws it."""
    return {
        "dtype": spec.dtype,
        "shape": list(spec.shape),
        "low": spec.low,
        "high": spec.high,
        "structure": spec.structure,
        "seed": seed_of(name),
    }


def documented_shapes(text: str, name: str) -> tuple[tuple[str, tuple[int, ...]], ...]:
    """The shapes that docstrings, comments and annotations give for the parameters of a definition.

    A letter or a word in a shape, as in (N, 3, height, width), stands for a small number.
    """
    nodes = _definition(ast.parse(text).body, name.split("."))
    function = next((node for node in reversed(nodes) if not isinstance(node, ast.ClassDef)), None)
    if function is None:
        return ()
    said = [line for node in nodes for line in (ast.get_docstring(node) or "").splitlines()]
    lines = text.splitlines()[function.lineno - 1 : function.end_lineno]
    said += [match[1] for line in lines if (match := _COMMENT.search(line))]
    found = []
    for parameter in [*function.args.posonlyargs, *function.args.args]:
        shape = _annotated(parameter.annotation) or _told(parameter.arg, said)
        if shape:
            found.append((parameter.arg, tuple(map(_size, shape))))
    return tuple(found)


def _definition(body: list[ast.stmt], parts: list[str]) -> list[ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef]:
    """The nodes that a dotted name goes through; the forward of a class that is named alone is its last."""
    for node in reversed(body):
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)) and node.name == parts[0]:
            rest = parts[1:] or (["forward"] if isinstance(node, ast.ClassDef) else [])
            return [node, *(_definition(node.body, rest) if rest else [])]
    return []


def _told(name: str, said: Iterable[str]) -> list[str]:
    """The first list of sizes behind a parameter's name."""
    for line in said:
        match = re.search(rf"(?<![\w.]){re.escape(name)}\b(.*)", line)
        if match is None or _WHOLE_NUMBERS.search(line):
            continue
        for group in _GROUP.findall(match[1]):
            if sizes := list(_dimensions(group.split(","))):
                return sizes
    return []


def _annotated(annotation: ast.expr | None) -> list[str]:
    """The sizes of an annotation such as Float[Tensor, "batch 3 height width"]."""
    for node in ast.walk(annotation) if annotation is not None else ():
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and "Float" in ast.dump(annotation or node):
            return list(_dimensions(node.value.split()))
    return []


def _dimensions(parts: list[str]) -> Iterator[str]:
    """The sizes of a shape; none where a part is neither a number nor a word."""
    sizes = [part.strip() for part in parts if part.strip()]
    if all(re.fullmatch(r"\d+|[^\W\d]\w*", size) for size in sizes):
        yield from sizes


def _size(dimension: str) -> int:
    if dimension.isdigit():
        return int(dimension)
    kinds = (kind for kind, symbols in _SYMBOLS.items() if dimension.lower() in symbols)
    return _SIZES.get(next(kinds, ""), _OTHER)
