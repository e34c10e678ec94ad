"""Programs that go to a GPU where there is one: the converted ones keep all arrays together there."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from gluonize.catalogue import TARGETS, Target
from tests.programs.test_programs import PROGRAMS, converted

pytestmark = pytest.mark.parity

ROOT = Path(__file__).parents[2]
MOVED = [path for path in PROGRAMS if re.search(r"\.to\(device|\.cuda\(\)", path.read_text(encoding="utf-8"))]


@pytest.mark.parametrize("target", TARGETS)
@pytest.mark.parametrize("path", MOVED, ids=lambda path: path.stem)
def test_a_gpu_is_used_throughout(path: Path, target: Target, tmp_path: Path) -> None:
    pytest.importorskip("torch")
    program = tmp_path / path.name
    program.write_text(converted(path, target).text, encoding="utf-8")
    paths = os.pathsep.join(filter(None, (str(ROOT), os.environ.get("PYTHONPATH"))))
    done = subprocess.run(
        [sys.executable, "-m", "tests.programs._on_second_device", str(program)],
        cwd=tmp_path, env={**os.environ, "PYTHONPATH": paths}, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-3000:]
