"""`net = nn.Sequential(a, b)` to an empty container and `net.add(a, b)`; inside an expression, to a helper."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from gluonize.analysis import Use
from gluonize.catalogue import Category
from gluonize.rewriter.initialization import initialization
from gluonize.rewriter.model import Edit, Outcome, refusal
from gluonize.rewriter.rules import rule

if TYPE_CHECKING:
    from gluonize.analysis.overloads import Bound
    from gluonize.rewriter.program import Program

CONTAINER = "mx.gluon.nn.HybridSequential"
PLAIN = "mx.gluon.nn.Sequential"
_HYBRID = ("mx.gluon.nn.", "mx.gluon.contrib.nn.", "BatchNorm(")
"""How layers begin that are HybridBlocks: Gluon's own but `nn.Sequential` and `nn.Lambda`, and a helper."""


def container(program: Program, use: Use) -> str:
    """The container that takes all layers of a call: one that can be hybridized if each of them is known to be."""
    for argument in use.arguments:
        text = program.converted(argument.span)
        if not text.startswith(_HYBRID) or text.startswith((PLAIN + "(", "mx.gluon.nn.Lambda(")):
            return PLAIN
    return CONTAINER


@rule("sequential")
def sequential(program: Program, use: Use, bound: Bound) -> Outcome | None:
    """Keeps the layers in their order, so that their indices name the parameters as in PyTorch."""
    entry = bound.entry
    for argument in use.arguments:
        if argument.keyword is not None:
            return refusal("its layers are not given one by one", Category.ARGUMENT_UNSUPPORTED, entry)
        blocked = program.blocked(argument.span)
        if blocked:
            return refusal(blocked, Category.ARGUMENT_UNSUPPORTED, entry)
    notes = (entry.note,) if entry.note else ()
    helpers: frozenset[str] = frozenset()
    opening = program.source.index(b"(", use.name_span.end) + 1
    assigned = program.tree.assignment(use.span)
    if not use.arguments:
        made = PLAIN if assigned is not None and _grows(program, assigned[1]) else CONTAINER
        edits: tuple[Edit, ...] = (Edit(use.span.start, use.span.end, f"{made}()"),)
    elif assigned is not None and not _named(program, use):
        statement, target = assigned
        newline, indent = program.tree.newline(), program.tree.indentation(statement.start_byte)
        made = PLAIN if _grows(program, target) else container(program, use)
        head = f"{made}(){newline}{indent}{target}.add("
        edits = (Edit(use.span.start, opening, head),)
    else:
        edits, helpers = (Edit(use.span.start, opening, "sequential("),), frozenset({"sequential"})
        if assigned is not None and _grows(program, assigned[1]):
            edits += (Edit(use.span.end - 1, use.span.end, ", hybrid=False)"),)
    found = initialization(program, use)
    helpers |= found.helpers
    return Outcome(
        Category.COMPOSITE, entry, edits, around=found.edits, notes=notes, helpers=helpers, rule="sequential"
    )


def _grows(program: Program, target: str) -> bool:
    """Whether a container is given more later, which may be a class of the file, and so no HybridBlock."""
    return bool(program.module_classes) and target in program.around.grown


def _named(program: Program, use: Use) -> bool:
    """Whether the layers come in a dictionary, or in something that may be one."""
    first = use.arguments[0]
    return (
        len(use.arguments) == 1
        and not first.star
        and "torch." not in first.type
        and _MAPS.match(program.text(first.span)) is not None
    )


_MAPS = re.compile(r"(?:collections\.)?OrderedDict\b|\{|dict\b|[A-Za-z_][\w.]*\Z")
