"""Large tensors cross without being held several times over."""

from __future__ import annotations

from pathlib import Path

import pytest
from benchmarks.crossing import crossings

from gluonize.parity.session import close_all

pytestmark = [
    pytest.mark.parity,
    pytest.mark.skipif(not Path("/proc/self/maps").exists(), reason="the memory of processes is read from /proc"),
]


def test_no_process_comes_to_hold_tensors_three_times() -> None:
    """A kernel has the program's own and about as much again, with some MiB of its libraries; this process has none."""
    close_all()
    for crossing in crossings(mib=256):
        assert crossing.copies < 2.5, crossing
        assert crossing.own < 0.1, crossing
