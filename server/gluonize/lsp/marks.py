"""What a comparison says of single lines, and how that follows the edits of the text."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from gluonize.analysis.model import Span

_LINE_ENDS = (b"\n", b"\r")


@dataclass(frozen=True, slots=True)
class Mark:
    """The outcome of one line: `span` in the program's text, what to say of it, and how grave that is.

    A `severity` of 0 says that the line agrees; only its `label`, which stands behind the line, is shown then.
    """

    span: Span
    severity: int
    message: str
    label: str


def after_change(marks: Iterable[Mark], start: int, end: int, new: bytes) -> tuple[Mark, ...]:
    """The marks of a text in which `new` took the place of the bytes `start` to `end`; those of edited lines go."""
    kept = []
    for mark in marks:
        before = end < mark.span.start or (end == mark.span.start and new.endswith(_LINE_ENDS))
        behind = start > mark.span.end or (start == mark.span.end and new.startswith(_LINE_ENDS))
        if before:
            shift = len(new) - (end - start)
            kept.append(replace(mark, span=Span(mark.span.start + shift, mark.span.end + shift)))
        elif behind:
            kept.append(mark)
    return tuple(kept)
