"""Edits of whole statements: delete one, add one behind it, put a run of them under a `with`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from tree_sitter import Node

from gluonize.analysis import Use
from gluonize.catalogue import Category, Entry
from gluonize.rewriter.model import Edit, Outcome, refusal
from gluonize.rewriter.tree import Tree, span_of

if TYPE_CHECKING:
    from gluonize.rewriter.program import Program

_INDENT = "    "


def delete_statement(program: Program, use: Use, entry: Entry) -> Outcome:
    """Delete the statement that consists of the use; refuse where its value is used."""
    statement = program.tree.whole_statement(use.span)
    if statement is None:
        return refusal("its value is used, and MXNet has nothing in its place", Category.PROGRAM_LEVEL, entry)
    notes = (entry.note,) if entry.note else ()
    return Outcome(
        Category.DELETABLE, entry, (deletion(program, statement),), absorbs=True, notes=notes, rule=entry.rule
    )


def deletion(program: Program, statement: Node) -> Edit:
    """The edit that removes a statement with its line, or leaves `pass` where a block would become empty."""
    tree = program.tree
    siblings = tree.siblings(statement)
    parent = statement.parent
    if len(siblings) == 1 and parent is not None and parent.type == "block":
        return Edit(statement.start_byte, statement.end_byte, "pass")
    if not tree.alone_on_its_lines(statement):
        end = statement.end_byte
        while program.source[end : end + 1] in {b" ", b";"}:
            end += 1
        return Edit(statement.start_byte, end, "")
    start = tree.line_start(statement.start_byte)
    end = program.source.find(b"\n", statement.end_byte)
    return Edit(start, len(program.source) if end < 0 else end + 1, "")


def insertion_after(program: Program, statement: Node, text: str) -> Edit:
    """The edit that adds a statement behind another, at its indentation."""
    tree = program.tree
    end = tree.line_end(statement.end_byte)
    return Edit(end, end, f"{tree.newline()}{tree.indentation(statement.start_byte)}{text}")


def indented(tree: Tree, edits: tuple[Edit, ...]) -> tuple[Edit, ...]:
    """The edits with each line that is added behind another one moved along where that one goes under a with."""
    steps = {
        tree.line_start(edit.start): edit.text
        for edit in edits
        if edit.start == edit.end and edit.text.isspace() and "\n" not in edit.text
    }
    newline = tree.newline()

    def moved(edit: Edit) -> Edit:
        step = steps.get(tree.line_start(edit.start)) if edit.start == edit.end else None
        added = step is not None and edit.text.startswith(newline) and edit.text.strip()
        return Edit(edit.start, edit.end, edit.text.replace(newline, f"{newline}{step}")) if added else edit

    return tuple(moved(edit) for edit in edits)


def under_with(program: Program, first: Node, last: Node, header: str) -> tuple[Edit, ...]:
    """The edits that put the statements `first` to `last` of one block under `with <header>:`."""
    tree = program.tree
    indent = tree.indentation(first.start_byte)
    start = tree.line_start(first.start_byte)
    step = "\t" if indent.endswith("\t") else _INDENT
    edits = [Edit(start, start, f"{indent}with {header}:{tree.newline()}")]
    strings = [span_of(node) for node in _strings(first, last)]
    position = start
    while position < last.end_byte:
        end = program.source.find(b"\n", position)
        end = len(program.source) if end < 0 else end
        line = program.source[position:end]
        text = position + len(line) - len(line.lstrip())
        if line.strip() and not any(span.start < position < span.end for span in strings):
            edits.append(Edit(text, text, step))
        position = end + 1
    return tuple(edits)


def dedented(program: Program, outer: Node, last: Node, body: Node) -> tuple[Edit, ...]:
    """The edits that move what follows the statement `last` of a body to the indentation of the statement around it."""
    start = program.tree.line_end(last.end_byte) + len(program.tree.newline())
    return dedented_lines(program, outer, body, start, body.end_byte)


def dedented_lines(program: Program, outer: Node, body: Node, start: int, end: int) -> tuple[Edit, ...]:
    """The edits that move the lines of a body from `start` to `end` to the indentation of the statement around it."""
    tree = program.tree
    width = len(tree.indentation(body.start_byte)) - len(tree.indentation(outer.start_byte))
    strings = [span_of(node) for node in _multiline_strings(body)]
    edits: list[Edit] = []
    position = start
    while position < end:
        stop = program.source.find(b"\n", position)
        stop = len(program.source) if stop < 0 else stop
        line = program.source[position:stop]
        removable = min(width, len(line) - len(line.lstrip()))
        if line.strip() and not any(span.start < position < span.end for span in strings):
            edits.append(Edit(position, position + removable, ""))
        position = stop + 1
    return tuple(edits)


def _strings(first: Node, last: Node) -> Iterator[Node]:
    """The strings that span lines, from `first` to `last`."""
    node: Node | None = first
    while node is not None:
        yield from _multiline_strings(node)
        if node == last:
            return
        node = node.next_named_sibling


def _multiline_strings(node: Node) -> Iterator[Node]:
    if node.type == "string":
        if node.start_point[0] != node.end_point[0]:
            yield node
        return
    for child in node.named_children:
        if child.start_point[0] != child.end_point[0]:
            yield from _multiline_strings(child)
