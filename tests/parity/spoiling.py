"""Conversions with a mapping spoiled on purpose."""

from __future__ import annotations

import ast
from dataclasses import dataclass, replace

from gluonize.analysis import Document
from gluonize.catalogue import Target, load_catalogue
from gluonize.rewriter import Conversion, convert
from gluonize.rewriter.model import Edit, apply_edits


@dataclass(frozen=True, slots=True)
class Fault:
    """A spoiled mapping: on the line that begins with `at`, the conversion writes `wrong` in the place of `right`.

    `seen` is how the line begins that computes otherwise because of it; the same line unless given.
    """

    at: str
    right: str
    wrong: str
    seen: str = ""

    def line(self, text: str) -> int:
        """The line of the source that has to be named."""
        return line_of(text, self.seen or self.at)


def line_of(text: str, begin: str) -> int:
    """The number of the only line of a text that begins with `begin`."""
    [number] = [number for number, line in enumerate(text.splitlines(), 1) if line.strip().startswith(begin)]
    return number


def spoiled(text: str, *faults: Fault, target: Target = "nd") -> Conversion:
    """The conversion of a text as it would be if each of the faults were in a mapping."""
    conversion = convert(Document(text), load_catalogue(), target)
    edits = list(conversion.edits)
    starts = [0]
    for line in text.encode().splitlines(keepends=True):
        starts.append(starts[-1] + len(line))
    for fault in faults:
        number = line_of(text, fault.at)
        first, last = starts[number - 1], starts[number]
        [index] = [i for i, edit in enumerate(edits) if first <= edit.start < last and fault.right in edit.text]
        assert edits[index].text.count(fault.right) == 1
        edits[index] = replace(edits[index], text=edits[index].text.replace(fault.right, fault.wrong))
    return replace(conversion, text=apply_edits(text.encode(), edits).decode(), edits=tuple(edits))


def wrapped(text: str, at: str, wrong: str, *, target: Target) -> Conversion:
    """The conversion with `wrong`, made of the array a, in the place of what the line beginning with `at` assigns."""
    conversion = convert(Document(text), load_catalogue(), target)
    line = line_of(text, at)
    found = (node for node in ast.walk(ast.parse(text)) if isinstance(node, ast.Assign))
    [value] = [node.value for node in found if node.lineno == line]
    starts = [0]
    for row in text.encode().splitlines(keepends=True):
        starts.append(starts[-1] + len(row))
    begin, end = (
        starts[line - 1] + value.col_offset,
        starts[(value.end_lineno or line) - 1] + (value.end_col_offset or 0),
    )
    edits = list(conversion.edits)
    first = next((i for i, edit in enumerate(edits) if edit.start == begin), None)
    last = next((i for i, edit in reversed(list(enumerate(edits))) if begin <= edit.start < edit.end == end), None)
    before, behind = f"(lambda a: {wrong})(", ")"
    if last is None:
        edits.append(Edit(end, end, behind))
    else:
        edits[last] = replace(edits[last], text=edits[last].text + behind)
    if first is None:
        edits.append(Edit(begin, begin, before))
    else:
        edits[first] = replace(edits[first], text=before + edits[first].text)
    edits.sort(key=lambda edit: (edit.start, edit.end))
    return replace(conversion, text=apply_edits(text.encode(), edits).decode(), edits=tuple(edits))
