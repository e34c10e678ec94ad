"""Where "Compare with MXNet" is offered: at the file or cell, and at the functions and classes that use PyTorch."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from gluonize.analysis.model import Span
from gluonize.rewriter.model import Finding

_DEFINITION = re.compile(rb"^(?:class|(?:async[ \t]+)?def)[ \t]+(?P<name>[^\s(:]+)", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Lens:
    """A line of text above `span`; `name` is the function or class that it is about, None for the whole text."""

    span: Span
    title: str
    name: str | None = None


def lenses(data: bytes, findings: Iterable[Finding], block: str) -> tuple[Lens, ...]:
    """The lenses of one text, a file or a cell (`block` says which), whose findings are given.

    `data` is its UTF-8 form; a text, a function or a class without PyTorch gets no lens.
    """
    using = {finding.use.scope.partition(".")[0] for finding in findings}
    if not using:
        return ()
    found = [Lens(Span(0, 0), f"Compare this {block} with MXNet")]
    for match in _DEFINITION.finditer(data):
        name = match["name"].decode(errors="replace")
        if name in using:
            found.append(Lens(Span(match.start(), match.end()), "Compare with MXNet", name))
    return tuple(found)
