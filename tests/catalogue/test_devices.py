"""Equivalents on another device than the default one: no helper and no template leaves an array behind."""

from __future__ import annotations

import subprocess
import sys

import pytest


def test_arrays_stay_on_the_device_of_the_inputs() -> None:
    pytest.importorskip("torch")
    done = subprocess.run([sys.executable, "-m", "scripts.verify.devices"], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout[-5000:] + done.stderr[-2000:]
