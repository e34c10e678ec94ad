"""A program without the statements that do not convert, so that a part of it can be run all the same."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator

from gluonize.analysis import Document, Span
from gluonize.catalogue import Target, load_catalogue
from gluonize.parity.spans import lines_before, offset
from gluonize.rewriter import apart, convert

_SCOPES = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)


def reduced(document: Document, target: Target, wanted: str | Span) -> tuple[Document, tuple[int, ...]] | None:
    """The program without the top-level statements that stay PyTorch, and without those that need their names.

    Blank lines take their places, so that lines keep their numbers; the first lines of what is left out come with it.
    None where the definition or the lines `wanted` would go, too, or nothing has to go. Raises SyntaxError.
    """
    body = ast.parse(document.text).body
    starts = lines_before(document.text)
    spans = [_span(node, starts) for node in body]
    catalogue = load_catalogue()
    conversion = convert(document, catalogue, target, whole=apart([document], catalogue, target)[0])
    stays = [finding.use.span for finding in conversion.remaining]
    gone = {index for index, span in enumerate(spans) if any(span.start <= use.start < span.end for use in stays)}
    gone = _with_dependents(body, gone)
    if not gone or any(_is_wanted(body[index], spans[index], wanted) for index in gone):
        return None
    data = bytearray(document.data)
    for index in gone:
        start, end = spans[index]
        data[start:end] = bytes(byte if byte in b"\r\n" else ord(" ") for byte in data[start:end])
    lines = tuple(body[index].lineno for index in sorted(gone))
    return Document(data.decode("utf-8", "replace"), path=document.path), lines


def names(text: str) -> set[str]:
    """The names that a module's statements give to it. Raises SyntaxError."""
    return {name for node in ast.parse(text).body for name in _bound(node)}


def _with_dependents(body: list[ast.stmt], gone: set[int]) -> set[int]:
    """`gone`, and all that reads a name which nothing else defines any more."""
    reads = [{part.id for part in ast.walk(node) if isinstance(part, ast.Name)} for node in body]
    binds = [set(_bound(node)) for node in body]
    while True:
        kept = {name for index, names in enumerate(binds) if index not in gone for name in names}
        lost = {name for index in gone for name in binds[index]} - kept
        more = {index for index, names in enumerate(reads) if index not in gone and names & lost}
        if not more:
            return gone
        gone = gone | more


def _bound(node: ast.stmt) -> Iterator[str]:
    """The names that a top-level statement gives to the module."""
    waiting: list[ast.AST] = [node]
    while waiting:
        part = waiting.pop()
        if isinstance(part, _SCOPES):
            yield part.name
            continue
        if isinstance(part, ast.Name) and isinstance(part.ctx, ast.Store):
            yield part.id
        elif isinstance(part, (ast.Import, ast.ImportFrom)):
            yield from (alias.asname or alias.name.partition(".")[0] for alias in part.names)
        waiting.extend(ast.iter_child_nodes(part))


def _is_wanted(node: ast.stmt, span: Span, wanted: str | Span) -> bool:
    if isinstance(wanted, Span):
        return span.start < wanted.end and wanted.start < span.end
    return isinstance(node, _SCOPES) and node.name == wanted.partition(".")[0]


def _span(node: ast.stmt, starts: list[int]) -> Span:
    decorators: Iterable[ast.expr] = getattr(node, "decorator_list", ())
    first = min([node.lineno, *(decorator.lineno for decorator in decorators)])
    return Span(starts[first], offset(starts, node.end_lineno, node.end_col_offset))
