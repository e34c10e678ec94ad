"""`gluonize check`: what in these files is PyTorch, and what MXNet has for it."""

from __future__ import annotations

from pathlib import Path

import click
from rich.console import Console
from rich.progress import track

from gluonize.catalogue import Target, load_catalogue
from gluonize.commands.checking import Results, check_file
from gluonize.commands.formats import FORMATS
from gluonize.commands.options import exclude_option, infer_option, target_option
from gluonize.files.projects import project_root, read_project
from gluonize.files.walk import sources


@click.command()
@click.argument("paths", nargs=-1, required=True, metavar="PATH...", type=click.Path(path_type=Path))
@click.option(
    "--format", "form", type=click.Choice(tuple(FORMATS)), default="text", show_default=True, help="How to print them."
)
@click.option("--json", "as_json", is_flag=True, help="The same as --format json.")
@target_option
@exclude_option
@infer_option
def command(
    paths: tuple[Path, ...], form: str, as_json: bool, target: Target, exclude: tuple[str, ...], infer: bool
) -> None:
    """List the uses of PyTorch in files and folders, and how much of them converts.

    Folders are searched for Python files and notebooks; hidden, ignored and installed files are left out. Exit code
    1: there are findings, or a file could not be read.
    """
    console = Console(stderr=True, emoji=False)
    catalogue = load_catalogue()
    readings = read_project(((path, project_root(given)) for path, given in sources(paths, exclude)), infer=infer)
    steps = track(readings, "Checking", console=console, transient=True, disable=not console.is_terminal)
    results = Results(tuple(check_file(reading, catalogue, target) for reading in steps), target)
    FORMATS["json" if as_json else form](results)
    if results.problems or any(file.findings for file in results.files):
        raise SystemExit(1)
