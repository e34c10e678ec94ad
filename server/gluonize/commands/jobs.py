"""What `gluonize convert` is to do: which file is read, and where its conversion goes."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from gluonize.errors import UsageError
from gluonize.files.projects import project_root
from gluonize.files.walk import is_source, require, sources, walk

STDIN = Path("-")


@dataclass(frozen=True, slots=True)
class Job:
    """One file to convert, or to copy as it is where `copy`; without an `output` nothing is written to disk."""

    path: Path
    output: Path | None = None
    copy: bool = False
    root: Path = Path()
    """The folder that the file's project starts at."""
    in_tree: bool = False
    """Whether it is one file of a folder that is written anew: then it is written there even if it does not convert."""


def plan(paths: Sequence[Path], output: str | None, *, in_place: bool, exclude: Sequence[str] = ()) -> tuple[Job, ...]:
    """The jobs of one call, in the order of `paths`; raises UsageError before anything is written."""
    if STDIN in paths and (len(paths) > 1 or in_place):
        raise UsageError("standard input (-) is converted alone, to standard output or -o FILE")
    if in_place and output is not None:
        raise UsageError("choose one of --in-place and -o")
    if STDIN in paths and output is None:
        return (Job(STDIN),)
    if in_place or output is None:
        found = sources(paths, exclude)
        return tuple(Job(path, path if in_place else None, root=project_root(given)) for path, given in found)
    jobs = tuple(_into(paths, output, exclude))
    _refuse_overwriting(jobs)
    return jobs


def _wanted(found: Path, given: Path) -> bool:
    """A file that was named is always converted; of a folder, Python and notebooks are."""
    return found == given or is_source(found)


def _into(paths: Sequence[Path], output: str, exclude: Sequence[str]) -> Iterator[Job]:
    """Jobs that write to `output`: a file for a single file, else a folder that keeps the layout of the inputs.

    The other files of a folder are copied, so that the converted program finds its data.
    """
    target = Path(output)
    single = len(paths) == 1
    if single and not paths[0].is_dir() and not target.is_dir() and not output.endswith(("/", os.sep)):
        if paths[0] != STDIN:
            require(paths[0])
        yield Job(paths[0], target, root=project_root(paths[0]))
        return
    if STDIN in paths:
        raise UsageError(f"{output} is a folder: give -o a file name for what comes from standard input")
    for path in paths:
        base = target if single and path.is_dir() else target / path.resolve().name
        inside = path.resolve() in target.resolve().parents
        for found in walk(path, exclude):
            if inside and target.resolve() in found.resolve().parents:
                continue
            output_path = base / found.relative_to(path) if path.is_dir() else base
            yield Job(found, output_path, not _wanted(found, path), project_root(path), path.is_dir())


def _refuse_overwriting(jobs: Sequence[Job]) -> None:
    outputs = [job.output for job in jobs if job.output is not None]
    taken = next((output for output in outputs if output.exists()), None)
    if taken is not None:
        raise UsageError(f"{taken} is there already: choose another -o, or convert --in-place")
    twice = next((output for output, count in Counter(outputs).items() if count > 1), None)
    if twice is not None:
        raise UsageError(f"two inputs would be written to {twice}: convert them in two calls")
