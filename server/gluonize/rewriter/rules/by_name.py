"""`getattr(nn, name)`: which class or function of PyTorch it is, only the run tells."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gluonize.analysis import Use
from gluonize.catalogue import Category
from gluonize.rewriter.model import Outcome, refusal
from gluonize.rewriter.rules import watches

if TYPE_CHECKING:
    from gluonize.rewriter.program import Program


@watches("by name")
def by_name(program: Program, use: Use) -> Outcome:
    """Refused: the classes that may be meant, written out, convert."""
    reason = (
        f"which member of {use.name} is meant, only the run tells; "
        "write the possible ones out, in a dictionary from their names to them"
    )
    return refusal(reason, Category.MISSING)
