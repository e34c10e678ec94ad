"""The command line: routes to the subcommands and imports each of them only when it is asked for."""

from __future__ import annotations

from collections.abc import Sequence
from importlib import import_module
from typing import Any

import click

from gluonize import __version__
from gluonize.errors import GluonizeError

COMMANDS = ("server", "check", "convert", "compare", "run", "weights", "explain", "demo")


class LazyGroup(click.Group):
    """A group whose subcommand `x` is `command` of the module `gluonize.commands.x`, imported on first use."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        command: click.Command = import_module(f"gluonize.commands.{cmd_name}").command
        return command

    def invoke(self, ctx: click.Context) -> Any:
        """Run the subcommand; an error of ours ends in its one sentence and exit code 2."""
        try:
            return super().invoke(ctx)
        except GluonizeError as error:
            raise UsageFailure(str(error)) from error


class UsageFailure(click.ClickException):
    """A usage or environment error: one sentence on standard error, exit code 2."""

    exit_code = 2


@click.group(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="gluonize")
def cli() -> None:
    """Bring PyTorch code to Apache MXNet (Gluon), and prove each conversion by running it.

    Exit codes: 0 all is fine, 1 there are findings or a disagreement, 2 usage or environment error.
    """


def main(arguments: Sequence[str] | None = None) -> None:
    """The entry point of the `gluonize` script; ends the process with the exit code."""
    cli.main(args=None if arguments is None else list(arguments), prog_name="gluonize")
