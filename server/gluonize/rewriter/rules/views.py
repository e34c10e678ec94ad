"""`t = x.t(); t[0] = 1`: PyTorch changes x, too, and MXNet a copy."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gluonize.analysis import Use
from gluonize.catalogue import Category
from gluonize.rewriter.model import Outcome, refusal
from gluonize.rewriter.places import seen_elsewhere
from gluonize.rewriter.rules import watches

if TYPE_CHECKING:
    from gluonize.rewriter.program import Program


@watches("store", "augmented")
def views(program: Program, use: Use) -> Outcome | None:
    """Refuses the change where another name sees it."""
    reason = seen_elsewhere(program, use, use.receiver) if use.receiver is not None else ""
    return refusal(reason, Category.SEMANTICS) if reason else None
