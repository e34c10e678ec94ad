"""`x[:, mask]`: MXNet's classic arrays read a mask as numbers, so its places are given instead."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gluonize.analysis import Use
from gluonize.catalogue import Category
from gluonize.rewriter.model import Edit, Outcome, refusal
from gluonize.rewriter.rules import watches

if TYPE_CHECKING:
    from gluonize.rewriter.program import Program

_NOTE = (
    "An index of NDArrays holds numbers, and no truth values; where no element is chosen, the helper raises an error."
)


@watches("mask")
def mask_key(program: Program, use: Use) -> Outcome | None:
    """Wraps the mask."""
    if program.target == "np":
        return None
    blocked = program.blocked(use.span, besides=use)
    if blocked:
        return refusal(blocked, Category.ARGUMENT_UNSUPPORTED)
    edits = (Edit(use.span.start, use.span.start, "mask_places("), Edit(use.span.end, use.span.end, ")"))
    helpers = frozenset({"mask_places"})
    return Outcome(Category.COMPOSITE, None, edits, notes=(_NOTE,), helpers=helpers, rule="mask_key")
