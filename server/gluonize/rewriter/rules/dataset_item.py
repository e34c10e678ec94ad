"""`self.labels[index]` in a data set: an item of a one-dimensional array is a number, or batches get an axis more."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from gluonize.analysis import Use
from gluonize.catalogue import Category
from gluonize.rewriter.model import Edit, Outcome
from gluonize.rewriter.rules import watches

if TYPE_CHECKING:
    from gluonize.rewriter.program import Program

_LISTS = frozenset({"expression_list", "tuple", "list", "dictionary", "pair", "parenthesized_expression"})
_NOTE = "An item of a one-dimensional nd array keeps an axis, which a batch of items would have, too."


@watches("item")
def dataset_item(program: Program, use: Use) -> Outcome | None:
    """`array[index]` to `item_of(array, index)`, unless the array is made with several axes."""
    if program.target == "np" or use.receiver is None or program.blocked(use.span, besides=use):
        return None
    index = use.arguments[0].span
    node = program.tree.expression(use.span)
    while node is not None and node.parent is not None and node.parent.type in _LISTS:
        node = node.parent
    if node is None or node.parent is None or node.parent.type not in {"return_statement", "assignment", *_LISTS}:
        return None
    if _has_axes(program, use):
        return None
    edits = (
        Edit(use.receiver.start, use.receiver.start, "item_of("),
        Edit(use.receiver.end, index.start, ", "),
        Edit(index.end, use.span.end, ")"),
    )
    return Outcome(
        Category.RESULT_FORM, None, edits, notes=(_NOTE,), helpers=frozenset({"item_of"}), rule="dataset_item"
    )


_SIZED = r"(?:rand|randn|zeros|ones|empty|full)\(\s*\(?\s*[\w.]+\s*,\s*[\w.]+"
_RESHAPED = r"\.(?:view|reshape)\(\s*[-\w.]+\s*,\s*[-\w.]+"


def _has_axes(program: Program, use: Use) -> bool:
    """Whether the class makes the array in a call that gives it two axes at least."""
    array = program.text(use.receiver) if use.receiver is not None else ""
    text = program.source.decode("utf-8", "replace")
    made = re.findall(rf"(?m)^\s*{re.escape(array)}\s*=([^\n]*)", text)
    return bool(made) and all(re.search(rf"{_SIZED}|{_RESHAPED}", value) for value in made)
