"""`gluonize weights`: a PyTorch checkpoint as parameters of the converted network, checked array by array."""

from __future__ import annotations

from pathlib import Path

import click

from gluonize.catalogue import Target
from gluonize.commands.options import target_option
from gluonize.errors import UsageError
from gluonize.parity.weights import Checkpoint, convert_weights


@click.command()
@click.argument("network", metavar="FILE::NETWORK")
@click.argument("checkpoint", type=click.Path(exists=True, dir_okay=False, path_type=Path), metavar="CHECKPOINT")
@click.option(
    "-o", "--output", "out", type=click.Path(path_type=Path), required=True, metavar="FILE.params",
    help="The file to write, for net.load_parameters(); never an existing one.",
)  # fmt: skip
@click.option("--key", metavar="KEY", help="Where the weights are in a checkpoint that holds more, as in model.ema.")
@click.option(
    "--input", "inputs", multiple=True, metavar="TYPE(SHAPE)",
    help="Also run both networks on such an input, as in float32(1, 3, 32, 32); once for each argument.",
)  # fmt: skip
@target_option
@click.option("--torch-python", metavar="PYTHON", help="The interpreter that has PyTorch, when it is not this one.")
@click.option("--mxnet-python", metavar="PYTHON", help="The interpreter that has MXNet, when it is not this one.")
def command(
    network: str,
    checkpoint: Path,
    out: Path,
    key: str | None,
    inputs: tuple[str, ...],
    target: Target,
    torch_python: str | None,
    mxnet_python: str | None,
) -> None:
    """Convert a .pt or .pth file to parameters of the converted network.

    NETWORK is a class, a variable, or a call such as 'Net(10)', of the PyTorch program FILE, which is imported. The
    checkpoint is read with weights_only=True: nothing in it is run. Every array is read back and compared. Exit code 1:
    the outputs of the two networks differ.
    """
    file, _, name = network.partition("::")
    path = Path(file)
    if not name or not path.is_file():
        raise UsageError(f"{network} names no network: write FILE::NETWORK, as in model.py::Net")
    if out.exists():
        raise UsageError(f"{out} is there already: choose another -o")
    task = Checkpoint(path, name, checkpoint, out, target, key, inputs)
    outcome = convert_weights(task, {"torch": torch_python, "mxnet": mxnet_python})
    for ours, theirs in outcome.names.items():
        click.echo(f"{ours}\t{theirs}")
    for buffer in outcome.kept:
        click.echo(f"{buffer} is set by the network itself, to the same values.", err=True)
    click.echo(f"{len(outcome.names)} arrays written to {out}; each was read back and equals its tensor.", err=True)
    if outcome.errors:
        verdict = "agree" if outcome.agree else "DIFFER"
        click.echo(f"The outputs of both networks {verdict} (1e-5 + 1e-4 relative).", err=True)
    raise SystemExit(0 if outcome.agree else 1)
