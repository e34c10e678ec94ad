"""`copy.deepcopy(net)`: a copied Gluon block needs parameters with names and gradients of their own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gluonize.analysis import Use
from gluonize.catalogue import Category
from gluonize.rewriter.model import Edit, Outcome
from gluonize.rewriter.rules import watches

if TYPE_CHECKING:
    from gluonize.rewriter.program import Program

_NOTE = "A copy made before the network is initialised draws weights of its own."


@watches("copied")
def copied(program: Program, use: Use) -> Outcome | None:
    """`copy.deepcopy(net)` to `copied(net)`, and `copy.deepcopy` where it is handed around."""
    if use.span == use.name_span and not program.module_classes:
        return None
    edit = Edit(use.name_span.start, use.name_span.end, "copied")
    return Outcome(Category.COMPOSITE, None, (edit,), notes=(_NOTE,), helpers=frozenset({"copied"}), rule="copying")
