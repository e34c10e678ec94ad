"""Private folders for kernels and runs; those of processes that were killed are removed later, kernels included."""

from __future__ import annotations

import contextlib
import functools
import json
import os
import shutil
import socket
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Literal

import psutil

_PREFIX = "gluonize-"
_OWNER = "owner.json"
SERVER = "server.json"
"""In the folder of a kernel on a Jupyter server: what is needed to end it there."""


def private_folder(kind: Literal["kernel", "run", "report"]) -> Path:
    """A new folder in the temporary directory that only this user can read, marked as this process's."""
    folder = Path(tempfile.mkdtemp(prefix=f"{_PREFIX}{kind}-"))
    owner = {"host": socket.gethostname(), "pid": os.getpid(), "started": psutil.Process().create_time()}
    (folder / _OWNER).write_text(json.dumps(owner), encoding="utf-8")
    return folder


@functools.cache
def remove_stale_once() -> None:
    """Remove what dead processes left; once per process, because nothing more can be left by them."""
    remove_stale()


def remove_stale() -> None:
    """Remove the folders of processes that are no more, and end the kernels that still run in them.

    Folders of other users, other machines and unknown origin are left alone; those of kernels on a server wait until
    the next kernel is started there.
    """
    found = [folder for folder in _stale(Path(tempfile.gettempdir())) if not (folder / SERVER).exists()]
    if not found:
        return
    _end_kernels(found)
    for folder in found:
        shutil.rmtree(folder, ignore_errors=True)


def left_on_servers() -> list[Path]:
    """The folders that dead processes left of kernels on servers."""
    return [folder for folder in _stale(Path(tempfile.gettempdir())) if (folder / SERVER).exists()]


def _stale(root: Path) -> Iterator[Path]:
    for folder in root.glob(f"{_PREFIX}*"):
        with contextlib.suppress(OSError, ValueError, KeyError, TypeError):
            if _is_own(folder) and _is_abandoned(json.loads((folder / _OWNER).read_text(encoding="utf-8"))):
                yield folder


def _is_own(folder: Path) -> bool:
    return not folder.is_symlink() and (not hasattr(os, "getuid") or folder.stat().st_uid == os.getuid())


def _is_abandoned(owner: dict[str, object]) -> bool:
    """Whether the process is dead; another machine's, or another container's, cannot be judged from here."""
    if owner["host"] != socket.gethostname():
        return False
    try:
        process = psutil.Process(int(str(owner["pid"])))
        same = abs(process.create_time() - float(str(owner["started"]))) < 1
        return not same or process.status() == psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return True
    except psutil.AccessDenied:
        return False


def _end_kernels(folders: list[Path]) -> None:
    """A kernel's command line names the connection file in its folder."""
    files = {str(folder / "kernel.json") for folder in folders}
    for process in psutil.process_iter():
        with contextlib.suppress(psutil.Error):
            if files.isdisjoint(process.cmdline()):
                continue
            for each in [*process.children(recursive=True), process]:
                with contextlib.suppress(psutil.Error):
                    each.kill()
