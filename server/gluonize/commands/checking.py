"""The findings of files and folders, as `gluonize check` reports them: those that no comment silences."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from gluonize.catalogue import Catalogue, Target
from gluonize.features.readiness import Readiness, readiness
from gluonize.features.suppression import suppressions
from gluonize.files.programs import Program
from gluonize.files.projects import Reading
from gluonize.rewriter import findings
from gluonize.rewriter.model import Finding


@dataclass(frozen=True, slots=True)
class Checked:
    """One file's findings in order, or the problem that kept it from being read; a syntax error is named, too."""

    path: Path
    program: Program | None = None
    findings: tuple[Finding, ...] = ()
    problem: str = ""


@dataclass(frozen=True, slots=True)
class Results:
    """What one call of `gluonize check` found."""

    files: tuple[Checked, ...]
    target: Target

    @property
    def rows(self) -> Iterator[tuple[Program, Finding]]:
        """Every finding with its program, in order."""
        for file in self.files:
            if file.program is not None:
                yield from ((file.program, finding) for finding in file.findings)

    @property
    def problems(self) -> tuple[Checked, ...]:
        """The files that could not be read, or only in part."""
        return tuple(file for file in self.files if file.problem)

    @property
    def readiness(self) -> Readiness:
        return readiness(finding for file in self.files for finding in file.findings)


def check_file(reading: Reading, catalogue: Catalogue, target: Target) -> Checked:
    """Check one file; what of it cannot be parsed does not hide the findings of the rest."""
    program = reading.program
    if program is None:
        return Checked(reading.path, problem=reading.problem)
    found = suppressions(program.document.data).visible(findings(program.document, catalogue, target))
    return Checked(reading.path, program, found, program.syntax_error())
