"""`gluonize demo`: a PyTorch program is converted, both versions learn to read digits, and the two are compared."""

from __future__ import annotations

import json
from dataclasses import replace
from importlib import resources
from pathlib import Path

import click
from rich.console import Console
from rich.markup import escape

from gluonize.catalogue import load_catalogue
from gluonize.commands.compare import say_what_is_left
from gluonize.commands.comparison_view import losses_table, places, verdict
from gluonize.commands.conversion import Wishes, read_jobs, run
from gluonize.commands.diffs import unified
from gluonize.commands.jobs import Job
from gluonize.commands.running import progress
from gluonize.errors import SourceError
from gluonize.files.sources import write
from gluonize.parity import CompareOptions, Report, compare
from gluonize.parity.digits import write_digits
from gluonize.parity.report import Epoch
from gluonize.parity.views import render_html
from gluonize.rewriter.model import Conversion

PROGRAM = "mnist_mlp.py"


@click.command()
@click.option(
    "-o",
    "--output",
    metavar="FOLDER",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path("gluonize-demo"),
    show_default=True,
    help="Where the data, both programs and the report go.",
)
@click.option("--keep-last", is_flag=True, help="Train on the last, smaller batch of each epoch, too.")
def command(output: Path, keep_last: bool) -> None:
    """Convert a PyTorch program, train both versions on handwritten digits, and compare them.

    Needs PyTorch, torchvision and MXNet in the environment. Exit code 1: the two do not agree.
    """
    console = Console(emoji=False)
    console.print(f"[bold]1. A PyTorch program and real data[/] in {escape(str(output))}", highlight=False)
    source = output / PROGRAM
    text = example(PROGRAM).read_text(encoding="utf-8")
    write(source, (text.replace("drop_last=True", "drop_last=False") if keep_last else text).encode())
    write_digits(output / "data")
    made = _convert(source, output / "mnist_mlp_mxnet.py", console)
    console.print("[bold]3. Both train for 5 epochs, from equal weights and in equal order[/]", highlight=False)
    report = _compare(source, made)
    if report.losses.epochs:
        console.print(losses_table(report.losses.epochs))
        console.print(meaning(report.losses.epochs), highlight=False, soft_wrap=True)
    console.print(places(report), highlight=False, soft_wrap=True)
    console.print(verdict(report), highlight=False, soft_wrap=True)
    write(output / "report.json", json.dumps(report.to_json(), indent=2).encode() + b"\n")
    write(output / "report.html", render_html(report).encode())
    console.print(
        f"[bold]4. The report[/]: {escape(str((output / 'report.html').resolve()))}", highlight=False, soft_wrap=True
    )
    if report.agree is not True:
        raise SystemExit(1)


def example(name: str) -> Path:
    """An example program: inside the installed package, or beside the sources in a checkout."""
    packaged = Path(str(resources.files("gluonize"))) / "examples" / name
    return packaged if packaged.exists() else Path(__file__).resolve().parents[3] / "examples" / name


def _convert(source: Path, target: Path, console: Console) -> Conversion:
    console.print(f"[bold]2. Its conversion[/] in {escape(str(target))}", highlight=False)
    job = Job(source, target, root=source.parent)
    [reading] = read_jobs([job])
    outcome = run(job, reading, load_catalogue(), Wishes("nd"))
    if outcome.conversion is None or outcome.program is None:
        raise SourceError(f"{source}: {outcome.reason}")
    for line in unified(outcome.program.document.data.decode(), outcome.conversion.text, PROGRAM):
        click.echo(line, nl=False)
    say_what_is_left(outcome.program, outcome.conversion)
    return outcome.conversion


def _compare(source: Path, made: Conversion) -> Report:
    """The report in float32, with the differences in float64 beside it."""
    options = CompareOptions(keep_warm=True)
    with progress() as running:
        report = compare(source, made.text, options, running, watch=running.watch, edits=made.edits)
        if all(epoch.difference_float64 is not None for epoch in report.losses.epochs):
            return report
        options = replace(options, precision="float64")
        exact = compare(source, made.text, options, running, watch=running.watch, edits=made.edits)
    if len(exact.losses.epochs) != len(report.losses.epochs):
        return report
    pairs = zip(report.losses.epochs, exact.losses.epochs, strict=True)
    epochs = tuple(replace(epoch, difference_float64=double.difference) for epoch, double in pairs)
    return replace(report, losses=replace(report.losses, epochs=epochs))


def meaning(epochs: tuple[Epoch, ...]) -> str:
    """Whether the losses part by rounding or by an error: rounding shrinks with the precision, an error stays."""
    single = max(epoch.difference for epoch in epochs)
    doubles = [epoch.difference_float64 for epoch in epochs if epoch.difference_float64 is not None]
    told = f"The losses part by at most {single:.1e} in float32"
    if len(doubles) < len(epochs):
        return f"{told}; without a run in float64 nobody can say whether that is rounding or an error."
    told += f" and {max(doubles):.1e} in float64"
    if max(doubles) < 1e-3 * max(single, 1e-6):
        return f"{told}: [green]rounding[/], which shrinks with the precision."
    return f"{told}: [red]an error[/], which stays whatever the precision."
