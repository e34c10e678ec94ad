"""Programs that import one another, read together."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from gluonize.analysis import Document, connect, infer_receivers, module_name
from gluonize.errors import SourceError
from gluonize.files.programs import Program, read_program

_SECONDS = 60.0


@dataclass(frozen=True, slots=True)
class Reading:
    """A file of the project that starts at `root`: its program, or the problem that kept it from being read."""

    path: Path
    root: Path
    program: Program | None = None
    problem: str = ""


def read_project(places: Iterable[tuple[Path, Path]], *, infer: bool = False) -> tuple[Reading, ...]:
    """Read files, each given with the folder that its project starts at, so that each knows what it imports.

    With `infer`, types that the files do not tell are looked for in the files and stubs around them, which is slow.
    """
    readings = tuple(_read(path, root) for path, root in places)
    projects: dict[Path, dict[str, Document]] = {}
    for reading in readings:
        if reading.program is not None:
            projects.setdefault(reading.root, {})[_name(reading.program, reading.root)] = reading.program.document
    for documents in projects.values():
        if len(documents) > 1:
            connect(documents)
    if infer:
        for reading in readings:
            if reading.program is not None:
                document = reading.program.document
                document.learn_receivers(infer_receivers(document, reading.root, _SECONDS))
    return readings


def project_root(given: Path) -> Path:
    """The folder that a project starts at, of which a person gave the folder or a file."""
    return given if given.is_dir() else given.parent


def _read(path: Path, root: Path) -> Reading:
    try:
        return Reading(path, root, read_program(path))
    except SourceError as error:
        return Reading(path, root, problem=str(error))


def _name(program: Program, root: Path) -> str:
    """The name that a program is imported by; a notebook is imported by nobody, and keeps its path."""
    path = Path(program.name)
    return program.name if program.notebook is not None else module_name(str(path), str(_import_root(path, root)))


def _import_root(path: Path, root: Path) -> Path:
    """The folder that holds the outermost package around a file; outside of packages, the project's."""
    folder = path.parent
    while (folder / "__init__.py").is_file() and folder != folder.parent:
        folder = folder.parent
    return root if folder == path.parent else folder
