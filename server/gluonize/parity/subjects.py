"""What a comparison is about: a program's text, its conversion, and the part of them that is watched."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from gluonize.analysis import Document, Span
from gluonize.catalogue import Target
from gluonize.parity.focus import Definition, Focus
from gluonize.parity.inputs import Source, documented_shapes
from gluonize.parity.neighbours import converted
from gluonize.parity.reduced import reduced
from gluonize.parity.texts import check_name, read_source, remaining_pytorch
from gluonize.rewriter import apart
from gluonize.rewriter.model import Conversion

_TOLD = 3
"""How many uses of PyTorch are named that are in the way of a run."""


@dataclass(frozen=True, slots=True)
class Subject:
    """A program and its conversion, ready to run; without a `focus` all of it is compared.

    `beside` are the conversions of the modules that it imports from its project, by their files. `notes` are sentences
    for the report.
    """

    text: str
    conversion: Conversion
    focus: Focus | None = None
    notes: tuple[str, ...] = ()
    beside: Mapping[Path, Conversion] = field(default_factory=dict)

    @property
    def title(self) -> str:
        """What the part is called, "" for a whole program."""
        return self.focus.title if self.focus is not None else ""


def whole(document: Document, target: Target) -> Subject:
    """All of a program."""
    conversion, beside = converted(document, target)
    return Subject(document.text, conversion, notes=notes_on(document), beside=beside)


def part(document: Document, target: Target, focus: Focus | None = None) -> Subject:
    """A program of which a part is to run: what this part works with does not keep it from being converted."""
    conversion, beside = converted(document, target, settled=apart)
    return Subject(document.text, conversion, focus, notes_on(document), beside)


def definition(document: Document, target: Target, name: str, inputs: tuple[Source, ...] = ()) -> Subject:
    """A function, class or method of a program, with the user's inputs or its own.

    Raises UsageError where the program defines no such thing, SourceError where it is not Python.
    """
    text = document.text
    check_name(Path(document.path), text, name)
    focus = Definition(name, inputs, documented_shapes(text, name))
    return without_the_rest(part(document, target, focus), document, target, name)


def without_the_rest(subject: Subject, document: Document, target: Target, wanted: str | Span) -> Subject:
    """`subject`, or where the program does not convert as a whole, the same without what does not and is not needed."""
    path = Path(document.path)
    found = None
    if remaining_pytorch(path, subject.conversion.text) is not None:
        found = reduced(document, target, wanted)
    if found is None:
        return subject
    rest, lines = found
    smaller = part(rest, target, subject.focus)
    if remaining_pytorch(path, smaller.conversion.text) is not None:
        return subject
    left = ", ".join(map(str, lines))
    note = f"the statements that begin at line {left} were left out on both sides: they do not convert, or need one"
    return replace(smaller, notes=(*smaller.notes, f"{note} that does not"))


def notes_on(document: Document) -> tuple[str, ...]:
    """What to know of any comparison of a program."""
    return ("the lines count through all code cells",) if document.path.endswith(".ipynb") else ()


def still_pytorch(path: Path, subject: Subject) -> str:
    """Why a conversion cannot be run, with the first uses in its way and what to do about them; "" where it can."""
    line = remaining_pytorch(path, subject.conversion.text)
    if line is not None:
        why = _in_the_way(subject.text, subject.conversion)
        return f"The conversion still uses PyTorch (its line {line}). {why}".rstrip()
    for file, conversion in subject.beside.items():
        line = remaining_pytorch(file, conversion.text)
        if line is not None and file != path:
            why = _in_the_way(read_source(file), conversion)
            return (
                f"The conversion of {file.name}, which it imports, still uses PyTorch (its line {line}). {why}".rstrip()
            )
    return ""


def _in_the_way(text: str, conversion: Conversion) -> str:
    """The first uses of a text that stay PyTorch, with what to do about them."""
    first = conversion.causes
    before = (text.encode("utf-8", "surrogatepass")[: finding.span.start] for finding in first[:_TOLD])
    lines = (data.count(b"\n") + 1 for data in before)
    told = [f"Line {line}: {finding.explained}" for line, finding in zip(lines, first, strict=False)]
    more = [f"{len(first) - _TOLD} more are in its findings."] if len(first) > _TOLD else []
    return " ".join([*told, *more])
