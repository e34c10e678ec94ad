"""Classes that derive from autograd.Function: a helper runs their static methods."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tree_sitter import Node

from gluonize.analysis import Use
from gluonize.catalogue import Category
from gluonize.rewriter.model import Edit, Outcome, refusal
from gluonize.rewriter.rules import rule, watches
from gluonize.rewriter.tree import span_of

if TYPE_CHECKING:
    from gluonize.analysis.overloads import Bound
    from gluonize.rewriter.program import Program

FUNCTION = "torch.autograd.Function"
_UNSUPPORTED = ("setup_context", "jvp", "vmap")


@watches("base")
def autograd_function(program: Program, use: Use) -> Outcome | None:
    """`class Sign(autograd.Function)` to `class Sign(Function)`, when everything in the class converts."""
    if use.name != FUNCTION:
        return None
    entries = program.catalogue.lookup(FUNCTION)
    definition = _definition(program, use)
    if not entries or definition is None:
        return None
    missing = _missing(program, definition, use)
    if missing:
        return refusal(missing, Category.PROGRAM_LEVEL, entries[0])
    entry = entries[0]
    return Outcome(
        entry.category,
        entry,
        (Edit(use.span.start, use.span.end, "Function"),),
        absorbs=True,
        notes=(entry.note,),
        helpers=frozenset(entry.helpers),
        rule="autograd_function",
    )


@rule("autograd_function")
def unchanged(program: Program, use: Use, bound: Bound) -> Outcome:
    """`Sign.apply(x)` and `ctx.save_for_backward(x)` stay as they are: the helper has them too."""
    for argument in use.arguments:
        blocked = program.blocked(argument.span)
        if blocked:
            return refusal(blocked, Category.ARGUMENT_UNSUPPORTED, bound.entry)
    return Outcome(Category.IDENTICAL, bound.entry, rule="autograd_function")


@watches("attribute")
def passed(program: Program, use: Use) -> Outcome | None:
    """`sign = Sign.apply` stays as it is, too."""
    if use.name != f"{FUNCTION}.apply" or use.store:
        return None
    return Outcome(Category.IDENTICAL, next(iter(program.catalogue.lookup(use.name)), None), rule="autograd_function")


def _definition(program: Program, use: Use) -> Node | None:
    node = program.tree.expression(use.span)
    return program.tree.enclosing(node, "class_definition") if node is not None else None


def _missing(program: Program, definition: Node, base: Use) -> str:
    """Why the class stays PyTorch; "" when all of it converts."""
    methods = _methods(program, definition)
    if not {"forward", "backward"} <= set(methods):
        return "the class lacks forward or backward"
    unsupported = [name for name in _UNSUPPORTED if name in methods]
    if unsupported:
        return f"the class defines {unsupported[0]}, which MXNet has no place for"
    for index in program.inside(span_of(definition)):
        use = program.uses[index]
        outcome = program.alone(index) if use != base else None
        if outcome is not None and outcome.reason:
            return f"{use.name}: {outcome.reason}"
    return ""


def _methods(program: Program, definition: Node) -> list[str]:
    body = definition.child_by_field_name("body")
    found: list[str] = []
    for child in body.named_children if body is not None else ():
        function = child.child_by_field_name("definition") if child.type == "decorated_definition" else child
        name = function.child_by_field_name("name") if function is not None else None
        if name is not None:
            found.append(program.text_of(name))
    return found
