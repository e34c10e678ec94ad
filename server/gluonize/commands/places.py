"""What `gluonize compare` is pointed at: a file, a definition or lines of it, a notebook or one of its cells."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from gluonize.analysis import Span
from gluonize.catalogue import Target
from gluonize.errors import UsageError
from gluonize.files.programs import Program
from gluonize.parity.inputs import Source
from gluonize.parity.selections import selection
from gluonize.parity.sites import CallSite, find_call
from gluonize.parity.subjects import Subject, definition, whole

_PLACE = re.compile(
    r"(?P<file>.+?)(?:::(?:(?P<cell>\d+)|(?P<name>[^\W\d][\w.]*)))?"
    r"(?P<at>(?::\d+){1,3})?(?:(?<=\d)-(?P<last>\d+))?",
    re.DOTALL,
)
_FORMS = "give FILE, FILE::NAME, FILE:LINE:COLUMN, FILE:FIRST-LAST, NOTEBOOK or NOTEBOOK::CELL"


@dataclass(frozen=True, slots=True)
class Place:
    """A part of a file; `cell`, `lines`, and the line and column of a call `at` count from 1."""

    path: Path
    name: str | None = None
    cell: int | None = None
    lines: tuple[int, int] | None = None
    at: tuple[int, int | None] | None = None

    @property
    def title(self) -> str | None:
        """What the part is called where nothing more is known of it; None for a whole file."""
        if self.lines is not None:
            return f"lines {self.lines[0]} to {self.lines[1]}"
        if self.at is not None:
            return f"line {self.at[0]}"
        return self.name if self.cell is None else f"cell {self.cell}"


def parse_place(text: str) -> Place:
    """The place that a command line names; raises UsageError where there is no such file or the form is unknown."""
    if Path(text).is_file():
        return Place(Path(text))
    match = _PLACE.fullmatch(text)
    assert match is not None
    path = Path(match["file"])
    if not path.is_file():
        raise UsageError(f"{path} is not a file: {_FORMS}")
    numbers = [int(number) for number in (match["at"] or "").split(":") if number]
    cell = int(match["cell"]) if match["cell"] else None
    if path.suffix == ".ipynb" and numbers and cell is None:
        cell = numbers.pop(0)
    if (match["name"] and numbers) or (cell is not None and path.suffix != ".ipynb"):
        raise UsageError(f"{text} is no place in a program: {_FORMS}")
    if match["last"] is None and not numbers:
        return Place(path, match["name"], cell)
    if match["last"] is None and len(numbers) <= 2 and all(numbers):
        return Place(path, cell=cell, at=(numbers[0], numbers[1] if len(numbers) == 2 else None))
    if match["last"] is None or len(numbers) != 1 or not 0 < numbers[0] <= int(match["last"]):
        raise UsageError(f"{text} is no place in a program: {_FORMS}")
    return Place(path, cell=cell, lines=(numbers[0], int(match["last"])))


def subject_of(program: Program, place: Place, target: Target, inputs: tuple[Source, ...] = ()) -> Subject | CallSite:
    """What is to be compared of a program; raises UsageError where the program has no such part."""
    if inputs and place.name is None:
        raise UsageError("--input and --inputs are for one definition: give FILE::NAME")
    document = program.document
    part = Span(0, len(document.data))
    if place.cell is not None:
        part = _cell(program, place.cell)
    if place.lines is not None:
        return selection(document, target, _lines(document.data, part, *place.lines))
    if place.at is not None:
        return _call(program, part, place.at, target)
    if place.cell is not None:
        return selection(document, target, part, f"cell {place.cell}")
    if place.name is not None:
        return definition(document, target, place.name, inputs)
    return whole(document, target)


def _call(program: Program, part: Span, at: tuple[int, int | None], target: Target) -> Subject | CallSite:
    """The call at a line and a column, or the first that begins on the line; or the definition that it calls."""
    document = program.document
    line = _lines(document.data, part, at[0], at[0])
    if at[1] is None:
        found = find_call(document, target, line, line=True)
    else:
        before = document.data[line.start : line.end].decode(errors="replace")[: at[1] - 1]
        offset = line.start + len(before.encode())
        found = find_call(document, target, Span(offset, offset))
    return definition(document, target, found) if isinstance(found, str) else found


def _cell(program: Program, number: int) -> Span:
    cells = program.notebook.cells if program.notebook is not None else ()
    for cell in cells:
        if cell.number == number:
            return Span(cell.start, cell.end)
    raise UsageError(f"{program.name} has no code cell {number}: cells count from 1, those of text included")


def _lines(data: bytes, part: Span, first: int, last: int) -> Span:
    """The span of lines of a part of the text."""
    lengths = [len(line) for line in data[part.start : part.end].splitlines(keepends=True)]
    if last > len(lengths):
        raise UsageError(f"there is no line {last}: the last one is {len(lengths)}")
    return Span(part.start + sum(lengths[: first - 1]), part.start + sum(lengths[:last]))
