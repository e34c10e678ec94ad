"""What is told of a comparison while it runs."""

from __future__ import annotations

import io
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pytest
from rich.console import Console

from gluonize.commands.running import losses_so_far
from gluonize.parity import CompareOptions, compare
from gluonize.parity.live import Live

from .conftest import PROGRAMS


def test_the_stage_tells_epoch_step_and_the_losses_of_both_sides() -> None:
    stages: list[tuple[str, float]] = []
    live = Live("float32", lambda stage, share: stages.append((stage, round(share, 3))), lambda *_: None, 0.2)
    live.begin("torch", 0.1)
    live.told({"epoch": 1, "step": 3, "steps": 3, "means": []})
    live.tick()
    live.told({"epoch": 2, "step": 5, "steps": 10, "means": [0.5]})
    live.end()
    live.begin("mxnet", 0.3)
    live.told({"epoch": 2, "step": 0, "steps": 5, "means": [0.25]})
    live.tick()
    assert stages == [
        ("running the PyTorch program in float32", 0.1),
        ("running the PyTorch program in float32: epoch 1, step 3", 0.1),
        ("running the MXNet program in float32", 0.3),
        (
            "running the MXNet program in float32: epoch 2, step 0 (mean loss of epoch 1: PyTorch 0.5, MXNet 0.25)",
            0.4,
        ),
    ]


def test_the_table_has_what_is_known_so_far() -> None:
    console = Console(width=80, file=io.StringIO(), record=True)
    console.print(losses_so_far("float32", {"torch": (0.5, 0.25), "mxnet": (0.5625,)}))
    rows = [line.split() for line in console.export_text().splitlines() if "0." in line]
    assert [[cell for cell in row if cell != "│"] for row in rows] == [
        ["1", "0.500000", "0.562500", "6.2e-02"],
        ["2", "0.250000"],
    ]


@pytest.mark.parity
def test_the_losses_of_an_epoch_are_known_when_it_is_over(digits: Path) -> None:
    source = digits / "watched.py"
    source.write_text((digits / "mnist_mlp.py").read_text().replace("EPOCHS = 5", "EPOCHS = 2"), encoding="utf-8")
    converted = (PROGRAMS / "mnist_mlp.mx.py").read_text(encoding="utf-8").replace("EPOCHS = 5", "EPOCHS = 2")
    stages: list[str] = []
    seen: list[tuple[str, dict[str, int]]] = []

    def watch(precision: str, losses: Mapping[str, tuple[float, ...]]) -> None:
        seen.append((precision, {side: len(means) for side, means in losses.items()}))

    options = replace(CompareOptions(keep_warm=True, device="cpu"), precision="float64")
    report = compare(source, converted, options, lambda stage, share: stages.append(stage), watch=watch)
    assert report.agree is True, report.reason
    counts = ({"torch": 1}, {"torch": 2}, {"torch": 2, "mxnet": 1}, {"torch": 2, "mxnet": 2})
    assert seen == [("float64", count) for count in counts]
    assert any("MXNet program in float64: epoch 2, step" in stage for stage in stages)
