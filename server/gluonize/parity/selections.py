"""Selected lines of a program as something to compare: the whole statements that they touch, on both sides."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from gluonize.analysis import Document, Span
from gluonize.catalogue import Target
from gluonize.errors import UsageError
from gluonize.parity.focus import Lines
from gluonize.parity.names import assigned
from gluonize.parity.spans import lines_before, offset
from gluonize.parity.subjects import Subject, definition, part, without_the_rest
from gluonize.parity.texts import parsed, remaining_pytorch

_TIMES = 3
_LOOPS = (ast.For, ast.AsyncFor, ast.While)
_NAMED = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
_SCOPES = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Lambda)


def selection(document: Document, target: Target, span: Span, title: str = "") -> Subject:
    """The statements that `span` touches, each as a whole, with the state that the program has made before them.

    One definition alone is compared as that.

    Where the rest of the program does not convert, it is left out, as it is not run anyway.
    Raises UsageError where the span holds no statement, SourceError where the program is not Python.
    """
    text, path = document.text, Path(document.path)
    program = parsed(path, text).body
    statements = _statements(program, *_lines(document.data, span))
    if not statements:
        raise UsageError("There is no statement in the selected lines: select the lines that compute what to compare.")
    first, last = _first_line(statements[0]), statements[-1].end_lineno or statements[-1].lineno
    name = _defined(program, statements)
    if name and not title:
        return definition(document, target, name)
    starts = lines_before(text)
    around = next(node for node in program if last <= (node.end_lineno or node.lineno))
    inside = Span(starts[first] + statements[0].col_offset, _end(starts, statements[-1]))
    subject = part(document, target)
    if remaining_pytorch(path, subject.conversion.text) is not None and not isinstance(around, _SCOPES):
        document = Document(document.data[: _end(starts, around)].decode() + "\n", path=document.path)
        subject = replace(part(document, target), text=text)
    subject = without_the_rest(subject, document, target, inside)
    converted = subject.conversion.text.encode("utf-8", "surrogatepass")
    names = {name: line for statement in statements for name, line in sorted(_assigned(statement), key=_line)}
    title = title or (f"lines {first} to {last}" if first < last else f"line {first}")
    times = _TIMES if _is_repeated(around, first, last) else 1
    lines = Lines(
        title, (first, last), _lines(converted, subject.conversion.landed(inside)), tuple(names.items()), times
    )
    return replace(subject, focus=lines)


def _defined(program: list[ast.stmt], statements: list[ast.stmt]) -> str:
    """The name of a class, function or method that is all of the statements; "" where it is another."""
    for node in program:
        for path in ([node], *([node, inner] for inner in getattr(node, "body", []) if isinstance(node, ast.ClassDef))):
            if [path[-1]] == statements and all(isinstance(item, _SCOPES) for item in path):
                return ".".join(item.name for item in path if isinstance(item, _NAMED))
    return ""


def _lines(data: bytes, span: Span) -> tuple[int, int]:
    """The first and last line of a span, from 1; one that ends before the first character of a line leaves it out."""
    first = data.count(b"\n", 0, span.start) + 1
    end = span.end - 1 if span.end > span.start and data[span.end - 1 : span.end] == b"\n" else span.end
    return first, data.count(b"\n", 0, end) + 1


def _end(starts: list[int], statement: ast.stmt) -> int:
    return offset(starts, statement.end_lineno, statement.end_col_offset)


def _first_line(statement: ast.stmt) -> int:
    decorators: list[ast.expr] = getattr(statement, "decorator_list", [])
    return min([statement.lineno, *(decorator.lineno for decorator in decorators)])


def _statements(body: list[ast.stmt], first: int, last: int) -> list[ast.stmt]:
    """The statements of the innermost block that holds all of the lines."""
    touched = [node for node in body if _first_line(node) <= last and first <= (node.end_lineno or node.lineno)]
    if len(touched) == 1:
        for block in _blocks(touched[0]):
            if block[0].lineno <= first and last <= (block[-1].end_lineno or 0):
                return _statements(block, first, last)
    return touched


def _is_repeated(around: ast.stmt, first: int, last: int) -> bool:
    """Whether lines inside a top-level statement may be executed more than once."""
    return any(
        isinstance(node, (*_LOOPS, *_SCOPES)) and node.lineno < first and last <= (node.end_lineno or node.lineno)
        for node in ast.walk(around)
    )


def _blocks(node: ast.AST) -> Iterator[list[ast.stmt]]:
    for _, value in ast.iter_fields(node):
        if isinstance(value, list) and value and isinstance(value[0], ast.stmt):
            yield value
        for child in value if isinstance(value, list) else ():
            if isinstance(child, (ast.ExceptHandler, ast.match_case)):
                yield child.body


def _assigned(statement: ast.stmt) -> Iterator[tuple[str, int]]:
    """The names and attributes that a statement changes, with their lines; without functions and classes in it."""
    waiting: list[ast.AST] = [statement]
    while waiting:
        node = waiting.pop(0)
        if isinstance(node, _SCOPES):
            continue
        if isinstance(node, ast.stmt) and not (isinstance(node, ast.Expr) and not _in_place(node.value)):
            yield from ((name, node.lineno) for name in assigned(node))
        waiting.extend(ast.iter_child_nodes(node))


def _in_place(call: ast.expr) -> bool:
    """Whether an expression calls a method that changes its tensor, as `x.add_(1)` does."""
    return isinstance(call, ast.Call) and isinstance(call.func, ast.Attribute) and call.func.attr.endswith("_")


def _line(assigned: tuple[str, int]) -> int:
    return assigned[1]
