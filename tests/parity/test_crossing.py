"""Large tensors cross without being held several times over."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
MEASURE = (
    "import json\nfrom benchmarks.crossing import crossings\nprint(json.dumps([c.as_json() for c in crossings(256)]))"
)

pytestmark = [
    pytest.mark.parity,
    pytest.mark.skipif(not Path("/proc/self/maps").exists(), reason="the memory of processes is read from /proc"),
]


def test_no_process_comes_to_hold_tensors_three_times() -> None:
    """A kernel has the program's own and about as much again, with some MiB of its libraries; the comparing one none.

    Measured in a process of its own: what the tests before have left in this one would count.
    """
    command = [sys.executable, "-c", MEASURE]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=300, check=False)
    assert done.returncode == 0, done.stderr[-2000:]
    for crossing in json.loads(done.stdout):
        assert crossing["copies"] < 2.5, crossing
        assert crossing["own"] < 0.1, crossing
