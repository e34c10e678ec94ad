"""`gluonize check`: what in these files is PyTorch, and what MXNet has for it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import click
from rich.console import Console
from rich.progress import track

from gluonize.catalogue import Target, load_catalogue
from gluonize.commands.checking import Results, check_file
from gluonize.commands.formats import FORMATS
from gluonize.commands.options import exclude_option, target_option
from gluonize.files.walk import is_source, walk


@click.command()
@click.argument("paths", nargs=-1, required=True, metavar="PATH...", type=click.Path(path_type=Path))
@click.option(
    "--format", "form", type=click.Choice(tuple(FORMATS)), default="text", show_default=True, help="How to print them."
)
@click.option("--json", "as_json", is_flag=True, help="The same as --format json.")
@target_option
@exclude_option
def command(paths: tuple[Path, ...], form: str, as_json: bool, target: Target, exclude: tuple[str, ...]) -> None:
    """List the uses of PyTorch in files and folders, and how much of them converts.

    Folders are searched for Python files and notebooks; hidden, ignored and installed files are left out. Exit code
    1: there are findings, or a file could not be read.
    """
    console = Console(stderr=True)
    catalogue = load_catalogue()
    found = list(_sources(paths, exclude))
    steps = track(found, "Checking", console=console, transient=True, disable=not console.is_terminal)
    results = Results(tuple(check_file(path, catalogue, target) for path in steps), target)
    FORMATS["json" if as_json else form](results)
    if results.problems or any(file.findings for file in results.files):
        raise SystemExit(1)


def _sources(paths: Sequence[Path], exclude: Sequence[str]) -> Iterator[Path]:
    """Each file once, however often it is given; a file that was named is looked at whatever its suffix."""
    seen: set[Path] = set()
    for path in paths:
        for found in walk(path, exclude):
            if (found == path or is_source(found)) and found not in seen:
                seen.add(found)
                yield found
