"""Compares one call of a program alone: with what a run of the program gives it, or on the catalogue's inputs."""

from __future__ import annotations

import functools
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

from gluonize.errors import RunError, UsageError
from gluonize.parity import derived
from gluonize.parity.focus import Captured
from gluonize.parity.folders import private_folder
from gluonize.parity.live import Progress, Watch
from gluonize.parity.options import CompareOptions, InputsFrom
from gluonize.parity.report import Report
from gluonize.parity.runner import compare_subject
from gluonize.parity.runs import Request, perform
from gluonize.parity.session import kernels
from gluonize.parity.sites import CallSite
from gluonize.parity.subjects import Subject


def compare_call(
    path: Path,
    site: CallSite,
    options: CompareOptions,
    progress: Progress,
    watch: Watch = lambda precision, losses: None,
    inputs: InputsFrom = "auto",
) -> Report:
    """Compare the call `site` of the program at `path`, alone.

    `inputs` says where its arguments come from: the first execution in a run of the program (`captured`), the
    catalogue's examples (`examples`), or the first of these that can be had. What makes something instead of computing
    it, as a layer's class does, is always compared by what it does on examples.
    Raises what `compare` raises, and UsageError where there are no inputs that the call can be run with.
    """
    options = replace(options, keep_warm=True)
    note = ""
    if inputs != "examples" and site.kind in ("function", "instance"):
        try:
            with _captured(path, site, options, progress) as subject:
                return _told(site, subject, compare_subject(path, subject, options, progress, watch))
        except _NoInputsError as error:
            if inputs == "captured":
                raise RunError(str(error)) from error
            note = f"a run of the program gives no inputs for it: {error}"
    subject, report = _on_examples(path, site, options, progress, watch)
    report = _told(site, subject, report)
    return replace(report, notes=(*report.notes, note)) if note else report


def compare_part(
    path: Path,
    part: Subject | CallSite,
    options: CompareOptions,
    progress: Progress,
    watch: Watch = lambda precision, losses: None,
    inputs: InputsFrom = "auto",
) -> Report:
    """Compare a part of the program at `path`, whichever it is."""
    if isinstance(part, CallSite):
        return compare_call(path, part, options, progress, watch, inputs)
    return compare_subject(path, part, options, progress, watch)


class _NoInputsError(Exception):
    """A run of the program does not give the arguments of the call."""


@contextmanager
def _captured(path: Path, site: CallSite, options: CompareOptions, progress: Progress) -> Iterator[Subject]:
    """The call with the arguments that it has in a run of the program, whose arrays stay as long as the block."""
    folder = private_folder("run")
    tick = functools.partial(progress, f"running the program up to line {site.place[0]}", 0.05)
    try:
        with kernels(options, tick) as started:
            kernel = started["torch"]
            kernel.files.push_program(path.resolve(), tick)
            request = Request(
                side="torch",
                text=site.text,
                path=path.resolve(),
                folder=folder / "torch",
                precision="float32",
                trace=False,
                focus=Captured(site.title, site.place),
                device=options.device,
                arguments=options.arguments,
            )
            try:
                run = perform(request, kernel, options.limits, tick)
                subject = derived.from_capture(site, run.data, kernel.files.there(run.folder), options.target)
            except (RunError, UsageError) as error:
                raise _NoInputsError(str(error)) from error
        yield subject
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _on_examples(
    path: Path, site: CallSite, options: CompareOptions, progress: Progress, watch: Watch
) -> tuple[Subject, Report]:
    failure = "the catalogue has no example that can stand for it"
    for subject in derived.from_examples(site, options.target):
        try:
            return subject, compare_subject(path, subject, options, progress, watch)
        except RunError as error:
            if error.side == "mxnet":
                raise
            failure = str(error)
    raise UsageError(f"{site.callee} cannot be run alone: {failure.rstrip('.')}. Compare the lines around it.")


def _told(site: CallSite, subject: Subject, report: Report) -> Report:
    """The report as one on the line of the call in the user's program."""
    line = site.place[0]
    values = tuple(replace(value, line=line, name=_named(value.name, site)) for value in report.values)
    notes = tuple(note.replace("call is not called in the program; ", "") for note in report.notes)
    changes: dict[str, Any] = {"name": site.title, "values": values, "text": site.text, "notes": notes}
    if report.parting is not None:
        changes["parting"] = replace(report.parting, line=line, what=_named(report.parting.what, site))
    changes["cause"] = tuple(replace(cause, line=line) for cause in report.cause)
    if subject.conversion.remaining and not report.values:
        changes["reason"] = subject.conversion.remaining[0].message
    else:
        changes["reason"] = _named(report.reason.replace(f" (line {report.diverges_at})", f" (line {line})"), site)
    return replace(report, **changes)


def _named(text: str, site: CallSite) -> str:
    """Names of the function around the call as those of what it calls."""
    return (
        text.replace("call(...)", f"{site.callee}(...)").replace(", call 1", "").replace(" after call 1", " afterwards")
    )
