"""Every failure is one clear sentence, and leaves no process behind."""

from __future__ import annotations

import venv
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from gluonize.errors import FrameworkMissingError, KernelError, RunError
from gluonize.parity import CompareOptions, Limits, compare
from gluonize.parity.session import close_all

from .conftest import Comparison

pytestmark = pytest.mark.parity

NOTHING = "import mxnet as mx\n"


@pytest.fixture(autouse=True)
def _no_process_left() -> Iterator[None]:
    yield
    close_all()
    children = psutil.Process().children(recursive=True)
    assert [child for child in children if "ipykernel" in " ".join(child.cmdline())] == []


@pytest.fixture(scope="module")
def bare_python(tmp_path_factory: pytest.TempPathFactory) -> str:
    """An interpreter of its own environment, in which nothing is installed."""
    folder = tmp_path_factory.mktemp("bare")
    venv.create(folder, with_pip=False)
    return str(folder / "bin" / "python")


def test_a_missing_framework_names_the_command_that_installs_it(run: Comparison, bare_python: str) -> None:
    with pytest.raises(
        FrameworkMissingError, match=r"MXNet is not installed for .*pip install --no-deps mxnet==1\.9\.1"
    ):
        run("import torch\n", NOTHING, mxnet_python=bare_python)


def test_an_interpreter_that_is_none(run: Comparison) -> None:
    with pytest.raises(KernelError, match="no-such-python is not a Python interpreter"):
        run("import torch\n", NOTHING, torch_python="no-such-python")


@pytest.mark.parametrize("command", ["exit 3", "echo nothing"])
def test_an_interpreter_that_is_another_program(run: Comparison, tmp_path: Path, command: str) -> None:
    other = tmp_path / "python"
    other.write_text(f"#!/bin/sh\n{command}\n")
    other.chmod(0o755)
    with pytest.raises(KernelError, match=r"python does not work as a Python interpreter; give the path of one$"):
        run("import torch\n", NOTHING, torch_python=str(other))


def test_an_exception_names_its_line(run: Comparison) -> None:
    with pytest.raises(RunError, match=r"program\.py, line 3: ZeroDivisionError: division by zero"):
        run("import torch\nx = 1\ny = x / 0\n", NOTHING)


def test_an_exception_of_the_conversion_says_so(run: Comparison) -> None:
    with pytest.raises(RunError, match=r"program\.py \(converted\), line 2: AttributeError"):
        run("import torch\n", "import mxnet as mx\nmx.nd.nonexistent_operator\n")


def test_a_missing_module_names_the_command_that_installs_it(run: Comparison) -> None:
    with pytest.raises(FrameworkMissingError, match="line 1 needs surely_absent; install it"):
        run("import surely_absent\n", NOTHING)


def test_a_kernel_that_dies_leaves_its_last_words(run: Comparison) -> None:
    dying = "import os, sys\nos.write(2, b'out of luck\\n')\nos.abort()\n"
    with pytest.raises(
        KernelError,
        match=r"the PyTorch kernel died \(signal SIGABRT\) at .*program\.py, line 3; its last words: .*luck",
    ):
        run(dying, NOTHING)


def test_a_kernel_that_dies_without_a_word(run: Comparison) -> None:
    with pytest.raises(KernelError, match=r"the PyTorch kernel died \(exit code 3\)$"):
        run("import os\nos._exit(3)\n", NOTHING)


def test_a_program_that_waits_for_a_person(run: Comparison) -> None:
    with pytest.raises(RunError, match=r"line 1: input\(\): nobody can answer"):
        run("name = input()\n", NOTHING)


def test_a_gpu_that_cannot_be_used_is_refused_with_the_reason(run: Comparison) -> None:
    with pytest.raises(KernelError, match=r"the GPU was asked for, but .*; choose the device auto or cpu"):
        run("import torch\n", NOTHING, device="gpu")


def test_a_program_without_end_is_stopped(run: Comparison) -> None:
    with pytest.raises(KernelError, match="ran longer than the limit of 1 s"):
        run("while True: pass\n", NOTHING, limits=Limits(seconds=1))


def test_printing_without_end_is_stopped(run: Comparison) -> None:
    with pytest.raises(KernelError, match="printed more than 10,000 characters"):
        run("while True: print('again')\n", NOTHING, limits=Limits(output=10_000))


def test_memory_has_a_limit(run: Comparison) -> None:
    text = "import time\nheld = []\nfor _ in range(40):\n    held.append(bytearray(50 << 20))\n    time.sleep(0.1)\n"
    with pytest.raises(KernelError, match="more memory than the limit of 1000 MiB"):
        run(text, NOTHING, limits=Limits(memory=1000))


class _CancelledError(Exception):
    """What a caller's progress function raises."""


def test_progress_can_cancel_a_run(tmp_path: Path) -> None:
    source = tmp_path / "endless.py"
    source.write_text("while True: pass\n", encoding="utf-8")
    calls: list[str] = []

    def progress(stage: str, share: float) -> None:
        calls.append(stage)
        if calls.count("running the PyTorch program in float32") > 3:
            raise _CancelledError

    with pytest.raises(_CancelledError):
        compare(source, NOTHING, CompareOptions(), progress)
