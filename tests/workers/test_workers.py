"""Programs for several workers and devices: the conversion trains as PyTorch does, on loopback and on CPUs."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from gluonize.analysis import Document
from gluonize.catalogue import TARGETS, Target, load_catalogue
from gluonize.rewriter import convert

pytestmark = pytest.mark.parity

PROGRAMS = Path(__file__).parent / "programs"


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


def converted(name: str, target: Target) -> str:
    path = PROGRAMS / name
    conversion = convert(Document(path.read_text(encoding="utf-8"), path=str(path)), load_catalogue(), target)
    assert not conversion.remaining, [finding.message for finding in conversion.remaining]
    return conversion.text


def run(*command: object) -> None:
    done = subprocess.run([*map(str, command)], capture_output=True, text=True, timeout=240, check=False)
    assert done.returncode == 0, done.stderr


def on_mxnet(text: str, folder: Path, *arguments: object) -> None:
    program = folder / "converted.py"
    program.write_text(text, encoding="utf-8")
    run(sys.executable, "-m", "gluonize", "run", program, *arguments)


def agree(ours: Any, theirs: Any) -> None:
    """Equal structures, numbers within rounding."""
    assert type(ours) is type(theirs)
    if isinstance(ours, dict):
        assert ours.keys() == theirs.keys()
        for key in ours:
            agree(ours[key], theirs[key])
    elif isinstance(ours, list) and ours and isinstance(ours[0], (dict, list)):
        assert len(ours) == len(theirs)
        for mine, other in zip(ours, theirs, strict=True):
            agree(mine, other)
    else:
        np.testing.assert_allclose(theirs, ours, rtol=1e-5, atol=1e-6)


@pytest.fixture(scope="module")
def workers_on_torch(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What PyTorch's workers leave. Its gloo now and then aborts while it closes: then they run once more."""
    folder = tmp_path_factory.mktemp("torch")
    command = [sys.executable, str(PROGRAMS / "distributed.py")]
    done = subprocess.run([*command, str(free_port()), str(folder)], capture_output=True, text=True, check=False)
    if "terminate called without an active exception" in done.stderr:
        run(*command, free_port(), folder)
    else:
        assert done.returncode == 0, done.stderr
    return folder


@pytest.mark.parametrize("target", TARGETS)
def test_two_workers_train_alike(target: Target, workers_on_torch: Path, tmp_path: Path) -> None:
    on_mxnet(converted("distributed.py", target), tmp_path, free_port(), tmp_path)
    results = [json.loads((tmp_path / f"worker{rank}.json").read_text()) for rank in (0, 1)]
    expected = [json.loads((workers_on_torch / f"worker{rank}.json").read_text()) for rank in (0, 1)]
    agree(expected, results)
    assert results[0]["own"] != results[1]["own"], "the workers have the same data"
    agree(results[0]["weights"], results[1]["weights"])


@pytest.mark.parametrize("target", TARGETS)
def test_two_devices_train_alike(target: Target, tmp_path: Path) -> None:
    run(sys.executable, PROGRAMS / "devices.py", tmp_path / "torch.json")
    text = converted("devices.py", target)
    assert text.count("DataParallel(model)") == 1
    two = text.replace("DataParallel(model)", "DataParallel(model, device_ids=[mx.cpu(0), mx.cpu(1)])")
    for number, program in enumerate((text, two)):
        on_mxnet(program, tmp_path, tmp_path / f"mxnet{number}.json")
        results = json.loads((tmp_path / f"mxnet{number}.json").read_text())
        agree(json.loads((tmp_path / "torch.json").read_text()), results)


def launched(*command: object) -> list[float]:
    """The losses that the first of two workers prints."""
    settings = {**os.environ, "MASTER_ADDR": "127.0.0.1", "MASTER_PORT": str(free_port()), "WORLD_SIZE": "2"}
    workers = [
        subprocess.Popen([*map(str, command)], env={**settings, "RANK": str(rank)}, stdout=subprocess.PIPE, text=True)
        for rank in (0, 1)
    ]
    printed = [worker.communicate(timeout=120)[0] for worker in workers]
    assert [worker.returncode for worker in workers] == [0, 0]
    assert printed[1] == ""
    return [float(line.rpartition(" ")[2]) for line in printed[0].splitlines()]


def test_workers_started_one_by_one_train_alike(tmp_path: Path) -> None:
    program = tmp_path / "converted.py"
    program.write_text(converted("launched.py", "nd"), encoding="utf-8")
    ours = launched(sys.executable, PROGRAMS / "launched.py", tmp_path / "net.pt")
    theirs = launched(sys.executable, "-m", "gluonize", "run", program, tmp_path / "net.params")
    assert len(ours) == 3
    assert theirs == pytest.approx(ours, rel=1e-5)
    assert (tmp_path / "net.params").is_file()


FAILING = """\
import os

SOURCE

def work(rank):
    kvstore(world_size=2, rank=rank)
    if rank == 1:
        raise ValueError("no")
    barrier()


if __name__ == "__main__":
    os.environ.update(MASTER_ADDR="127.0.0.1", MASTER_PORT="{port}")
    spawn(work, nprocs=2)
"""


def test_a_worker_that_fails_ends_all_of_them(tmp_path: Path) -> None:
    helpers = ("barrier", "get_rank", "join_workers", "kvstore", "leave_workers", "run_worker", "spawn")
    from gluonize.rewriter.helper_names import helper_text

    source = "\n\n".join(helper_text(name, "nd") for name in helpers)
    program = tmp_path / "failing.py"
    program.write_text(FAILING.replace("SOURCE", source).replace("{port}", str(free_port())))
    command = [sys.executable, "-m", "gluonize", "run", str(program)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 1
    assert "ValueError: no" in done.stderr
    assert "RuntimeError: process 1 ended with exit code 1" in done.stderr
