"""Runs of networks whose gradients another function computes: they are recorded where they are, as PyTorch does."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from tree_sitter import Node

from gluonize.analysis import Span, Use
from gluonize.catalogue import Category
from gluonize.rewriter.blocks import under_with
from gluonize.rewriter.mode_events import EVALUATION, UNKNOWN
from gluonize.rewriter.model import Outcome, refusal
from gluonize.rewriter.networks import UNKNOWN_MODE, modes_in
from gluonize.rewriter.recording import adds_to, bound_names, computes, has_barrier, identifiers
from gluonize.rewriter.scopes import INFERENCE, RECORD
from gluonize.rewriter.tree import span_of

if TYPE_CHECKING:
    from gluonize.rewriter.program import Program

RULE = "recorded_run"
_NOTE = "What a network gives here is kept for a backward() of another function, so that it is recorded here."
_FUNCTION = "function_definition"


class _Run(NamedTuple):
    """Statements of one block that a network's results go through; `keeps`: something of it outlives the function."""

    first: Node
    last: Node
    keeps: bool

    @property
    def span(self) -> Span:
        return Span(self.first.start_byte, self.last.end_byte)


def recorded_run(program: Program, use: Use, statement: Node) -> Outcome | None:
    """The scope around a run of a network whose results are kept; None where nothing is."""
    run = _run(program, statement)
    if not run.keeps or _covered(program, use, run):
        return None
    modes = modes_in(program, use, run.span)
    if UNKNOWN in modes or len(modes) > 1:
        return refusal(UNKNOWN_MODE, Category.PROGRAM_LEVEL)
    around = under_with(program, run.first, run.last, INFERENCE if modes == {EVALUATION} else RECORD)
    return Outcome(Category.PROGRAM_LEVEL, None, around=around, notes=(_NOTE,), rule=RULE)


def _covered(program: Program, use: Use, run: _Run) -> bool:
    """Whether a run before it in its function has the scope that this one needs."""
    for index in range(program.uses.index(use)):
        other = program.uses[index]
        if other.kind != "instance-call" or other.scope != use.scope:
            continue
        statement = program.tree.statement(other.span)
        before = _run(program, statement) if statement is not None else run
        if before.keeps and before.span.start < run.span.end and run.span.start < before.span.end:
            return True
    return False


def _run(program: Program, statement: Node) -> _Run:
    """A statement with those behind it that go on with its results, in the outermost block in which some do."""
    run, names = _followed(program, statement, set(bound_names(program, statement)))
    around = _outer(program, statement)
    while around is not None and not _ends(program, around):
        wider, more = _followed(program, around, names)
        if wider.last != around:
            run, names = wider, more
        around = _outer(program, around)
    return run


def _followed(program: Program, first: Node, names: set[str]) -> tuple[_Run, set[str]]:
    names = set(names)
    last, keeps = first, _keeps(program, first, None)
    siblings = program.tree.siblings(first)
    for sibling in siblings[siblings.index(first) + 1 :]:
        if _ends(program, sibling):
            keeps = keeps or bool(names & set(identifiers(program, sibling)))
            break
        if not names & set(identifiers(program, sibling)):
            continue
        kept = _keeps(program, sibling, names)
        if kept or computes(program, sibling):
            last, keeps = sibling, keeps or kept
        names |= set(bound_names(program, sibling))
    return _Run(first, last, keeps), names


def _ends(program: Program, node: Node) -> bool:
    """Whether a statement computes gradients, or calls a function that does."""
    called = "|".join(map(re.escape, sorted(filter(None, program.around.wholeness.elsewhere))))
    text = program.text_of(node)
    return has_barrier(program, node) or bool(called and re.search(rf"\b(?:{called})\(", text))


def _keeps(program: Program, node: Node, names: set[str] | None) -> bool:
    """Whether a statement adds something to a container, or sets an attribute, of what is named (None: of anything)."""
    if node.type == "call" and adds_to(program, node) is not None:
        return names is None or bool(names & set(identifiers(program, node)))
    left = node.child_by_field_name("left") if node.type == "assignment" else None
    right = node.child_by_field_name("right") if node.type == "assignment" else None
    if left is not None and right is not None and left.type in {"attribute", "subscript"}:
        return names is None or bool(names & set(identifiers(program, right)))
    return any(_keeps(program, child, names) for child in node.named_children)


def _outer(program: Program, node: Node) -> Node | None:
    """The statement around, inside of the function."""
    parent = node.parent
    while parent is not None and parent.type not in {_FUNCTION, "module", "class_definition"}:
        if parent.type.endswith("_statement") and program.tree.statement(span_of(parent)) == parent:
            return parent
        parent = parent.parent
    return None
