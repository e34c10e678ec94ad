"""`gluonize run`: a converted program on MXNet, whatever NumPy there is."""

from __future__ import annotations

import os
import subprocess
from importlib import resources
from pathlib import Path
from tempfile import TemporaryDirectory

import click

from gluonize.parity.interpreters import choose

_CHAIN = """
import os as _os
import sys as _sys
from importlib.machinery import PathFinder as _PathFinder
from importlib.util import module_from_spec as _module_from_spec

_own = _os.path.dirname(__file__)
_next = _PathFinder.find_spec("sitecustomize", [path for path in _sys.path if path != _own])
if _next is not None and _next.loader is not None:
    _next.loader.exec_module(_module_from_spec(_next))
"""
"""What the interpreter would have read at its start without us."""


@click.command(context_settings={"ignore_unknown_options": True, "allow_interspersed_args": False})
@click.option("--mxnet-python", metavar="PYTHON", help="The interpreter that has MXNet, when it is not this one.")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path), metavar="FILE")
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED, metavar="[ARGUMENTS]...")
def command(mxnet_python: str | None, file: Path, arguments: tuple[str, ...]) -> None:
    """Run a converted program, as python FILE ARGUMENTS would where MXNet can be imported.

    MXNet 1.9.1 looks up names that NumPy 1.24 dropped; they are put back before the program and its processes start.
    Exit code: the program's own.
    """
    python = choose("mxnet", mxnet_python)
    names = (resources.files("gluonize.parity") / "probe" / "aliases.py").read_text(encoding="utf-8")
    with TemporaryDirectory(prefix="gluonize-run-") as folder:
        start = Path(folder) / "sitecustomize.py"
        start.write_text(f"{names}\nput_back()\n{_CHAIN}", encoding="utf-8")
        paths = os.pathsep.join(filter(None, (folder, os.environ.get("PYTHONPATH"))))
        done = subprocess.run([python, str(file), *arguments], env={**os.environ, "PYTHONPATH": paths}, check=False)
    raise SystemExit(done.returncode if done.returncode >= 0 else 128 - done.returncode)
