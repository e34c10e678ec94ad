"""Parsing with tree-sitter: incremental, error-tolerant, split into top-level statements."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from dataclasses import dataclass

import tree_sitter_python
from tree_sitter import Language, Node, Parser, Tree

_LANGUAGE = Language(tree_sitter_python.language())
_HEAD = re.compile(rb"^(?:async def |def |class |@|import |from \w|if __name__)", re.MULTILINE)
_BOM = b"\xef\xbb\xbf"


Key = tuple[bytes, bool]
"""What a statement is known by from one edit to the next: its text, and whether it was parsed with an error."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A top-level statement: its node, the text its node's offsets refer to, and where that text stands."""

    node: Node
    source: bytes
    base: int

    @property
    def start(self) -> int:
        return self.base + self.node.start_byte

    @property
    def text(self) -> bytes:
        return self.source[self.node.start_byte : self.node.end_byte]

    @property
    def key(self) -> Key:
        return self.text, self.node.has_error


def parse(source: bytes, old: Tree | None = None) -> Tree:
    """Parse UTF-8 text; with `old` (edited to match) only what changed is parsed again."""
    parser = Parser(_LANGUAGE)
    return parser.parse(source, old) if old is not None else parser.parse(source)


def edit_tree(tree: Tree, before: bytes, after: bytes, start: int, old_end: int, new_end: int) -> None:
    """Tell `tree` that bytes `start` to `old_end` of `before` became `start` to `new_end` of `after`."""
    tree.edit(
        start_byte=start,
        old_end_byte=old_end,
        new_end_byte=new_end,
        start_point=_point(before, start),
        old_end_point=_point(before, old_end),
        new_end_point=_point(after, new_end),
    )


def _point(source: bytes, offset: int) -> tuple[int, int]:
    row = source.count(b"\n", 0, offset)
    return row, offset - (source.rfind(b"\n", 0, offset) + 1)


def pieces(tree: Tree, source: bytes) -> Iterator[Piece]:
    """The top-level statements of a file.

    Where a syntax error swallowed the statements behind it, the text is cut at the lines that begin a definition or
    an import, and each part is parsed by itself, so that only the broken one is lost.
    """
    broken_from: int | None = None
    for node in tree.root_node.children:
        if node.type == "comment":
            continue
        if not node.has_error and broken_from is None:
            yield Piece(node, source, 0)
            continue
        if broken_from is None:
            broken_from = node.start_byte
        if not node.has_error and _HEAD.match(source, node.start_byte):
            yield from _recovered(source, broken_from, node.start_byte)
            broken_from = None
            yield Piece(node, source, 0)
    if broken_from is not None:
        yield from _recovered(source, broken_from, len(source))


def _recovered(source: bytes, start: int, end: int) -> Iterator[Piece]:
    text = source[start:end]
    cuts = sorted({0, *(match.start() for match in _HEAD.finditer(text)), len(text)})
    for begin, stop in itertools.pairwise(cuts):
        part = text[begin:stop]
        tree = parse(part)
        for node in tree.root_node.children:
            if node.type != "comment":
                yield Piece(node, part, start + begin)


def errors(tree: Tree, source: bytes) -> list[tuple[int, int]]:
    """Byte ranges that do not parse."""
    if not tree.root_node.has_error:
        return []
    found: list[tuple[int, int]] = []
    for piece in pieces(tree, source):
        if piece.node.has_error:
            found += [(piece.base + start, piece.base + end) for start, end in _errors(piece.node)]
    return found


def _errors(node: Node) -> Iterator[tuple[int, int]]:
    if node.type == "ERROR" or node.is_missing:
        yield node.start_byte, max(node.end_byte, node.start_byte + 1)
        return
    for child in node.children:
        if child.has_error or child.is_missing:
            yield from _errors(child)
