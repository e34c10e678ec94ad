"""`torch.cat([a, b], 1)`: nd.concat fails on some images in a network, np.concatenate on what is still empty."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from gluonize.analysis import Span, Use
from gluonize.rewriter.initialization import inside_module
from gluonize.rewriter.model import Edit, Outcome
from gluonize.rewriter.rules import rule

if TYPE_CHECKING:
    from gluonize.analysis.overloads import Bound
    from gluonize.rewriter.program import Program

_NOTE = "MXNet's own concat fails on the CPU for channels that are no multiples of 8 and were joined before."


_EMPTY = re.compile(rb"torch\.(?:tensor\(\[\]|Tensor\(\)|(?:empty|zeros|ones)\([\[(]?0\b)")
_EMPTY_NOTE = "PyTorch joins an array of shape (0,) with any other, MXNet with vectors alone."


@rule("cat")
def cat(program: Program, use: Use, bound: Bound) -> Outcome | None:
    """A helper for channels of images, in a network of a file with convolutions, and for what starts empty."""
    tensors, dim = bound.values.get("tensors"), bound.values.get("dim")
    if tensors is None or bound.given("out") or program.blocked(Span(tensors.span.start, use.span.end)):
        return None
    if program.target == "np":
        axis = f", axis={program.converted(dim.span)}" if dim is not None else ""
        return _helper(program, use, bound, "joined", axis, _EMPTY_NOTE) if _EMPTY.search(program.source) else None
    if dim is None or program.text(dim.span) != "1" or b"Conv2d" not in program.source:
        return None
    return _helper(program, use, bound, "concat_channels", "", _NOTE) if inside_module(program, use) else None


def _helper(program: Program, use: Use, bound: Bound, name: str, rest: str, note: str) -> Outcome:
    text = f"{name}({program.converted(bound.values['tensors'].span)}{rest})"
    edit = Edit(use.span.start, use.span.end, text)
    helpers = frozenset({name})
    return Outcome(bound.entry.category, bound.entry, (edit,), absorbs=True, notes=(note,), helpers=helpers, rule="cat")
