"""Times: what is measured, and what is made of it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from gluonize.parity.focus import Definition
from gluonize.parity.probe import memory
from gluonize.parity.probe.timer import Timer
from gluonize.parity.timing import scatter, timing

from .conftest import Comparison


class _Clock:
    """Every reading is later by what the device has to do still; `sync` waits for that."""

    def __init__(self) -> None:
        self.now = 1.0
        self.owed = 0.0

    def read(self) -> float:
        return self.now

    def sync(self) -> None:
        self.now += self.owed
        self.owed = 0.0

    def work(self, seconds: float) -> None:
        self.owed += seconds


def test_the_device_is_at_rest_before_each_reading() -> None:
    clock = _Clock()
    timer = Timer(clock.read, clock.sync)
    clock.work(5)
    assert timer.call((0, ""), lambda: clock.work(2)) is None
    timer.call((0, "child"), lambda: clock.work(9))
    timer.stepped()
    clock.work(3)
    timer.stepped()
    timer.pause()
    clock.work(100)
    timer.stepped()
    clock.work(4)
    timer.stepped()
    assert timer.to_json() == {"steps": [3, 4], "calls": {"0": [2]}}


def test_only_the_first_steps_and_calls_are_timed() -> None:
    clock = _Clock()
    timer = Timer(clock.read, clock.sync)
    for _ in range(80):
        timer.call((0, ""), lambda: clock.work(1))
        timer.stepped()
    found = timer.to_json()
    assert (len(found["steps"]), len(found["calls"]["0"])) == (50, 50)
    owed = clock.owed
    clock.work(7)
    timer.stepped()
    assert clock.owed == owed + 7, "the device is not held up any more"


@pytest.mark.parametrize(
    ("seconds", "warm", "expected"),
    [
        ([], 1, None),
        ([4.0], 1, {"median": 4.0, "iqr": 0.0, "quartiles": [4.0, 4.0], "count": 1, "warm_up": 0}),
        (
            [9.0, 1.0, 2.0, 3.0, 4.0, 5.0],
            1,
            {"median": 3.0, "iqr": 2.0, "quartiles": [2.0, 4.0], "count": 5, "warm_up": 1},
        ),
    ],
)
def test_median_and_spread_leave_the_warm_up_out(seconds: list[float], warm: int, expected: object) -> None:
    assert scatter(seconds, warm) == expected


def run_json(device: str) -> dict[str, Any]:
    return {
        "losses": [{"epoch": 0, "value": 1.0}, {"epoch": 1, "value": 0.5}, {"epoch": 2, "value": 0.25}],
        "epochs": [{"seconds": 9.0}, {"seconds": 1.0}, {"seconds": 2.0}],
        "roots": [{"name": "net"}],
        "times": {"steps": [5.0, 1.0], "calls": {"0": [3.0, 1.0, 1.0]}},
        "seconds": 12.0,
        "memory": {"before": 1, "peak": 3, "device": None if device == "cpu" else 7},
        "device": {"device": device, "reason": "", "name": ""},
    }


def test_times_of_different_devices_do_not_compare() -> None:
    found = timing(run_json("gpu"), run_json("cpu"), 30.0)
    assert found["note"] == "PyTorch ran on the gpu and MXNet on the cpu, so the times do not compare."
    assert found["torch"]["peak_device_memory"] == 7
    assert (found["torch"]["median_epoch"], found["torch"]["epoch"]["iqr"]) == (1.5, 0.5)
    calls = {"name": "net", "median": 1.0, "iqr": 0.0, "quartiles": [1.0, 1.0], "count": 2, "warm_up": 1}
    assert found["torch"]["calls"] == [calls]


def test_the_peak_of_memory_is_that_since_the_reset() -> None:
    held = bytearray(200 << 20)
    held[::4096] = b"x" * len(held[::4096])
    high = memory.peak()
    del held
    before = memory.reset_peak()
    assert before <= memory.peak() <= high
    if Path("/proc/self/clear_refs").exists():
        assert memory.peak() < high - (100 << 20)


@pytest.mark.parity
def test_a_training_has_times_of_epochs_steps_and_calls(run: Comparison, digits: Path) -> None:
    source = (digits / "mnist_mlp.py").read_text(encoding="utf-8").replace("EPOCHS = 5", "EPOCHS = 2")
    converted = (Path(__file__).parent / "programs" / "mnist_mlp.mx.py").read_text(encoding="utf-8")
    report = run(source, converted.replace("EPOCHS = 5", "EPOCHS = 2"), file=digits / "timed.py")
    for side in ("torch", "mxnet"):
        times = report.timing[side]
        assert times["step"]["count"] == 26 - times["step"]["warm_up"] == 23
        assert 0 < times["step"]["median"] < times["median_epoch"]
        [call] = times["calls"]
        assert (call["name"], call["count"] + call["warm_up"]) == ("net", 28)
        assert times["peak_device_memory"] is None
        assert times["peak_memory"] >= times["memory_before"] > 50 << 20


@pytest.mark.parity
def test_the_calls_of_a_function_are_timed(run: Comparison) -> None:
    report = run("function", focus=Definition("scale"))
    assert [call["name"] for call in report.timing["torch"]["calls"]] == ["scale"]
    assert [call["name"] for call in report.timing["mxnet"]["calls"]] == ["scale"]
