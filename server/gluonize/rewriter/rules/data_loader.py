"""Loaders that Gluon's class alone cannot be: their settings are unpacked, or their items are dictionaries."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gluonize.analysis import Use
from gluonize.catalogue import Category
from gluonize.rewriter.model import Edit, Outcome, refusal
from gluonize.rewriter.rules import watches

if TYPE_CHECKING:
    from gluonize.rewriter.program import Program

_NOTE = "The helper takes PyTorch's arguments, and puts dictionaries, lists and strings into batches as PyTorch does."


@watches("call")
def data_loader(program: Program, use: Use) -> Outcome | None:
    """`DataLoader(dataset, **kwargs)` to `data_loader(dataset, **kwargs)`: the helper looks at what it is given."""
    entry = next(iter(program.catalogue.lookup(use.name)), None)
    if entry is None or entry.name != "torch.utils.data.DataLoader":
        return None
    unpacked = any(argument.star == "**" for argument in use.arguments)
    collated = len(use.arguments) > _COLLATE or any(argument.keyword == "collate_fn" for argument in use.arguments)
    if not unpacked and (collated or not program.around.dictionaries):
        return None
    for argument in use.arguments:
        reason = program.blocked(argument.span)
        if argument.keyword in entry.refuse and program.text(argument.span) != "None":
            reason = f"'{argument.keyword}' is given: {dict(entry.argument_notes).get(argument.keyword, _NONE)}"
        if reason:
            return refusal(reason, Category.ARGUMENT_UNSUPPORTED, entry)
    edit = Edit(use.name_span.start, use.name_span.end, "data_loader")
    helpers = frozenset({"data_loader", "collate"})
    return Outcome(Category.COMPOSITE, entry, (edit,), notes=(_NOTE,), helpers=helpers, rule="data_loader")


_NONE = "MXNet has no counterpart of it"

_COLLATE = 6
"""The place of `collate_fn` among PyTorch's arguments."""
