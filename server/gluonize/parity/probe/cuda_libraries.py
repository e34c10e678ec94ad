"""Finds the CUDA libraries that pip has installed, which the dynamic loader does not look for."""

from __future__ import annotations

import ctypes
import importlib.util
import re
import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

_MISSING = re.compile(r"^(\S+\.so[.\d]*): cannot open shared object file")
_DRIVER = "libcuda.so.1"


def make_loadable(library: Path, folders: Iterable[Path], load: Callable[[str], Any] | None = None) -> list[str]:
    """Load `library`, and before it what it needs and only the pip packages in `folders` have.

    The loader's own words say what is missing, one library after the other, which makes for the right order whatever
    the versions are. The names of what was loaded in this way are returned. Raises OSError when something is nowhere.
    """
    load = load or (lambda name: ctypes.CDLL(name, mode=ctypes.RTLD_GLOBAL))
    places = tuple(folders)
    loaded: list[str] = []

    def bring(path: str, waiting: tuple[str, ...]) -> None:
        while True:
            try:
                load(path)
                return
            except OSError as error:
                found = _MISSING.match(str(error))
                name = found[1] if found else ""
                file = _find(name, places)
                if file is None or name in waiting or name in loaded:
                    raise _explained(error, name) from error
            bring(str(file), (*waiting, name))
            loaded.append(name)
            _bring_parts(file, load)

    bring(str(library), ())
    return loaded


def prepare(package: str, library: str) -> None:
    """Make the library inside an installed package loadable; raises OSError, with what is missing, where it is not."""
    spec = importlib.util.find_spec(package)
    for folder in (spec and spec.submodule_search_locations) or ():
        if (Path(folder) / library).is_file():
            make_loadable(Path(folder) / library, folders_of_pip())


def folders_of_pip() -> list[Path]:
    """The folders in which the packages nvidia-* keep their libraries."""
    roots = [Path(entry) / "nvidia" for entry in sys.path if entry]
    return [folder for root in roots if root.is_dir() for folder in sorted(root.glob("*/lib"))]


def _find(name: str, folders: Iterable[Path]) -> Path | None:
    return next((folder / name for folder in folders if name and (folder / name).is_file()), None)


def _bring_parts(file: Path, load: Callable[[str], Any]) -> None:
    """cuDNN opens its parts (libcudnn_ops_infer.so.8 ...) by their bare names when they are first needed."""
    stem, _, version = file.name.partition(".so")
    waiting = sorted(file.parent.glob(f"{stem}_*.so{version}"))
    while waiting:
        left = [part for part in waiting if not _loads(part, load)]
        if len(left) == len(waiting):
            return  # what needs them will say so
        waiting = left


def _loads(path: Path, load: Callable[[str], Any]) -> bool:
    try:
        load(str(path))
    except OSError:
        return False
    return True


def _explained(error: OSError, name: str) -> OSError:
    if name == _DRIVER:
        return OSError(
            f"{name} is missing, which comes with NVIDIA's driver: install the driver, or MXNet's build for the CPU"
        )
    if name:
        return OSError(f"{name} is missing: install the nvidia-* package for CUDA 11 that has it")
    return error
