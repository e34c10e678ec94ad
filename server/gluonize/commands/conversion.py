"""One job of `gluonize convert`: read, convert, write, and say what came of it."""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from gluonize.catalogue import Catalogue, Target
from gluonize.commands.jobs import STDIN, Job
from gluonize.errors import SourceError
from gluonize.files.programs import Program, program
from gluonize.files.projects import Reading, read_project
from gluonize.files.sources import copy, write
from gluonize.rewriter import Wholeness, convert, wholeness
from gluonize.rewriter.model import Conversion

Status = Literal["converted", "unchanged", "copied", "skipped"]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of one job; `data` is the converted file, and `reason` says why a file was skipped."""

    job: Job
    status: Status
    reason: str = ""
    program: Program | None = None
    conversion: Conversion | None = None
    data: bytes = b""

    @property
    def unfinished(self) -> bool:
        """Whether a person has something left to do in this file."""
        return self.status == "skipped" or (self.conversion is not None and bool(self.conversion.remaining))


def read_jobs(jobs: Sequence[Job], *, infer: bool = False) -> tuple[Reading | None, ...]:
    """The programs of the jobs, read together so that they know one another; None for what is only copied."""
    places = ((job.path, job.root) for job in jobs if not job.copy and job.path != STDIN)
    readings = iter(read_project(places, infer=infer))
    return tuple(_reading(job, readings) for job in jobs)


@dataclass(frozen=True, slots=True)
class Wishes:
    """How to convert: to which of MXNet's APIs, with comments where something stays, with a notebook's outputs."""

    target: Target
    comments: bool = False
    keep_outputs: bool = False


def together(readings: Sequence[Reading | None], catalogue: Catalogue, target: Target) -> tuple[Wholeness | None, ...]:
    """For each reading what of it stays PyTorch as a whole, be it for another file of its project."""
    projects: dict[Path, list[int]] = {}
    for place, reading in enumerate(readings):
        if reading is not None and reading.program is not None:
            projects.setdefault(reading.root, []).append(place)
    found: list[Wholeness | None] = [None] * len(readings)
    for places in projects.values():
        documents = [reading.program.document for place in places if (reading := readings[place]) and reading.program]
        for place, whole in zip(places, wholeness(documents, catalogue, target), strict=True):
            found[place] = whole
    return tuple(found)


def run(
    job: Job, reading: Reading | None, catalogue: Catalogue, wishes: Wishes, whole: Wholeness | None = None
) -> Outcome:
    """Do one job. `whole` says what stays PyTorch as a whole, where other files have a say in it.

    A file that cannot be read or parsed is skipped; in a tree it is copied as it is, so that nothing is missing there.
    Raises SourceError where the output cannot be written; no file is ever half-written.
    """
    try:
        if reading is None:
            return _copied(job)
        outcome = _converted(job, reading, catalogue, wishes, whole)
    except SourceError as error:
        return _skipped(job, str(error))
    if job.output is not None and (outcome.status != "unchanged" or job.output != job.path):
        write(job.output, outcome.data)
    return outcome


def _skipped(job: Job, reason: str) -> Outcome:
    if job.in_tree and job.output is not None and not job.copy:
        with suppress(SourceError):
            copy(job.path, job.output, job.root)
    return Outcome(job, "skipped", reason)


def _reading(job: Job, readings: Iterator[Reading]) -> Reading | None:
    if job.copy:
        return None
    if job.path != STDIN:
        return next(readings)
    try:
        return Reading(job.path, job.root, program(sys.stdin.buffer.read(), "<stdin>"))
    except SourceError as error:
        return Reading(job.path, job.root, problem=str(error))


def _copied(job: Job) -> Outcome:
    if job.output is not None:
        copy(job.path, job.output, job.root)
    return Outcome(job, "copied")


def _converted(job: Job, reading: Reading, catalogue: Catalogue, wishes: Wishes, whole: Wholeness | None) -> Outcome:
    found = reading.program
    broken = reading.problem if found is None else found.syntax_error()
    if found is None or broken:
        raise SourceError(broken)
    conversion = convert(found.document, catalogue, wishes.target, comments=wishes.comments, whole=whole)
    if not conversion.edits:
        return Outcome(job, "unchanged", "", found, conversion, found.data)
    text = found.edited(conversion.edits, keep_outputs=wishes.keep_outputs)
    _still_python(found, text)
    return Outcome(job, "converted", "", found, conversion, found.source.encode(text))


def _still_python(found: Program, text: str) -> None:
    """The last guard before a file is written: what was valid Python stays it."""
    if found.notebook is not None:
        return
    try:
        ast.parse(text)
    except SyntaxError as error:
        raise SourceError(f"its conversion is not valid Python at line {error.lineno}: please report this") from None
