"""`gluonize server`: the language server."""

from __future__ import annotations

import ipaddress

import click

from gluonize.errors import UsageError
from gluonize.lsp import serve


@click.command()
@click.option("--stdio", is_flag=True, help="Talk over standard input and output; this is the default.")
@click.option("--tcp", metavar="HOST:PORT", help="Listen on this address instead; HOST defaults to 127.0.0.1.")
def command(stdio: bool, tcp: str | None) -> None:
    """Run the language server, which an editor starts."""
    if stdio and tcp is not None:
        raise UsageError("choose one of --stdio and --tcp")
    address = None if tcp is None else parse_address(tcp)
    if address is not None and not is_loopback(address[0]):
        click.echo(f"gluonize: anyone who can reach {address[0]} can use this server", err=True)
    try:
        code = serve(address)
    except OSError as error:
        if address is None:
            raise
        raise UsageError(f"--tcp {tcp}: cannot listen there: {error.strerror or error}") from None
    raise SystemExit(code)


def parse_address(text: str) -> tuple[str, int]:
    """`HOST:PORT`, `:PORT` or `PORT` as a pair, on the loopback interface unless a host is given.

    Raises UsageError for anything else.
    """
    host, _, port = text.rpartition(":")
    if not port.isdecimal() or int(port) > 65535:
        raise UsageError(f"--tcp {text}: give HOST:PORT, as in 127.0.0.1:2087")
    return host.strip("[]") or "127.0.0.1", int(port)


def is_loopback(host: str) -> bool:
    """Whether `host` can be reached from this machine only."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
