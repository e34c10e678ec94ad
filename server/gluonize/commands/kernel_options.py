"""The options that say where the kernels of a comparison run."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from gluonize.errors import UsageError
from gluonize.parity import CompareOptions, Limits
from gluonize.parity.hosts.tokens import TOKEN, token_for

if TYPE_CHECKING:
    from gluonize.parity.hosts.server import Server

Command = TypeVar("Command", bound=Callable[..., Any])


@dataclass(frozen=True, slots=True)
class Places:
    """This machine, for `jobs` programs at a time (None: one, unless there are servers), and Jupyter servers."""

    servers: tuple[Server, ...] = ()
    jobs: int | None = None

    def all(self) -> tuple[Server | None, ...]:
        """One place for each program that may run at a time; None is this machine."""
        return (None,) * (len(self.servers) == 0 if self.jobs is None else self.jobs) + self.servers

    def for_one(self) -> Server | None:
        """The place of a single program; raises UsageError where several servers are given."""
        if len(self.servers) > 1:
            raise UsageError("one program runs in one place: give --kernel-server once, or a folder to spread")
        return self.servers[0] if self.servers else None


def checked(options: CompareOptions, places: Places) -> CompareOptions:
    """`options`, unless some of them are for another place than there is: UsageError."""
    if not places.servers and (options.torch_kernel or options.mxnet_kernel or options.send):
        raise UsageError("--torch-kernel, --mxnet-kernel and --send are for a --kernel-server: give its URL")
    if None not in places.all() and (options.torch_python or options.mxnet_python):
        raise UsageError("an interpreter is one of this machine: on a server, name --torch-kernel and --mxnet-kernel")
    return options


def at(options: CompareOptions, server: Server | None) -> CompareOptions:
    """`options` for a comparison on `server`, or on this machine for None."""
    if server is None:
        return replace(options, torch_kernel=None, mxnet_kernel=None, send=())
    return replace(options, server=server, torch_python=None, mxnet_python=None)


def kernel_options(command: Command) -> Command:
    """Add the options; the command gets the interpreters, `places`, `torch_kernel`, `mxnet_kernel` and `send`."""

    def places(context: click.Context, parameter: click.Parameter, jobs: int | None) -> Places:
        from gluonize.parity.hosts.server import server_at  # what it needs is slow to import, and rarely wanted

        urls, file = context.params.pop("kernel_server"), context.params.pop("kernel_token_file")
        return Places(tuple(server_at(url, token_for(url, file)) for url in urls), jobs)

    options = [
        click.option("--torch-python", metavar="PYTHON", help="The interpreter that has PyTorch."),
        click.option("--mxnet-python", metavar="PYTHON", help="The interpreter that has MXNet."),
        click.option(
            "--kernel-server",
            metavar="URL",
            multiple=True,
            is_eager=True,
            help=f"Run on this Jupyter server; its token is taken from {TOKEN}. Several share a folder's programs.",
        ),
        click.option(
            "--kernel-token-file",
            metavar="FILE",
            type=click.Path(exists=True, dir_okay=False, path_type=Path),
            is_eager=True,
            help="A file with the token, or with lines URL TOKEN, instead of the environment variable.",
        ),
        click.option("--torch-kernel", metavar="NAME", help="The server's kernel that has PyTorch."),
        click.option("--mxnet-kernel", metavar="NAME", help="The server's kernel that has MXNet."),
        click.option(
            "--send",
            metavar="PATTERN",
            multiple=True,
            help="Files beside the program that it reads, such as data/*.npz, for the server.",
        ),
        click.option(
            "--jobs",
            "places",
            type=click.IntRange(min=1),
            callback=places,
            help="How many programs of a folder run at a time on this machine.  [default: 1, with servers 0]",
        ),
    ]
    for option in reversed(options):
        command = option(command)
    return command


def limit_options(command: Command) -> Command:
    """Add the options that limit a program; the command gets `seconds` and `memory`, in MiB."""
    time = click.option(
        "--seconds",
        type=click.FloatRange(min=0, min_open=True),
        default=Limits().seconds,
        show_default=True,
        help="How long each program may run.",
    )
    memory = click.option(
        "--memory",
        metavar="MIB",
        type=click.IntRange(min=256),
        default=Limits().memory,
        show_default=True,
        help="How much memory each program may take.",
    )
    return time(memory(command))
