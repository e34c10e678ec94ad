"""Learning rate schedulers: converted with the training loop they belong to, or not at all."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gluonize.analysis import Use
from gluonize.catalogue import Category
from gluonize.rewriter.model import Outcome, refusal
from gluonize.rewriter.rules import rule

if TYPE_CHECKING:
    from gluonize.analysis.overloads import Bound
    from gluonize.rewriter.program import Program


@rule("scheduler")
def scheduler(program: Program, use: Use, bound: Bound) -> Outcome | None:
    """A scheduler stays where its optimizer stays; otherwise its template serves."""
    return refusal(program.stays, Category.PROGRAM_LEVEL, bound.entry) if program.stays else None
