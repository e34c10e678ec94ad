"""Compares a PyTorch program with its conversion: both run, from equal weights and in equal order, and are judged."""

from __future__ import annotations

import functools
import shutil
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType

from gluonize.errors import KernelError, RunError
from gluonize.parity import assemble, lines
from gluonize.parity.causes import with_causes
from gluonize.parity.focus import Definition
from gluonize.parity.folders import private_folder
from gluonize.parity.lines import Examined
from gluonize.parity.live import Progress, Watch
from gluonize.parity.options import CompareOptions
from gluonize.parity.pairing import Pairing, pair
from gluonize.parity.report import Basis, Report
from gluonize.parity.session import kernels, lent
from gluonize.parity.stage import Pair, Stage
from gluonize.parity.subjects import Subject, still_pytorch
from gluonize.parity.texts import check_name, names_device, read_source, remaining_pytorch, texts_beside
from gluonize.parity.timing import timing
from gluonize.parity.unrun import not_run
from gluonize.parity.verdict import Evidence, decide
from gluonize.rewriter.model import Edit

_HARDLY_ROUNDING = 100.0  # times the tolerances
_WORTH_A_SEARCH = 10.0  # times the tolerances: a training may amplify one side's rounding so far, and the other's less


def compare(
    source: Path,
    converted: str,
    options: CompareOptions,
    progress: Progress,
    text: str | None = None,
    watch: Watch = lambda precision, losses: None,
    edits: Sequence[Edit] = (),
    beside: Mapping[Path, str] = MappingProxyType({}),
) -> Report:
    """Run `source` on PyTorch and its conversion, the text `converted`, on MXNet, and say how far apart they are.

    `text` stands for the content of `source` where an editor holds it unsaved. `progress` is called with the stage and
    the share that is done, several times a second; what it raises ends the comparison and its kernels. `watch` is
    called with the precision and the mean losses of the epochs that are over on each side, while the programs run.
    `edits` are those that have made `converted` of the text: with them, where values part, each line is judged on its
    own, too. `beside` are the converted texts of modules that the program imports, by their files.

    Raises FrameworkMissingError, KernelError when a kernel fails or passes a limit, RunError when a program raises,
    SourceError when a text cannot be read, UsageError when the file does not define what `options.focus` names.
    """
    begin = time.perf_counter()
    source = source.resolve()
    text = read_source(source) if text is None else text
    if isinstance(options.focus, Definition):
        check_name(source, text, options.focus.name)
    line = remaining_pytorch(source, converted)
    if line is not None:
        reason = f"The conversion still uses PyTorch (its line {line})."
        return not_run(source, options, reason, text, converted)
    folder = private_folder("run")
    try:
        with kernels(options, functools.partial(progress, "starting the kernels", 0.0)) as started:
            silent = not any(map(names_device, [text, *texts_beside(source)]))
            stage = Stage(source, text, converted, edits, beside, options, folder, started, progress, watch, silent)
            with lent(started, source, folder, functools.partial(progress, "sending the program", 0.1)):
                report = _compared(stage, begin)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    progress("done", 1.0)
    return with_causes(report)


def compare_subject(
    path: Path,
    subject: Subject,
    options: CompareOptions,
    progress: Progress,
    watch: Watch = lambda precision, losses: None,
) -> Report:
    """Run what `subject` says of the program at `path` on both sides, as `compare` does, and with what it raises."""
    options = replace(options, focus=subject.focus)
    made = subject.conversion
    reason = still_pytorch(path, subject)
    if reason:
        return not_run(path.resolve(), options, reason, subject.text, made.text)
    beside = {file.resolve(): conversion.text for file, conversion in subject.beside.items()}
    report = compare(path, made.text, options, progress, subject.text, watch, made.edits, beside)
    return replace(report, notes=(*subject.notes, *report.notes))


def _compared(stage: Stage, begin: float) -> Report:
    options = stage.options
    precision = "float64" if options.precision == "float64" else "float32"
    first = stage.pair(precision, trace=False, done=0.15, share=0.4)
    second: Pair | None = None
    examined: Examined | None = None
    failure = ""
    closer = "float32" if options.precision == "float32" else "float64"
    if options.lines or not first.agrees:
        try:
            second = _rounding(stage, first) if closer != precision else None
            if second is None:
                paired = pair(stage.text, stage.converted, stage.edits) if stage.edits else Pairing()
                stage = replace(stage, pairing=paired)
                second = stage.pair(closer, trace=True, done=0.75, share=0.15)
        except (KernelError, RunError) as error:
            failure = str(error)
    if stage.pairing.units and (options.lines or (second is not None and not second.agrees)):
        examined = _examined(stage, second, closer)
    shrinks = second is not None and closer != precision and second.agrees
    if second is not None and shrinks and _far(first, _WORTH_A_SEARCH) and not stage.rounds(first, second):
        examined = _lossy(stage) or examined
    return _report(stage, precision, first, second, failure, examined, begin)


def _rounding(stage: Stage, first: Pair) -> Pair | None:
    """The runs in float64 that prove rounding, so that nobody asks for lines; None where that is unlikely or untrue."""
    if not stage.options.lines and not _far(first, _HARDLY_ROUNDING):
        with suppress(RunError):
            second = stage.pair("float64", trace=False, done=0.55, share=0.2)
            return second if second.agrees else None
    return None


def _far(pair: Pair, bound: float) -> bool:
    """Whether something parts by more than `bound` times its tolerance; what is tried depends on it, no verdict."""
    factors = [entry["smallest_tolerance"] for entry in pair.judged["values"] if not entry["agree"]]
    return any(factor is None or factor > bound for factor in factors)


def _examined(stage: Stage, second: Pair | None, precision: str) -> Examined | None:
    """The line by line run; in float32 where that is asked for, or the conversion does not run in float64."""
    if second is None and precision != "float32":
        precision = "float32"
        with suppress(KernelError, RunError):
            second = stage.pair(precision, trace=True, done=0.75, share=0.15)
    if second is None:
        return None
    return stage.weighed(second) if precision == "float32" else stage.examined(second, precision)


def _lossy(stage: Stage) -> Examined | None:
    """The run in float32 that finds lines which lose there what PyTorch keeps; None where it finds none."""
    if not stage.edits:
        return None
    stage = replace(stage, pairing=pair(stage.text, stage.converted, stage.edits))
    with suppress(KernelError, RunError):
        found = stage.weighed(stage.pair("float32", trace=True, done=0.9, share=0.05))
        return found if found is not None and lines.differ(found) else None
    return None


def _report(
    stage: Stage,
    precision: str,
    first: Pair,
    second: Pair | None,
    failure: str,
    examined: Examined | None,
    begin: float,
) -> Report:
    ours, theirs = first.ours, first.theirs
    told = second is not None and precision != "float64" and stage.options.precision == "auto"
    exact = second if told else None
    values = assemble.values(first.judged, ours, exact.judged if exact else None, stage.text)
    only = assemble.only(first.judged, ours, theirs)
    problems = tuple(dict.fromkeys([*ours.data["problems"], *theirs.data["problems"]]))
    doubts = tuple(dict.fromkeys([*ours.data["doubts"], *theirs.data["doubts"]]))
    parting = lines.first(examined) if examined is not None else None
    if parting is None and second is not None:
        parting = assemble.parting(second.judged, ours, "float64" if told else precision)
    said = [*ours.data["notes"], *theirs.data["notes"]]
    basis = Basis(problems, doubts, second is not None, told, failure, parting)
    agree, verdict, reason = decide(Evidence(values, only, basis, precision))
    return Report(
        source=str(stage.source),
        name=stage.options.title,
        target=stage.options.target,
        agree=agree,
        verdict=verdict,
        reason=reason,
        precision=precision,
        values=values,
        losses=assemble.losses(ours, theirs, (exact.ours, exact.theirs) if exact else None),
        parting=parting if verdict == "different" else None,
        only=only,
        skipped=tuple(ours.data["skipped"]),
        notes=tuple(dict.fromkeys([*stage.options.remarks, *said, *doubts, *lines.remarks(examined)])),
        devices={"torch": ours.data["device"], "mxnet": theirs.data["device"]},
        versions={"torch": ours.data["versions"], "mxnet": theirs.data["versions"]},
        timing=timing(ours.data, theirs.data, time.perf_counter() - begin),
        printed={"torch": ours.printed, "mxnet": theirs.printed},
        text=stage.text,
        converted=stage.converted,
        basis=basis,
        lines=lines.lines(examined, stage.text, stage.options.target),
        not_judged=lines.not_judged(examined, stage.text, stage.options.target),
    )
