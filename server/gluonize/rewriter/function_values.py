"""A function of PyTorch that is handed around: a helper that takes the same arguments can go in its place."""

from __future__ import annotations

import ast
import re
from functools import cache
from typing import TYPE_CHECKING

from gluonize.analysis import Use
from gluonize.catalogue import Entry, Target
from gluonize.catalogue.template import Arguments, Hole, compile_template
from gluonize.rewriter.helper_names import helper_text
from gluonize.rewriter.model import Edit, Outcome

if TYPE_CHECKING:
    from gluonize.rewriter.program import Program


OF_ONE_ARRAY = re.compile(r"\$\w+(?:, out=\$out)?\)+\Z")
"""The arguments of a function of one array, which is the same whoever calls it."""


def helper_value(program: Program, use: Use, entry: Entry, template: str) -> Outcome | None:
    """`loss_func = F.cross_entropy`: the helper of that name, where it knows all arguments by PyTorch's names."""
    head = template.partition("(")[0]
    if head not in entry.helpers or entry.values or head in program.around.taken:
        return None
    given = _given(template)
    parameters = _parameters(head, program.target)
    names = [name for name, _ in given]
    signature = [parameter.name for parameter in entry.signature.parameters] if entry.signature is not None else []
    placed = [name for name, by_place in given if by_place]
    if not given or any(keyword != name for keyword, name in _keywords(template)):
        return None
    if placed != signature[: len(placed)] or placed != parameters[: len(placed)] or not set(names) <= set(parameters):
        return None
    edit = Edit(use.span.start, use.span.end, head)
    notes = (entry.note,) if entry.note else ()
    return Outcome(entry.category, entry, (edit,), absorbs=True, notes=notes, helpers=frozenset(entry.helpers))


def _given(template: str) -> list[tuple[str, bool]]:
    """The placeholders of a call's arguments, and whether each stands by its place; empty when there is more to it."""
    pieces = compile_template(template).pieces
    arguments = next((piece for piece in pieces if isinstance(piece, Arguments)), None)
    found: list[tuple[str, bool]] = []
    for item in arguments.items if arguments is not None else ():
        holes = [piece for piece in item if isinstance(piece, Hole)]
        texts = [piece for piece in item if not isinstance(piece, Hole)]
        if len(holes) != 1 or any(not isinstance(text, str) or not text.endswith("=") for text in texts):
            return []
        found.append((holes[0].name, not texts))
    return found


def _keywords(template: str) -> list[tuple[str, str]]:
    pieces = compile_template(template).pieces
    arguments = next((piece for piece in pieces if isinstance(piece, Arguments)), None)
    return [
        (str(item[0]).rstrip("= "), item[1].name)
        for item in (arguments.items if arguments is not None else ())
        if len(item) == 2 and isinstance(item[1], Hole)
    ]


@cache
def _parameters(helper: str, target: Target) -> list[str]:
    """The parameters of a helper that is a function."""
    for node in ast.parse(helper_text(helper, target)).body:
        if isinstance(node, ast.FunctionDef) and node.name == helper:
            return [argument.arg for argument in (*node.args.args, *node.args.kwonlyargs)]
    return []
