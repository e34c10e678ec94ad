"""A real Jupyter server on loopback, for the time of a test."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psutil

TOKEN = "open-sesame-4711"


@dataclass(frozen=True, slots=True)
class Jupyter:
    """A running server; `temporary` is where its kernels put their files, `log` what it has written."""

    url: str
    process: subprocess.Popen[bytes]
    temporary: Path
    log: Path

    def kernels(self) -> list[dict[str, Any]]:
        """The kernels that the server knows."""
        request = urllib.request.Request(f"{self.url}/api/kernels", headers={"Authorization": f"token {TOKEN}"})
        with urllib.request.urlopen(request, timeout=5) as answer:
            return list(json.load(answer))

    def left(self) -> list[str]:
        """What is there that belongs to a comparison: kernels, folders, and processes in them."""
        folders = [path.name for path in self.temporary.glob("gluonize-*")]
        processes = psutil.Process(self.process.pid).children(recursive=True)
        running = [each for each in processes if each.status() != psutil.STATUS_ZOMBIE]
        return [*folders, *(kernel["id"] for kernel in self.kernels()), *(str(each.pid) for each in running)]


@contextmanager
def jupyter_server(folder: Path) -> Iterator[Jupyter]:
    """A server of this interpreter whose files are below `folder`; it has the kernels python3 and without-mxnet."""
    kernel = folder / "share" / "kernels" / "without-mxnet"
    kernel.mkdir(parents=True)
    hidden = folder / "hidden"
    hidden.mkdir()
    missing = "raise ModuleNotFoundError(\"No module named 'mxnet'\", name='mxnet')\n"
    (hidden / "mxnet.py").write_text(missing, encoding="utf-8")
    spec = {
        "argv": [sys.executable, "-m", "ipykernel_launcher", "-f", "{connection_file}"],
        "display_name": "Without MXNet",
        "language": "python",
        "env": {"PYTHONPATH": str(hidden)},
    }
    (kernel / "kernel.json").write_text(json.dumps(spec), encoding="utf-8")
    temporary, home = folder / "tmp", folder / "home"
    temporary.mkdir()
    home.mkdir()
    environment = {**os.environ, "JUPYTER_TOKEN": TOKEN, "JUPYTER_PATH": str(folder / "share"), "HOME": str(home)}
    environment |= {"TMPDIR": str(temporary), "OMP_NUM_THREADS": "1"}
    port = _free_port()
    root = ["--ServerApp.ip=127.0.0.1", f"--ServerApp.port={port}", "--ServerApp.port_retries=0", "--allow-root"]
    command = [sys.executable, "-m", "jupyter_server", *root, "--no-browser", f"--ServerApp.root_dir={home}"]
    with (folder / "log").open("wb") as log, subprocess.Popen(command, env=environment, stdout=log, stderr=log) as run:
        try:
            server = Jupyter(f"http://127.0.0.1:{port}", run, temporary, folder / "log")
            _wait_for(server)
            yield server
        finally:
            children = psutil.Process(run.pid).children(recursive=True) if run.poll() is None else []
            run.kill()
            for child in children:
                child.kill()


def _free_port() -> int:
    with socket.socket() as opened:
        opened.bind(("127.0.0.1", 0))
        return int(opened.getsockname()[1])


def _wait_for(server: Jupyter) -> None:
    end = time.monotonic() + 30
    while True:
        try:
            server.kernels()
            return
        except OSError:
            assert time.monotonic() < end, server.log.read_text(encoding="utf-8")
            time.sleep(0.2)
