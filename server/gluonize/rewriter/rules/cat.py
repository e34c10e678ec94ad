"""`torch.cat([a, b], 1)` of images in a network: nd.concat fails on some of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gluonize.analysis import Use
from gluonize.rewriter.initialization import inside_module
from gluonize.rewriter.model import Edit, Outcome
from gluonize.rewriter.rules import rule

if TYPE_CHECKING:
    from gluonize.analysis.overloads import Bound
    from gluonize.rewriter.program import Program

_NOTE = "MXNet's own concat fails on the CPU for channels that are no multiples of 8 and were joined before."


@rule("cat")
def cat(program: Program, use: Use, bound: Bound) -> Outcome | None:
    """A helper for channels of images, in a network of a file with convolutions; else the template serves."""
    tensors, dim = bound.values.get("tensors"), bound.values.get("dim")
    if program.target == "np" or tensors is None or dim is None or not inside_module(program, use):
        return None
    if program.text(dim.span) != "1" or b"Conv2d" not in program.source or program.blocked(tensors.span):
        return None
    text = f"concat_channels({program.converted(tensors.span)})"
    edit = Edit(use.span.start, use.span.end, text)
    helpers = frozenset({"concat_channels"})
    return Outcome(
        bound.entry.category, bound.entry, (edit,), absorbs=True, notes=(_NOTE,), helpers=helpers, rule="cat"
    )
