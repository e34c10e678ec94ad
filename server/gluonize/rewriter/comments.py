"""Comments at the lines themselves that say what stays PyTorch, and why."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from tree_sitter import Node

from gluonize.catalogue import Category
from gluonize.rewriter.model import Edit, Finding
from gluonize.rewriter.program import Program

_MARK = "# gluonize: "


def comment_edits(program: Program, remaining: Iterable[Finding]) -> Iterator[Edit]:
    """The edits that put a comment above each statement in which something stays PyTorch.

    A comment that an earlier conversion wrote is not repeated. What only may be PyTorch gets none.
    """
    tree = program.tree
    written: set[tuple[int, str]] = set()
    for finding in remaining:
        statement = _on_its_own_line(program, tree.statement(finding.use.span))
        if statement is None or finding.category is Category.UNRESOLVED:
            continue
        start = tree.line_start(statement.start_byte)
        reason = " ".join((finding.reason or finding.message).split())
        line = f"{_MARK}{finding.use.name} stays PyTorch: {reason}"
        if (start, line) in written or line in _comments_above(program, start):
            continue
        written.add((start, line))
        yield Edit(start, start, f"{tree.indentation(start)}{line}{tree.newline()}")


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


def _comments_above(program: Program, start: int) -> set[str]:
    """Our comments in the lines right above an offset."""
    found: set[str] = set()
    for line in reversed(program.source[:start].decode("utf-8", "replace").splitlines()):
        if not line.lstrip().startswith(_MARK):
            return found
        found.add(line.strip())
    return found
