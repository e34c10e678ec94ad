"""`self.labels[index]` in a data set: an item of a one-dimensional array is a number, or batches get an axis more."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from gluonize.analysis import Span, Use
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


@watches("call")
def made_item(program: Program, use: Use) -> Outcome | None:
    """`torch.tensor(self.labels[index])` in an item to `item_from(...)`, unless it is given a list."""
    in_item = use.scope.rpartition(".")[2] == "__getitem__"
    if program.target == "np" or use.name not in _MAKERS or not in_item or not use.arguments:
        return None
    data, *others = use.arguments
    known = data.keyword or data.star or data.form in _LISTS or data.type in {"list", "tuple"}
    if known or any(other.keyword != "dtype" for other in others) or any(map(program.blocked, _spans(use))):
        return None
    node = program.tree.expression(use.span)
    if node is None or node.parent is None or node.parent.type not in {"return_statement", "assignment", *_LISTS}:
        return None
    edit = Edit(use.name_span.start, use.name_span.end, "item_from")
    entry = next(iter(program.catalogue.lookup(use.name)), None)
    helpers = frozenset({"item_from", "tensor"})
    return Outcome(Category.RESULT_FORM, entry, (edit,), notes=(_NOTE,), helpers=helpers, rule="dataset_item")


_MAKERS = frozenset({"torch.tensor", "torch.as_tensor"})


def _spans(use: Use) -> list[Span]:
    return [argument.span for argument in use.arguments]


_SIZED = r"(?:rand|randn|zeros|ones|empty|full)\(\s*\(?\s*[\w.]+\s*,\s*[\w.]+"
_RESHAPED = r"\.(?:view|reshape)\(\s*[-\w.]+\s*,\s*[-\w.]+"


def _has_axes(program: Program, use: Use) -> bool:
    """Whether the class makes the array in a call that gives it two axes at least."""
    array = program.text(use.receiver) if use.receiver is not None else ""
    text = program.source.decode("utf-8", "replace")
    made = re.findall(rf"(?m)^\s*{re.escape(array)}\s*=([^\n]*)", text)
    return bool(made) and all(re.search(rf"{_SIZED}|{_RESHAPED}", value) for value in made)
