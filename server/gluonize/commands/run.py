"""`gluonize run`: a converted program on MXNet, whatever NumPy there is."""

from __future__ import annotations

import subprocess
from importlib import resources
from pathlib import Path

import click

from gluonize.parity.interpreters import choose

_START = """
import runpy as _runpy, sys as _sys
_sys.argv = _sys.argv[1:]
_sys.path[0] = PLACE
_runpy.run_path(_sys.argv[0], run_name="__main__")
"""


@click.command(context_settings={"ignore_unknown_options": True, "allow_interspersed_args": False})
@click.option("--mxnet-python", metavar="PYTHON", help="The interpreter that has MXNet, when it is not this one.")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path), metavar="FILE")
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED, metavar="[ARGUMENTS]...")
def command(mxnet_python: str | None, file: Path, arguments: tuple[str, ...]) -> None:
    """Run a converted program, as python FILE ARGUMENTS would where MXNet can be imported.

    MXNet 1.9.1 looks up names that NumPy 1.24 dropped; they are put back before the program starts. Exit code: the
    program's own.
    """
    python = choose("mxnet", mxnet_python)
    names = (resources.files("gluonize.parity") / "probe" / "aliases.py").read_text(encoding="utf-8")
    start = _START.replace("PLACE", repr(str(file.resolve().parent)))
    done = subprocess.run([python, "-c", f"{names}\nput_back()\n{start}", str(file), *arguments], check=False)
    raise SystemExit(done.returncode if done.returncode >= 0 else 128 - done.returncode)
