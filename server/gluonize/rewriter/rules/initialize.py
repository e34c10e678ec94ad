"""Gluon allocates parameters in `initialize()`: a network that is built outside of another gets the call."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gluonize.analysis import Use
from gluonize.analysis.types import is_module_class
from gluonize.catalogue import Category
from gluonize.rewriter.blocks import insertion_after
from gluonize.rewriter.model import Edit, Outcome, refusal
from gluonize.rewriter.rules import watches

if TYPE_CHECKING:
    from gluonize.rewriter.program import Program

INITIALIZER = "mx.init.Xavier(factor_type='in', magnitude=1)"
"""U(-1/sqrt(fan_in), 1/sqrt(fan_in)): what torch's kaiming_uniform_(a=sqrt(5)) draws for linear and conv weights."""

_NOTE = "Weights are drawn from torch's default distribution for linear and convolution layers; biases start at zero."


def initialization(program: Program, use: Use) -> tuple[Edit, ...]:
    """The edit that adds `net.initialize(...)` behind `net = <use>`; none inside a module."""
    assigned = program.tree.assignment(use.span)
    if assigned is None or inside_module(program, use):
        return ()
    statement, target = assigned
    if _returned(program, statement, target) or target.startswith("self."):
        return ()
    return (insertion_after(program, statement, f"{target}.initialize({INITIALIZER})"),)


def inside_module(program: Program, use: Use) -> bool:
    """Whether the use stands in the body of a class that derives from nn.Module."""
    owner = use.scope.rpartition(".")[0]
    return bool(owner) and owner in program.module_classes


def _returned(program: Program, statement: object, target: str) -> bool:
    """Whether the function that builds the network returns it: then its caller initialises it."""
    from tree_sitter import Node

    if not isinstance(statement, Node):
        return False
    for sibling in program.tree.siblings(statement):
        if sibling.type == "return_statement" and sibling.named_children:
            return program.tree.text(sibling.named_children[0]) == target
    return False


@watches("instantiate")
def instantiated(program: Program, use: Use) -> Outcome | None:
    """`net = Net()` for a module class of the file."""
    if not is_module_class(use.name):
        return None
    if program.stays:
        return refusal(program.stays, Category.PROGRAM_LEVEL)
    edits = initialization(program, use)
    if not edits:
        return None
    return Outcome(Category.PROGRAM_LEVEL, None, edits, notes=(_NOTE,), rule="initialize")
