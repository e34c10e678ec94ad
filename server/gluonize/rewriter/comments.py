"""Comments at the lines themselves that say what stays PyTorch, and why."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from tree_sitter import Node

from gluonize.catalogue import Category
from gluonize.rewriter.model import Edit, Finding
from gluonize.rewriter.program import Program

_MARK = "# gluonize: "
_OURS = re.compile(rb"^[ \t]*(# gluonize: \S+ stays PyTorch: .*?)[ \t]*\r?$", re.MULTILINE)


def comment_edits(program: Program, remaining: Iterable[Finding]) -> Iterator[Edit]:
    """The edits that put a comment above each statement in which something stays PyTorch.

    A comment that an earlier conversion wrote is not repeated. What only may be PyTorch gets none.
    """
    written = {(place, line) for _, place, line in _written(program)}
    for start, line in _wanted(program, remaining):
        if (start, line) not in written:
            yield Edit(start, start, f"{program.tree.indentation(start)}{line}{program.tree.newline()}")


def without_stale(program: Program, remaining: Iterable[Finding], edits: Iterable[Edit]) -> Iterator[Edit]:
    """`edits`, and those that take out the comments of earlier conversions that are not true any more."""
    wanted = set(_wanted(program, remaining))
    stale = {start for start, place, line in _written(program) if (place, line) not in wanted}
    for edit in edits:
        indents = not edit.text.strip(" \t") and edit.start in stale
        if not indents:
            yield edit
    for start in stale:
        end = program.source.find(b"\n", start)
        yield Edit(start, len(program.source) if end < 0 else end + 1, "")


def _wanted(program: Program, remaining: Iterable[Finding]) -> dict[tuple[int, str], None]:
    """The comments, in order, each with the start of the line that it belongs above."""
    tree = program.tree
    found: dict[tuple[int, str], None] = {}
    for finding in remaining:
        statement = _on_its_own_line(program, tree.statement(finding.use.span))
        if statement is not None and finding.category is not Category.UNRESOLVED:
            reason = " ".join((finding.reason or finding.message).split())
            found[tree.line_start(statement.start_byte), f"{_MARK}{finding.use.name} stays PyTorch: {reason}"] = None
    return found


def _written(program: Program) -> Iterator[tuple[int, int, str]]:
    """Our comments in the text: where their lines start, where the statement's line below them starts, their words."""
    for match in _OURS.finditer(program.source):
        node = program.tree.root.descendant_for_byte_range(match.start(1), match.end(1))
        if node is not None and node.type == "comment":
            yield match.start(), _code_below(program.source, match.end()), match[1].decode("utf-8", "replace")


def _code_below(source: bytes, offset: int) -> int:
    """The start of the first line behind `offset` that is neither blank nor a comment."""
    while (offset := source.find(b"\n", offset) + 1) > 0:
        end = source.find(b"\n", offset)
        line = source[offset : len(source) if end < 0 else end].strip()
        if line and not line.startswith(b"#"):
            return offset
    return len(source)


def _on_its_own_line(program: Program, node: Node | None) -> Node | None:
    """The statement, or the one before it or around it, that begins a line: a comment above it changes nothing."""
    while node is not None and not _begins_line(program, node):
        node = node.prev_named_sibling if _in_block(node) and node.prev_named_sibling is not None else node.parent
    return node


def _in_block(node: Node) -> bool:
    return node.parent is not None and node.parent.type in {"module", "block"}


def _begins_line(program: Program, node: Node) -> bool:
    start = program.tree.line_start(node.start_byte)
    if program.source[start : node.start_byte].strip():
        return False
    return _in_block(node) and not program.source[:start].rstrip(b"\r\n").endswith(b"\\")
