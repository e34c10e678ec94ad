"""Gluon allocates parameters in `initialize()`: what is built outside of a module gets the call."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from tree_sitter import Node

from gluonize.analysis import Span, Use
from gluonize.analysis.types import is_module_class
from gluonize.catalogue import Category
from gluonize.rewriter.blocks import insertion_after
from gluonize.rewriter.model import Edit, Outcome, refusal
from gluonize.rewriter.tree import span_of

if TYPE_CHECKING:
    from gluonize.rewriter.program import Program

INITIALIZER = "mx.init.Xavier(factor_type='in', magnitude=1)"
"""U(-1/sqrt(fan_in), 1/sqrt(fan_in)): what torch's kaiming_uniform_(a=sqrt(5)) draws for linear and conv weights."""

NOTE = "Weights are drawn from torch's default distribution for linear and convolution layers; biases start at zero."


def initialization(program: Program, use: Use) -> tuple[Edit, ...]:
    """The edit that adds `net.initialize(...)` behind `net = <use>`; none inside a module."""
    assigned = program.tree.assignment(use.span)
    if assigned is None or inside_module(program, use):
        return ()
    statement, target = assigned
    if _returned(program, statement, target) or target.startswith("self."):
        return ()
    return (insertion_after(program, statement, f"{target}.initialize({INITIALIZER})"),)


def builds_network(program: Program, span: Span) -> bool:
    """Whether an expression is the construction of a network."""
    index = program.use_at(span)
    if index is None:
        return False
    use = program.uses[index]
    return use.kind == "instantiate" or (use.receiver is None and is_module_class(use.result))


def inside_module(program: Program, use: Use) -> bool:
    """Whether the use stands in the body of a class that derives from nn.Module."""
    owner = use.scope.rpartition(".")[0]
    return bool(owner) and owner in program.module_classes


def _returned(program: Program, statement: Node, target: str) -> bool:
    """Whether the function that builds the network returns it: then its caller initialises it."""
    for sibling in program.tree.siblings(statement):
        if sibling.type == "return_statement" and sibling.named_children:
            return program.tree.text(sibling.named_children[0]) == target
    return False


def layer(program: Program, use: Use, outcome: Outcome) -> Outcome:
    """A layer with parameters is initialised where it is built; called at once, it cannot be."""
    node = program.tree.expression(use.span)
    parent = node.parent if node is not None else None
    if parent is not None and parent.type == "call":
        function = parent.child_by_field_name("function")
        if function is not None and span_of(function) == use.span:
            reason = "it is called where it is built, so nothing can initialise it; give it a name first"
            return refusal(reason, Category.PROGRAM_LEVEL, outcome.entry)
    edits = initialization(program, use)
    return replace(outcome, around=(*outcome.around, *edits)) if edits else outcome
