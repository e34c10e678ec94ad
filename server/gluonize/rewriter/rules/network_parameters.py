"""`net.parameters()`: Gluon has running statistics among the parameters, PyTorch has not."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gluonize.analysis import Use
from gluonize.rewriter.model import Edit, Outcome
from gluonize.rewriter.rules import rule

if TYPE_CHECKING:
    from gluonize.analysis.overloads import Bound
    from gluonize.rewriter.program import Program


@rule("network_parameters")
def network_parameters(program: Program, use: Use, bound: Bound) -> Outcome | None:
    """A helper that leaves the statistics out, where networks keep some; `next()` takes an iterator of them."""
    if use.receiver is None:
        return None
    helper = bool(program.survey.statistics)
    opened, closed = ("iter(", ")") if _asked_for_next(program, use) else ("", "")
    if not helper and not opened:
        return None
    head, tail = ("parameters(", ")") if helper else ("", ".collect_params().values()")
    edits = (
        Edit(use.receiver.start, use.receiver.start, f"{opened}{head}"),
        Edit(use.receiver.end, use.span.end, f"{tail}{closed}"),
    )
    covers = tuple(argument.whole for argument in use.arguments)
    helpers = frozenset({"parameters"} if helper else ())
    notes = (bound.entry.note,) if bound.entry.note else ()
    return Outcome(
        bound.entry.category, bound.entry, edits, covers=covers, notes=notes, helpers=helpers, rule="network_parameters"
    )


def _asked_for_next(program: Program, use: Use) -> bool:
    node = program.tree.expression(use.span)
    arguments = node.parent if node is not None else None
    call = arguments.parent if arguments is not None and arguments.type == "argument_list" else None
    function = call.child_by_field_name("function") if call is not None else None
    return function is not None and program.text_of(function) == "next"
