"""What `gluonize convert` is to do: which file is read, and where its conversion goes."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from gluonize.errors import UsageError
from gluonize.files.walk import is_source, walk

STDIN = Path("-")


@dataclass(frozen=True, slots=True)
class Job:
    """One file to convert, or to copy as it is where `copy`; without an `output` nothing is written to disk."""

    path: Path
    output: Path | None = None
    copy: bool = False


def plan(paths: Sequence[Path], output: str | None, *, in_place: bool, exclude: Sequence[str] = ()) -> tuple[Job, ...]:
    """The jobs of one call, in the order of `paths`; raises UsageError before anything is written."""
    if STDIN in paths and (len(paths) > 1 or in_place):
        raise UsageError("standard input (-) is converted alone, to standard output or -o FILE")
    if in_place and output is not None:
        raise UsageError("choose one of --in-place and -o")
    if in_place:
        return tuple(Job(found, found) for path in paths for found in walk(path, exclude) if _wanted(found, path))
    if output is None:
        return tuple(Job(found) for path in paths for found in _sources(path, exclude))
    jobs = tuple(_into(paths, output, exclude))
    _refuse_overwriting(jobs)
    return jobs


def _sources(path: Path, exclude: Sequence[str]) -> Iterator[Path]:
    if path == STDIN:
        yield path
        return
    yield from (found for found in walk(path, exclude) if _wanted(found, path))


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
        yield from (Job(found, target) for found in _sources(paths[0], exclude))
        return
    if STDIN in paths:
        raise UsageError(f"{output} is a folder: give -o a file name for what comes from standard input")
    for path in paths:
        base = target if single and path.is_dir() else target / path.resolve().name
        inside = path.resolve() in target.resolve().parents
        for found in walk(path, exclude):
            if inside and target.resolve() in found.resolve().parents:
                continue
            yield Job(found, base / found.relative_to(path) if path.is_dir() else base, not _wanted(found, path))


def _refuse_overwriting(jobs: Sequence[Job]) -> None:
    outputs = [job.output for job in jobs if job.output is not None]
    taken = next((output for output in outputs if output.exists()), None)
    if taken is not None:
        raise UsageError(f"{taken} is there already: choose another -o, or convert --in-place")
    twice = next((output for output, count in Counter(outputs).items() if count > 1), None)
    if twice is not None:
        raise UsageError(f"two inputs would be written to {twice}: convert them in two calls")
