"""Templates of the catalogue, compiled: `mx.nd.clip($input, a_min=$min)` to text, holes and droppable arguments."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Union

_PLACEHOLDER = re.compile(r"\$(\*?)([A-Za-z_][A-Za-z_0-9]*)(!?)")
_MARK = "gz_"
_PRIMARY = (ast.Call, ast.Name, ast.Attribute, ast.Subscript, ast.Constant, ast.List, ast.Dict, ast.Tuple, ast.Set)


@dataclass(frozen=True, slots=True)
class Hole:
    """A place for the user's argument `name`.

    `forced`: write torch's default when absent. `spliced`: one by one. `primary`: needs parentheses unless the text
    is a primary expression.
    """

    name: str
    forced: bool
    spliced: bool
    primary: bool
    member: bool = False
    """Whether an attribute of it is taken: then even a number needs parentheses."""


@dataclass(frozen=True, slots=True)
class Arguments:
    """The arguments of a call; each goes as a whole when one of its holes stays empty."""

    items: tuple[tuple[Piece, ...], ...]


Piece = Union["str", "Hole", "Arguments"]


@dataclass(frozen=True, slots=True)
class Template:
    """A compiled template. `primary`: the result needs no parentheses in any context."""

    pieces: tuple[Piece, ...]
    primary: bool
    text: str

    def holes(self) -> Iterator[Hole]:
        """All holes, in order."""
        return _holes(self.pieces)


def _holes(pieces: tuple[Piece, ...]) -> Iterator[Hole]:
    for piece in pieces:
        if isinstance(piece, Hole):
            yield piece
        elif isinstance(piece, Arguments):
            for item in piece.items:
                yield from _holes(item)


@cache
def compile_template(text: str) -> Template:
    """Compile `text`. Raises ValueError when it is not a Python expression with placeholders."""
    marks: list[tuple[str, bool, bool]] = []

    def mark(match: re.Match[str]) -> str:
        marks.append((match[2], match[3] == "!", match[1] == "*"))
        return f"{_MARK}{len(marks) - 1}_"

    source = _PLACEHOLDER.sub(mark, text)
    try:
        expression = ast.parse(source, mode="eval").body
    except SyntaxError as error:
        raise ValueError(f"'{text}' is not a Python expression: {error.msg}") from None
    compiler = _Compiler(source, marks)
    pieces = tuple(compiler.expression(expression, inside=None))
    primary = isinstance(expression, _PRIMARY)
    return Template(pieces, primary, text)


class _Compiler:
    """Walks a template's tree and cuts its text into pieces."""

    def __init__(self, source: str, marks: list[tuple[str, bool, bool]]) -> None:
        if not source.isascii():
            raise ValueError(f"'{source}' is not ASCII")
        self.source = source
        self.marks = marks

    def expression(self, node: ast.AST, inside: ast.AST | None) -> Iterator[Piece]:
        if isinstance(node, ast.Name) and node.id.startswith(_MARK):
            name, forced, spliced = self.marks[int(node.id[len(_MARK) : -1])]
            yield Hole(name, forced, spliced, _needs_primary(node, inside), isinstance(inside, ast.Attribute))
        elif isinstance(node, ast.Call):
            start, function = _range(node)[0], _range(node.func)
            if function[0] > start:
                yield self.source[start : function[0]]
            yield from self.expression(node.func, node)
            yield self.source[function[1] : self.source.index("(", function[1]) + 1]
            values: list[ast.expr | ast.keyword] = [*node.args, *node.keywords]
            values.sort(key=lambda value: (value.lineno, value.col_offset))
            yield Arguments(tuple(tuple(self.expression(value, node)) for value in values))
            yield ")"
        else:
            yield from self.between(node)

    def between(self, node: ast.AST) -> Iterator[Piece]:
        start, end = _range(node)
        children = sorted((c for c in ast.iter_child_nodes(node) if hasattr(c, "col_offset")), key=_range)
        position = start
        for child in children:
            child_start, child_end = _range(child)
            if child_start > position:
                yield self.source[position:child_start]
            yield from self.expression(child, node)
            position = child_end
        if end > position:
            yield self.source[position:end]


def _range(node: ast.AST) -> tuple[int, int]:
    return node.col_offset, node.end_col_offset  # type: ignore[attr-defined]


def _needs_primary(node: ast.AST, inside: ast.AST | None) -> bool:
    if inside is None or isinstance(inside, (ast.keyword, ast.Tuple, ast.List, ast.Dict, ast.Starred)):
        return isinstance(inside, ast.Starred)
    if isinstance(inside, ast.Call):
        return node is inside.func
    if isinstance(inside, ast.Subscript):
        return node is inside.value
    return True
