"""What a client asks to compare: a file, a notebook, a cell, a selection, a definition or a call."""

from __future__ import annotations

from typing import Any

from gluonize.analysis import Span
from gluonize.catalogue import Target
from gluonize.errors import UsageError
from gluonize.lsp.documents import Part, Program, text_span
from gluonize.lsp.positions import Position
from gluonize.parity.selections import selection
from gluonize.parity.sites import CallSite, find_call
from gluonize.parity.subjects import Subject, definition, whole


def subject_of(program: Program, argument: dict[str, Any], target: Target) -> Subject | CallSite:
    """What a command's argument names of a program: `name`, `range`, the call at `position`, the cell of `uri`, or all.

    Raises UsageError where the program has no such part, SourceError where it is not Python.
    """
    name, place, uri = argument.get("name"), argument.get("range"), str(argument.get("uri"))
    part = program.part(uri)
    if isinstance(name, str):
        return definition(program.document, target, name)
    if (at := argument.get("position")) is not None:
        found = find_call(program.document, target, _span(program, part, {"start": at, "end": at}))
        return definition(program.document, target, found) if isinstance(found, str) else found
    if place is not None:
        return selection(program.document, target, _span(program, part, place))
    if program.notebook and part is not None:
        number = program.parts.index(part) + 1
        return selection(program.document, target, Span(part.start, part.end), f"code cell {number}")
    return whole(program.document, target)


def _span(program: Program, part: Part | None, place: Any) -> Span:
    """The span of a range of the protocol in an open text."""
    if part is None:
        raise UsageError("A place is one of an open file or cell: open it, and give its uri.")
    return text_span(part, _position(place, "start"), _position(place, "end"))


def _position(place: Any, end: str) -> Position:
    try:
        return Position(int(place[end]["line"]), int(place[end]["character"]))
    except (KeyError, TypeError, ValueError):
        raise UsageError("A position has a line and a character, a range has a start and an end position.") from None
