"""Sizes that classic arrays cannot have: `()` becomes `(1,)`, and what is empty is refused."""

from __future__ import annotations

import ast
import re
from typing import TYPE_CHECKING

from gluonize.analysis import Span
from gluonize.analysis.overloads import Bound
from gluonize.rewriter.rendering import Rendered, Source

if TYPE_CHECKING:
    from gluonize.rewriter.program import Program

_MAKES = re.compile(r"(?:require_grad\()?(?:mx\.nd\.(?:zeros|ones|empty|full|random\.\w+)|full)\(")
_EMPTY = "the classic arrays of the nd target cannot be empty: collect parts in a list, or convert for the np target"


def empty(program: Program, bound: Bound, template: str) -> str:
    """Why the array that a call makes cannot be had; "" where nothing tells that it is empty."""
    parameters = bound.entry.signature.parameters if bound.entry.signature is not None else ()
    variadic = any(part.variadic and part.name == "size" for part in parameters)
    if variadic and not bound.variadic and not bound.given("size"):
        return "it is given no size"
    sizes = [_literal(program, span) for span in _sizes(program, bound)] if _MAKES.match(template) else []
    flat = [part for size in sizes for part in (size if isinstance(size, (tuple, list)) else [size])]
    return _EMPTY if any(part == 0 and isinstance(part, int) for part in flat) else ""


def with_one_element(program: Program, bound: Bound, pieces: list[Rendered]) -> list[Rendered]:
    """The pieces of a call with `(1,)` in place of an empty size."""
    spans = single(program, bound)
    return ["(1,)" if isinstance(piece, Source) and piece.span in spans else piece for piece in pieces]


def single(program: Program, bound: Bound) -> list[Span]:
    """The arguments of a call that ask for a single number, an array of shape (1,) in the nd target."""
    made = _MAKES.match(bound.entry.template(program.target, method=True) or "")
    return [span for span in _sizes(program, bound) if made and _literal(program, span) in ((), [])]


def _sizes(program: Program, bound: Bound) -> list[Span]:
    """The arguments that give a size, for the nd target."""
    given = (*bound.variadic, *filter(None, [bound.values.get("size")]))
    return [argument.span for argument in given] if program.target == "nd" else []


def _literal(program: Program, span: Span) -> object:
    try:
        return ast.literal_eval(program.text(span))
    except (ValueError, SyntaxError, MemoryError, RecursionError):
        return None
