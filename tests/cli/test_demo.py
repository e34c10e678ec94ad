from __future__ import annotations

import ast
import json
from pathlib import Path

import pytest

from gluonize.commands.demo import meaning
from gluonize.parity.report import Epoch
from tests.cli.conftest import Run


def epoch(single: float, double: float | None) -> Epoch:
    return Epoch(1, 14, 1.0, 1.0 + single, single, 0.1, 0.1, double)


@pytest.mark.parametrize(
    ("single", "double", "word"),
    [(5e-5, 1e-9, "rounding"), (0.4, 0.4, "an error"), (1e-3, 1e-3, "an error"), (1e-3, None, "nobody can say")],
)
def test_rounding_shrinks_with_the_precision_and_an_error_stays(single: float, double: float | None, word: str) -> None:
    assert word in meaning((epoch(1e-7, double), epoch(single, double))).split(": ")[-1].split(", which")[0]


@pytest.mark.parity
def test_the_demo_converts_trains_and_proves(run: Run, tmp_path: Path) -> None:
    result = run("demo", "-o", tmp_path)
    assert result.exit_code == 0, result.output
    converted = (tmp_path / "mnist_mlp_mxnet.py").read_text()
    ast.parse(converted)
    assert "torch" not in converted.replace("PyTorch", "")
    report = json.loads((tmp_path / "report.json").read_text())
    assert report["agree"] is True
    epochs = report["losses"]["epochs"]
    assert len(epochs) == 5
    assert all(epoch["difference"] < 1e-4 for epoch in epochs)
    assert all(epoch["difference_float64"] < 1e-6 for epoch in epochs)
    assert epochs[-1]["torch"] < epochs[0]["torch"]
    assert "rounding" in result.stdout
    assert str(tmp_path / "report.html") in result.stdout
    assert (tmp_path / "report.html").exists()


@pytest.mark.parity
def test_with_the_last_batch_kept_a_larger_difference_is_still_called_rounding(run: Run, tmp_path: Path) -> None:
    result = run("demo", "--keep-last", "-o", tmp_path)
    assert result.exit_code == 0, result.output
    epochs = json.loads((tmp_path / "report.json").read_text())["losses"]["epochs"]
    assert all(epoch["difference_float64"] < 1e-6 for epoch in epochs)
    assert "rounding" in result.stdout
