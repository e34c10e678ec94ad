"""Starting an editor's server on the loopback interface, waiting for it, and leaving nothing of it behind."""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import psutil

if TYPE_CHECKING:
    from playwright.sync_api import Page

REPOSITORY = Path(__file__).parents[2]
TOOLS = REPOSITORY / ".tools" / "clients"
ARTEFACTS = REPOSITORY / "reports" / "clients"
WORKSPACE = Path(__file__).parent / "workspace"
INTERPRETER = Path(os.environ.get("GLUONIZE_TEST_PYTHON", sys.executable))
"""The Python whose gluonize the editors run."""
STARTUP_SECONDS = 60
FADE_MS = 500


def picture(page: Page, name: str) -> None:
    """Keep a picture of the page, once what fades in is there."""
    page.wait_for_timeout(FADE_MS)
    page.screenshot(path=ARTEFACTS / f"{name}.png")


def free_port() -> int:
    """A port of the loopback interface on which nothing listens now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@contextlib.contextmanager
def running(command: Sequence[str], *, env: Mapping[str, str], cwd: Path, log: Path, ready: str) -> Iterator[None]:
    """Run `command` until the block ends; enter it once the address `ready` answers.

    The command leads a session of its own, which is ended as a whole, so that its language servers go with it.
    """
    with log.open("wb") as output:
        process = subprocess.Popen(
            command, env=dict(env), cwd=cwd, stdout=output, stderr=subprocess.STDOUT, start_new_session=True
        )
    try:
        _wait_until_ready(process, ready, log)
        yield
    finally:
        _end_session(process)


def _wait_until_ready(process: subprocess.Popen[bytes], address: str, log: Path) -> None:
    deadline = time.monotonic() + STARTUP_SECONDS
    while time.monotonic() < deadline:
        if process.poll() is not None:
            raise RuntimeError(f"The editor ended at its start: {log.read_text(errors='replace')[-2000:]}")
        with contextlib.suppress(urllib.error.URLError, ConnectionError), urllib.request.urlopen(address, timeout=5):
            return
        time.sleep(0.2)
    raise RuntimeError(f"The editor did not answer at {address} within {STARTUP_SECONDS} seconds.")


def _end_session(process: subprocess.Popen[bytes]) -> None:
    for number in (signal.SIGTERM, signal.SIGKILL):
        for pid in _members(process.pid):
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, number)
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(timeout=10)
        if _gone(process.pid):
            return


def _gone(session: int, seconds: float = 10) -> bool:
    deadline = time.monotonic() + seconds
    while _members(session):
        if time.monotonic() > deadline:
            return False
        time.sleep(0.1)
    return True


def _members(session: int) -> list[int]:
    """The processes of a session that still run; a zombie does not."""
    found = []
    for process in psutil.process_iter(["status"]):
        with contextlib.suppress(ProcessLookupError, PermissionError):
            if os.getsid(process.pid) == session and process.info["status"] != psutil.STATUS_ZOMBIE:
                found.append(process.pid)
    return found
