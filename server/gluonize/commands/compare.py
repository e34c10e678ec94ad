"""`gluonize compare`: run a PyTorch program and its conversion, and compare what they compute."""

from __future__ import annotations

import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from types import FrameType
from typing import Any

import click
from rich.console import Console

from gluonize.commands import batch
from gluonize.commands.comparison_view import show
from gluonize.commands.kernel_options import Places, at, checked, kernel_options, limit_options
from gluonize.commands.options import target_option
from gluonize.commands.outputs import Outputs, output_options
from gluonize.commands.places import Place, parse_place, subject_of
from gluonize.commands.running import progress
from gluonize.commands.tolerances import tolerance_option
from gluonize.errors import KernelError, RunError, SourceError, UsageError
from gluonize.files.programs import Program, read_program
from gluonize.parity import (
    CompareOptions,
    Limits,
    Report,
    Tolerances,
    compare_part,
    compare_subject,
    judge_again,
    read_report,
)
from gluonize.parity.inputs import Source, given_inputs
from gluonize.parity.options import DEVICES, PRECISIONS, InputsFrom
from gluonize.parity.subjects import Subject, whole
from gluonize.parity.tolerances import Changes
from gluonize.parity.unrun import not_run
from gluonize.rewriter.model import Conversion


@click.command()
@click.argument(
    "place", metavar="FILE[::NAME | :LINE[:COLUMN] | :FIRST-LAST] | NOTEBOOK[::CELL] | FOLDER", required=False
)
@click.argument("arguments", nargs=-1, metavar="[-- ARGUMENTS]...")
@click.option(
    "--from",
    "saved",
    metavar="REPORT",
    type=click.Path(path_type=Path),
    help="Judge a report that --json wrote, instead of running anything.",
)
@tolerance_option("--rtol", "relative")
@tolerance_option("--atol", "absolute")
@click.option(
    "--device",
    type=click.Choice(DEVICES),
    default="auto",
    show_default=True,
    help="Where to run: auto gives each framework the GPU where it can use it.",
)
@click.option(
    "--precision",
    type=click.Choice(PRECISIONS),
    default="auto",
    show_default=True,
    help="auto runs in float32, and again in float64 where that parts, to tell rounding from error.",
)
@click.option("--lines", is_flag=True, help="Judge every line on its own, even where all values agree.")
@target_option
@output_options
@click.option(
    "--captured",
    "origin",
    flag_value="captured",
    help="Compare the call of FILE:LINE with what a run of the file gives it, and with nothing else.",
)
@click.option(
    "--examples",
    "origin",
    flag_value="examples",
    help="Compare the call of FILE:LINE on the catalogue's examples; the file is not run.",
)
@click.option(
    "--input",
    "texts",
    metavar="NAME=VALUE",
    multiple=True,
    help="An argument of FILE::NAME: an expression, or type and shape, as in x=float32(2, 3). May be repeated.",
)
@click.option(
    "--inputs",
    "file",
    metavar="FILE.npz",
    type=click.Path(path_type=Path),
    help="The arguments of FILE::NAME, by name.",
)
@limit_options
@kernel_options
def command(
    place: str | None,
    saved: Path | None,
    rtol: Changes,
    atol: Changes,
    outputs: Outputs,
    places: Places,
    origin: InputsFrom | None,
    texts: tuple[str, ...],
    file: Path | None,
    **chosen: Any,
) -> None:
    """Run a program on PyTorch and its conversion on MXNet, and compare values, losses and times.

    Both start from equal weights and data. FILE::NAME compares one function or class, FILE:LINE:COLUMN the call at this
    place, alone and with what a run of the file gives it. FILE:FIRST-LAST compares what these lines compute from the
    state that the program has made before them, NOTEBOOK::CELL one cell in the same way. The file is run as it is. Of a
    FOLDER, every program is run, and there is one table at the end. With --from, nothing is run, and a saved report
    is judged by other tolerances. Exit code 1: the two do not agree, or nothing could be proven.
    """
    if (place is None) == (saved is None):
        raise UsageError("give either FILE to run, or --from REPORT to judge a saved report")
    if saved is not None:
        _finish(judge_again(read_report(saved), rtol, atol), outputs)
        return
    folder = Path(str(place)).is_dir()
    chosen["send"] = tuple(chosen["send"])
    limits = Limits(chosen.pop("seconds"), chosen.pop("memory"))
    options = checked(CompareOptions(tolerances=Tolerances().changed(rtol, atol), limits=limits, **chosen), places)
    if folder:
        if options.arguments:
            raise UsageError("arguments are for one program: compare the file that takes them")
        _compare_folder(Path(str(place)), replace(options, keep_warm=True), places, outputs)
        return
    options = at(options, places.for_one())
    _compare_place(parse_place(str(place)), given_inputs(texts, file), origin or "auto", options, outputs)


def _compare_place(
    place: Place, inputs: tuple[Source, ...], origin: InputsFrom, options: CompareOptions, outputs: Outputs
) -> None:
    program = _read(place.path)
    subject = subject_of(program, place, options.target, inputs)
    if isinstance(subject, Subject):
        say_what_is_left(program, subject.conversion)
    try:
        with ending_by_signals(), progress() as running:
            report = compare_part(place.path, subject, options, running, running.watch, origin)
    except (KernelError, RunError) as error:
        converted = subject.conversion.text if isinstance(subject, Subject) else ""
        failed = not_run(place.path, options, str(error), subject.text, converted)
        failed = replace(failed, name=subject.title or None)
        outputs.write_json(failed.to_json())
        raise
    _finish(report, outputs)


def _compare_folder(folder: Path, options: CompareOptions, places: Places, outputs: Outputs) -> None:
    if outputs.html is not None or outputs.markdown is not None:
        raise UsageError("--html and --markdown are for one program: compare the file that you want a page of")

    def run(path: Path, tick: Callable[[str, float], None], server: batch.Place) -> Report:
        return compare_subject(path, whole(_read(path).document, options.target), at(options, server), tick)

    with ending_by_signals(), progress() as tick:
        outcomes = batch.run_all(batch.programs(folder), run, places.all(), tick)
    outputs.write_json(batch.to_json(outcomes, lambda path, why: not_run(path, options, why).to_json()))
    batch.show_all(outcomes, outputs.console())
    if not all(outcome.agree is True for outcome in outcomes):
        raise SystemExit(1)


def _finish(report: Report, outputs: Outputs) -> None:
    """Show and write a report, and end with 1 unless the programs agree."""
    console = outputs.console()
    outputs.write_json(report.to_json())
    show(report, console)
    for path in outputs.write_pages(report):
        console.print(f"report: {path}", highlight=False, markup=False)
    if report.agree is not True:
        raise SystemExit(1)


@contextmanager
def ending_by_signals() -> Iterator[None]:
    """Let a request to terminate end the comparison as Ctrl+C does, so that its kernels end too."""
    names = [signal.SIGTERM, *([signal.SIGHUP] if hasattr(signal, "SIGHUP") else [])]
    before = {name: signal.signal(name, _end) for name in names}
    try:
        yield
    finally:
        for name, handler in before.items():
            signal.signal(name, handler)


def _end(number: int, frame: FrameType | None) -> None:
    raise SystemExit(128 + number)


def _read(path: Path) -> Program:
    program = read_program(path)
    broken = program.syntax_error()
    if broken:
        raise SourceError(f"{path}: {broken}")
    return program


def say_what_is_left(program: Program, conversion: Conversion) -> None:
    """Name on standard error what stays PyTorch, with its place and the reason."""
    console = Console(stderr=True, emoji=False)
    for finding in conversion.remaining:
        place = program.at(finding.span.start).named(program.name)
        console.print(f"left {place}: {finding.explained}", markup=False, highlight=False, soft_wrap=True)
