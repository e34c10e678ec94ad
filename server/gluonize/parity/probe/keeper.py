"""Keeps the files of a kernel on a Jupyter server: they come and go in pieces, and none outlives the kernel."""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from . import parent

_GRACE_SECONDS = 10.0
_WATCH = """
import os, shutil, signal, sys, threading, time
kernel, folder, lease, grace = int(sys.argv[1]), sys.argv[2], float(sys.argv[3]), float(sys.argv[4])
last, told, ended = [time.monotonic()], [b""], threading.Event()
def listen():
    while data := os.read(0, 4096):
        last[0], told[0] = time.monotonic(), data
    ended.set()
threading.Thread(target=listen, daemon=True).start()
while not ended.wait(0.5):
    if time.monotonic() - last[0] > lease:
        group = hasattr(os, "killpg") and os.getpgid(kernel) == kernel
        (os.killpg if group else os.kill)(kernel, signal.SIGTERM if os.name == "nt" else signal.SIGKILL)
        told[0] = b"end"
        break
deadline = time.monotonic() + (0 if told[0].endswith(b"end") else grace)
while os.path.exists(folder) and time.monotonic() < deadline:
    time.sleep(0.2)
for _ in range(20):
    shutil.rmtree(folder, ignore_errors=True)
    if not os.path.exists(folder):
        break
    time.sleep(0.1)
"""
"""Runs in a process of its own, because nothing in a kernel that is killed can tidy up after it.

The kernel writes to its standard input while the comparing process is heard of, and "end" when it is asked to end.
"""


class Keeper:
    """Answers a comparing process for the files below `folder`, and renews the lease at each sign of life."""

    def __init__(self, kernel: Any, comm_id: str, lease: float) -> None:
        """Open the comm `comm_id`, whose first message says where the folder is; `lease` in seconds."""
        from comm import create_comm

        self.folder = Path(tempfile.mkdtemp(prefix="gluonize-kernel-"))
        self._watcher = self._watch(lease)
        kernel.control_handlers["usage_request"] = self._renewing(kernel.control_handlers["usage_request"])
        kernel.control_handlers["shutdown_request"] = self._end
        about = {"folder": str(self.folder), "pid": os.getpid(), "python": sys.executable}
        self._comm = create_comm(target_name="gluonize", comm_id=comm_id, data=about)
        self._comm.on_msg(self._answer)

    def _watch(self, lease: float) -> subprocess.Popen[bytes]:
        arguments = [str(os.getpid()), str(self.folder), str(lease), str(_GRACE_SECONDS)]
        nothing = subprocess.DEVNULL
        return subprocess.Popen(
            [sys.executable, "-I", "-c", _WATCH, *arguments],
            stdin=subprocess.PIPE,
            stdout=nothing,
            stderr=nothing,
            start_new_session=True,
            cwd=tempfile.gettempdir(),
        )

    def _renewing(self, original: Any) -> Any:
        """A handler of control messages that tells the watcher that there was one, and does what `original` does."""

        def handler(*args: Any) -> Any:
            self._tell(b".")
            return original(*args)

        return handler

    def _end(self, *message: Any) -> None:
        """Handle a request to shut down: a program that runs would keep ipykernel from ending in good order."""
        self._tell(b"end")
        parent.end()

    def _tell(self, word: bytes) -> None:
        assert self._watcher.stdin is not None
        with contextlib.suppress(OSError):
            os.write(self._watcher.stdin.fileno(), word)

    def _answer(self, message: Any) -> None:
        data, buffers = message["content"]["data"], message.get("buffers") or []
        try:
            answer, piece = self._do(data, buffers)
        except (OSError, ValueError, KeyError) as error:
            answer, piece = {"error": f"{type(error).__name__}: {error}"}, []
        self._comm.send(answer, buffers=piece)

    def _do(self, data: dict[str, Any], buffers: list[Any]) -> tuple[dict[str, Any], list[bytes]]:
        path = self._inside(data["path"])
        if data["do"] == "put":
            path.parent.mkdir(parents=True, exist_ok=True)
            with path.open("r+b" if data["offset"] else "wb") as file:
                file.seek(data["offset"])
                file.write(buffers[0])
            return {}, []
        if data["do"] == "get":
            with path.open("rb") as file:
                file.seek(data["offset"])
                return {"size": path.stat().st_size}, [file.read(data["size"])]
        if data["do"] == "drop":
            shutil.rmtree(path, ignore_errors=True)
            return {}, []
        raise ValueError(f"nobody knows how to {data['do']}")

    def _inside(self, path: str) -> Path:
        found = Path(os.path.normpath(self.folder / path))
        if self.folder not in found.parents:
            raise ValueError(f"{path} is not below the kernel's folder")
        return found


_keepers: list[Keeper] = []


def keep(kernel: Any, comm_id: str, lease: float) -> None:
    """Start to keep files for whoever opened this kernel."""
    _keepers.append(Keeper(kernel, comm_id, lease))


def bequest(folder: str, crashes: str) -> None:
    """Print, in the kernel that follows one that died, what that left behind; then remove it."""
    file = Path(folder, crashes)
    stack = file.read_text(encoding="utf-8", errors="replace") if file.is_file() else ""
    shutil.rmtree(folder, ignore_errors=True)
    print(json.dumps(stack))
