"""Options that several subcommands share."""

from __future__ import annotations

import click

from gluonize.catalogue import TARGETS

target_option = click.option(
    "--target",
    type=click.Choice(TARGETS),
    default="nd",
    show_default=True,
    help="The MXNet API: nd is the classic NDArray API, np the NumPy-like one.",
)
exclude_option = click.option(
    "--exclude",
    multiple=True,
    metavar="PATTERN",
    help="Leave these files of folders out, in .gitignore's syntax; can be given several times.",
)
infer_option = click.option(
    "--infer",
    is_flag=True,
    help="Look for types that the files do not tell in the packages around them. Slow.",
)
