"""`nn.Conv2d(3, 8, bias=False, **kwargs)`: what is unpacked has PyTorch's names, which a helper takes."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from gluonize.analysis import Span, Use
from gluonize.catalogue import Category
from gluonize.rewriter.initialization import inside_module
from gluonize.rewriter.model import Edit, Outcome, refusal
from gluonize.rewriter.rules import watches

if TYPE_CHECKING:
    from gluonize.rewriter.program import Program

_CONVOLUTION = re.compile(r"torch\.nn\.Conv([123])d")
_SETTINGS = frozenset("in_channels out_channels kernel_size stride padding dilation groups bias".split())
_NOTE = "The helper takes the settings by PyTorch's names, those that are unpacked among them."


@watches("call")
def unpacked_layer(program: Program, use: Use) -> Outcome | None:
    """`convolution_layer(2, 3, 8, bias=False, **kwargs)`, in a network's class."""
    match = _CONVOLUTION.fullmatch(use.name)
    if match is None or not any(argument.star == "**" for argument in use.arguments):
        return None
    entry = next(iter(program.catalogue.lookup(use.name)), None)
    named = {argument.keyword for argument in use.arguments if argument.keyword}
    blocked = program.blocked(Span(use.name_span.end, use.span.end))
    if not named <= _SETTINGS or not inside_module(program, use) or blocked:
        return refusal(blocked or "its arguments are unpacked with **", Category.ARGUMENT_UNSUPPORTED, entry)
    first = use.arguments[0].whole.start
    edits = (
        Edit(use.name_span.start, use.name_span.end, "convolution_layer"),
        Edit(first, first, f"{match[1]}, "),
    )
    helpers = frozenset({"convolution_layer"})
    return Outcome(Category.COMPOSITE, entry, edits, notes=(_NOTE,), helpers=helpers, rule="unpacked_layer")
