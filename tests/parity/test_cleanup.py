"""Nothing stays behind a comparison that was cancelled, interrupted or killed."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import psutil
import pytest

from gluonize.parity import CompareOptions, compare
from gluonize.parity.folders import private_folder, remove_stale
from gluonize.parity.options import Limits
from gluonize.parity.session import close_all

NOTHING = "import mxnet as mx\n"
LONG_AGO = 1.0


@pytest.fixture
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A temporary directory of its own, for this process and those that it starts."""
    folder = tmp_path / "t"
    folder.mkdir()
    monkeypatch.setenv("TMPDIR", str(folder))
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    return folder


def owned_by(folder: Path, **changes: object) -> Path:
    """`folder` as if another process had made it."""
    file = folder / "owner.json"
    file.write_text(json.dumps({**json.loads(file.read_text()), **changes}), encoding="utf-8")
    return folder


def until(condition: Callable[[], bool], seconds: float) -> bool:
    """Whether `condition` comes true within `seconds`."""
    end = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > end:
            return False
        time.sleep(0.1)
    return True


def kernels_in(folder: Path) -> list[psutil.Process]:
    """The kernels whose connection files lie below `folder`."""
    found = []
    for process in psutil.process_iter(["cmdline", "status"]):
        arguments = process.info["cmdline"] or []
        if process.info["status"] != psutil.STATUS_ZOMBIE and any(str(folder) in text for text in arguments):
            found.append(process)
    return [process for process in found if "ipykernel_launcher" in process.info["cmdline"]]


def test_folders_of_dead_processes_are_removed(temporary: Path) -> None:
    own = private_folder("run")
    owned_by(private_folder("kernel"), started=LONG_AGO)
    elsewhere = owned_by(private_folder("kernel"), started=LONG_AGO, host=f"not-{socket.gethostname()}")
    foreign = temporary / "gluonize-of-somebody"
    foreign.mkdir()
    remove_stale()
    assert set(temporary.iterdir()) == {own, elsewhere, foreign}


def test_a_kernel_in_an_abandoned_folder_is_ended(temporary: Path) -> None:
    folder = owned_by(private_folder("kernel"), started=LONG_AGO)
    code = "import time; time.sleep(60)"
    with subprocess.Popen([sys.executable, "-c", code, str(folder / "kernel.json")]) as process:
        remove_stale()
        assert process.wait(timeout=5) == -signal.SIGKILL
    assert not folder.exists()


class _CancelledError(Exception):
    """What a caller's progress function raises."""


@pytest.mark.parity
@pytest.mark.parametrize("stage", ["starting the kernels", "running the PyTorch program in float32"])
def test_a_cancelled_comparison_ends_within_two_seconds(temporary: Path, stage: str) -> None:
    source = temporary / "endless.py"
    source.write_text("while True: pass\n", encoding="utf-8")
    close_all()  # a kernel of an earlier test would be ready at once, and nothing be left to cancel
    cancelled: list[float] = []
    calls: list[str] = []

    def progress(now: str, share: float) -> None:
        calls.append(now)
        if calls.count(stage) > 5:
            cancelled.append(time.monotonic())
            raise _CancelledError

    with pytest.raises(_CancelledError):
        compare(source, NOTHING, CompareOptions(device="cpu", limits=Limits(seconds=60)), progress)
    assert time.monotonic() - cancelled[0] < 2
    assert list(temporary.glob("gluonize-*")) == []
    assert kernels_in(temporary) == []


@pytest.fixture
def endless(temporary: Path) -> Path:
    """A program that says with a file that it runs, starts a worker, and never ends."""
    source = temporary / "endless.py"
    arguments = f"[sys.executable, '-c', 'import time; time.sleep(90)', {str(source)!r}]"
    worker = f"import subprocess, sys\nsubprocess.Popen({arguments})\n"
    running = f"open({str(temporary / 'running')!r}, 'w').close()\n"
    source.write_text(f"import torch\n{worker}{running}while True: pass\n", encoding="utf-8")
    return source


def started(source: Path) -> subprocess.Popen[bytes]:
    """The command line comparing `source`, with the program under way."""
    command = [sys.executable, "-m", "gluonize", "compare", str(source), "--device", "cpu"]
    process = subprocess.Popen(command, stderr=subprocess.DEVNULL, stdout=subprocess.DEVNULL, preexec_fn=_interruptible)
    assert until((source.parent / "running").exists, 60)
    return process


def _interruptible() -> None:
    """A shell starts what runs in the background with SIGINT ignored, and children inherit that."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def processes_of(source: Path) -> list[psutil.Process]:
    """The workers of the program and its kernels."""
    workers = [
        process
        for process in psutil.process_iter(["cmdline", "status"])
        if str(source) in (process.info["cmdline"] or [])[-1:] and process.info["status"] != psutil.STATUS_ZOMBIE
    ]
    return workers + kernels_in(source.parent)


@pytest.mark.parity
@pytest.mark.skipif(os.name == "nt", reason="Windows has no such signals")
@pytest.mark.parametrize("sent", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_signal_ends_a_comparison_and_all_that_it_started(endless: Path, sent: signal.Signals) -> None:
    with started(endless) as process:
        assert processes_of(endless)
        process.send_signal(sent)
        try:
            assert process.wait(timeout=2) != 0
        finally:
            process.kill()
    assert processes_of(endless) == []
    assert list(endless.parent.glob("gluonize-*")) == []


@pytest.mark.parity
@pytest.mark.skipif(os.name == "nt", reason="Windows has no such signals")
def test_kernels_end_with_a_process_that_is_killed(endless: Path) -> None:
    with started(endless) as process:
        process.kill()
        process.wait(timeout=5)
    assert until(lambda: processes_of(endless) == [], 3)
    assert list(endless.parent.glob("gluonize-*"))
    remove_stale()
    assert list(endless.parent.glob("gluonize-*")) == []
