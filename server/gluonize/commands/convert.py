"""`gluonize convert`: PyTorch files, notebooks and whole trees become MXNet."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import click
from rich.console import Console
from rich.progress import track

from gluonize.catalogue import Target, load_catalogue
from gluonize.commands.conversion import Outcome, Wishes, read_jobs, run, together
from gluonize.commands.conversion_pages import renderer
from gluonize.commands.conversion_report import report, summarise
from gluonize.commands.diffs import coloured, unified
from gluonize.commands.jobs import plan
from gluonize.commands.options import exclude_option, infer_option, target_option
from gluonize.errors import UsageError
from gluonize.files.sources import write


@click.command()
@click.argument("paths", nargs=-1, required=True, metavar="PATH...", type=click.Path(path_type=Path, allow_dash=True))
@click.option("-o", "--output", metavar="OUT", help="Write to this file, or for folders below this folder.")
@click.option("--in-place", is_flag=True, help="Overwrite the files themselves.")
@click.option("--diff", "show_diff", is_flag=True, help="Show what changes; write only with -o or --in-place.")
@target_option
@click.option(
    "--report",
    "report_paths",
    metavar="FILE",
    multiple=True,
    type=click.Path(path_type=Path, dir_okay=False),
    help="Write what was done, and what is left, to a .json, .md or .html file. Can be given several times.",
)
@exclude_option
@infer_option
@click.option("--comments", is_flag=True, help="Say above each line that stays PyTorch why it does.")
@click.option("--keep-outputs", is_flag=True, help="Keep the outputs of notebooks, which are the original's.")
def command(
    paths: tuple[Path, ...],
    output: str | None,
    in_place: bool,
    show_diff: bool,
    target: Target,
    report_paths: tuple[Path, ...],
    exclude: tuple[str, ...],
    infer: bool,
    comments: bool,
    keep_outputs: bool,
) -> None:
    """Convert PyTorch code to MXNet.

    One file without -o goes to standard output. PATH "-" reads standard input. A file that cannot be parsed is
    reported and skipped. Exit code 1: something is left for you to do, or a file was skipped.
    """
    jobs = plan(paths, output, in_place=in_place, exclude=exclude)
    to_stdout = output is None and not in_place and not show_diff
    if to_stdout and len(jobs) > 1 and not report_paths:
        raise UsageError(f"{len(jobs)} files to convert: say where with -o FOLDER or --in-place, or look with --diff")
    pages = [(path, renderer(path)) for path in report_paths]
    console = Console(stderr=True, emoji=False)
    wishes = Wishes(target, comments, keep_outputs)
    catalogue = load_catalogue()
    readings = read_jobs(jobs, infer=infer)
    work = list(zip(jobs, readings, together(readings, catalogue, target), strict=True))
    steps = track(work, "Converting", console=console, transient=True, disable=not console.is_terminal)
    outcomes = [run(job, reading, catalogue, wishes, whole) for job, reading, whole in steps]
    if show_diff:
        _print_diffs(outcomes)
    elif to_stdout and len(jobs) == 1:
        click.echo(outcomes[0].data, nl=False)
    record = report(outcomes, target) if pages else {}
    for path, render in pages:
        write(path, render(record).encode())
    summarise(outcomes, console)
    if any(outcome.unfinished for outcome in outcomes):
        raise SystemExit(1)


def _print_diffs(outcomes: Sequence[Outcome]) -> None:
    for outcome in outcomes:
        if outcome.status == "converted" and outcome.program is not None and outcome.conversion is not None:
            before, after = outcome.program.changed(outcome.conversion.edits)
            for line in unified(before, after, outcome.program.name):
                click.echo(line, nl=False, color=coloured())
