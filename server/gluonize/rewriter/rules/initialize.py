"""A network of a class of the file is initialised where it is built."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gluonize.analysis import Use
from gluonize.analysis.types import is_module_class
from gluonize.catalogue import Category
from gluonize.rewriter.initialization import NOTE, initialization, inside_module
from gluonize.rewriter.model import Outcome, refusal
from gluonize.rewriter.rules import watches

if TYPE_CHECKING:
    from gluonize.rewriter.program import Program


@watches("instantiate")
def instantiated(program: Program, use: Use) -> Outcome | None:
    """`net = Net()` for a module class of the file."""
    if not is_module_class(use.name) or inside_module(program, use):
        return None
    stays = program.around.wholeness.classes.get(use.result, "")
    if stays:
        return refusal(stays, Category.PROGRAM_LEVEL)
    found = initialization(program, use)
    if not found.edits:
        return None
    return Outcome(
        Category.PROGRAM_LEVEL, None, around=found.edits, notes=(NOTE,), helpers=found.helpers, rule="initialize"
    )
