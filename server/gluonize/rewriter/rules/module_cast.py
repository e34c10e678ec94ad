"""`net.half()`, `.double()` and `.float()` of a module: Gluon's cast() changes it in place and returns nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gluonize.analysis import Use
from gluonize.catalogue import Category
from gluonize.rewriter.model import Edit, Outcome, refusal
from gluonize.rewriter.rules import rule
from gluonize.rewriter.tree import span_of

if TYPE_CHECKING:
    from gluonize.analysis.overloads import Bound
    from gluonize.rewriter.program import Program

_TYPES = {"half": "float16", "float": "float32", "double": "float64"}


@rule("module_cast")
def module_cast(program: Program, use: Use, bound: Bound) -> Outcome | None:
    """The call as a statement, or assigned to the network's own name, to a call of cast()."""
    if use.receiver is None:
        return None
    assigned = program.tree.assignment(use.span)
    itself = assigned is not None and assigned[1] == program.text(use.receiver)
    if program.tree.whole_statement(use.span) is None and not itself:
        reason = "its value is used; change the network's type in a statement of its own"
        return refusal(reason, Category.PROGRAM_LEVEL, bound.entry)
    whole = span_of(assigned[0]) if assigned is not None else use.span
    dtype = _TYPES[use.name.rpartition(".")[2]]
    edit = Edit(whole.start, whole.end, f"{program.converted(use.receiver)}.cast('{dtype}')")
    return Outcome(Category.PROGRAM_LEVEL, bound.entry, (edit,), absorbs=True, rule="module_cast")
