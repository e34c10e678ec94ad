"""The checks of scripts/gpu_check.py, where there is a GPU."""

from __future__ import annotations

import subprocess
import sys

import pytest
from scripts.gpu_check import CHECKS

pytestmark = [pytest.mark.parity, pytest.mark.gpu]


def _has_gpu() -> bool:
    """Asked in another process, so that this one does not take the GPU."""
    question = "import sys, torch; sys.exit(not torch.cuda.is_available())"
    return subprocess.run([sys.executable, "-c", question], check=False, timeout=120).returncode == 0


@pytest.mark.parametrize("number", range(len(CHECKS)), ids=[check.__name__ for check in CHECKS])
def test_on_a_gpu(number: int) -> None:
    if not _has_gpu():
        pytest.skip("there is no GPU here that PyTorch can use")
    seen = list(CHECKS[number]())
    assert all(good for _, good in seen), seen
