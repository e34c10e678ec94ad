"""DataParallel and DistributedDataParallel: refused where the file cannot train so, dropped for a single device."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gluonize.analysis import Use
from gluonize.catalogue import Category
from gluonize.rewriter.blocks import deletion
from gluonize.rewriter.model import Edit, Outcome, refusal
from gluonize.rewriter.parallelism import DEVICES
from gluonize.rewriter.rules import rule

if TYPE_CHECKING:
    from gluonize.analysis.overloads import Bound
    from gluonize.rewriter.program import Program


@rule("parallel")
def parallel(program: Program, use: Use, bound: Bound) -> Outcome | None:
    """`DataParallel(net, device_ids=[0])` is the network itself; otherwise the template serves."""
    entry, module, ids = bound.entry, bound.values.get("module"), bound.values.get("device_ids")
    hindrance = program.parallelism.hindrance
    if hindrance:
        return refusal(hindrance, Category.PROGRAM_LEVEL, entry)
    node = program.tree.expression(ids.span) if ids is not None else None
    one = entry.name == DEVICES and node is not None and node.type == "list" and len(node.named_children) == 1
    if not one or module is None or ids is None:
        return None
    assigned = program.tree.assignment(use.span)
    if assigned is not None and assigned[1] == program.text(module.span):
        edit = deletion(program, assigned[0])
        return Outcome(Category.DELETABLE, entry, (edit,), absorbs=True, rule="parallel")
    edits = (Edit(use.span.start, module.span.start, ""), Edit(module.span.end, use.span.end, ""))
    covers = tuple(argument.whole for argument in use.arguments if argument != module)
    return Outcome(Category.DELETABLE, entry, edits, covers=covers, rule="parallel")
