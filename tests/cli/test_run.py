"""`gluonize run`: a converted program runs on MXNet beside any NumPy, with its own arguments and exit code."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

PROGRAM = """\
import sys
import mxnet as mx
from beside import START

total = START + mx.nd.ones((2,)).sum().asscalar()
print(total, __name__, sys.argv[1:])
sys.exit(int(sys.argv[-1]))
"""


def run(*arguments: object) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "gluonize", "run", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)


@pytest.mark.parity
def test_a_program_runs_in_its_folder_with_its_arguments(tmp_path: Path) -> None:
    (tmp_path / "beside.py").write_text("START = 1\n")
    program = tmp_path / "converted.py"
    program.write_text(PROGRAM)
    done = run(program, "--epochs", 3)
    assert done.stdout == "3.0 __main__ ['--epochs', '3']\n", done.stderr
    assert done.returncode == 3


def test_a_missing_file_is_a_usage_error(tmp_path: Path) -> None:
    done = run(tmp_path / "nothing.py")
    assert done.returncode == 2
    assert "does not exist" in done.stderr
