"""Finds the Python interpreters that the two kernels run in."""

from __future__ import annotations

import functools
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from gluonize.errors import FrameworkMissingError, KernelError
from gluonize.parity.options import TITLES, Side

INSTALL = {
    "torch": "install it there with: python -m pip install torch",
    "mxnet": "install it there with: python -m pip install --no-deps mxnet==1.9.1"
    " && python -m pip install numpy requests graphviz",
}
_SECONDS = 30
_PROBE = "import importlib.util as u, sys; print(*[int(bool(u.find_spec(n))) for n in (sys.argv[1], 'ipykernel')])"


def missing(side: Side, python: str) -> FrameworkMissingError:
    """The error for an interpreter without its framework; names the command that installs it."""
    return FrameworkMissingError(f"{TITLES[side]} is not installed for {python}; {INSTALL[side]}")


def choose(side: Side, given: str | None) -> str:
    """The interpreter for `side`: the one given, else the first near at hand that has the framework.

    Raises KernelError when `given` is no Python with ipykernel, FrameworkMissingError when none has the framework.
    """
    if given is not None:
        return _checked(side, _resolve(given))
    for candidate in _candidates():
        if _modules(candidate, side) == (True, True):
            return candidate
    raise missing(side, sys.executable)


def _resolve(given: str) -> str:
    found = shutil.which(os.path.expanduser(given))
    if found is None:
        raise KernelError(f"{given} is not a Python interpreter; give the path of one")
    return found


def _checked(side: Side, python: str) -> str:
    framework, kernel = _modules(python, side)
    if not framework:
        raise missing(side, python)
    if not kernel:
        raise KernelError(
            f"ipykernel is not installed for {python}; install it there with: python -m pip install ipykernel"
        )
    return python


def _candidates() -> Iterator[str]:
    """This interpreter, those of the active environments, and those on the path; each once."""
    names = ["python3", "python"]
    roots = [os.environ.get(name) for name in ("VIRTUAL_ENV", "CONDA_PREFIX")]
    places = [Path(root, "Scripts" if os.name == "nt" else "bin", name) for root in roots if root for name in names]
    found = [sys.executable, *map(str, places), *filter(None, map(shutil.which, names))]
    yield from dict.fromkeys(python for python in found if os.access(python, os.X_OK))


@functools.cache
def _modules(python: str, side: Side) -> tuple[bool, bool]:
    """Whether `python` can find the framework, and ipykernel; nothing of them is imported."""
    try:
        answer = subprocess.run(
            [python, "-c", _PROBE, side], capture_output=True, text=True, timeout=_SECONDS, check=True
        )
        framework, kernel = answer.stdout.split()
    except (OSError, subprocess.SubprocessError, ValueError) as error:
        why = f" ({error.strerror})" if isinstance(error, OSError) else ""
        why = f" (no answer in {_SECONDS} s)" if isinstance(error, subprocess.TimeoutExpired) else why
        raise KernelError(f"{python} does not work as a Python interpreter{why}; give the path of one") from error
    return framework == "1", kernel == "1"
